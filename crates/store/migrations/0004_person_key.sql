-- What another system calls a person, so that its files can name people without a personal number.
CREATE TABLE person_key (
  municipality BIGINT NOT NULL,
  source TEXT NOT NULL,
  own_key TEXT NOT NULL,
  person BIGINT NOT NULL,
  PRIMARY KEY (municipality, source, own_key)
);
