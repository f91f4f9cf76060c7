-- Which role somebody has in which unit, and on which days. Rows of one login do not overlap; what has begun is never
-- taken away, only ended.
CREATE TABLE assignment (
  municipality BIGINT NOT NULL,
  login TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  through_day BIGINT,
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (municipality, login, from_day)
);
-- Accounts of before had one role always; from when is not known: 1 January 1900.
INSERT INTO assignment (municipality, login, from_day, through_day, role, unit, at)
  SELECT municipality, login, -25567, NULL, role, unit, 0 FROM account;
DROP INDEX account_unit;
ALTER TABLE account DROP COLUMN role;
ALTER TABLE account DROP COLUMN unit;
CREATE INDEX assignment_unit ON assignment (municipality, unit, role, from_day, through_day, login);
CREATE INDEX account_closed ON account (municipality, login) WHERE disabled <> 0;
