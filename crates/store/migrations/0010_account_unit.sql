-- What it is for: a citizen's page names the people of one unit; in a large municipality the other thousands are not read.
CREATE INDEX account_unit ON account (municipality, unit, disabled, role);
