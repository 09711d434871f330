-- Each account has a queue and a place in it of its own. What the schema before
-- kept is of an owner that is not known, -1: the first account that asks has it.
CREATE TABLE queues (
	uid    INTEGER PRIMARY KEY,
	tracks BLOB NOT NULL,               -- JSON list
	walk   BLOB NOT NULL,               -- JSON list: indexes into tracks in playing order
	fm     INTEGER NOT NULL,
	saved  INTEGER NOT NULL
);
INSERT INTO queues SELECT -1, tracks, walk, fm, saved FROM queue;
DROP TABLE queue;
CREATE TABLE places (
	uid      INTEGER PRIMARY KEY,
	current  INTEGER NOT NULL,          -- index into tracks, -1 none
	position INTEGER NOT NULL,
	volume   INTEGER NOT NULL,
	muted    INTEGER NOT NULL,
	mode     TEXT NOT NULL,
	saved    INTEGER NOT NULL
);
INSERT INTO places SELECT -1, current, position, volume, muted, mode, saved FROM playback;
DROP TABLE playback;
-- The queue that the present one has replaced, to go back to.
CREATE TABLE former (
	uid      INTEGER PRIMARY KEY,
	tracks   BLOB NOT NULL,
	walk     BLOB NOT NULL,
	current  INTEGER NOT NULL,
	position INTEGER NOT NULL
);
-- By how much a song's text comes later than its stamps say: of the song, not
-- of an account.
CREATE TABLE lyric_offsets (
	song INTEGER PRIMARY KEY,
	ms   INTEGER NOT NULL
);
