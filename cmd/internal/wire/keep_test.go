package wire

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/store"
)

func with(token string) api.Session {
	return api.Session{Device: "D", Cookies: map[string]safe.Secret{"MUSIC_U": safe.Secret(token), "__csrf": "c"}}
}

// keeping gives a keeper of a folder, as a start of the program finds it.
func keeping(dir string) (*keeper, api.Session, store.Account) {
	k := &keeper{file: store.OpenSessions(store.SessionOptions{Dir: dir}), now: time.Now}
	s, login := k.load()
	return k, s, login
}

func TestLoginsAreKeptUnderTheirOwner(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		do    func(*keeper)
		uid   int64 // of the next start
		token safe.Secret
	}{
		{"a login whose owner was never learnt", func(k *keeper) { k.fresh(); k.save(with("a")) }, 0, "a"},
		{"a login with its owner", func(k *keeper) { k.fresh(); k.save(with("a")); k.own(7, "n", with("a")) }, 7, "a"},
		{"a renewed cookie", func(k *keeper) { k.own(7, "n", with("a")); k.save(with("b")) }, 7, "b"},
		{"a save while a code is on the screen", func(k *keeper) { k.own(7, "n", with("a")); k.fresh(); k.save(with("a")) }, 7, "a"},
		{"the login page left, then a renewal", func(k *keeper) {
			k.own(7, "n", with("a"))
			k.fresh()
			k.save(with("b")) // may be anybody's until the service says so
			k.own(7, "n", with("b"))
		}, 7, "b"},
		{"somebody else's login", func(k *keeper) {
			k.own(7, "n", with("a"))
			k.fresh()
			k.save(with("x"))
			k.own(8, "m", with("x"))
		}, 8, "x"},
		{"a crash before somebody else is known", func(k *keeper) { k.own(7, "n", with("a")); k.fresh(); k.save(with("x")) }, 0, "x"},
		{"a guest's save", func(k *keeper) { k.own(7, "n", with("a")); k.save(api.Session{Anonymous: "anon"}) }, 7, "a"},
		{"a logout", func(k *keeper) { k.own(7, "n", with("a")); _ = k.forget(); k.save(api.Session{}) }, 0, ""},
		{"a logout in the middle of a login", func(k *keeper) { k.own(7, "n", with("a")); k.fresh(); k.save(with("x")); _ = k.forget() }, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			k, first, _ := keeping(dir)
			c.do(k)
			if text, err := os.ReadFile(filepath.Join(dir, "session.json")); err != nil || c.token == "" && strings.Contains(string(text), "MUSIC_U") {
				t.Errorf("a login is left in %s, %v", text, err)
			}
			_, s, login := keeping(dir)
			if login.UID != c.uid || s.Cookies["MUSIC_U"] != c.token || s.Device != first.Device || s.Device == "" {
				t.Errorf("found the login of %d, token %q", login.UID, s.Cookies["MUSIC_U"].Reveal())
			}
		})
	}
}

func TestLogoutLeavesNothingOnTheDisk(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		r.Keys("L").Until("已登录："+seed.DemoName, 30*time.Second)
		r.Wait(time.Second)
		token := r.m.API.Session().Cookies["MUSIC_U"].Reveal()
		if token == "" || !strings.Contains(r.files(), token) {
			t.Error("the login is not on the disk")
		}
		r.Keys("enter").Wait(3 * time.Second)
		r.Keys("g", "o").Wait(200 * time.Millisecond).Keys("y").Wait(time.Second)
		r.Expect("访客")
		if strings.Contains(r.files(), token) {
			t.Error("the login is still on the disk")
		}
		r.stop()
		r.start().Wait(time.Second).Expect("访客")
		if r.m.API.Session().LoggedIn() || len(r.snap().Queue.Tracks) != 30 {
			t.Error("after the restart: logged in, or no queue")
		}
	})
}

// files is all that is in the files of the data folder.
func (r *rig) files() string {
	var all strings.Builder
	names, _ := filepath.Glob(filepath.Join(r.o.Places.Data, "*"))
	for _, name := range names {
		b, _ := os.ReadFile(name)
		all.Write(b)
	}
	return all.String()
}

