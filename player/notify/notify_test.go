package notify

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// wall is a desktop that keeps what it was shown.
type wall struct {
	shown  []string
	fails  bool
	closed bool
}

func (w *wall) Show(_ context.Context, n Note) error {
	if w.fails {
		return errors.New("no desktop")
	}
	w.shown = append(w.shown, n.Title)
	return nil
}

func (w *wall) Close() error {
	w.closed = true
	return nil
}

func titled(title string, takes time.Duration) func(context.Context) Note {
	return func(ctx context.Context) Note {
		select {
		case <-ctx.Done():
		case <-time.After(takes):
		}
		return Note{Title: title}
	}
}

func TestTheNewestNoteIsShownAndNotesBeingMadeAreGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := &wall{}
		n := New(w, nil)
		n.Show(titled("one", time.Second))
		time.Sleep(2 * time.Second)
		n.Show(titled("two", 3*time.Second))
		time.Sleep(time.Second)
		n.Show(titled("three", time.Second)) // while the cover of two is loaded
		n.Show(titled("four", time.Second))
		time.Sleep(2 * time.Second)
		n.Show(titled("no cover in time", time.Hour))
		time.Sleep(time.Minute)
		n.Show(titled("at the end", time.Hour))
		time.Sleep(time.Second)
		n.Close()
		if want := []string{"one", "four", "no cover in time"}; !slices.Equal(w.shown, want) || !w.closed {
			t.Errorf("shown %q, closed %v", w.shown, w.closed)
		}
	})
}

func TestAMachineWithoutADesktopIsSaidOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		n := New(&wall{fails: true}, slog.New(slog.NewTextHandler(&log, nil)))
		for range 5 {
			n.Show(titled("x", 0))
			time.Sleep(time.Second)
		}
		n.Close()
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "no desktop") {
			t.Error(got)
		}
	})
}

func TestASongsTextIsNoPartOfAScript(t *testing.T) {
	t.Parallel()
	evil := Note{Title: `" & (do shell script "id") & "`, Body: "-e"}
	args := arguments(evil)
	at := slices.Index(args, "--")
	if at < 0 || !slices.Equal(args[at+1:], []string{evil.Title, evil.Body}) || strings.Contains(strings.Join(args[:at], "\n"), "do shell") {
		t.Errorf("%q", args)
	}
}
