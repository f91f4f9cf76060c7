-- Facts that lists ask for by kind: few among many, so that looking for them does not read the rest.
CREATE INDEX fact_handover ON fact (municipality, person, id)
  WHERE kind IN ('handover_proposed', 'handover_accepted', 'handover_declined');
CREATE INDEX fact_guard ON fact (municipality, person, id)
  WHERE kind IN ('protection', 'conflict_of_interest');

-- Looks of the same microsecond, numbered in the order they were added.
ALTER TABLE read_log ADD COLUMN n BIGINT NOT NULL DEFAULT 0;

-- Why a fact corrects or takes back another: a code.
ALTER TABLE fact ADD COLUMN reason TEXT;
