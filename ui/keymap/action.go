// Package keymap owns which keys mean what: bindings as data, sequences,
// rebinding and its conflicts. It never acts.
package keymap

// Action is what a key asks for; the name is the one used in the config.
type Action string

// Moving about.
const (
	None     Action = ""
	Up       Action = "up"
	Down     Action = "down"
	Left     Action = "left"
	Right    Action = "right"
	HalfUp   Action = "half-up"
	HalfDown Action = "half-down"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	Top      Action = "top"
	Bottom   Action = "bottom"

	Enter    Action = "open"
	Back     Action = "back"
	NextPane Action = "next-pane"
	PrevPane Action = "prev-pane"
	NextTab  Action = "next-tab" // of the right pane
	Zoom     Action = "zoom"     // the lyrics fill the screen
	Section1 Action = "section-1"
	Section2 Action = "section-2"
	Section3 Action = "section-3"
	Section4 Action = "section-4"
	Section5 Action = "section-5"
	Section6 Action = "section-6"
	Section7 Action = "section-7"
	Section8 Action = "section-8"
	Section9 Action = "section-9"
)

// Playback.
const (
	PlayPause  Action = "play-pause"
	Next       Action = "next"
	Previous   Action = "previous"
	SeekBack   Action = "seek-back"    // 1 s
	SeekBack5  Action = "seek-back-5"  // 5 s
	SeekAhead  Action = "seek-ahead"   // 5 s
	SeekAhead9 Action = "seek-ahead-9" // 10 s
	VolumeDown Action = "volume-down"
	VolumeUp   Action = "volume-up"
	Mute       Action = "mute"
	CycleMode  Action = "mode"
)

// Taste and songs; the Row variants mean the selected song, the others the
// playing one.
const (
	Like       Action = "like"
	Unlike     Action = "unlike"
	LikeRow    Action = "like-selected"
	UnlikeRow  Action = "unlike-selected"
	Trash      Action = "trash"
	TrashRow   Action = "trash-selected"
	Undo       Action = "undo"
	PlayNext   Action = "play-next"
	Append     Action = "append"
	Remove     Action = "remove"
	ClearQueue Action = "clear-queue"
	MoveDown   Action = "move-down"
	MoveUp     Action = "move-up"
	Album      Action = "album"
	AlbumRow   Action = "album-selected"
	Artist     Action = "artist"
	ArtistRow  Action = "artist-selected"
	Similar    Action = "similar"
	SimilarRow Action = "similar-selected"
	Web        Action = "web" // in the browser
	WebRow     Action = "web-selected"
	AddTo      Action = "add-to-playlist" // the chosen songs, else the playing one
	TakeFrom   Action = "remove-from-playlist"
	FollowRow  Action = "follow" // or no longer: a playlist, an album, an artist …
	Heart      Action = "heart-mode"
	CopyName   Action = "copy-name"
	CopyLink   Action = "copy-link"
)

// Finding, and the rest.
const (
	Filter       Action = "filter"
	FilterNext   Action = "filter-next"
	FilterPrev   Action = "filter-previous"
	SearchAll    Action = "search"
	EditSearch   Action = "edit-search"
	PlayAll      Action = "play-all" // of the selected list
	Menu         Action = "menu"     // of the selected thing
	MenuPlaying  Action = "menu-playing"
	Command      Action = "command"
	Palette      Action = "palette"
	Mark         Action = "mark"
	MarkRange    Action = "mark-range"
	NextSort     Action = "sort" // by the next column
	GoLyrics     Action = "go-lyrics"
	GoQueue      Action = "go-queue"
	GoPlaying    Action = "go-playing"
	GoFM         Action = "go-fm"
	OffsetLess   Action = "lyric-earlier" // 100 ms
	OffsetMore   Action = "lyric-later"
	Help         Action = "help"
	Refresh      Action = "refresh"
	Login        Action = "login"
	Logout       Action = "logout"
	Quit         Action = "quit"
	Suspend      Action = "suspend"
	Confirm      Action = "confirm"
	Cancel       Action = "cancel"
	ToggleFollow Action = "follow-lyrics" // the lyric page goes with the song again

	ToggleTranslation  Action = "lyric-translation"
	ToggleRomanisation Action = "lyric-romanisation"
)

// Scope is where a binding holds. A pane's scopes are asked in its order,
// then Global.
type Scope string

// The scopes.
const (
	Global Scope = "global"
	List   Scope = "list"
	Songs  Scope = "songs"
	Queue  Scope = "queue"
	FM     Scope = "fm"
	Lyrics Scope = "lyrics"
	Find   Scope = "search" // the search page, outside of its input
	QR     Scope = "login"
	Ask    Scope = "dialog"
	Typing Scope = "typing" // a filter is on: its text stands, the keys are the list's
)
