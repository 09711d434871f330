package lang

var en = func() (t Texts) {
	s := &t.Sections
	s.Daily, s.Playlists, s.FM, s.DailyLists, s.Search, s.Settings, s.Help = "Daily", "Playlists", "FM", "For you", "Search", "Settings", "Help"
	h := &t.Header
	h.Guest, h.LoginHint, h.Counted, h.Songs = "guest", "%s to log in", "%d counted", "%d songs"
	t.Tabs.Sections, t.Tabs.Lyrics, t.Tabs.Queue = "Sections", "Lyrics", "Queue"
	tb := &t.Table
	tb.Title, tb.Artist, tb.Album, tb.Length = "Title", "Artist", "Album", "Time"
	tb.Name, tb.Count, tb.Creator, tb.Published = "Name", "Songs", "By", "Released"
	t.Marks.VIP, t.Marks.Trial, t.Marks.Grey, t.Marks.Cloud = "VIP", "clip", "n/a", "own"
	st := &t.States
	st.Loading = "Loading…"
	st.EmptyList, st.EmptyQueue, st.EmptyFilter = "No songs here yet", "The queue is empty", "No row matches"
	st.EmptySearch, st.NothingPlays = "Nothing found", "Nothing plays yet"
	st.OtherWords = "Press %s to search for something else"
	st.Retry, st.PressEnter = "press %s to try again", "Choose a song and press %s"
	st.StartFM, st.TypeToSearch, st.Clear = "Press %s to start it", "Type a song, an artist or an album", "Press %s to clear the filter"
	g := &t.Guest
	g.Needed = "This needs a login"
	g.Daily, g.Playlists = "Log in to see your daily songs", "Log in to see your playlists"
	g.FM, g.DailyLists = "The personal FM needs a login", "Log in to see the playlists chosen for you"
	b := &t.Bar
	b.Volume, b.Muted, b.Silent, b.Buffering = "Vol", "muted", "no sound output", "buffering"
	b.Offline, b.NoDevice, b.LostDevice = "offline, reconnecting", "no sound device", "sound device lost, reconnecting"
	b.Portal = "This network asks you to sign in first"
	b.DiskFull, b.Clip = "disk full, not caching", "clip"
	b.Modes = [4]string{"in order", "loop list", "loop one", "shuffle"}
	f := &t.FM
	f.Coming, f.Stopped = "Coming up", "The personal FM is not playing"
	f.Trashed, f.Kept = "You will not hear this song again · %s to undo", "Undone: the song stays"
	se := &t.Search
	se.Placeholder, se.Songs, se.Albums, se.Artists, se.Playlists = "song, artist, album…", "Songs", "Albums", "Artists", "Playlists"
	se.Total = "%d found"
	l := &t.Lists
	l.SongCount, l.AlbumCount = "%d songs", "%d albums"
	t.Filter.Prompt, t.Filter.Found = "Filter", "%d / %d"
	t.Hints.Play, t.Hints.Start, t.Hints.Line, t.Hints.NewCode = "play", "start", "go to this line", "new code"
	t.Typing.Done, t.Typing.Cancel, t.Typing.Close = "done", "cancel", "closes"
	t.Help.Title = "Help"
	o := &t.Toast
	o.Liked, o.Unliked = "Liked", "No longer liked"
	o.Queued, o.QueuedNext, o.Removed = "Appended to the queue", "Plays next", "Removed · %s to undo"
	o.Cleared, o.Undone, o.CopiedName, o.CopiedLink = "Queue cleared · %s to undo", "Undone", "Name copied", "Link copied"
	o.NotHere, o.NoAlbum, o.NoArtist = "The playing song is not in this list", "This song has no album page", "This song has no artist page"
	o.LoggedIn, o.LoggedOut = "Logged in: %s", "Logged out"
	o.OtherForm = "“%s” comes as %s, which is not decoded here: playing it as %s"
	o.QueueEnd, o.SkippedSong, o.Unplayable = "End of the queue", "Skipped “%s”", "This song cannot be played now"
	o.OutputNow, o.OutputLost = "Sound output: %s", "Sound device lost, reconnecting"
	o.NoOutput = "No sound output found: start PulseAudio or PipeWire; everything else works"
	o.NoProgram, o.NoFile, o.BadOutput = "exec: program not found: %s", "wav: cannot write %s: %s", "The sound output cannot be used: %s"
	o.SkippedRun = "Skipped %d songs, the last one “%s”"
	o.OnlyQueued = "Songs are removed in the queue · %s to go there"
	o.Unbound = "%s is not bound"
	o.Offset = "Lyrics shifted by %+.1f s"
	u := &t.Undo
	u.Back, u.BackMany, u.Gone, u.GoneMany = "Undone: “%s” is back in the queue", "Undone: %d songs are back in the queue", "Undone: “%s” is out of the queue", "Undone: %d songs are out of the queue"
	u.Former, u.Kept = "Undone: the previous queue is back", "Undone: “%s” stays"
	a := &t.Ask
	a.Logout, a.Clear, a.Yes, a.No = "Log out? The login kept on this machine will be deleted.", "Clear the queue? The song that plays stays.", "yes", "no"
	t.Mini.Lists = "That needs a larger window: %d×%d"
	t.Mini.Choose, t.Mini.Login = "Enlarge to choose songs: %d×%d", "Enlarge to log in: %d×%d"
	t.TooSmall = "Window too small: %d×%d, needs %d×%d"
	t.Lyrics = LyricTexts{
		Loading: "Loading the lyrics…", Pure: "Instrumental", Missing: "This song has no lyrics", NoTrack: "Nothing plays yet",
		Plain: "These lyrics have no times and cannot scroll", Failed: "The lyrics could not be read",
		Offset: "shifted by %+.1f s", Browsing: "%s to go back to the sung line",
	}
	t.Login = LoginTexts{
		Title: "Log in", Asking: "Asking for a code…", Scan: "Scan the code with the NetEase Cloud Music app", Scanned: "Scanned, confirm on the phone",
		Expired: "The code has expired", Done: "Logged in: %s", NewCode: "press %s for a new code", Link: "or open this link on the phone",
		TooSmall: "The window is too small for the code: it needs %d×%d", Kept: "The session stays on this machine, in a file of mode 0600", Failed: "The login did not succeed",
		CookieHint: "No way to scan? Log in with a browser and start with its cookie in NCMTUI_COOKIE",
	}
	t.Troubles = map[Trouble]Sentence{
		Unknown:      {"Something went wrong", "try again; if it keeps happening, look at the log"},
		Offline:      {"No connection to NetEase Cloud Music", "check network and proxy, then try again"},
		Portal:       {"This network asks you to sign in first", "sign in with a browser, then try again"},
		Slow:         {"NetEase Cloud Music did not answer in time", "try again in a moment"},
		LoginNeeded:  {"You are not logged in, or no longer", "press %s to log in"},
		Limited:      {"Too many requests: the service has slowed us down", "wait a minute or two"},
		Refused:      {"The service refused this request (it mistrusts the network)", "use another network, or log in with a cookie"},
		Missing:      {"It does not exist or is private", "go back"},
		NoCopyright:  {"Not available: no licence", "choose another song or version"},
		MembersOnly:  {"This song needs a membership", "choose another, or log in as a member"},
		PurchaseOnly: {"This album must be bought", "choose another song"},
		BadAnswer:    {"The service's answer makes no sense", "try again later; if it keeps happening, report it"},
		BadFile:      {"The audio file is damaged", "skipped to the next song"},
		NoDevice:     {"No sound device can be used", "check the sound settings of the system, or choose another with --output"},
		DiskFull:     {"The disk is full", "make room, then try again"},
		Judged:       {"The service considers this network a risk", "no requests by itself for ten minutes; use another network, or check realip and network.proxy. What is cached still plays"},
		Verify:       {"The service wants to verify you", "do so in its app or in a browser, then press r; nothing is retried by itself"},
		LoginRefused: {"The service's risk control refused this kind of login", "use the QR code, or paste a browser's cookie; nothing is retried by itself"},
		WrongLogin:   {"Wrong account, password or code", "check it and type it again"},
		ProxyFails:   {"The proxy lets nothing through", "check network.proxy in the settings (or HTTPS_PROXY), and the proxy itself"},
	}
	return t
}()
