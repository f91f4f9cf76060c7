-- The municipality's own goals. Append-only: a goal is what its newest version says, and who said it stands in commit_log.
-- goal: 1, 2, 3 within the municipality. words: the goal (JSON object as text). ended: from this version on it is no goal.
CREATE TABLE goal_version (
  municipality BIGINT NOT NULL,
  goal BIGINT NOT NULL,
  commit_number BIGINT NOT NULL,
  role TEXT NOT NULL,
  on_day BIGINT NOT NULL,
  words TEXT NOT NULL,
  ended BIGINT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (municipality, goal, commit_number)
);
