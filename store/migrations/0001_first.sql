-- The first schema. Times are Unix milliseconds, durations milliseconds.
CREATE TABLE queue (
	id      INTEGER PRIMARY KEY CHECK (id = 1),
	tracks  BLOB NOT NULL,              -- JSON list
	walk    BLOB NOT NULL,              -- JSON list: indexes into tracks in playing order
	fm      INTEGER NOT NULL,
	saved   INTEGER NOT NULL
);
CREATE TABLE playback (
	id       INTEGER PRIMARY KEY CHECK (id = 1),
	current  INTEGER NOT NULL,          -- index into tracks, -1 none
	position INTEGER NOT NULL,
	volume   INTEGER NOT NULL,
	muted    INTEGER NOT NULL,
	mode     TEXT NOT NULL,
	saved    INTEGER NOT NULL
);
CREATE TABLE history (
	id          INTEGER PRIMARY KEY,
	play        TEXT NOT NULL UNIQUE,
	uid         INTEGER NOT NULL,
	song        INTEGER NOT NULL,
	title       TEXT NOT NULL,
	artists     TEXT NOT NULL,          -- JSON list
	album       TEXT NOT NULL,
	source_kind TEXT NOT NULL,
	source_id   INTEGER NOT NULL,
	source_name TEXT NOT NULL,
	started     INTEGER NOT NULL,
	listened    INTEGER NOT NULL,
	length      INTEGER NOT NULL,
	ending      TEXT NOT NULL,
	counted     INTEGER NOT NULL,       -- it qualified and was reported
	accepted    INTEGER NOT NULL        -- when the service took the report, 0 not yet
);
CREATE INDEX history_by_time ON history (uid, started);
CREATE INDEX history_by_acceptance ON history (uid, accepted) WHERE accepted > 0;
CREATE TABLE outbox (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	play      TEXT NOT NULL,
	kind      TEXT NOT NULL,            -- startplay, play
	uid       INTEGER NOT NULL,
	song      INTEGER NOT NULL,
	type      TEXT NOT NULL,            -- song, dj
	source    TEXT NOT NULL,
	source_id INTEGER NOT NULL,
	seconds   INTEGER NOT NULL,
	ending    TEXT NOT NULL,
	alg       TEXT NOT NULL,
	played    INTEGER NOT NULL,
	state     TEXT NOT NULL,            -- new, sending, retry, dead
	attempts  INTEGER NOT NULL,
	unsure    INTEGER NOT NULL,         -- sends whose outcome is unknown
	next      INTEGER NOT NULL,
	last_code TEXT NOT NULL,
	UNIQUE (play, kind)
);
CREATE INDEX outbox_in_order ON outbox (uid, id) WHERE state <> 'dead';
-- What a song may be played for belongs to an account, so each account has its
-- own rows. One integer key, because looking up 10,000 songs by a pair takes
-- twice as long: slot of the account << 48 | song id.
CREATE TABLE accounts (
	slot INTEGER PRIMARY KEY,
	uid  INTEGER NOT NULL UNIQUE
);
CREATE TABLE songs (
	key  INTEGER PRIMARY KEY,
	at   INTEGER NOT NULL,
	body BLOB NOT NULL
);
CREATE TABLE docs (
	uid     INTEGER NOT NULL,           -- 0: the same for all accounts
	kind    TEXT NOT NULL,              -- playlist, lyric, daily …
	id      INTEGER NOT NULL,
	version INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	body    BLOB NOT NULL,
	PRIMARY KEY (uid, kind, id)
) WITHOUT ROWID;
CREATE TABLE fm_seen (
	n    INTEGER PRIMARY KEY AUTOINCREMENT,
	uid  INTEGER NOT NULL,
	song INTEGER NOT NULL,
	UNIQUE (uid, song)
);
CREATE TABLE searches (
	n     INTEGER PRIMARY KEY AUTOINCREMENT,
	uid   INTEGER NOT NULL,
	query TEXT NOT NULL,
	UNIQUE (uid, query)
);
