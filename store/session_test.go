package store

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/internal/safe"
)

func login(uid int64, cookie string, at int64) Account {
	return Account{UID: uid, Name: "n", Cookies: map[string]safe.Secret{"MUSIC_U": safe.Secret(cookie), "__csrf": "c"}, Saved: time.Unix(at, 0).UTC()}
}

func sessions(dir string, notices *[]Notice) *Sessions {
	return OpenSessions(SessionOptions{Dir: dir, Now: func() time.Time { return time.Unix(1000, 0) }, OnNotice: func(n Notice) {
		if notices != nil {
			*notices = append(*notices, n)
		}
	}})
}

func TestTheDeviceIDIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := sessions(dir, nil).Load().DeviceID
	if !regexp.MustCompile(`^[0-9A-F]{52}$`).MatchString(first) {
		t.Errorf("device id %q", first)
	}
	for range 100 {
		if got := sessions(dir, nil).Load().DeviceID; got != first {
			t.Fatalf("device id %q, then %q", first, got)
		}
	}
}

func TestALoginIsKeptAndForgotten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := sessions(dir, nil)
	if err := s.Update(func(now *Session) { now.Anonymous = "anon" }); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(func(now *Session) { now.Put(login(7, "the-cookie", 10)); now.Active = 7 }); err != nil {
		t.Fatal(err)
	}
	got := sessions(dir, nil).Load()
	a, ok := got.Account(7)
	if !ok || a.Cookies["MUSIC_U"].Reveal() != "the-cookie" || a.Name != "n" || got.Active != 7 || got.Anonymous.Reveal() != "anon" {
		t.Errorf("%+v", got)
	}
	if err := s.Forget(7); err != nil {
		t.Fatal(err)
	}
	for _, e := range dirNames(t, dir) {
		b, err := os.ReadFile(filepath.Join(dir, e))
		if err != nil || strings.Contains(string(b), "the-cookie") {
			t.Errorf("%s still holds the login (%v)", e, err)
		}
	}
	if got := sessions(dir, nil).Load(); len(got.Accounts) != 0 || got.Active != 0 || got.DeviceID == "" {
		t.Errorf("%+v", got)
	}
}

