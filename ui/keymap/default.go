package keymap

import (
	"slices"
	"strings"
)

// bind is the sequences of an action in a scope; the keys of a sequence are
// parted by blanks.
type bind struct {
	scope  Scope
	action Action
	keys   []string
}

// preset is the default preset.
var preset = []bind{
	{Global, Up, []string{"k", "up"}},
	{Global, Down, []string{"j", "down"}},
	{Global, Left, []string{"h", "left"}},
	{Global, Right, []string{"l", "right"}},
	{Global, HalfUp, []string{"ctrl+u"}},
	{Global, HalfDown, []string{"ctrl+d"}},
	{Global, PageUp, []string{"pgup"}},
	{Global, PageDown, []string{"pgdown"}},
	{Global, Top, []string{"g g", "home"}},
	{Global, Bottom, []string{"G", "end"}},

	{Global, Enter, []string{"enter", "n"}},
	{Global, Back, []string{"esc", "b", "backspace"}},
	{Global, NextPane, []string{"tab"}},
	{Global, PrevPane, []string{"shift+tab"}},
	{Global, NextTab, []string{"w"}},
	{Global, Zoom, []string{"z"}},
	{Global, Section1, []string{"1"}},
	{Global, Section2, []string{"2"}},
	{Global, Section3, []string{"3"}},
	{Global, Section4, []string{"4"}},
	{Global, Section5, []string{"5"}},

	{Global, PlayPause, []string{"space"}},
	{Global, Next, []string{"]"}},
	{Global, Previous, []string{"["}},
	{Global, SeekBack, []string{"x"}},
	{Global, SeekBack5, []string{"X"}},
	{Global, SeekAhead, []string{"v"}},
	{Global, SeekAhead9, []string{"V"}},
	{Global, VolumeDown, []string{"-"}},
	{Global, VolumeUp, []string{"="}},
	{Global, Mute, []string{"0"}},
	{Global, CycleMode, []string{"p"}},

	{Global, Like, []string{","}},
	{Global, Unlike, []string{"."}},
	{Global, LikeRow, []string{"<"}},
	{Global, UnlikeRow, []string{">"}},
	{Global, Trash, []string{"t"}},
	{Global, TrashRow, []string{"T"}},
	{Global, Undo, []string{"u"}},
	{Global, PlayNext, []string{"e"}},
	{Global, Append, []string{"E"}},
	{Global, Album, []string{"a"}},
	{Global, AlbumRow, []string{"A"}},
	{Global, Artist, []string{"s"}},
	{Global, ArtistRow, []string{"S"}},
	{Global, Similar, []string{"f"}},
	{Global, SimilarRow, []string{"F"}},
	{Global, PlayAll, []string{"g a"}},
	{Global, AddTo, []string{"`"}},
	{Global, TakeFrom, []string{"~"}},
	{Global, FollowRow, []string{";"}},
	{Global, Web, []string{"o"}},
	{Global, WebRow, []string{"O"}},
	{Global, Menu, []string{"m"}},
	{Global, MenuPlaying, []string{"M"}},
	{Global, Heart, []string{"P"}},
	{Global, CopyName, []string{"y"}},
	{Global, CopyLink, []string{"Y"}},

	{List, Filter, []string{"/"}},
	{List, Mark, []string{"i"}},
	{List, MarkRange, []string{"I"}},
	{List, NextSort, []string{"g s"}},
	{Typing, FilterNext, []string{"n"}},
	{Typing, FilterPrev, []string{"N"}},
	{Global, SearchAll, []string{"g /"}},
	{Global, GoLyrics, []string{"g l"}},
	{Global, GoQueue, []string{"g q", "c"}},
	{Global, GoPlaying, []string{"g p"}},
	{Global, GoFM, []string{"g f"}},

	{Global, OffsetLess, []string{"{"}},
	{Global, OffsetMore, []string{"}"}},
	{Lyrics, ToggleFollow, []string{"F"}},
	{Lyrics, ToggleTranslation, []string{"i"}},
	{Lyrics, ToggleRomanisation, []string{"I"}},

	{Queue, Remove, []string{"\\", "delete"}},
	{Global, Remove, []string{"\\", "delete"}},
	{Queue, MoveDown, []string{"J"}},
	{Queue, MoveUp, []string{"K"}},
	{Queue, ClearQueue, []string{"C"}},

	{Find, EditSearch, []string{"/"}},

	{Ask, Confirm, []string{"enter", "y"}},
	{Ask, Cancel, []string{"esc", "n", "q"}},

	{Global, Palette, []string{"ctrl+p"}},
	{Global, Command, []string{":"}},
	{Global, Login, []string{"L"}},
	{Global, Logout, []string{"g o"}},
	{Global, Refresh, []string{"r"}},
	{Global, Help, []string{"?"}},
	{Global, Quit, []string{"q"}},
}

func defaults() []Binding { return bindings(slices.Concat(preset, addedKeys)) }

func bindings(binds []bind) []Binding {
	var out []Binding
	for _, p := range binds {
		for _, seq := range p.keys {
			out = append(out, Binding{Scope: p.scope, Keys: strings.Fields(seq), Action: p.action})
		}
	}
	return out
}
