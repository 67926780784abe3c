-- What fr.bleu.store.engine.Layout lays out, as ordered bytes: bytea compares as unsigned bytes.
-- Values are mostly sealed and do not compress; EXTERNAL also lets a version be read without the rest.

CREATE TABLE records (
    key bytea PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE outcomes (
    key bytea PRIMARY KEY,
    value bytea NOT NULL
);

CREATE TABLE ledger (
    key bytea PRIMARY KEY,
    value bytea NOT NULL
);

-- One row, locked by whoever commits: the order of its locks is the order of commits. The free
-- space lets a new version of the row stay on its page.
CREATE TABLE head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    sequence bigint NOT NULL,
    value bytea
) WITH (fillfactor = 10);

INSERT INTO head (sequence, value) VALUES (0, NULL);

ALTER TABLE records ALTER COLUMN key SET STORAGE MAIN, ALTER COLUMN value SET STORAGE EXTERNAL;
ALTER TABLE ledger ALTER COLUMN value SET STORAGE EXTERNAL;
ALTER TABLE head ALTER COLUMN value SET STORAGE MAIN;
