package ui_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// ordeal makes answers go wrong on their way to the screen.
type ordeal struct {
	mu   sync.Mutex
	err  error
	wait time.Duration // before the error: the answer itself never comes
	hurt int
	send func(tea.Msg)
}

func (o *ordeal) set(err error, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.err, o.wait = err, wait
}

func (o *ordeal) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.hurt
}

func (o *ordeal) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	a, ok := msg.(pane.Answer)
	o.mu.Lock()
	defer o.mu.Unlock()
	if !ok || o.err == nil || a.Value == nil && a.Err == nil || errors.Is(a.Err, context.Canceled) || errors.Is(a.Err, o.err) {
		return msg // a pause that is over, or was given up, is no answer
	}
	o.hurt++
	a.Err = o.err
	if o.wait == 0 {
		return a
	}
	time.AfterFunc(o.wait, func() { o.send(a) })
	return nil
}

// ordeals are what may happen to a question, and what is said of it.
var ordeals = []struct {
	name string
	err  error
	wait time.Duration
}{
	{"an error", errors.New("broken"), 0},
	{"no network", errOffline, 0},
	{"a timeout", context.DeadlineExceeded, 20 * time.Second},
	{"an answer without an end", context.DeadlineExceeded, 10 * time.Minute},
	{"a lost login", pane.ErrLogin, 0},
	{"too many requests", errLimited, 0},
}

var errOffline, errLimited = errors.New("dial tcp"), errors.New("405")

func classifyOrdeal(err error) lang.Trouble {
	switch {
	case errors.Is(err, errOffline):
		return lang.Offline
	case errors.Is(err, errLimited):
		return lang.Limited
	}
	return lang.Unknown
}

func TestEverySpinnerEnds(t *testing.T) {
	t.Parallel()
	for _, o := range ordeals {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := newFakes(append(whole(), func(svc *ui.Services) { svc.Classify = classifyOrdeal })...)
				defer f.Close()
				bad := &ordeal{}
				s := uitest.Start(t, f.App, 120, 40, uitest.With(tea.WithFilter(bad.filter)))
				bad.send = s.Post
				s.Wait(time.Second).Keys("j", "enter", "space").Wait(time.Second)
				for _, p := range places() {
					if !p.guest && p.from == "" && p.name != "which-key" && p.name != "question" {
						endSpinner(t, s, f, bad, p, o.err, o.wait)
					}
				}
				if n := bad.count(); n < 30 {
					t.Errorf("only %d answers went wrong", n)
				}
				f.Close()
				s.Quit()
			})
		})
	}
}

// endSpinner opens a page while answers go wrong, and refreshes it when they
// are right again.
func endSpinner(t *testing.T, s *uitest.Session, f fakes, bad *ordeal, p place, err error, wait time.Duration) {
	t.Helper()
	keys := strings.Fields(p.keys)
	for range 6 {
		s.Keys("esc")
	}
	s.Keys("1").Wait(settle)
	s.Keys(keys[:len(keys)-1]...).Wait(settle)
	before := bad.count()
	bad.set(err, wait)
	s.Keys(keys[len(keys)-1]).Wait(settle).Keys("r").Wait(wait + time.Minute)
	screen := strings.Join(s.Screen(), "\n")
	if f.Waiting() || strings.Contains(screen, "正在") {
		t.Errorf("%s waits for ever:\n%s", p.name, screen)
	}
	asked := bad.count() > before
	bad.set(nil, 0)
	if name := f.Showing(); name != p.name {
		t.Errorf("%s became %s", p.name, name)
	}
	s.Keys("r").Wait(2 * time.Second)
	again := strings.Join(s.Screen(), "\n")
	for _, said := range []string{"正在", "再试一次", "登录已"} {
		if asked && strings.Contains(again, said) && !strings.Contains(again, "▲") {
			t.Errorf("%s does not recover:\n%s", p.name, again)
		}
	}
}
