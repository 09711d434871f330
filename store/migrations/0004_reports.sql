-- Reports go to several services: each row says to which, as whom, and by what
-- names a song is known there.
CREATE TABLE reports (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	service   TEXT NOT NULL,            -- netease, lastfm, listenbrainz
	user      TEXT NOT NULL,            -- at another service, '' for netease
	play      TEXT NOT NULL,
	kind      TEXT NOT NULL,            -- startplay, play, love, unlove
	uid       INTEGER NOT NULL,         -- 0 for other services
	song      INTEGER NOT NULL,
	type      TEXT NOT NULL,            -- song, dj
	source    TEXT NOT NULL,
	source_id INTEGER NOT NULL,
	seconds   INTEGER NOT NULL,
	ending    TEXT NOT NULL,
	alg       TEXT NOT NULL,
	played    INTEGER NOT NULL,
	title     TEXT NOT NULL,
	artists   TEXT NOT NULL,            -- JSON list
	album     TEXT NOT NULL,
	length    INTEGER NOT NULL,
	started   INTEGER NOT NULL,
	state     TEXT NOT NULL,            -- new, sending, retry, dead
	attempts  INTEGER NOT NULL,
	unsure    INTEGER NOT NULL,         -- sends whose outcome is unknown
	next      INTEGER NOT NULL,
	last_code TEXT NOT NULL,
	UNIQUE (service, play, kind)
);
INSERT INTO reports SELECT id, 'netease', '', play, kind, uid, song, type, source, source_id, seconds, ending, alg,
	played, '', '[]', '', 0, played, state, attempts, unsure, next, last_code FROM outbox ORDER BY id;
DROP TABLE outbox;
ALTER TABLE reports RENAME TO outbox;
CREATE INDEX outbox_in_order ON outbox (service, uid, user, id) WHERE state <> 'dead';
-- When the service's own record showed a play that it had accepted, 0 not yet.
ALTER TABLE history ADD COLUMN proved INTEGER NOT NULL DEFAULT 0;
-- That record as it was seen last.
CREATE TABLE heard (
	uid    INTEGER PRIMARY KEY,
	at     INTEGER NOT NULL,
	counts TEXT NOT NULL                -- JSON: song id to how often in a week
);
