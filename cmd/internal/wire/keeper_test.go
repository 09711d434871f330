package wire

import (
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/internal/safe"
	"ncmtui/store"
	"ncmtui/ui/pane"
)

// keepers are two processes with one session file and a clock.
func keepers(t *testing.T, clock *time.Time) (one, two *keeper) {
	t.Helper()
	dir := t.TempDir()
	open := func() *keeper {
		now := func() time.Time { return *clock }
		return &keeper{file: store.OpenSessions(store.SessionOptions{Dir: dir, Now: now}), now: now}
	}
	return open(), open()
}

func carrying(token string, more ...string) api.Session {
	s := api.Session{Cookies: map[string]safe.Secret{loginCookie: safe.Secret(token)}}
	for _, m := range more {
		s.Cookies[safe.Secret(m).Reveal()] = "1"
	}
	return s
}

func (k *keeper) keeps(uid int64) string {
	a, _ := k.file.Load().Account(uid)
	return a.Cookies[loginCookie].Reveal()
}

func TestWhatAnotherProcessDidToTheLoginHolds(t *testing.T) {
	t.Parallel()
	at := time.Unix(1_700_000_000, 0)
	for name, c := range map[string]struct {
		do   func(t *testing.T, k *keeper)
		want map[int64]string
		acts int64
	}{
		"logged out": {func(t *testing.T, k *keeper) {
			if err := k.forget(); err != nil {
				t.Error(err)
			}
		}, map[int64]string{1: "", 2: "two"}, 0},
		"switched": {func(t *testing.T, k *keeper) {
			if _, err := k.use(2); err != nil {
				t.Error(err)
			}
		}, map[int64]string{1: "one", 2: "two"}, 2},
		"renewed":         {func(_ *testing.T, k *keeper) { k.save(carrying("newer")) }, map[int64]string{1: "newer", 2: "two"}, 1},
		"logged in anew":  {func(_ *testing.T, k *keeper) { k.own(1, "n", carrying("newer")) }, map[int64]string{1: "newer", 2: "two"}, 1},
		"logged in other": {func(_ *testing.T, k *keeper) { k.own(3, "n", carrying("three")) }, map[int64]string{1: "one", 3: "three"}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := at
			runs, verb := keepers(t, &clock)
			runs.own(2, "b", carrying("two"))
			runs.own(1, "a", carrying("one"))
			if _, a := verb.load(); a.UID != 1 {
				t.Fatalf("active %d", a.UID)
			}
			clock = clock.Add(time.Second)
			c.do(t, verb)
			clock = clock.Add(time.Second)
			// The one that runs has not looked yet: it gets a cookie, and an
			// answer to whose it is.
			runs.save(carrying("one", "NMTID"))
			runs.own(1, "a", carrying("one"))
			for uid, token := range c.want {
				if got := verb.keeps(uid); got != token {
					t.Errorf("login of %d: %q, want %q", uid, got, token)
				}
			}
			if got := verb.file.Load().Active; got != c.acts {
				t.Errorf("%d acts, want %d", got, c.acts)
			}
		})
	}
}

// TestCookiesThatComeLateAreTheirOwners lets a cookie of the account before
// come when another one has taken over already.
func TestCookiesThatComeLateAreTheirOwners(t *testing.T) {
	t.Parallel()
	clock := time.Unix(1_700_000_000, 0)
	k, _ := keepers(t, &clock)
	k.own(2, "b", carrying("two"))
	k.own(1, "a", carrying("one"))
	if _, err := k.use(2); err != nil {
		t.Fatal(err)
	}
	k.save(carrying("one", "NMTID"))
	if k.keeps(1) != "one" || k.keeps(2) != "two" {
		t.Errorf("%q, %q", k.keeps(1), k.keeps(2))
	}
}

// TestALoginOnAClockThatWasAheadIsKept logs in while the clock is a year ahead,
// and again when it is right: the newest login counts, and is renewed.
func TestALoginOnAClockThatWasAheadIsKept(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	clock := now.Add(365 * 24 * time.Hour)
	k, other := keepers(t, &clock)
	k.own(1, "a", carrying("old"))
	clock = now
	if age, ok := k.age(); !ok || age < renewEvery {
		t.Errorf("age %v, %v: it would not be renewed for a year", age, ok)
	}
	k.renewed()
	if age, _ := k.age(); age != 0 {
		t.Errorf("age %v after a renewal", age)
	}
	k.fresh()
	k.own(1, "a", carrying("new"))
	if got := other.keeps(1); got != "new" {
		t.Errorf("%q is kept", got)
	}
}

