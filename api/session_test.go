package api

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/internal/safe"
)

func TestJarTakesTheLastValidValue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	const real, blank = "MUSIC_U=new; Max-Age=15552000; Path=/; Domain=.music.163.com; HTTPOnly", `MUSIC_U=""; Expires=Thu, 01-Jan-1970 00:00:10 GMT; Path=/`
	for _, c := range []struct {
		name  string
		lines []string
		want  string // of MUSIC_U
		login bool
	}{
		{"real last", []string{blank, real}, "new", true},
		{"real first", []string{real, blank}, "new", true},
		{"blank alone", []string{blank}, "old", false},
		{"empty value", []string{"MUSIC_U=; Path=/"}, "old", false},
		{"expired value", []string{"MUSIC_U=x; Expires=Thu, 01 Jan 1970 00:00:10 GMT"}, "old", false},
		{"Max-Age 0", []string{"MUSIC_U=x; max-age=0"}, "old", false},
		{"Max-Age is stronger than Expires", []string{"MUSIC_U=x; Max-Age=9; Expires=Thu, 01 Jan 1970 00:00:10 GMT"}, "x", true},
		{"clock a day off", []string{"MUSIC_U=x; Expires=Sat, 28 Feb 2026 12:00:00 GMT"}, "x", true},
		{"two real ones", []string{real, "MUSIC_U=newer"}, "newer", true},
		{"the same again", []string{"MUSIC_U=old"}, "old", false},
		{"garbage", []string{"", ";", "MUSIC_U", "=x", "MUSIC_U=a\r\nb"}, "old", false},
		{"12 KB", []string{"MUSIC_U=" + string(slices.Repeat([]byte("x"), 12<<10))}, string(slices.Repeat([]byte("x"), 12<<10)), true},
	} {
		j := jar{session: Session{Cookies: map[string]safe.Secret{"MUSIC_U": "old"}}}
		_, login := j.take(0, c.lines, now)
		if got := j.snapshot().Cookies["MUSIC_U"].Reveal(); got != c.want || login != c.login {
			t.Errorf("%s: got %.20q, login %v", c.name, got, login)
		}
	}
}

func TestJarReadsARealLogin(t *testing.T) {
	t.Parallel()
	lines, _ := at(tree(t, fixture(t, "login-qrcode-client-login/803-set-cookie-headers.json")), "set-cookie").([]any)
	var j jar
	var text []string
	for _, l := range lines {
		text = append(text, str(l))
	}
	changed, login := j.take(0, text, time.Date(2022, 1, 29, 5, 3, 0, 0, time.UTC))
	names := slices.Sorted(maps.Keys(j.snapshot().Cookies))
	if !changed || !login || !slices.Equal(names, []string{"MUSIC_U", "__csrf"}) {
		t.Errorf("changed %v, login %v, names %v", changed, login, names)
	}
}

func FuzzSetCookie(f *testing.F) {
	f.Add("MUSIC_U=a; Max-Age=1; Path=/; HTTPOnly", `MUSIC_U=""; Expires=Thu, 01-Jan-1970 00:00:10 GMT`)
	f.Add("MUSIC_SNS=; Max-Age=0; Expires=Sat, 29 Jan 2022 05:02:49 GMT; Path=/", "a=b;;c")
	f.Fuzz(func(t *testing.T, one, other string) {
		j := jar{session: Session{Cookies: map[string]safe.Secret{"MUSIC_U": "old"}}}
		j.take(0, []string{one, other}, time.Unix(1_800_000_000, 0))
		s := j.snapshot()
		if !s.LoggedIn() {
			t.Errorf("%q, %q: logged out", one, other)
		}
		for name, value := range s.Cookies {
			if name == "" || value == "" {
				t.Errorf("empty cookie %q", name)
			}
		}
		ParseCookies(one)
	})
}

