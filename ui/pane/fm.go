package pane

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// FM is the page of the personal FM: the current song in the open, and what
// comes next.
type FM struct {
	sheet
	rows  queueRows
	mode  int // of fmModes, as shown
	taken int // as it plays

	pictured bool // a cover was shown
}

// NewFM makes the page.
func NewFM(env *Env) *FM {
	f := &FM{rows: queueRows{env: env}}
	f.Base = NewBase(env)
	f.loaded = true
	f.table = kit.Table{Rows: &f.rows, Columns: queueColumns(env.Texts, 0)}
	f.tuned()
	f.follow()
	return f
}

// Title is the section's name.
func (f *FM) Title() text.Clean { return text.Of(f.Env.Texts.Sections.FM) }

// Scopes are the FM's, then those of a list.
func (f *FM) Scopes() []keymap.Scope { return append([]keymap.Scope{keymap.FM}, f.sheet.Scopes()...) }

// On says whether the FM plays.
func (f *FM) On() bool { return f.Env.Snap.Queue.FM && f.Env.Snap.Track != nil }

func (f *FM) follow() {
	q := f.Env.Snap.Queue
	f.rows.queue = q
	f.rows.from = len(q.Order)
	for i, at := range q.Order {
		if at == q.Current && q.FM {
			f.rows.from = i + 1
		}
	}
	f.table.Changed()
}

// fmRoomy is the height from which the current song stands in the middle, with
// air around it.
const fmRoomy = 28

// cardLines is what the current song takes above the coming ones.
func (f *FM) cardLines() int {
	switch {
	case !f.On():
		return 0
	case f.H >= fmRoomy:
		return 16 + len(f.picture())
	case f.H >= 16:
		return 10
	case f.H >= 10:
		return 6
	}
	return min(f.H, 3)
}

// modeLine is the line of the modes, -1 where they have no room.
func (f *FM) modeLine() int {
	switch {
	case !f.On():
		return min(f.H-2, (f.H-3)*2/5+6) // below the notice
	case f.H >= fmRoomy:
		return 1
	case f.H >= 10:
		return 0
	}
	return -1
}

// SetSize gives the coming songs what the card leaves.
func (f *FM) SetSize(w, h int) {
	f.W, f.H = w, h
	f.table.SetSize(w, max(h-f.cardLines(), 0))
}

// Lines draws the page.
func (f *FM) Lines() []string {
	if !f.On() {
		return f.silent()
	}
	f.SetSize(f.W, f.H)
	out := append(f.card(), f.table.Lines(f.Env.Theme, f.Focused, kit.Notice{What: f.Env.Texts.States.Loading})...)
	return kit.Exactly(out, f.W, f.H)
}

// silent is the page while the FM does not play.
func (f *FM) silent() []string {
	t := f.Env.Texts
	if f.Env.Guest {
		n := kit.Notice{What: t.Guest.FM, Do: f.Env.Explain(ErrLogin).Do}
		return n.Lines(f.Env.Theme, f.W, f.H)
	}
	n := kit.Notice{What: t.FM.Stopped, Do: fmt.Sprintf(t.States.StartFM, f.key(keymap.Enter))}
	if s := f.Env.Snap; s.Queue.FM && s.Status == player.Loading {
		n = kit.Notice{What: t.States.Loading} // its first songs are on their way
	}
	out := n.Lines(f.Env.Theme, f.W, f.H)
	if at := f.modeLine(); at > 3 && f.modes() != nil {
		out[at] = f.place(f.modes())
	}
	return out
}

func (f *FM) card() []string {
	s := f.Env.SongOf(f.Env.Snap.Track)
	title := []kit.Span{{Text: text.Of(s.Name), Role: kit.Loud}}
	if a := alias(&s); !a.Empty() {
		title = append(title, kit.Span{Text: text.Of("  "), Role: kit.Text}, kit.Span{Text: a, Role: kit.Quiet})
	}
	if f.Env.Likes.Has(s.ID) {
		title = append(title, kit.Span{Text: text.Of("  ♥"), Role: kit.Accent})
	}
	by := []kit.Span{{Text: Names(s.Artists), Role: kit.Text}}
	if s.Album.Name != "" {
		by = append(by, kit.Span{Text: text.Of("  ·  "), Role: kit.Faint}, kit.Span{Text: text.Of(s.Album.Name), Role: kit.Quiet})
	}
	coming := kit.Line(&f.Env.Theme.Plain, f.W, kit.Span{Text: text.Of(" " + f.Env.Texts.FM.Coming), Role: kit.Quiet})
	blank, song, who, modes := text.Blank(f.W), f.place(title), f.place(by), f.place(f.modes())
	switch {
	case f.H >= fmRoomy:
		lines := append([]string{blank, modes, blank, blank}, f.picture()...)
		return append(lines, blank, song, blank, who, blank, blank, f.place(f.keys()), blank, blank, blank, coming, blank)
	case f.H >= 16:
		return []string{modes, blank, song, who, blank, f.place(f.keys()), blank, blank, coming, blank}
	case f.H >= 10:
		return []string{modes, blank, song, who, f.place(f.keys()), blank}
	}
	return []string{song, who, blank}[:f.cardLines()]
}

