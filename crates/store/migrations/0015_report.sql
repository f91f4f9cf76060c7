-- Reports as they were made: nothing in them changes afterwards. content: JSON without persons.
CREATE TABLE report (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  report_kind TEXT NOT NULL,
  area BIGINT NOT NULL,
  from_day BIGINT NOT NULL,
  through_day BIGINT NOT NULL,
  drawn_day BIGINT NOT NULL,
  known BIGINT NOT NULL,
  login TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (municipality, id)
);
-- What somebody wrote beside a number or in a chapter. The newest of a place holds; an empty one takes it away.
-- numbers: a sum of the figure's numbers when it was written, empty for a chapter.
CREATE TABLE report_comment (
  municipality BIGINT NOT NULL,
  id BIGINT NOT NULL,
  report_kind TEXT NOT NULL,
  area BIGINT NOT NULL,
  through_day BIGINT NOT NULL,
  place TEXT NOT NULL,
  body TEXT NOT NULL,
  numbers TEXT NOT NULL,
  login TEXT NOT NULL,
  author TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (municipality, id)
);
