//go:build unix

package wire

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/player/notify"
)

// desktop keeps what it is to show.
type desktop struct {
	mu    sync.Mutex
	shown []notify.Note
}

func (d *desktop) Show(_ context.Context, n notify.Note) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.shown = append(d.shown, n)
	return nil
}

func (d *desktop) Close() error { return nil }

func (d *desktop) notes() []notify.Note {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown
}

func TestTheDesktopIsToldOfSongsWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	d := &desktop{}
	scenario(t, member, func(r *rig) {
		if r.Keys("enter").Wait(3 * time.Second); len(d.notes()) != 0 {
			t.Errorf("told without a wish: %v", d.notes())
		}
		if err := r.m.settings.Set("notify", "true"); err != nil {
			t.Error(err)
		}
		r.Keys("space").Wait(time.Second)
		r.Keys("space").Wait(time.Second)
		r.Keys("]").Wait(3 * time.Second)
		snap := r.snap()
		notes := d.notes()
		if len(notes) != 1 || snap.Track == nil || notes[0].Title != snap.Track.Title || !strings.HasPrefix(notes[0].Body, snap.Track.Artists[0]) {
			t.Fatalf("%d notes: %+v", len(notes), notes)
		}
		if i := notes[0].Image; i == nil || i.W != noteSide || len(i.RGB) != 3*i.W*i.H {
			t.Errorf("the cover: %+v", i)
		}
	}, func(o *Options) { o.Desktop = d })
}

func TestProgramsOfTheUserAreRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	all := filepath.Join(dir, "all")
	read := func() string {
		b, _ := os.ReadFile(all)
		return string(b)
	}
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(2 * time.Second)
		title := r.snap().Track.Title
		r.Keys("space").Wait(time.Second)
		r.Keys("space").Wait(time.Second)
		r.Keys("j", "<").Wait(time.Second)
		r.Keys("]").Wait(2 * time.Second)
		want := []string{"song_change " + title, "play " + title, "pause " + title, "play " + title, "song_change " + r.snap().Track.Title}
		r.until("all are run", 20*time.Second, func() bool { return strings.Count(read(), "\n") >= len(want)+1 })
		got := read()
		for _, line := range want {
			if !strings.Contains("\n"+got, "\n"+line) {
				t.Errorf("no %q in %s", line, got)
			}
		}
		if strings.Count(got, "like ") != 1 || !strings.Contains(got, " true\n") {
			t.Error(got)
		}
	}, func(o *Options) {
		run := []string{"/bin/sh", "-c", `echo "$NCMTUI_EVENT $NCMTUI_SONG_TITLE $NCMTUI_SONG_LIKED" >>"$0"`, all}
		h := &o.Config.Hooks
		h.SongChange, h.Play, h.Pause, h.Like = run, run, run, run
	})
}

func TestProgramsAreNamedByTheFileAlone(t *testing.T) {
	t.Parallel()
	edited(t, nil, func(r *rig, edit func(string)) {
		if err := r.m.settings.Set("hooks.on_play", `["touch","x"]`); err == nil || r.m.settings.Live("hooks.on_play") {
			t.Error("the screen, or the control socket, names a program to be run")
		}
		edit("lang = \"zh\"\nhooks.on_like = [\"true\"]\nhooks.timeout = 3")
		r.Until("已按文件更新", 10*time.Second)
		if c := r.m.settings.command("like"); len(c.Argv) != 1 || c.Timeout != 3*time.Second {
			t.Errorf("%+v", c)
		}
	})
}
