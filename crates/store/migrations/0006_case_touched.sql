-- What it is for: a process that keeps cases in memory asks which were written to since it last looked.
CREATE INDEX case_touched ON case_file (municipality, last_commit);
