-- By which rules a case's rows were made: the shipped ones and the engine (Rulebook::edition). Empty: by a program that
-- did not say.
ALTER TABLE case_file ADD COLUMN made_by TEXT NOT NULL DEFAULT '';
