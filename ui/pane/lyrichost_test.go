package pane

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

// lyricHost is an app of one page: what the lyrics and the login need of it.
type lyricHost struct {
	env    *Env
	page   Page
	w, h   int
	posted []tea.Msg
	done   []player.Command
	gen    int
	strip  int // rows of the strip; 0: the whole page
}

type hostTick struct{ gen int }

// hostDo runs in the model's own goroutine.
type hostDo func(*lyricHost) tea.Cmd

var hostKeys = map[string]keymap.Action{
	"j": keymap.Down, "k": keymap.Up, "g": keymap.Top, "G": keymap.Bottom, "enter": keymap.Enter, "F": keymap.ToggleFollow,
	"{": keymap.OffsetLess, "}": keymap.OffsetMore, "i": keymap.ToggleTranslation, "I": keymap.ToggleRomanisation, "r": keymap.Refresh,
	"ctrl+d": keymap.HalfDown, "ctrl+u": keymap.HalfUp,
}

func newLyricHost(sources Sources, page func(*Env) Page) *lyricHost {
	h := &lyricHost{env: &Env{
		Sources: sources, Now: time.Now, Lang: lang.ZH, Texts: lang.Of(lang.ZH), Theme: theme.Dark(), Keys: keymap.Default(),
		Explain: func(err error) lang.Sentence { return lang.Sentence{What: err.Error()} },
		Likes:   NewLikes(nil), Book: NewBook(),
	}}
	h.env.Player = h
	h.page = page(h.env)
	h.page.SetFocus(true)
	return h
}

func (h *lyricHost) Do(c player.Command) {
	h.done = append(h.done, c)
	if s, ok := c.(player.SeekTo); ok {
		h.env.Snap.At, h.env.Snap.Taken = s.Pos, h.env.Now()
	}
}
func (h *lyricHost) Subscribe() *player.Subscription { return nil }

func (h *lyricHost) Init() tea.Cmd {
	cmd := tea.Cmd(nil)
	if o, ok := h.page.(Opener); ok {
		cmd = o.Open()
	}
	return tea.Batch(cmd, h.retick())
}

func (h *lyricHost) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		h.w, h.h = m.Width, m.Height
		h.page.SetSize(m.Width, m.Height)
	case tea.KeyPressMsg:
		cmd = h.page.Handle(hostKeys[m.String()])
	case tea.MouseClickMsg:
		cmd = h.page.(Pointed).Click(m.X, m.Y, false)
	case tea.MouseWheelMsg:
		by := 1
		if m.Button == tea.MouseWheelUp {
			by = -1
		}
		cmd = h.page.(Pointed).Wheel(by)
	case Answer:
		cmd = h.page.Apply(m)
	case hostDo:
		cmd = m(h)
	}
	h.posted = append(h.posted, h.env.TakePosted()...)
	return h, tea.Batch(cmd, h.retick())
}

func (h *lyricHost) retick() tea.Cmd {
	h.gen++
	c, ok := h.page.(Clocked)
	if !ok {
		return nil
	}
	now := h.env.Now()
	next := c.NextChange(now)
	if next.IsZero() {
		return nil
	}
	gen := h.gen
	return tea.Tick(max(next.Sub(now), time.Millisecond), func(time.Time) tea.Msg { return hostTick{gen} })
}

func (h *lyricHost) View() tea.View {
	lines := h.page.Lines()
	if s, ok := h.page.(Stripped); ok && h.strip > 0 {
		lines = s.Strip(h.w, h.strip)
		for len(lines) < h.h {
			lines = append(lines, strings.Repeat(" ", h.w))
		}
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen, v.MouseMode = true, tea.MouseModeCellMotion
	return v
}

// see looks at the host from within its own goroutine.
func see(s *uitest.Session, f func(*lyricHost)) {
	s.Send(hostDo(func(h *lyricHost) tea.Cmd { f(h); return nil }))
}

// lastPosted is the last wish, lastDone the last command.
func lastPosted(s *uitest.Session) (last tea.Msg) {
	see(s, func(h *lyricHost) {
		if n := len(h.posted); n > 0 {
			last = h.posted[n-1]
		}
	})
	return last
}

func lastDone(s *uitest.Session) (last player.Command, count int) {
	see(s, func(h *lyricHost) {
		if count = len(h.done); count > 0 {
			last = h.done[count-1]
		}
	})
	return last, count
}

// play makes a song play from its beginning.
func play(id int64) hostDo {
	return func(h *lyricHost) tea.Cmd {
		before := h.env.Snap
		h.env.Snap = player.Snapshot{Status: player.Playing, Moving: true, Taken: h.env.Now(), Duration: 10 * time.Minute}
		if id != 0 {
			h.env.Snap.Track = &player.Track{ID: id}
		} else {
			h.env.Snap.Moving = false
		}
		return h.page.Apply(PlayerNews{Before: before})
	}
}

// onPage runs a scenario with a page on a terminal.
func onPage(t *testing.T, w, height int, host func() *lyricHost, f func(*testing.T, *uitest.Session)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		h := host()
		h.w, h.h = w, height
		h.page.SetSize(w, height)
		s := uitest.Start(t, h, w, height)
		f(t, s)
		s.Quit()
	})
}