// fmPicture is the height from which there is room for the cover, in at most
// fmPictureRows.
const (
	fmPicture     = 32
	fmPictureRows = 14
)

// picture is the cover in the middle. Where one was shown its room stays free
// until the next one is there.
func (f *FM) picture() []string {
	if f.H < fmPicture || f.Env.Cover == nil {
		return nil
	}
	rows := min(f.H-fmPicture+8, fmPictureRows)
	lines := f.Env.Cover(rows)
	if lines == nil && !f.pictured {
		return nil
	}
	f.pictured = true
	out := make([]string, rows)
	for i := range out {
		out[i] = text.Blank(f.W)
		if lines != nil {
			w := text.Width(lines[i])
			left := max((f.W-w)/2, 0)
			out[i] = text.Blank(left) + lines[i] + text.Blank(f.W-w-left)
		}
	}
	return out
}

// Sideways is true: left and right turn the modes.
func (f *FM) Sideways() bool { return f.Env.Tuner != nil && !f.Env.Guest }

// Ends is true at the first and at the last mode.
func (f *FM) Ends(a keymap.Action) bool {
	return a == keymap.Left && f.mode == 0 || a == keymap.Right && f.mode == len(fmModes)-1
}

// Bare is true where Enter neither starts the FM nor goes to a song.
func (f *FM) Bare() bool {
	if f.On() {
		return f.table.Cursor() < 0
	}
	return f.Env.Guest
}

// Handle starts the FM, turns its mode, or goes to one of the coming songs.
func (f *FM) Handle(a keymap.Action) tea.Cmd {
	switch {
	case a == keymap.Left:
		return f.turn(f.mode - 1)
	case a == keymap.Right:
		return f.turn(f.mode + 1)
	case a == keymap.Enter && !f.On():
		if !f.Env.User.LoggedIn {
			f.Env.Post(Fail{ErrLogin})
			return nil
		}
		f.Env.Do(player.PlayFM{})
	case a == keymap.Enter:
		if i := f.table.Cursor(); i >= 0 {
			_, at := f.rows.track(i)
			f.Env.Do(player.JumpTo{At: at})
		}
	default:
		f.move(a)
	}
	return nil
}

// Apply follows the player.
func (f *FM) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case PlayerNews, LikeNews:
		f.follow()
	case Answer:
		if m.Topic == tuneTopic && f.Accept(m) {
			f.tune()
		}
	}
	return nil
}

// Leave takes a mode that was still being turned.
func (f *FM) Leave() {
	if f.Waiting(tuneTopic) {
		f.tune()
	}
	f.sheet.Leave()
}

// Click turns the mode, does what a key of the card does, or selects; it jumps
// on a double click, and starts a silent FM.
func (f *FM) Click(x, y int, double bool) tea.Cmd {
	if i := f.modeAt(x, y); i >= 0 {
		return f.turn(i)
	}
	if a := f.keyAt(x, y); a != keymap.None {
		f.Env.Post(Act{a})
		return nil
	}
	if !f.On() {
		if double {
			return f.Handle(keymap.Enter)
		}
		return nil
	}
	if row, ok := f.table.At(y - f.cardLines()); ok {
		f.table.MoveTo(row)
		if double {
			return f.Handle(keymap.Enter)
		}
	}
	return nil
}

// Cursor is the terminal's cursor while the filter is typed.
func (f *FM) Cursor() *tea.Position {
	f.Lines()
	x, y, ok := f.table.FilterCursor()
	if !ok {
		return nil
	}
	return &tea.Position{X: x, Y: y + f.cardLines()}
}

// Selected is the coming song under the cursor.
func (f *FM) Selected() (Choice, bool) {
	i := f.table.Cursor()
	if i < 0 || !f.On() {
		return Choice{}, false
	}
	t, _ := f.rows.track(i)
	return Choice{f.Env.SongOf(t), *t}, true
}
