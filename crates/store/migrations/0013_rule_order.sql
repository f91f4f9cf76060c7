-- An activation that somebody has ordered. It is made in the background; what was cut off is made at the next start.
-- ended: the commit of the activation, 0 where other rules came between, empty while it waits.
CREATE TABLE rule_order (
  municipality BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  rule TEXT NOT NULL,
  rule_text TEXT,
  base_hash TEXT NOT NULL,
  activated TEXT NOT NULL,
  role TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposal BIGINT,
  ended BIGINT,
  PRIMARY KEY (municipality, commit_number)
);
