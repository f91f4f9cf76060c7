-- What it is: one row per municipality; its row is locked by every write, so commit order is known order.
CREATE TABLE municipality (
  id BIGINT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  last_commit BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  last_fact BIGINT NOT NULL,
  last_case BIGINT NOT NULL
);

-- One write. Kept as long as the cases. at: UTC microseconds.
CREATE TABLE commit_log (
  municipality BIGINT NOT NULL,
  number BIGINT NOT NULL,
  actor TEXT NOT NULL,
  client TEXT NOT NULL,
  at BIGINT NOT NULL,
  what TEXT NOT NULL,
  PRIMARY KEY (municipality, number)
);

-- The only place of CPR, name and address. Facts refer to the random id.
CREATE TABLE person (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  cpr TEXT,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  address TEXT NOT NULL,
  born BIGINT,
  name_sort TEXT NOT NULL,
  name_search TEXT NOT NULL,
  PRIMARY KEY (municipality, id)
);
CREATE UNIQUE INDEX person_cpr ON person (municipality, cpr);
CREATE INDEX person_name ON person (municipality, name_sort);

-- A case with its owner of now; ownership holds who owned it when.
CREATE TABLE case_file (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  uuid TEXT NOT NULL,
  person BIGINT NOT NULL,
  kle_subject TEXT NOT NULL,
  kle_facet TEXT NOT NULL,
  opened BIGINT NOT NULL,
  closed BIGINT,
  unit TEXT NOT NULL,
  employee TEXT,
  last_commit BIGINT NOT NULL,
  projected_through BIGINT NOT NULL,
  PRIMARY KEY (municipality, id)
);
CREATE INDEX case_person ON case_file (municipality, person);
CREATE INDEX case_owner ON case_file (municipality, employee, id);
CREATE INDEX case_unit ON case_file (municipality, unit, id);

-- Who owned a case, by commit. through_commit is the last commit it held for; the largest number while it holds.
CREATE TABLE ownership (
  municipality BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  from_commit BIGINT NOT NULL,
  through_commit BIGINT NOT NULL,
  unit TEXT NOT NULL,
  employee TEXT,
  reason TEXT NOT NULL,
  PRIMARY KEY (municipality, case_id, from_commit)
);

-- What was recorded. Append-only: a correction supersedes, an annulment ends the chain.
CREATE TABLE fact (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  person BIGINT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  from_day BIGINT NOT NULL,
  through_day BIGINT,
  minute BIGINT,
  source TEXT NOT NULL,
  import_key TEXT,
  supersedes BIGINT,
  annuls BIGINT,
  commit_number BIGINT NOT NULL,
  PRIMARY KEY (municipality, id)
);
CREATE INDEX fact_person ON fact (municipality, person, id);
CREATE UNIQUE INDEX fact_import ON fact (municipality, import_key);

-- Derived, can be dropped and rebuilt: a duty's status by day, with the commits it was known through.
CREATE TABLE duty_history (
  municipality BIGINT NOT NULL,
  case_id BIGINT NOT NULL,
  duty TEXT NOT NULL,
  root BIGINT NOT NULL,
  n BIGINT NOT NULL,
  party BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  through_day BIGINT NOT NULL,
  status BIGINT NOT NULL,
  opens BIGINT NOT NULL,
  due BIGINT,
  due_layer BIGINT,
  goal_due BIGINT,
  met_day BIGINT,
  law_timely BIGINT,
  law_timely_week BIGINT,
  goal_timely BIGINT,
  known_from BIGINT NOT NULL,
  known_through BIGINT NOT NULL
);
CREATE INDEX duty_case ON duty_history (municipality, case_id, known_through);
CREATE INDEX duty_day ON duty_history (municipality, known_through, through_day, from_day);

-- Who may use the program. Passwords as argon2id.
CREATE TABLE account (
  municipality BIGINT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  password TEXT NOT NULL,
  disabled BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  PRIMARY KEY (municipality, login)
);

-- A signed-in browser. token is a hash; the cookie holds the token itself.
CREATE TABLE session (
  token TEXT NOT NULL PRIMARY KEY,
  municipality BIGINT NOT NULL,
  login TEXT NOT NULL,
  expires BIGINT NOT NULL
);

-- Who looked at whom, and who was refused. The citizen sees it.
CREATE TABLE read_log (
  municipality BIGINT NOT NULL,
  person BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor TEXT NOT NULL,
  purpose TEXT NOT NULL,
  granted BIGINT NOT NULL
);
CREATE INDEX read_log_person ON read_log (municipality, person, at);

-- A once-only key per posted form: a double click saves once.
CREATE TABLE form_key (
  municipality BIGINT NOT NULL,
  form_key TEXT NOT NULL,
  commit_number BIGINT NOT NULL,
  PRIMARY KEY (municipality, form_key)
);
