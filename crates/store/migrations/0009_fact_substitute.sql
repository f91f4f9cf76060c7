-- What it is for: the cases somebody acts in are found by who acts, as the fact's data says it, without reading all cases.
CREATE INDEX fact_substitute ON fact (municipality, data) WHERE kind = 'substitute';
