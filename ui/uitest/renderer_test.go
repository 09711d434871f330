package uitest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/text"
)

// still shows whatever frame it was sent last.
type still struct {
	frame string
	bare  bool // not the alternate screen
}

func (m still) Init() tea.Cmd { return nil }

func (m still) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if s, ok := msg.(string); ok {
		m.frame = s
	}
	return m, nil
}

func (m still) View() tea.View {
	v := tea.NewView(m.frame)
	v.AltScreen = !m.bare
	return v
}

// pieces are what a random frame is made of, before Clean.
var pieces = []string{
	" ", "   ", "a", "Love", "0:42", "-", "│", "─", "━━━", "●", "♥", "…", "é", "e\u0301", "x\u0302\u0323", "ñ",
	"望", "周杰伦", "夜曲", "がぎ", "か\u3099", "ﾊﾟﾝ", "한국", "\u1112\u1161\u11ab", "（", "「", "、",
	"🎵", "👍🏽", "👨\u200D👩\u200D👧", "🇨🇳", "❤\uFE0F", "1\uFE0F\u20E3", "ทำ", "हिन्दी", "مرحبا", "\u202Eabc", "望\u0301", "あ\u0308",
}

var styles = []string{"", "", "", "\x1b[1m", "\x1b[31m", "\x1b[7m", "\x1b[4m", "\x1b[38;2;10;200;30m", "\x1b[48;5;236m", "\x1b[2;38;5;99m"}

func randomLine(r *rand.Rand, w int) string {
	var b strings.Builder
	for left := w; left > 0; {
		n := min(left, 1+r.IntN(12))
		raw := ""
		for range r.IntN(5) {
			raw += pieces[r.IntN(len(pieces))]
		}
		style := styles[r.IntN(len(styles))]
		b.WriteString(style)
		b.WriteString(text.Of(raw).Fit(n, text.Align(r.IntN(3))))
		if style != "" {
			b.WriteString("\x1b[m")
		}
		left -= n
	}
	return b.String()
}

// randomFrame changes some of the lines, moves them, or makes all anew.
func randomFrame(r *rand.Rand, lines []string, w int) []string {
	switch r.IntN(6) {
	case 0:
		for y := range lines {
			lines[y] = randomLine(r, w)
		}
	case 1: // a list that scrolls
		n := 1 + r.IntN(min(3, len(lines)))
		lines = append(lines[n:], lines[:n]...)
	default:
		for range 1 + r.IntN(3) {
			lines[r.IntN(len(lines))] = randomLine(r, w)
		}
	}
	return lines
}

// renderFrames draws count random frames on one terminal and looks at the
// screen after each.
func renderFrames(t *testing.T, seed uint64, count int, opts ...Option) {
	r := rand.New(rand.NewPCG(seed, 1))
	w, h := 1+r.IntN(120), 1+r.IntN(40)
	env := []string{"TERM=xterm-256color"}
	switch seed % 3 {
	case 1:
		env = []string{"TERM=xterm-kitty"} // is asked for modes 2026 and 2027
	case 2:
		env = []string{"TERM=screen-256color", "TMUX=/x", "TERM_PROGRAM=tmux"}
	}
	synctest.Test(t, func(t *testing.T) {
		lines := make([]string, h)
		for y := range lines {
			lines[y] = randomLine(r, w)
		}
		s := Start(t, still{frame: strings.Join(lines, "\n")}, w, h, append(opts, Env(env...))...)
		for range count {
			if r.IntN(40) == 0 {
				w, h = 1+r.IntN(120), 1+r.IntN(40)
				lines = make([]string, h)
				for y := range lines {
					lines[y] = randomLine(r, w)
				}
				s.prog.Send(strings.Join(lines, "\n"))
				s.Resize(w, h)
			}
			lines = randomFrame(r, lines, w)
			s.Send(strings.Join(lines, "\n"))
			s.check(s.term.grid())
		}
	})
}

// A renderer that eats characters is what this guards against on every bump
// of Bubble Tea; older ones lost 235 of 30,000 frames.
func TestRendererDrawsEveryFrame(t *testing.T) {
	t.Parallel()
	const seeds = 20
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			renderFrames(t, seed, frames, Direct())
		})
	}
}

// The thin writer leaves out what the terminal shows already; what is seen
// must be the same.
func TestThinWriterShowsEveryFrame(t *testing.T) {
	t.Parallel()
	const seeds = 20
	for seed := range uint64(seeds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			renderFrames(t, 5000+seed, frames)
		})
	}
}

func FuzzRenderer(f *testing.F) {
	for seed := range uint64(3) {
		f.Add(seed + 1000)
	}
	f.Fuzz(func(t *testing.T, seed uint64) { renderFrames(t, seed, 15) })
}
