-- Law and goal of one duty are met on days of their own, and a goal is kept by week as the law is.
ALTER TABLE duty_history ADD COLUMN goal_timely_week BIGINT;
ALTER TABLE duty_history ADD COLUMN law_met_day BIGINT;
ALTER TABLE duty_history ADD COLUMN goal_met_day BIGINT;
