// Package uitest drives a tea.Model as a person at a terminal would: keys go
// through the real input parser, frames through the real renderer, and what
// is looked at is the screen of a terminal emulator. It holds every screen
// against what must be true of all of them. It never looks into the model.
//
// A scenario runs inside testing/synctest, so that an evening takes
// milliseconds:
//
//	synctest.Test(t, func(t *testing.T) {
//		s := uitest.Start(t, model, 100, 30)
//		s.Keys("j", "enter").Wait(3 * time.Second).Expect("正在播放")
//		s.Quit()
//	})
//
// A package with scenarios has TestMain call Main, which fails the run when
// anything was written to standard error.
package uitest

import (
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"ncmtui/internal/safe"
	"ncmtui/ui/term/thin"
)

const (
	frame = 20 * time.Millisecond  // more than one at 60 frames a second
	esc   = 120 * time.Millisecond // after which ESC, or ESC and a letter, is a key
	end   = time.Second            // after quit: what the program started comes to its end
	after = 15 * time.Second       // and its timers: a tea.Tick cannot be cancelled
)

// Session is a running program and its terminal. Its methods fail the test
// themselves and return the Session, to be chained.
type Session struct {
	t     testing.TB
	term  *terminal
	prog  *tea.Program
	watch *watched
	loose bool
	w, h  int

	done     chan struct{}
	final    tea.Model
	err      error
	finished bool
}

// Option changes what Start does.
type Option func(*settings)

type settings struct {
	env     []string
	profile colorprofile.Profile
	loose   bool
	direct  bool
	record  bool
	options []tea.ProgramOption
}

// Env adds KEY=value pairs to the program's environment, which is otherwise
// TERM=xterm-256color alone.
func Env(pairs ...string) Option { return func(s *settings) { s.env = append(s.env, pairs...) } }

// Profile sets the colours of the terminal; true colour otherwise. With fewer,
// the comparison with a full repaint leaves the styles out.
func Profile(p colorprofile.Profile) Option { return func(s *settings) { s.profile = p } }

// Loose lets a frame have fewer rows and cells than the screen.
func Loose() Option { return func(s *settings) { s.loose = true } }

// Direct leaves out the thin writer, which otherwise stands between the
// program and the terminal as it does for users.
func Direct() Option { return func(s *settings) { s.direct = true } }

// Recorded keeps all that the program writes, for Session.Written.
func Recorded() Option { return func(s *settings) { s.record = true } }

// With adds options of the program (a filter, a frame rate).
func With(o ...tea.ProgramOption) Option {
	return func(s *settings) { s.options = append(s.options, o...) }
}

// Start runs the model on a terminal of w×h cells and waits for its first
// frame. It must be called inside a synctest bubble; the program is quit when
// the test ends.
func Start(t testing.TB, model tea.Model, w, h int, opts ...Option) *Session {
	t.Helper()
	set := settings{env: []string{"TERM=xterm-256color"}, profile: colorprofile.TrueColor}
	for _, o := range opts {
		o(&set)
	}
	s := &Session{t: t, term: newTerminal(w, h), watch: &watched{}, loose: set.loose, w: w, h: h, done: make(chan struct{})}
	s.term.record = set.record
	var out io.Writer = s.term
	if !set.direct {
		out = thin.New(s.term, s.term.size, thin.NewlineReturns())
	}
	s.prog = tea.NewProgram(&watchedModel{model, s.watch}, append([]tea.ProgramOption{
		tea.WithInput(&s.term.input), tea.WithOutput(out), tea.WithEnvironment(set.env),
		tea.WithWindowSize(w, h), tea.WithColorProfile(set.profile), tea.WithoutSignalHandler(),
	}, set.options...)...)
	if set.profile != colorprofile.TrueColor {
		s.watch.plain = true
	}
	safe.Go("uitest program", func() {
		defer close(s.done)
		s.final, s.err = s.prog.Run()
	})
	t.Cleanup(func() {
		if !s.finished {
			s.quit()
		}
		time.Sleep(after)
		s.term.close()
	})
	return s.Wait(0)
}

// watchedModel keeps the last frame of a model where the test can see it.
type watchedModel struct {
	tea.Model
	seen *watched
}

type watched struct {
	mu    sync.Mutex
	view  tea.View
	plain bool
	count int
	at    time.Time
}

func (m *watchedModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := m.Model.Update(msg)
	return &watchedModel{next, m.seen}, cmd
}

func (m *watchedModel) View() tea.View {
	v := m.Model.View()
	m.seen.mu.Lock()
	defer m.seen.mu.Unlock()
	m.seen.view = v
	m.seen.count++
	m.seen.at = time.Now()
	return v
}

// settled gives the screen once the last frame asked for has been drawn: the
// renderer may hold one back for a frame's time.
func (s *Session) settled() grid {
	for range 10 {
		s.watch.mu.Lock()
		wait := frame - time.Since(s.watch.at)
		s.watch.mu.Unlock()
		if wait <= 0 {
			break
		}
		time.Sleep(wait)
		synctest.Wait()
	}
	return s.term.grid()
}

// Keys presses keys one after the other, a frame apart: "j", "G", "enter",
// "ctrl+d", "shift+tab".
func (s *Session) Keys(names ...string) *Session {
	s.t.Helper()
	for _, name := range names {
		k, seq, ok := parseKey(name)
		switch {
		case !ok:
			s.t.Fatalf("no key is called %q", name)
		case seq != "":
			s.term.send(seq)
		default:
			s.term.key(k)
		}
		if time.Sleep(frame); k.Code == uv.KeyEscape || k.Mod&uv.ModAlt != 0 {
			time.Sleep(esc)
		}
		synctest.Wait()
	}
	return s
}