func TestTenExpiredCallsRenewOnce(t *testing.T) {
	t.Parallel()
	for _, works := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			var saved atomic.Int64
			o := Options{Session: loggedIn(), Save: func(Session) { saved.Add(1) }}
			client, f := newTest(t, o, func(s sent) (*http.Response, error) {
				time.Sleep(50 * time.Millisecond)
				switch {
				case s.Path == refreshPath && works:
					return reply(200, `{"code":200}`, "MUSIC_U=u2; Path=/"), nil
				case s.Path == refreshPath:
					return reply(200, `{"code":301}`), nil
				case s.Cookies["MUSIC_U"] == "u2":
					return reply(200, `{"code":200}`), nil
				}
				return reply(200, `{"code":301}`), nil
			})
			var wg sync.WaitGroup
			var failed atomic.Int64
			for range 10 {
				wg.Go(func() {
					if err := client.Like(t.Context(), 1, true); errors.Is(err, ErrLoginNeeded) {
						failed.Add(1)
					} else if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			wantFailed := int64(10)
			if works {
				wantFailed = 0
			}
			if n := len(f.calls(refreshPath)); n != 1 || failed.Load() != wantFailed {
				t.Errorf("works %v: %d renewals, %d refused", works, n, failed.Load())
			}
			if got := client.Session().Cookies["MUSIC_U"]; (got == "u2") != works || (saved.Load() > 0) != works {
				t.Errorf("works %v: cookie changed %v, saved %d times", works, got == "u2", saved.Load())
			}
			// A login that cannot be renewed is not asked for again.
			_ = client.Like(t.Context(), 1, true)
			if n := len(f.calls(refreshPath)); n != 1 {
				t.Errorf("works %v: renewed again", works)
			}
		})
	}
}

func TestRenewalThatDoesNotHelpIsNotRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			if s.Path == refreshPath {
				return reply(200, `{"code":200}`), nil // without MUSIC_U: the old one stays
			}
			return reply(200, `{"code":301}`), nil
		})
		for range 5 {
			if _, err := client.FM(t.Context()); !errors.Is(err, ErrLoginNeeded) {
				t.Fatal(err)
			}
		}
		if n := len(f.calls(refreshPath)); n != 1 || client.Session().Cookies["MUSIC_U"] != "u1" {
			t.Errorf("%d renewals", n)
		}
	})
}

func TestRenewalWithoutNetworkProvesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		down := true
		client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			switch {
			case s.Path == refreshPath && down:
				return nil, errDown
			case s.Path == refreshPath:
				return reply(200, `{"code":200}`, "MUSIC_U=u2"), nil
			case s.Cookies["MUSIC_U"] == "u2":
				return reply(200, `{"code":200}`), nil
			}
			return reply(200, `{"code":301}`), nil
		})
		if _, err := client.FM(t.Context()); !errors.Is(err, ErrLoginNeeded) {
			t.Fatal(err)
		}
		down = false
		if _, err := client.FM(t.Context()); err != nil || len(f.calls(refreshPath)) != 2 {
			t.Fatal(err)
		}
	})
}

func TestLogoutForgetsTheAccountKeepsTheDevice(t *testing.T) {
	t.Parallel()
	for _, up := range []bool{true, false} {
		var kept Session
		o := Options{Session: loggedIn(), Save: func(s Session) { kept = s }}
		client, _ := newTest(t, o, func(sent) (*http.Response, error) {
			if !up {
				return nil, errDown
			}
			return reply(200, `{"code":200}`), nil
		})
		if err := client.Logout(t.Context()); (err == nil) != up {
			t.Error(err)
		}
		if kept.LoggedIn() || client.Session().LoggedIn() || kept.Device != loggedIn().Device {
			t.Errorf("up %v: kept %v", up, kept)
		}
	}
}

