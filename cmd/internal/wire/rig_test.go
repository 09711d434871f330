package wire

import (
	"context"
	"errors"
	"net"
	"os"
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
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

// rig is the whole program in a bubble: the embedded service in place of the
// network, real files, and a terminal.
type rig struct {
	*uitest.Session
	t   *testing.T
	svc *ncmfake.Service
	m   *Machine // the player's
	o   Options

	screen *Machine // of another process than the player's; nil: it is m
	closed bool     // in order; else the test has failed
}

// apart lets every scenario run with the screen in another process than the
// player, as far as a bubble can have processes: two machines that have the
// folders and a connection in common.
var apart = os.Getenv("NCMTUI_TEST_APART") != ""

// allLimits are longer than whatever a page asks may take.
const allLimits = 10 * time.Minute

// world is what outlives a run of the program: the service and the folders.
func world(t *testing.T, service ncmfake.Options, change ...func(*Options)) *rig {
	t.Helper()
	r := &rig{t: t, svc: ncmfake.New(service)}
	t.Cleanup(func() {
		if !r.closed { // what a page has asked, which nobody has left, ends at its deadline
			time.Sleep(allLimits)
		}
	})
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
	return r.startOn(160, 48)
}

// startOn runs the program on a terminal of w×h cells.
func (r *rig) startOn(w, h int, opts ...uitest.Option) *rig {
	r.t.Helper()
	o := r.o
	o.Headless = apart
	m, err := New(o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.ends(m)
	r.m, r.screen, r.closed = m, nil, false
	app := m.App
	if apart {
		r.screen = r.attach()
		app = r.screen.App
	}
	r.Session = uitest.Start(r.t, app, w, h, opts...)
	return r
}

// ends sees to it that a machine is closed when a test fails: after what was
// started later, its program and its screens.
func (r *rig) ends(m *Machine) { r.t.Cleanup(func() { _ = m.Close() }) }

// attach makes a screen of the running player.
func (r *rig) attach() *Machine {
	r.t.Helper()
	if r.m.control == nil {
		r.m.serve(remote.NewServer(remote.Options{Player: r.m.Player, Host: r.m.Host("test", nil)}))
	}
	server := r.m.control
	link, err := remote.NewLink(r.t.Context(), func(context.Context) (net.Conn, error) {
		here, there := net.Pipe()
		server.Serve(there)
		return here, nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	o := r.o
	o.Link = link
	m, err := New(o)
	if err != nil {
		_ = link.Close()
		r.t.Fatal(err)
	}
	r.ends(m)
	return m
}

// closeAll ends the screen, then the player.
func (r *rig) closeAll() error {
	r.closed = true
	var err error
	if r.screen != nil {
		err = r.screen.Close()
	}
	return errors.Join(err, r.m.Close())
}

func (r *rig) stop() {
	r.t.Helper()
	r.Keys("esc", "esc", "q").Ended()
	begun := time.Now()
	if err := r.closeAll(); err != nil {
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
