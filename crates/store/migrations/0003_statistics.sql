-- Published statistics: one row for every reading of a file. They are nobody's case, so they are shared by all
-- municipalities of the database and have no municipality key. at: UTC microseconds.
CREATE TABLE stat_snapshot (
  number BIGINT NOT NULL PRIMARY KEY,
  table_id TEXT NOT NULL,
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  rows_read BIGINT NOT NULL,
  rows_refused BIGINT NOT NULL
);

-- A measure of a table, for one combination of groups (dims: JSON object as text).
-- last_read: the snapshot of the newest file that held it.
CREATE TABLE stat_series (
  id BIGINT NOT NULL PRIMARY KEY,
  table_id TEXT NOT NULL,
  measure TEXT NOT NULL,
  dims TEXT NOT NULL,
  last_read BIGINT NOT NULL
);
CREATE UNIQUE INDEX stat_series_name ON stat_series (table_id, measure, dims);

-- One published figure and the snapshots it was known through; the largest number while it is known.
-- period: as text (2026M07). mantissa and scale: 4,1 is 41 and 1; a mantissa of NULL is suppressed, never zero.
CREATE TABLE stat_cell (
  series BIGINT NOT NULL,
  area BIGINT NOT NULL,
  period TEXT NOT NULL,
  mantissa BIGINT,
  scale BIGINT NOT NULL,
  known_from BIGINT NOT NULL,
  known_through BIGINT NOT NULL,
  PRIMARY KEY (series, area, period, known_from)
);
CREATE INDEX stat_cell_known ON stat_cell (series, known_through);
