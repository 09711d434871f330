-- What the screen remembers of itself: sort orders, layout, commands typed.
CREATE TABLE memory (
	name  TEXT PRIMARY KEY,
	value TEXT NOT NULL
) WITHOUT ROWID;
