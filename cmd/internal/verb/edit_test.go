package verb

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/api/ncmfake"
	"ncmtui/store"
	"ncmtui/store/catalogue"
)

func TestPlaylistsAreMadeFilledAndDeletedByScripts(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	id, _, _ := strings.Cut(r.must("playlist", "create", "通勤 新单", "--private"), "\t")
	if got := r.must("playlist", "rename", id, "改了名"); !strings.HasPrefix(got, id+"\t改了名\t0\t") {
		t.Errorf("renamed: %q", got)
	}
	if got := r.must("playlist", "add", id, "2600000001", "2600000002"); !strings.HasPrefix(got, id+"\t改了名\t2\t") {
		t.Errorf("two added: %q", got)
	}
	if got := r.must("playlist", "remove", id, "2600000001"); !strings.HasPrefix(got, id+"\t改了名\t1\t") {
		t.Errorf("one removed: %q", got)
	}
	r.fails(Usage, "playlist", "delete", id)
	r.errTerminal, r.in = true, "n\n"
	r.fails(Failed, "playlist", "delete", id)
	r.in = "y\n"
	r.must("playlist", "delete", id)
	if got := r.must("playlist"); strings.Contains(got, id) {
		t.Errorf("still there: %q", got)
	}
}

func TestFilesGoUpAndAreDeleted(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	name := filepath.Join(t.TempDir(), "人 - 歌.mp3")
	if err := os.WriteFile(name, []byte("any sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	id, _, _ := strings.Cut(r.must("cloud", "upload", name), "\t")
	if got := r.must("cloud"); !strings.HasPrefix(got, id+"\t") {
		t.Errorf("uploaded %s: %q", id, got)
	}
	r.must("cloud", "delete", id, "--yes")
	if got := r.must("cloud"); strings.Contains(got, id) {
		t.Errorf("still there: %q", got)
	}
	r.fails(Failed, "cloud", "upload", name+".gone")
}

// fails runs a verb that must end with a code.
func (r *rig) fails(code int, args ...string) {
	r.t.Helper()
	err := r.root(args...).ExecuteContext(r.t.Context())
	var f *Fault
	if !errors.As(err, &f) || f.Code != code {
		r.t.Errorf("%v: got %v, want code %d", args, err, code)
	}
}

func TestWithoutANetworkTheVerbsGiveWhatWasKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // tries again after pauses
		r := newRig(t, true)
		r.keep()
		calls := []string{"daily", "playlist", "playlist 7100000040", "album 180000001", "artist 12001", "song 2600000001", "lyric 2600000001"}
		var online []string
		for _, args := range calls {
			online = append(online, r.must(strings.Fields(args)...))
		}
		r.svc.Faults().Always("/api/*", ncmfake.Fault{Refuse: true})
		for i, args := range calls {
			r.err.Reset()
			if got := r.must(strings.Fields(args)...); got != online[i] {
				t.Errorf("%v:\n got %.300q\nwant %.300q", args, got, online[i])
			}
			if !strings.Contains(r.err.String(), "no network") {
				t.Errorf("%v does not say so: %q", args, r.err.String())
			}
		}
		r.fails(Network, "album", "180000978")
	})
}

// keep reads a few pages as the screen does, which keeps them.
func (r *rig) keep() {
	r.t.Helper()
	svc, err := r.open(Want{})
	if err != nil {
		r.t.Fatal(err)
	}
	db := store.Open(store.Options{Dir: r.places.Data})
	f := svc.Fetcher()
	c := catalogue.New(catalogue.Options{Songs: f, Lists: f, Disk: db})
	uid, err := svc.UID(r.t.Context())
	c.SetAccount(uid)
	ctx := r.t.Context()
	_, e1 := c.DailySongs(ctx)
	_, e2 := c.UserPlaylists(ctx, uid)
	_, e3 := c.Playlist(ctx, 7100000040)
	_, e4 := c.Album(ctx, 180000001)
	_, e5 := c.Artist(ctx, 12001)
	_, e6 := c.Lyrics(ctx, 2600000001)
	c.Close()
	if err := errors.Join(err, e1, e2, e3, e4, e5, e6, db.Close()); err != nil {
		r.t.Fatal(err)
	}
}
