package pane

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// nameWidth is what the names of facts take.
const nameWidth = 10

// drawFact lays a row out: its name at the left, its value beside it, a mark at
// the right of what leads on.
func (s *songInfo) drawFact(i, w int) []blockLine {
	f := &s.facts[i]
	if f.head {
		return []blockLine{{}, {left: []kit.Span{{Text: oneBlank}, {Text: text.Of(f.name), Role: kit.Strong}}}}
	}
	var right []kit.Span
	if f.to != nil {
		right = []kit.Span{{Text: text.Of("› "), Role: kit.Faint}}
	}
	inner := max(w-nameWidth-5, 4)
	values := wrapped(f.value, inner)
	out := make([]blockLine, 0, len(values))
	for k, v := range values {
		name := ""
		if k == 0 {
			name = f.name
		}
		l := blockLine{left: []kit.Span{
			{Text: oneBlank},
			{Text: text.Of(text.Of(name).Fit(nameWidth, text.Left)), Role: kit.Quiet},
			{Text: oneBlank},
			{Text: v, Role: f.role},
		}}
		if k == 0 {
			l.right = right
		}
		out = append(out, l)
	}
	return out
}

// SetSize changes the cells.
func (s *songInfo) SetSize(w, h int) {
	s.W, s.H = w, h
	s.list.setSize(w, h)
}

// Lines draws the tab.
func (s *songInfo) Lines() []string {
	if s.W < 4 || s.H < 1 {
		return kit.Blanks(s.W, s.H)
	}
	switch {
	case s.err != nil:
		sen := s.Env.Explain(s.err)
		do := sen.Do
		if k := s.Env.Keys.KeyOf(nil, keymap.Refresh); k != "" {
			do = joined(do, fmt.Sprintf(s.Env.Texts.States.Retry, k))
		}
		return kit.Notice{What: sen.What, Do: do, Bad: true}.Lines(s.Env.Theme, s.W, s.H)
	case !s.loaded:
		return kit.Notice{What: s.Env.Texts.States.Loading}.Lines(s.Env.Theme, s.W, s.H)
	}
	if s.look != s.Env.Look {
		s.tell() // in another language
	}
	if s.lines == nil || s.look != s.Env.Look || s.version != s.list.version || s.focused != s.Focused {
		s.lines = s.list.lines(s.Env.Theme, s.Focused)
		s.look, s.version, s.focused = s.Env.Look, s.list.version, s.Focused
	}
	return s.lines
}

// Handle moves, and goes where a row leads.
func (s *songInfo) Handle(a keymap.Action) tea.Cmd {
	l := &s.list
	switch a {
	case keymap.Up:
		s.step(-1)
	case keymap.Down:
		s.step(1)
	case keymap.HalfUp, keymap.PageUp:
		l.move(-l.page())
	case keymap.HalfDown, keymap.PageDown:
		l.move(l.page())
	case keymap.Top:
		l.moveTo(0)
	case keymap.Bottom:
		l.moveTo(len(s.facts) - 1)
	case keymap.Enter:
		s.enter()
	case keymap.Refresh:
		s.album, s.qualities, s.numbers, s.wiki = catalogue.Album{}, nil, SongNumbers{}, nil
		return s.load(s.Renew)
	default:
	}
	return nil
}

// step moves by a row; titles are passed over.
func (s *songInfo) step(by int) {
	s.list.move(by)
	if i := s.list.cursor; i > 0 && i < len(s.facts)-1 && s.facts[i].head {
		s.list.move(by)
	}
}

func (s *songInfo) enter() {
	if i := s.list.cursor; i < len(s.facts) && s.facts[i].to != nil {
		s.facts[i].to()
	}
}

func sourceOf(g catalogue.Song) player.Source {
	return player.Source{Kind: "song", ID: g.ID, Name: g.Name}
}

// play makes the song the queue; undo brings the old one back.
func (s *songInfo) play() {
	if s.song.Right == catalogue.Grey {
		s.Env.Post(Fail{&player.Unavailable{Why: player.NoCopyright}})
		return
	}
	s.Env.Do(player.PlayList{Tracks: []player.Track{TrackOf(s.song, sourceOf(s.song))}})
}

// Selected is the song: its keys hold on the whole tab.
func (s *songInfo) Selected() (Choice, bool) { return s.about().Choice, s.loaded && s.song.Name != "" }

// Chosen is the song.
func (s *songInfo) Chosen() []Choice {
	if c, ok := s.Selected(); ok {
		return []Choice{c}
	}
	return nil
}

// Wheel scrolls.
func (s *songInfo) Wheel(rows int) tea.Cmd {
	s.list.scroll(rows)
	return nil
}

// Scroll tells what is shown, in lines.
func (s *songInfo) Scroll() (top, shown, total int) {
	return s.list.top, max(s.list.h, 1), s.list.total()
}

// ScrollTo shows the lines from one on.
func (s *songInfo) ScrollTo(top int) tea.Cmd {
	s.list.scrollTo(top)
	return nil
}

// Click selects, and goes on by a double click.
func (s *songInfo) Click(_, y int, double bool) tea.Cmd {
	if i := s.list.at(y); i >= 0 {
		s.list.moveTo(i)
		if double {
			s.enter()
		}
	}
	return nil
}
