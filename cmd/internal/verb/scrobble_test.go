package verb

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player/report/reportfake"
	"ncmtui/store"
)

func scrobbleRig(t *testing.T) (*rig, *reportfake.LastFM, *reportfake.ListenBrainz) {
	t.Helper()
	r := newRig(t, false)
	last := &reportfake.LastFM{Key: "key", Secret: "canary-secret", User: "ann"}
	brainz := &reportfake.ListenBrainz{Token: "canary-token", User: "ben"}
	r.scrobble = reportfake.Hosts{"ws.audioscrobbler.com": last, "api.listenbrainz.org": brainz, "own.example": brainz}
	r.environ = map[string]string{}
	return r, last, brainz
}

// silent wants no secret in what was printed.
func (r *rig) silent() {
	r.t.Helper()
	if said := r.out.String() + r.err.String(); strings.Contains(said, "canary") || strings.Contains(said, "session-of") {
		r.t.Errorf("a secret is printed: %s", said)
	}
}

func TestScrobbleLoginByTheWeb(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, last, _ := scrobbleRig(t)
		r.in = "key\ncanary-secret\n"
		time.AfterFunc(18*time.Second, last.Allow)
		if got := r.must("scrobble", "login", "lastfm"); got != "ann\n" {
			t.Errorf("logged in is %q", got)
		}
		if !strings.Contains(r.err.String(), "https://www.last.fm/api/auth/?api_key=key&token=token-1") {
			t.Errorf("said %s", r.err.String())
		}
		r.silent()
		kept, err := store.LoadScrobblers(r.places.Data)
		if err != nil || kept.LastFM != (store.LastFMLogin{User: "ann", Key: "key", Secret: "canary-secret", Session: "session-of-ann"}) {
			t.Errorf("%+v, %v", kept.LastFM, err)
		}
		if n := len(last.Calls()); n != 6 || len(last.Wrong()) > 0 {
			t.Errorf("%d calls in 20 s, %v", n, last.Wrong())
		}
		if got := r.must("scrobble", "status"); got != "netease\t\tyes\t0\t0\nlastfm\tann\tyes\t0\t0\nlistenbrainz\t\tno\t0\t0\n" {
			t.Errorf("status %q", got)
		}
		r.silent()
		r.must("scrobble", "logout", "lastfm")
		body, err := os.ReadFile(filepath.Join(r.places.Data, "scrobble.json"))
		if err != nil || strings.Contains(string(body), "canary") || strings.Contains(string(body), "session-of") {
			t.Errorf("after the logout: %s, %v", body, err)
		}
		r.must("scrobble", "logout", "lastfm")
		if !strings.Contains(r.err.String(), "nobody was logged in") {
			t.Errorf("said %s", r.err.String())
		}
	})
}

func TestScrobbleLoginThatIsNotAllowedEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r, _, _ := scrobbleRig(t)
		r.environ = map[string]string{"NCMTUI_LASTFM_KEY": "key", "NCMTUI_LASTFM_SECRET": "canary-secret"}
		if code := r.run("scrobble", "login", "lastfm"); code != Failed || !strings.Contains(r.err.String(), "it was not allowed") {
			t.Errorf("exit code %d: %s", code, r.err.String())
		}
	})
}

func TestScrobbleLoginByToken(t *testing.T) {
	t.Parallel()
	r, _, _ := scrobbleRig(t)
	r.environ["NCMTUI_LISTENBRAINZ_SERVER"] = "http://own.example"
	r.in = "canary-token\n"
	if got := r.must("scrobble", "login", "listenbrainz"); got != "ben\n" {
		t.Errorf("logged in is %q", got)
	}
	r.silent()
	kept, err := store.LoadScrobblers(r.places.Data)
	if err != nil || kept.ListenBrainz != (store.BrainzLogin{User: "ben", Server: "http://own.example", Token: "canary-token"}) {
		t.Errorf("%+v, %v", kept.ListenBrainz, err)
	}
}

func TestScrobbleLoginsThatFailSaySo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in, want string
		args           []string
		code           int
		breaks         func(*reportfake.LastFM, *reportfake.ListenBrainz)
	}{
		{"a wrong secret", "key\ncanary-other\n", "does not know this key", []string{"login", "lastfm"}, Login, nil},
		{"a wrong key", "canary-k\ncanary-secret\n", "does not know this key", []string{"login", "lastfm"}, Login, nil},
		{"a wrong token", "canary-other\n", "does not know this key", []string{"login", "listenbrainz"}, Login, nil},
		{"no answer", "key\ncanary-secret\n", "cannot be reached", []string{"login", "lastfm"}, Network, func(l *reportfake.LastFM, _ *reportfake.ListenBrainz) {
			l.Next(reportfake.Answer{})
		}},
		{"too many", "canary-token\n", "too many", []string{"login", "listenbrainz"}, Limited, func(_ *reportfake.LastFM, b *reportfake.ListenBrainz) {
			b.Next(reportfake.Answer{Status: 429, Body: "{}"})
		}},
		{"another service", "", "there is no service", []string{"login", "spotify"}, Usage, nil},
		{"a secret as an argument", "", "usage", []string{"login", "listenbrainz", "canary"}, Usage, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, last, brainz := scrobbleRig(t)
			r.in = c.in
			if c.breaks != nil {
				c.breaks(last, brainz)
			}
			if code := r.run(append([]string{"scrobble"}, c.args...)...); code != c.code || !strings.Contains(r.err.String(), c.want) {
				t.Errorf("exit code %d, want %d: %s", code, c.code, r.err.String())
			}
			r.silent()
			if kept, err := store.LoadScrobblers(r.places.Data); err != nil || kept != (store.Scrobblers{}) {
				t.Errorf("kept %+v, %v", kept, err)
			}
		})
	}
}
