-- Groups of people that somebody has kept under a name. words: what is chosen, as an address has it; no persons.
CREATE TABLE selection (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  name TEXT NOT NULL,
  words TEXT NOT NULL,
  shared BIGINT NOT NULL,
  login TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (municipality, id)
);