// anonymousService gives a token after some refusals.
func anonymousService(refusals int) func(sent) (*http.Response, error) {
	return func(s sent) (*http.Response, error) {
		if s.Path != "/api/register/anonimous" {
			return reply(200, `{"code":200}`), nil
		}
		if refusals--; refusals >= 0 {
			return reply(200, `{"code":400}`), nil
		}
		return reply(200, `{"code":200}`, "MUSIC_A=anon; Path=/"), nil
	}
}

func TestAnonymousTokenIsFetchedOnceAndKept(t *testing.T) {
	t.Parallel()
	var kept Session
	client, f := newTest(t, Options{Save: func(s Session) { kept = s }}, anonymousService(0))
	for range 3 {
		if _, err := client.Search(t.Context(), SearchSongs, "海", 0, 30); err != nil {
			t.Fatal(err)
		}
	}
	register := f.calls("/api/register/anonimous")
	if len(register) != 1 || kept.Anonymous != "anon" || len(kept.Device) != 52 {
		t.Fatalf("%d registrations, kept %v, device %q", len(register), kept.Anonymous != "", kept.Device)
	}
	if register[0].Params["username"] != envelope.AnonymousUser(kept.Device) || register[0].Cookies["deviceId"] != kept.Device {
		t.Errorf("username %v", register[0].Params["username"])
	}
	if s := f.calls("/api/cloudsearch/pc")[2]; s.Cookies["MUSIC_A"] != "anon" {
		t.Errorf("sent %v", s.Cookies)
	}
	again, f := newTest(t, Options{Session: kept}, anonymousService(0))
	if _, err := again.FM(t.Context()); err != nil || len(f.calls("/api/register/anonimous")) != 0 {
		t.Errorf("the next run registered again: %v", err)
	}
}

func TestAnonymousRegistrationIsTriedThriceFiveSecondsApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{}, anonymousService(99))
		for range 30 {
			if _, err := client.FM(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second)
		}
		tries := f.calls("/api/register/anonimous")
		if len(tries) != 3 {
			t.Fatalf("%d tries", len(tries))
		}
		for i := 1; i < 3; i++ {
			if gap := tries[i].At.Sub(tries[i-1].At); gap < 5*time.Second {
				t.Errorf("tries %v apart", gap)
			}
		}
	})
}

func TestDeviceIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	var kept Session
	if _, err := New(Options{Save: func(s Session) { kept = s }}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		saves := 0
		c, err := New(Options{Session: kept, Save: func(Session) { saves++ }})
		if err != nil || c.Session().Device != kept.Device || saves != 0 {
			t.Fatalf("%v, device %q, %d saves", err, c.Session().Device, saves)
		}
	}
	if _, err := New(Options{Random: http.NoBody}); err == nil {
		t.Error("no randomness, no error")
	}
	if text := fmt.Sprintf("%v %+v %#v", loggedIn(), loggedIn(), loggedIn()); slices.Contains([]byte(text), 'u') && containsSecret(text) {
		t.Errorf("a session prints its secrets: %s", text)
	}
}

func containsSecret(text string) bool {
	for i := range len(text) - 1 {
		if text[i:i+2] == "u1" || text[i:i+2] == "c1" {
			return true
		}
	}
	return false
}

func TestAnAnswerToAnotherAccountChangesNothing(t *testing.T) {
	t.Parallel()
	j := jar{session: Session{Device: "D", Cookies: map[string]safe.Secret{"MUSIC_U": "old"}}}
	era := j.now()
	j.replace(Session{Cookies: map[string]safe.Secret{"MUSIC_U": "other"}})
	if changed, _ := j.take(era, []string{"MUSIC_U=late; Path=/"}, time.Unix(0, 0)); changed || j.snapshot().Cookies["MUSIC_U"] != "other" {
		t.Error("a late answer brought the account before back")
	}
	if changed, login := j.take(j.now(), []string{"MUSIC_U=renewed; Path=/"}, time.Unix(0, 0)); !changed || !login {
		t.Error("an answer to this account was not taken")
	}
}
