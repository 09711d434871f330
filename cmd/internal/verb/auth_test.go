package verb

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
)

// kept is the session file; "" without one.
func (r *rig) kept() string {
	raw, _ := os.ReadFile(filepath.Join(r.places.Data, "session.json"))
	return string(raw)
}

func TestLoginShowsACodeAndWaitsForThePhone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, false)
		r.errTerminal = true
		begun := time.Now()
		if got := r.must("auth", "login"); got != "3722748181\t听潮\tvip\n" {
			t.Errorf("%q", got)
		}
		polls := len(r.svc.Requests("/api/login/qrcode/client/login"))
		if polls == 0 || time.Since(begun) < time.Duration(polls)*2*time.Second {
			t.Errorf("%d polls in %v", polls, time.Since(begun))
		}
		said := r.err.String()
		if !strings.Contains(said, "▀") || !strings.Contains(said, "https://music.163.com/login?codekey=") || !strings.Contains(said, "confirm on the phone") {
			t.Error(said)
		}
		if got := r.first("auth", "status"); !strings.Contains(got, "听潮") {
			t.Errorf("not kept: %s", got)
		}
		if strings.Contains(said, "MUSIC_U") || r.kept() == "" {
			t.Errorf("kept %t, said %s", r.kept() != "", said)
		}
	})
}

func TestWithoutATerminalTheLinkAloneIsSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, false)
		r.must("auth", "login")
		if said := r.err.String(); strings.Contains(said, "\x1b") || strings.Contains(said, "▀") || !strings.HasPrefix(said, "Open on the phone: https://") {
			t.Errorf("%q", said)
		}
	})
}

func TestNobodyIsNoRow(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	if code := r.run("auth", "status"); code != Login || r.out.Len() != 0 {
		t.Errorf("exit code %d: %q", code, r.out.String())
	}
	if out := r.must("auth", "logout"); out != "" || r.err.String() != "nobody was logged in\n" {
		t.Errorf("%q, %q", out, r.err.String())
	}
	if out := r.must("auth", "logout", "--json"); !strings.Contains(out, `"logged_in":false`) {
		t.Errorf("%q", out)
	}
	known := newRig(t, true)
	if out := known.must("auth", "logout"); out != "" || known.err.Len() != 0 {
		t.Errorf("%q, %q", out, known.err.String())
	}
}

func TestALoginThatEndsEarlyChangesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault ncmfake.Fault
		code  int
		after time.Duration // Ctrl-C
		says  string
	}{
		"expired":   {ncmfake.Fault{Code: 800}, Failed, time.Hour, "expired"},
		"forgotten": {ncmfake.Fault{Code: 801}, Failed, time.Hour, "expired"},
		"ctrl-c":    {ncmfake.Fault{Code: 801}, Failed, 5 * time.Second, "interrupted"},
		"offline":   {ncmfake.Fault{Refuse: true}, Network, time.Hour, "network"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, true)
				r.svc.Faults().Always("/api/login/qrcode/client/login", c.fault)
				ctx, cancel := context.WithTimeoutCause(t.Context(), c.after, nil)
				defer cancel()
				if name == "ctrl-c" {
					ctx, cancel = context.WithCancel(t.Context())
					time.AfterFunc(c.after, cancel)
				}
				if code := r.runCtx(ctx, "auth", "login"); code != c.code || !strings.Contains(r.err.String(), c.says) {
					t.Errorf("exit code %d: %s", code, r.err.String())
				}
				if got := r.first("auth", "status"); !strings.Contains(got, "听潮") {
					t.Errorf("the login before is gone: %s", got)
				}
			})
		})
	}
}

