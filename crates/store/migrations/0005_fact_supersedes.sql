-- An import follows correction chains; without this every reading of a known file would read all facts.
CREATE INDEX fact_supersedes ON fact (municipality, supersedes);
