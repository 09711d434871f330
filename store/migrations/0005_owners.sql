-- What the screen remembers has an owner: an account, or -1, the installation.
-- An account has to itself where it left programs, what it searched and the
-- page it was on; what was kept of these before is everybody's until the first
-- account keeps its own.
CREATE TABLE remembered (
	uid   INTEGER NOT NULL,
	name  TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (uid, name)
) WITHOUT ROWID;
INSERT INTO remembered SELECT -1, name, value FROM memory;
DROP TABLE memory;
ALTER TABLE remembered RENAME TO memory;
-- The screen keeps searches there, a line each, the latest first.
INSERT OR IGNORE INTO memory
	SELECT uid, 'searches', group_concat(query, char(10) ORDER BY n DESC) FROM searches GROUP BY uid;
DROP TABLE searches;
