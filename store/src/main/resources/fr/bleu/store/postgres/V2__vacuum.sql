-- Outcomes go at one end of the index as they come at the other, and the oldest are looked for at
-- each commit: left dead for a fifth of the table, they are walked over again and again. The head's
-- one row has a new version for each commit.

ALTER TABLE outcomes
    SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

ALTER TABLE head SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
