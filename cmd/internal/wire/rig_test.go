package wire

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

// rig is the whole program in a bubble: the embedded service in place of the
// network, real files, and a terminal.
type rig struct {
	*uitest.Session
	t   *testing.T
	svc *ncmfake.Service
	m   *Machine
	o   Options
}

// world is what outlives a run of the program: the service and the folders.
func world(t *testing.T, service ncmfake.Options, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, svc: ncmfake.New(service)}
	null, err := output.Spec{Kind: "null"}.Opener()
	if err != nil {
		t.Fatal(err)
	}
	r.o = Options{
		Config: config.Default(), Places: config.DirsIn(t.TempDir()), Lang: lang.ZH, Output: null, StandIn: null,
		API: r.svc.Transport(), Audio: r.svc.Transport(),
		Setup:   func(o *api.Options) { o.WeapiKey = r.svc.WeapiPublicKey() },
		Version: "test",
	}
	if service.LoggedIn {
		r.o.Cookies = map[string]safe.Secret{}
		for _, c := range r.svc.SessionCookies() {
			r.o.Cookies[c.Name] = safe.Secret(c.Value)
		}
	}
	if raceOn == 1 {
		r.o.Decode = openHollow
	}
	for _, f := range change {
		f(&r.o)
	}
	return r
}

// start runs the program; stop ends it by its own key.
func (r *rig) start() *rig {
	r.t.Helper()
	m, err := New(r.o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.m = m
	r.Session = uitest.Start(r.t, m.App, 160, 48)
	r.t.Cleanup(func() { _ = m.Close() }) // of a test that failed
	return r
}

func (r *rig) stop() {
	r.t.Helper()
	r.Keys("esc", "esc", "q").Ended()
	begun := time.Now()
	if err := r.m.Close(); err != nil {
		r.t.Errorf("Close: %v", err)
	}
	if took := time.Since(begun); took > closeBound {
		r.t.Errorf("Close took %v", took)
	}
}

// closeBound is what the end of the program may take.
const closeBound = 400 * time.Millisecond

// evening runs a scenario from start to end in a bubble.
func scenario(t *testing.T, service ncmfake.Options, play func(*rig), change ...func(*Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := world(t, service, change...)
		r.start().Wait(time.Second)
		play(r)
		if r.Running() {
			r.stop()
		}
	})
}

func (r *rig) snap() player.Snapshot {
	sub := r.m.Player.Subscribe()
	defer sub.Close()
	return sub.Snapshot()
}

// until waits, at most limit, for something to be true.
func (r *rig) until(what string, limit time.Duration, true func() bool) {
	r.t.Helper()
	for end := time.Now().Add(limit); !true(); {
		if time.Now().After(end) {
			r.t.Fatalf("not within %v: %s\n%s", limit, what, strings.Join(r.Screen(), "\n"))
		}
		r.Wait(100 * time.Millisecond)
	}
}

func (r *rig) playing(id int64) bool {
	s := r.snap()
	return s.Track != nil && s.Track.ID == id && s.Status == player.Playing && s.Moving
}