func dirNames(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestTheNewestLoginWins(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one, two := sessions(dir, nil), sessions(dir, nil)
	one.Load()
	two.Load()
	steps := []struct {
		s      *Sessions
		cookie string
		at     int64
	}{{one, "first", 10}, {two, "newer", 20}, {one, "late", 15}}
	for _, step := range steps {
		if err := step.s.Update(func(now *Session) { now.Put(login(1, step.cookie, step.at)) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := two.Update(func(now *Session) { now.Put(login(2, "other", 1)) }); err != nil {
		t.Fatal(err)
	}
	got := one.Load()
	a, _ := got.Account(1)
	if _, ok := got.Account(2); !ok || a.Cookies["MUSIC_U"].Reveal() != "newer" {
		t.Errorf("%d accounts, cookie %q", len(got.Accounts), a.Cookies["MUSIC_U"].Reveal())
	}
}

func TestManyProcessesChangeTheSessionTogether(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var group sync.WaitGroup
	for i := range int64(8) {
		group.Go(func() {
			if err := sessions(dir, nil).Update(func(now *Session) { now.Put(login(i+1, "x", 1)) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := sessions(dir, nil).Load(); len(got.Accounts) != 8 {
		t.Errorf("%d of 8 logins are there", len(got.Accounts))
	}
}

func TestADamagedSessionIsSetAside(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		main, bak   string // "" as it is, "-" removed
		wantAccount bool
		wantNotice  []NoticeCode
	}{
		{"whole", "", "", true, nil},
		{"damaged", "{\"schema\":1,", "", true, []NoticeCode{NoticeRestored}},
		{"empty", " ", "", true, []NoticeCode{NoticeRestored}},
		{"another text", `"hello"`, "", true, []NoticeCode{NoticeRestored}},
		{"missing", "-", "", true, nil},
		{"both damaged", "x", "y", false, []NoticeCode{NoticeEmpty}},
		{"both missing", "-", "-", false, nil},
		{"a giant", strings.Repeat("[", sessionMax+1), "", true, []NoticeCode{NoticeRestored}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := sessions(dir, nil)
			for i := range int64(2) { // twice, so that the backup holds it too
				if err := s.Update(func(now *Session) { now.Put(login(7, "the-cookie", i)) }); err != nil {
					t.Fatal(err)
				}
			}
			path := filepath.Join(dir, "session.json")
			for p, text := range map[string]string{path: c.main, path + ".bak": c.bak} {
				var err error
				switch text {
				case "":
				case "-":
					err = os.Remove(p)
				default:
					err = os.WriteFile(p, []byte(text), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			var notices []Notice
			got := sessions(dir, &notices).Load()
			if _, ok := got.Account(7); ok != c.wantAccount || got.DeviceID == "" {
				t.Errorf("%+v", got)
			}
			var told []NoticeCode
			for _, n := range notices {
				told = append(told, n.Code)
				if strings.Contains(n.Path, "the-cookie") {
					t.Error("the notice holds the cookie")
				}
			}
			if !slices.Equal(told, c.wantNotice) {
				t.Errorf("notices %v", notices)
			}
			aside, _ := filepath.Glob(filepath.Join(dir, "*.corrupt-*"))
			if (len(aside) > 0) != (len(c.wantNotice) > 0) {
				t.Errorf("set aside: %v", aside)
			}
			if again := sessions(dir, nil).Load(); again.DeviceID != got.DeviceID {
				t.Error("the repaired session was not written")
			}
		})
	}
}

func TestASessionOfANewerVersionIsLeftAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "session.json")
	const text = `{"schema":99,"future":true}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var notices []Notice
	s := sessions(dir, &notices)
	got := s.Load()
	if err := s.Update(func(now *Session) { now.Put(login(7, "x", 1)) }); err == nil {
		t.Error("the change is said to be kept")
	}
	again := s.Load()
	if _, ok := again.Account(7); !ok || again.DeviceID != got.DeviceID || got.DeviceID == "" {
		t.Errorf("not held in this process: %+v", again)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != text {
		t.Errorf("file = %s, %v", b, err)
	}
	if len(notices) != 1 || notices[0].Code != NoticeNewer {
		t.Errorf("notices %v", notices)
	}
}

func TestASessionThatCannotBeWrittenHoldsInThisProcess(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var notices []Notice
	s := sessions(dir, &notices)
	first := s.Load()
	if err := s.Update(func(now *Session) { now.Put(login(7, "x", 1)) }); err == nil {
		t.Error("the change is said to be kept")
	}
	if got := s.Load(); len(got.Accounts) != 1 || got.DeviceID != first.DeviceID {
		t.Errorf("%+v", got)
	}
	if len(notices) != 1 || notices[0].Code != NoticeSession {
		t.Errorf("notices %v", notices)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(func(*Session) {}); err != nil {
		t.Error("the disk is back, but:", err)
	}
	if got := sessions(dir, nil).Load(); len(got.Accounts) != 1 || got.DeviceID != first.DeviceID {
		t.Errorf("what was held is not written: %+v", got)
	}
}

func TestTheSessionCanStayInMemory(t *testing.T) {
	t.Parallel()
	s := OpenSessions(SessionOptions{})
	if err := s.Update(func(now *Session) { now.Put(login(1, "x", 1)) }); err != nil {
		t.Fatal(err)
	}
	if got := s.Load(); len(got.Accounts) != 1 || got.DeviceID == "" {
		t.Errorf("%+v", got)
	}
	if err := s.Forget(1); err != nil || len(s.Load().Accounts) != 0 {
		t.Error(err)
	}
	bad := OpenSessions(SessionOptions{Rand: strings.NewReader("short")})
	if err := bad.Update(func(*Session) {}); err == nil {
		t.Error("a device id was made of nothing")
	}
}

func TestOnlyOneInstancePlays(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	release, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	var locked *ErrLocked
	if _, err := Lock(dir); !errors.As(err, &locked) || locked.PID != os.Getpid() {
		t.Errorf("second: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func FuzzDecodeSession(f *testing.F) {
	f.Add([]byte(`{"schema":1,"deviceId":"A","accounts":[{"uid":1,"cookies":{"MUSIC_U":"x"},"savedAt":"2025-01-01T00:00:00Z"}]}`))
	f.Add([]byte(`{"schema":2}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := decodeSession(text)
		if err != nil {
			return
		}
		out, err := s.encode()
		if err != nil {
			return // a time no JSON can write
		}
		if again, err := decodeSession(out); err != nil || len(again.Accounts) != len(s.Accounts) || again.DeviceID != s.DeviceID {
			t.Fatalf("%v: %s", err, out)
		}
	})
}

// TestADiskThatTakesNothingIsNoReasonToWarnOfALoginItHas reads a login from a
// folder whose lock cannot be taken: nothing would be written.
func TestADiskThatTakesNothingIsNoReasonToWarnOfALoginItHas(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	keptLogin(t, dir)
	lock := filepath.Join(dir, "session.lock")
	if err := errors.Join(os.Remove(lock), os.Mkdir(lock, 0o700)); err != nil {
		t.Fatal(err)
	}
	var notices []Notice
	s := sessions(dir, &notices)
	if _, ok := s.Load().Account(7); !ok || len(notices) > 0 {
		t.Errorf("login %v, %v", ok, notices)
	}
	if err := s.Forget(7); err == nil || len(notices) > 0 {
		t.Errorf("a logout that leaves the login there: %v, %v", err, notices)
	}
}
