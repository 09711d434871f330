package ui_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

func TestEverySizeHasExactLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := newFakes()
		defer f.Close()
		s := uitest.Start(t, f.App, 160, 48)
		s.Keys("enter").Wait(time.Second)
		for _, keys := range [][]string{nil, {"2", "enter"}, {"3", "enter"}, {"5"}, {"9"}, {"c"}, {"g", "l"}, {"z"}, {"esc", "tab"}, {"g"}, {"/"}} {
			s.Keys(keys...).Wait(time.Second)
			for _, w := range []int{0, 1, 3, 20, 39, 40, 49, 50, 63, 79, 80, 99, 119, 120, 160, 240} {
				for _, h := range []int{0, 1, 5, 6, 7, 11, 12, 13, 15, 16, 19, 20, 24, 48} {
					check(t, f.App, w, h)
				}
			}
			check(t, f.App, 500, 200)
			s.Send(tea.WindowSizeMsg{Width: 160, Height: 48}).Wait(time.Second)
		}
		f.Close()
		s.Quit()
	})
}

func FuzzSizeAndKeys(f *testing.F) {
	f.Add(160, 48, "jj\r")
	f.Add(80, 24, "2\rG/a\x1b")
	f.Add(40, 6, " ]")
	f.Add(0, 0, "q")
	f.Fuzz(func(t *testing.T, w, h int, keys string) {
		if w < 0 || h < 0 || w > 500 || h > 200 || len(keys) > 64 {
			t.Skip()
		}
		app := newFakes(whole()...).App
		defer app.Close()
		for _, r := range keys {
			k := tea.Key{Code: r, Text: string(r)}
			switch r {
			case '\r':
				k = tea.Key{Code: tea.KeyEnter}
			case '\x1b':
				k = tea.Key{Code: tea.KeyEscape}
			}
			drive(app, tea.KeyPressMsg(k))
		}
		check(t, app, w, h)
	})
}

// whole gives the screen every source there is, so that any key may be pressed.
func whole() []func(*ui.Services) {
	return []func(*ui.Services){
		facted(nil), peopled(&fakePeople{}, &fakeEdits{}), listEditing(&fakeListEdits{}), withShelves(&shelves{}),
		editing(&fakeEdits{}), keeping(&fakeKept{}), disliking(), remembering(&fakePast{}), knowing,
	}
}

// known has what was read in an earlier run; of a guest, nothing.
type known struct{ *fakeService }

func (k known) UserPlaylists(context.Context) ([]catalogue.Playlist, bool) {
	return k.lists(), k.user.LoggedIn
}

func (k known) Playlist(ctx context.Context, id int64) (catalogue.Tracks, bool) {
	t, err := k.fakeService.Playlist(ctx, id)
	return t, err == nil
}

func knowing(svc *ui.Services) { svc.Known = known{svc.Account.(*fakeService)} }

func TestTheWholeScreenHasEverySource(t *testing.T) {
	t.Parallel()
	f := newFakes(append(whole(), func(svc *ui.Services) {
		sources := reflect.ValueOf(svc.Sources)
		for i := range sources.NumField() {
			if sources.Field(i).IsZero() {
				t.Errorf("%s is missing", sources.Type().Field(i).Name)
			}
		}
	})...)
	f.Close()
}

// drive gives a message to the app and its answers back, without waiting for
// what waits.
func drive(app *ui.App, msg tea.Msg) {
	_, cmd := app.Update(msg)
	run(app, cmd, 0)
}

func run(app *ui.App, cmd tea.Cmd, depth int) {
	if cmd == nil || depth > 6 {
		return
	}
	got := make(chan tea.Msg, 1)
	go func() { got <- cmd() }()
	select {
	case msg := <-got:
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, c := range batch {
				run(app, c, depth+1)
			}
			return
		}
		if _, ok := msg.(pane.Answer); ok {
			_, next := app.Update(msg)
			run(app, next, depth+1)
		}
	case <-time.After(2 * time.Millisecond):
	}
}

func check(t *testing.T, app *ui.App, w, h int) {
	t.Helper()
	app.Update(tea.WindowSizeMsg{Width: w, Height: h})
	content := app.View().Content
	if w == 0 || h == 0 {
		return
	}
	lines := strings.Split(content, "\n")
	if len(lines) != h {
		t.Fatalf("%d×%d: %d lines", w, h, len(lines))
	}
	for y, l := range lines {
		if got := cells(l); got != w {
			t.Fatalf("%d×%d: line %d has %d cells: %q", w, h, y, got, l)
		}
	}
}