// Type enters text rune by rune, as an input method hands it over.
func (s *Session) Type(text string) *Session {
	s.t.Helper()
	for _, r := range text {
		s.term.send(string(r))
		time.Sleep(frame)
	}
	return s.Wait(0)
}

// Paste enters text as a bracketed paste, when the program asked for that.
func (s *Session) Paste(text string) *Session {
	s.term.mu.Lock()
	bracketed := s.term.modes[ansi.ModeBracketedPaste]
	s.term.mu.Unlock()
	if bracketed {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	s.term.send(text)
	return s.Wait(0)
}

// Raw puts bytes into the program's input: what a broken terminal sends.
func (s *Session) Raw(bytes string) *Session {
	s.term.send(bytes)
	return s.Wait(esc)
}

// Send hands the program a message, as a goroutine of the application would.
func (s *Session) Send(msg tea.Msg) *Session {
	s.prog.Send(msg)
	return s.Wait(0)
}

// Post is Send from another goroutine, a timer's: it waits for nothing.
func (s *Session) Post(msg tea.Msg) { s.prog.Send(msg) }

// Click presses and releases the left button on a cell.
func (s *Session) Click(x, y int) *Session {
	m := uv.Mouse{X: x, Y: y, Button: uv.MouseLeft}
	s.term.mouse(uv.MouseClickEvent(m))
	synctest.Wait()
	if s.Running() { // a click may end it; a reader would hold the release for ever
		s.term.mouse(uv.MouseReleaseEvent(m))
	}
	return s.Wait(0)
}

// RightClick presses and releases the right button on a cell.
func (s *Session) RightClick(x, y int) *Session {
	m := uv.Mouse{X: x, Y: y, Button: uv.MouseRight}
	s.term.mouse(uv.MouseClickEvent(m))
	s.term.mouse(uv.MouseReleaseEvent(m))
	return s.Wait(0)
}

// Drag presses the left button on a cell, moves to another, and releases it.
func (s *Session) Drag(x, y, x2, y2 int) *Session {
	s.term.mouse(uv.MouseClickEvent{X: x, Y: y, Button: uv.MouseLeft})
	s.Wait(0)
	s.term.mouse(uv.MouseMotionEvent{X: x2, Y: y2, Button: uv.MouseLeft})
	s.Wait(0)
	s.term.mouse(uv.MouseReleaseEvent{X: x2, Y: y2, Button: uv.MouseLeft})
	return s.Wait(0)
}

// ClickOn clicks on the first place of text.
func (s *Session) ClickOn(text string) *Session {
	s.t.Helper()
	x, y, ok := s.term.grid().find(text)
	if !ok {
		s.fail("there is no %q to click on", text)
	}
	return s.Click(x, y)
}

// Wheel turns the wheel on a cell: n steps down, or up when negative.
func (s *Session) Wheel(x, y, n int) *Session {
	button := uv.MouseWheelDown
	if n < 0 {
		button, n = uv.MouseWheelUp, -n
	}
	for range n {
		s.term.mouse(uv.MouseWheelEvent{X: x, Y: y, Button: button})
	}
	return s.Wait(0)
}

// Resize gives the terminal another size.
func (s *Session) Resize(w, h int) *Session {
	s.w, s.h = w, h
	s.term.resize(w, h)
	s.prog.Send(tea.WindowSizeMsg{Width: w, Height: h})
	return s.Wait(0)
}

// Wait lets d pass, and the frame after it be drawn.
func (s *Session) Wait(d time.Duration) *Session {
	time.Sleep(d + frame)
	synctest.Wait()
	return s
}

// Until waits, at most limit, until the screen holds text.
func (s *Session) Until(text string, limit time.Duration) *Session {
	s.t.Helper()
	for spent := time.Duration(0); ; spent += frame {
		if _, _, ok := s.term.grid().find(text); ok {
			return s.Expect(text)
		}
		if spent > limit {
			s.fail("no %q within %v", text, limit)
		}
		s.Wait(0)
	}
}

// Quit ends the program and gives its last model. A program that has ended by
// itself, by a key, is looked at in the same way.
func (s *Session) Quit() tea.Model {
	s.t.Helper()
	if !s.finished {
		s.quit()
	}
	if m, ok := s.final.(*watchedModel); ok {
		return m.Model
	}
	return s.final
}

// Ended fails unless the program has ended by itself and given the terminal
// back.
func (s *Session) Ended() *Session {
	s.t.Helper()
	if s.Wait(end); s.Running() {
		s.fail("the program still runs")
	}
	s.await()
	return s
}

// quit first lets half a key sequence run out: the input reader would hand it
// over after the program's end, to nobody, for ever.
func (s *Session) quit() {
	s.t.Helper()
	s.Wait(esc)
	s.prog.Quit()
	s.await()
}

func (s *Session) await() {
	s.t.Helper()
	select {
	case <-s.done:
	case <-time.After(10 * end):
		s.t.Errorf("the program did not end")
		s.prog.Kill()
		<-s.done
	}
	s.finished = true
	time.Sleep(end)
	synctest.Wait()
	if s.err != nil {
		s.t.Errorf("the program ended with: %v", s.err)
	}
	if s.AltScreen() {
		s.t.Errorf("the alternate screen is still on")
	}
	if _, _, shown := s.Cursor(); !shown {
		s.t.Errorf("the cursor is still hidden")
	}
}