func TestImportKeepsALoginOnlyWhenTheServiceKnowsIt(t *testing.T) {
	t.Parallel()
	good := newRig(t, true)
	token := good.svc.SessionToken().Reveal()
	name := filepath.Join(t.TempDir(), "cookie")
	if err := os.WriteFile(name, []byte("MUSIC_U="+token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for how, set := range map[string]func(*rig) []string{
		"file":        func(*rig) []string { return []string{"@" + name} },
		"stdin":       func(r *rig) []string { r.in = "MUSIC_U=" + token; return []string{"-"} },
		"plain stdin": func(r *rig) []string { r.in = "MUSIC_U=" + token + "\n"; return nil },
		"environment": func(r *rig) []string { r.env = safe.Secret("MUSIC_U=" + token); return nil },
	} {
		r := newRig(t, false)
		r.svc = good.svc
		if got := r.must(append([]string{"auth", "import"}, set(r)...)...); got != "3722748181\t听潮\tvip\n" {
			t.Errorf("%s: %q", how, got)
		}
		r.env = ""
		var a Account
		if err := json.Unmarshal([]byte(r.must("auth", "status", "--json")), &a); err != nil || !a.LoggedIn || a.ID != 3722748181 || !a.VIP {
			t.Errorf("%s: %v %+v", how, err, a)
		}
	}
	good.in = "MUSIC_U=unknown0unknown0unknown0unknown0"
	if code := good.run("auth", "import"); code != Login || !strings.Contains(good.err.String(), "stays") || strings.Contains(good.err.String(), "unknown0") {
		t.Errorf("exit code %d: %s", code, good.err.String())
	}
	if got := good.first("auth", "status"); !strings.Contains(got, "听潮") {
		t.Errorf("a bad cookie drove the good one out: %s", got)
	}
	for _, in := range []string{"", "hello"} {
		good.in = in
		if code := good.run("auth", "import"); code != Usage {
			t.Errorf("%q: exit code %d", in, code)
		}
	}
	if code := good.run("auth", "import", "@/no/such/file"); code != Usage {
		t.Errorf("exit code %d", code)
	}
}

func TestLogoutWipesTheLogin(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	token := r.svc.SessionToken().Reveal()
	if !strings.Contains(r.kept(), token) {
		t.Fatal("no login in the file")
	}
	r.must("auth", "logout")
	if strings.Contains(r.kept(), token) {
		t.Error("the login is still in the file")
	}
	if len(r.svc.Requests("/api/logout")) != 1 {
		t.Error("the service was not told")
	}
	if code := r.run("auth", "status", "--json"); code != Login || !strings.Contains(r.out.String(), `"logged_in":false`) {
		t.Errorf("exit code %d: %s", code, r.out.String())
	}
}

func TestAWantIsPassedOn(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for args, want := range map[string]Want{
		"daily --demo": {Demo: true}, "api /album id=180000001 --guest": {Guest: true}, "auth logout": {Login: true},
		"auth status --demo": {Demo: true}, "song url 2600000001 --demo": {Demo: true},
	} {
		r.run(strings.Fields(args)...)
		if got := r.wants[len(r.wants)-1]; got.Demo != want.Demo || got.Guest != want.Guest || got.Login != want.Login || got.Cookies != nil {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

// TestARenewalWithoutACookieKeepsTheLogin lets the service renew and give no
// cookie, or fail to: what is kept stays as it is.
func TestARenewalWithoutACookieKeepsTheLogin(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault ncmfake.Fault
		code  int
	}{
		"no cookie in the answer": {ncmfake.Fault{Kind: "application/json", Body: `{"code":200}`}, 0},
		"a web page":              {ncmfake.Fault{Body: "<html>hello</html>"}, Network},
		"refused":                 {ncmfake.Fault{Code: 301}, Login},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, true)
				token := r.svc.SessionToken().Reveal()
				r.svc.Faults().Always("/api/login/token/refresh", c.fault)
				if code := r.run("auth", "refresh"); code != c.code {
					t.Errorf("exit code %d: %s", code, r.err.String())
				}
				if n := len(r.svc.Requests("/api/login/token/refresh")); n == 0 || n > 3 {
					t.Errorf("%d requests", n)
				}
				r.svc.Faults().Clear()
				if !strings.Contains(r.kept(), token) {
					t.Error("the cookie is gone from the disk")
				}
				if got := r.first("auth", "status"); !strings.Contains(got, "听潮") {
					t.Errorf("nobody is logged in any more: %s", got)
				}
			})
		})
	}
}