func TestWhatPlaysIsOnTheDiskWithinFiveSeconds(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(1500 * time.Millisecond)
		worst := time.Duration(0)
		writes, last := 0, time.Time{}
		for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
			time.Sleep(100 * time.Millisecond)
			q, ok, err := r.m.db.LoadQueue(r.t.Context(), seed.UserID)
			if err != nil || !ok || len(q.Tracks) != 30 {
				t.Fatalf("stored %d songs, %v", len(q.Tracks), err)
			}
			worst = max(worst, r.snap().Position(time.Now())-q.Position)
			if !q.Saved.Equal(last) {
				writes, last = writes+1, q.Saved
			}
		}
		if worst > positionWait+200*time.Millisecond || writes > 8 || writes < 5 {
			t.Errorf("%v may be lost, %d writes in half a minute", worst, writes)
		}
		r.Keys("space").Wait(100 * time.Millisecond)
		q, _, err := r.m.db.LoadQueue(r.t.Context(), seed.UserID)
		if off := r.snap().Position(time.Now()) - q.Position; err != nil || off.Abs() > 100*time.Millisecond {
			t.Errorf("a pause was stored %v off, %v", off, err)
		}
		r.Wait(time.Hour)
		if again, _, _ := r.m.db.LoadQueue(r.t.Context(), seed.UserID); !again.Saved.Equal(q.Saved) {
			t.Error("the disk is written while nothing plays")
		}
	})
}

func TestAQueueIsKeptThatIsPausedAtOnce(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(500 * time.Millisecond).Keys("space").Wait(100 * time.Millisecond)
		if q, ok, err := r.m.db.LoadQueue(r.t.Context(), seed.UserID); err != nil || !ok || len(q.Tracks) != 30 {
			t.Errorf("stored %d songs, %v", len(q.Tracks), err)
		}
	})
}

func TestVolumeAndModeAreKeptWithoutAQueue(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		r.Keys("-", "-", "p").Wait(time.Second)
		r.stop()
		r.start().Wait(time.Second)
		if s := r.snap(); s.Volume != 90 || s.Mode != player.LoopList || len(s.Queue.Tracks) != 0 {
			t.Errorf("found volume %d, mode %d", s.Volume, s.Mode)
		}
	})
}

func TestEachAccountHasItsOwnRadioMemory(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		next := r.svc.Catalogue().FM[:2] // heard by the account in an earlier life
		if err := r.m.db.AddFMSeen(r.t.Context(), seed.UserID, next...); err != nil {
			t.Fatal(err)
		}
		r.Keys("L").Until("已登录："+seed.DemoName, 30*time.Second)
		r.Keys("3", "enter")
		r.until("the radio plays", 10*time.Second, func() bool { s := r.snap(); return s.Queue.FM && s.Moving })
		r.Wait(5 * time.Second)
		for _, track := range r.snap().Queue.Tracks {
			if track.ID == next[0] || track.ID == next[1] {
				t.Errorf("song %d comes again", track.ID)
			}
		}
		mine, err := r.m.db.FMSeen(r.t.Context(), seed.UserID)
		guests, err2 := r.m.db.FMSeen(r.t.Context(), 0)
		if err != nil || err2 != nil || len(mine) <= 2 || len(guests) != 0 {
			t.Errorf("kept are %v and the guest's %v, %v %v", mine, guests, err, err2)
		}
	})
}

// TestTheEndIsQuickWhateverHangs closes the program while calls, reports, a
// download and a details request are on their way and nobody answers.
func TestTheEndIsQuickWhateverHangs(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("enter").Wait(5 * time.Second)
		r.svc.Faults().Always("*", ncmfake.Fault{Delay: time.Hour})
		r.Keys("]", ",").Wait(100 * time.Millisecond)
		r.Keys("2", "4").Wait(100 * time.Millisecond)
		r.Keys("5").Type("海风").Wait(500 * time.Millisecond)
		r.Keys("esc")
		r.stop() // measures
	})
}
