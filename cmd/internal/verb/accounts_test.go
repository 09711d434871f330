package verb

import (
	"strings"
	"testing"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
)

// second keeps another login beside the first.
func (r *rig) second(uid int64) {
	r.t.Helper()
	err := store.OpenSessions(store.SessionOptions{Dir: r.places.Data}).Update(func(s *store.Session) {
		s.Put(store.Account{UID: uid, Name: "other", Cookies: map[string]safe.Secret{"MUSIC_U": "the-other-cookie"}, Saved: time.Now()})
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestLoginsAreListedAndSwitched(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.second(42)
	out := r.must("auth", "list")
	first, _, _ := strings.Cut(out, "\t")
	if strings.Count(out, "\n") != 2 || !strings.Contains(out, "42\tother\t\t") || strings.Count(out, "\tactive\t") != 1 || strings.Contains(out, "cookie") {
		t.Errorf("%q", out)
	}
	r.must("auth", "switch", "42")
	if svc, err := r.open(Want{}); err != nil || svc.API.Session().Cookies["MUSIC_U"] != "the-other-cookie" {
		t.Errorf("not switched: %v", err)
	}
	r.must("auth", "switch", "0")
	if svc, err := r.open(Want{}); err != nil || svc.API.Session().LoggedIn() {
		t.Errorf("not the guest: %v", err)
	}
	r.must("auth", "switch", first)
	if code := r.run("auth", "status"); code != 0 {
		t.Errorf("exit code %d: %s", code, r.err.String())
	}
	if code := r.run("auth", "switch", "7"); code != Failed || !strings.Contains(r.err.String(), "auth list") {
		t.Errorf("exit code %d: %s", code, r.err.String())
	}
	for _, args := range [][]string{{"auth", "switch"}, {"auth", "switch", "x"}, {"auth", "switch", "-1"}} {
		if code := r.run(args...); code == 0 {
			t.Errorf("%v is taken", args)
		}
	}
}

func TestALoginIsRenewed(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	id, _, _ := strings.Cut(r.must("auth", "list"), "\t")
	if out := r.must("auth", "refresh"); !strings.HasPrefix(out, id+"\t") {
		t.Errorf("%q", out)
	}
	if out := r.must("auth", "list"); strings.Count(out, "\n") != 1 || !strings.Contains(out, "\tactive\t") {
		t.Errorf("%q", out)
	}
	r.must("auth", "logout")
	if code := r.run("auth", "refresh"); code != Login {
		t.Errorf("exit code %d", code)
	}
}