// TestASlowAnswerIsAboutWhomItWasAsked switches while the service still says
// whose the login is.
func TestASlowAnswerIsAboutWhomItWasAsked(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		t := r.t
		r.twoAccounts()
		mine := r.kept(otherID)
		r.svc.Faults().Next("*account/get", ncmfake.Fault{Delay: 5 * time.Second})
		said := make(chan pane.User, 1)
		var group safe.Group
		group.Go("slow", func() {
			user, err := r.m.account.Who(t.Context())
			if err != nil {
				t.Error(err)
			}
			said <- user
		})
		r.Wait(time.Second)
		r.Keys(":").Type("account " + seed.DemoName).Keys("enter").Wait(10 * time.Second)
		if user := <-said; user.ID != seed.UserID {
			t.Errorf("it is said to be %d", user.ID)
		}
		group.Wait()
		if got := r.kept(otherID); got != mine || got == r.kept(seed.UserID) {
			t.Error("the login of one account took the place of the other's")
		}
		if s := r.m.account.keep.file.Load(); s.Active != seed.UserID {
			t.Errorf("%d acts", s.Active)
		}
	}, twinned)
}

// twoAccounts logs both in; the other one acts.
func (r *rig) twoAccounts() {
	r.t.Helper()
	r.onForm(3).Type("a@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter").Until("已登录："+seed.DemoName, 5*time.Second)
	r.Keys(":").Type("account").Keys("enter").Wait(time.Second).ClickOn("登录另一个账号").Wait(time.Second)
	r.Keys("right", "right", "right").Type("b@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter")
	r.Until("已登录："+otherName, 5*time.Second).Wait(2 * time.Second)
}

func (r *rig) kept(uid int64) safe.Secret {
	a, _ := r.m.account.keep.file.Load().Account(uid)
	return a.Cookies[loginCookie]
}

// TestAnAccountChangedElsewhereIsThatWithoutANetwork lets a verb change the
// account of a program that has no network.
func TestAnAccountChangedElsewhereIsThatWithoutANetwork(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		t := r.t
		r.twoAccounts()
		r.svc.Faults().Always("*", ncmfake.Fault{Refuse: true})
		verb, err := Connect(Options{Config: r.o.Config, Places: r.o.Places, API: r.o.API, Setup: r.o.Setup}, false)
		if err != nil {
			t.Fatal(err)
		}
		if err := verb.Switch(seed.UserID); err != nil {
			t.Fatal(err)
		}
		r.until("the account is another", 30*time.Second, func() bool { return r.m.account.known.Load().ID == seed.UserID })
		r.Wait(20 * time.Second).Expect(seed.DemoName)
		if s := r.m.account.keep.file.Load(); s.Active != seed.UserID || r.kept(otherID) == "" || r.kept(otherID) == r.kept(seed.UserID) {
			t.Errorf("active %d", s.Active)
		}
		r.svc.Faults().Clear()
	}, twinned)
}

// TestTheSearchOfOneAccountIsNotTheOthers looks what the search page still
// shows after a change of account.
func TestTheSearchOfOneAccountIsNotTheOthers(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		r.Keys("g", "/").Paste("海风").Keys("enter").Wait(2 * time.Second).Expect("“海风”")
		r.Keys("esc", "esc")
		r.twoAccounts()
		r.Keys("g", "/").Keys("ctrl+u").Type("雨").Wait(100 * time.Millisecond) // not searched yet
		r.Keys("esc", ":").Type("account "+seed.DemoName).Keys("enter").Until("已切换到 "+seed.DemoName, 5*time.Second).Wait(2 * time.Second)
		r.Keys("5").Wait(time.Second).ExpectNot("雨 ", "“雨”")
		r.Keys("esc", "g", "/").Paste("海风").Keys("enter").Wait(2 * time.Second).Expect("“海风”")
		r.Keys("esc", ":").Type("account guest").Keys("enter").Until("现在是访客", 5*time.Second)
		r.Keys("5").Wait(time.Second).ExpectNot("海风")
	}, twinned)
}

// TestNothingOfAnotherAccountIsShownOrTakenBack takes a song out of an own
// playlist, lets a verb change the account, and presses undo.
func TestNothingOfAnotherAccountIsShownOrTakenBack(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		t := r.t
		edits := func() int { return len(r.svc.Requests("/api/playlist/manipulate/tracks")) }
		r.twoAccounts()
		r.Keys(":").Type("account "+seed.DemoName).Keys("enter").Until("已切换到 "+seed.DemoName, 5*time.Second).Wait(2 * time.Second)
		r.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(2*time.Second).Keys("j", "~").Wait(2 * time.Second)
		r.Keys("u").Wait(2 * time.Second).Keys("~").Wait(2 * time.Second)
		n := edits()
		if n < 3 {
			t.Fatalf("taken out, back, and out again: asked %d times\n%s", n, strings.Join(r.Screen(), "\n"))
		}
		verb, err := Connect(Options{Config: r.o.Config, Places: r.o.Places, API: r.o.API, Setup: r.o.Setup}, false)
		if err == nil {
			err = verb.Switch(otherID)
		}
		if err != nil {
			t.Fatal(err)
		}
		r.Until("已切换到 "+otherName, 30*time.Second).Wait(2 * time.Second).ExpectNot("我的歌单 ›")
		if r.Keys("u").Wait(2 * time.Second); edits() != n {
			t.Error("undo changed the list of the account before")
		}
	}, twinned)
}
