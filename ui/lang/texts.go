package lang

// Texts are all texts of the screen in one language, by place. A text with %d
// or %s is a format.
type Texts struct {
	Sections struct{ Daily, Playlists, FM, DailyLists, Search, Settings, Help string }
	Header   struct{ Guest, LoginHint, Counted, Songs string } // Counted, Songs: %d
	Tabs     struct{ Sections, Lyrics, Queue string }
	Table    struct{ Title, Artist, Album, Length, Name, Count, Creator, Published string }
	Marks    struct{ VIP, Trial, Grey, Cloud string } // ≤ 4 cells each
	States   struct {
		Loading, EmptyList, EmptyQueue, EmptySearch, EmptyFilter, NothingPlays string
		Retry, OtherWords, PressEnter, StartFM, TypeToSearch, Clear            string // hints with the key: %s
	}
	Guest struct{ Needed, Daily, Playlists, FM, DailyLists string } // in place of their songs
	Bar   struct {
		Volume, Muted, Silent, Buffering, Offline, Portal, NoDevice, LostDevice, DiskFull, Clip string
		Modes                                                                                   [4]string // by player.Mode
	}
	FM struct {
		Coming, Stopped, Trashed, Kept string
	}
	Search struct {
		Placeholder, Songs, Albums, Artists, Playlists, Total string // Total: %d
	}
	Lists struct {
		SongCount, AlbumCount string // counts: %d
	}
	Filter struct{ Prompt, Found string }              // Found: %d of %d
	Hints  struct{ Play, Start, Line, NewCode string } // Enter and r, where they mean more
	Typing struct{ Done, Cancel, Close string }
	Help   struct{ Title string }
	Toast  struct {
		Liked, Unliked, Queued, QueuedNext, Removed, Cleared, Undone, CopiedName, CopiedLink string
		NotHere, NoAlbum, NoArtist, LoggedIn, LoggedOut, QueueEnd, SkippedSong               string // LoggedIn, SkippedSong: %s
		Unplayable, OutputNow, OutputLost, SkippedRun                                        string // SkippedRun: %d %s
		NoOutput, NoProgram, NoFile, BadOutput                                               string // %s: program; file, reason; reason
		OtherForm                                                                            string // %s: song, its form, the one played
		OnlyQueued                                                                           string // %s is the key to the queue
		Unbound                                                                              string // %s
		Offset                                                                               string // %+.1f seconds
	}
	Undo struct {
		Back, BackMany, Gone, GoneMany, Former, Kept string // Back, Gone, Kept: %s; the Many: %d
	}
	Ask      struct{ Logout, Clear, Yes, No string }
	Mini     struct{ Lists, Choose, Login string } // each %d×%d: the window that is needed
	TooSmall string                                // %d×%d, %d×%d: have, need
	Lyrics   LyricTexts
	Login    LoginTexts
	Troubles map[Trouble]Sentence // Do of LoginNeeded: %s is the key
}

// LyricTexts are those of the lyrics.
type LyricTexts struct {
	Loading, Pure, Missing, NoTrack, Plain, Failed string
	Offset                                         string // %+.1f seconds
	Browsing                                       string // away from the sung line: %s is the key back
}

// LoginTexts are those of the login page.
type LoginTexts struct {
	Title, Asking, Scan, Scanned, Expired, Done string // Done: %s is the name
	NewCode, Link, TooSmall, Kept, Failed       string
	CookieHint                                  string
}
