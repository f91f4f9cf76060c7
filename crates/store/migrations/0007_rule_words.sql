-- What the municipality says of its rules. Append-only: the newest word about a rule is the one that counts, and who
-- said it stands in commit_log.

-- A named person has held a version's text against its source, or takes that back. version_from, on_day: days since 1970.
CREATE TABLE rule_mark (
  municipality BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  rule TEXT NOT NULL,
  version_from BIGINT NOT NULL,
  text_hash TEXT NOT NULL,
  role TEXT NOT NULL,
  on_day BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  reason TEXT,
  PRIMARY KEY (municipality, commit_number)
);

-- A changed text that somebody has tried and saved. effect: what it did to the cases of that day (JSON object as text).
CREATE TABLE rule_proposal (
  municipality BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  rule TEXT NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  rule_text TEXT NOT NULL,
  was_hash TEXT NOT NULL,
  effect TEXT NOT NULL,
  PRIMARY KEY (municipality, commit_number)
);

-- A proposal that is not to be used. It stays to be read.
CREATE TABLE rule_discard (
  municipality BIGINT NOT NULL,
  proposal BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  PRIMARY KEY (municipality, proposal)
);

-- From this commit on the text holds in place of the shipped one; no text: the shipped one again.
-- base_hash: the shipped text of that day. activated: the hash of all texts that hold from here on.
CREATE TABLE rule_activation (
  municipality BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  rule TEXT NOT NULL,
  rule_text TEXT,
  base_hash TEXT NOT NULL,
  activated TEXT NOT NULL,
  role TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposal BIGINT,
  PRIMARY KEY (municipality, commit_number)
);
