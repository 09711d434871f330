package mpris

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"ncmtui/internal/safe"
	"ncmtui/player"
)

// needs skips a test where a program is not installed, unless faults are
// required.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err == nil {
			continue
		}
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") != "" {
			t.Fatalf("%s is not installed", p)
		}
		t.Skipf("%s is not installed", p)
	}
	if runtime.GOOS != "linux" {
		t.Skip("a private bus is only tried on Linux")
	}
}

// bus is a private session bus.
type bus struct {
	t       *testing.T
	address string
	cmd     *exec.Cmd
}

// newBus starts one; where is the path of its socket.
func newBus(t *testing.T, where string) *bus {
	t.Helper()
	needs(t, "dbus-daemon")
	b := &bus{t: t}
	b.cmd = exec.Command("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", "--address=unix:path="+where)
	out, err := b.cmd.StdoutPipe()
	if err == nil {
		err = b.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	b.address = strings.TrimSpace(line)
	t.Cleanup(b.end)
	return b
}

func (b *bus) end() {
	_ = b.cmd.Process.Kill()
	_ = b.cmd.Wait()
}

func socketOf(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "ncm")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "bus")
}

// client is somebody else on the bus, who counts what is signalled.
type client struct {
	t    *testing.T
	bus  *bus
	conn *dbus.Conn
	obj  dbus.BusObject

	mu      sync.Mutex
	signals []*dbus.Signal
}

func (b *bus) client() *client {
	b.t.Helper()
	conn, err := dbus.Connect(b.address)
	if err != nil {
		b.t.Fatal(err)
	}
	c := &client{t: b.t, bus: b, conn: conn, obj: conn.Object(busName, objectPath)}
	heard := make(chan *dbus.Signal, 1000)
	conn.Signal(heard)
	if err := conn.AddMatchSignal(dbus.WithMatchObjectPath(objectPath)); err != nil {
		b.t.Fatal(err)
	}
	var group safe.Group
	group.Go("signals", func() {
		for s := range heard { // closed with the connection
			c.mu.Lock()
			c.signals = append(c.signals, s)
			c.mu.Unlock()
		}
	})
	b.t.Cleanup(func() {
		_ = conn.Close()
		group.Wait()
	})
	return c
}

// patience bounds every waiting; the machine of a test may be busy.
const patience = time.Minute

// until waits for something to be true.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// there waits until the player is on the bus.
func (c *client) there() {
	c.t.Helper()
	until(c.t, "the player is on the bus", func() bool {
		_, err := c.obj.GetProperty(rootFace + ".Identity")
		return err == nil
	})
}

func (c *client) get(face, name string) any {
	c.t.Helper()
	v, err := c.obj.GetProperty(face + "." + name)
	if err != nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	return v.Value()
}

func (c *client) call(method string, args ...any) {
	c.t.Helper()
	if err := c.obj.Call(method, 0, args...).Err; err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// mark is a signal of the client's own: when it comes back, all before it is
// there.
const mark = "org.ncmtui.Test.Mark"

// heard takes the signals so far: their names, of changed properties these.
func (c *client) heard() []string {
	c.t.Helper()
	c.call(rootFace + ".Raise") // the bus has what was sent before the answer
	if err := c.conn.Emit(objectPath, mark); err != nil {
		c.t.Fatal(err)
	}
	until(c.t, "the mark", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.signals) > 0 && c.signals[len(c.signals)-1].Name == mark
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []string
	for _, s := range c.signals[:len(c.signals)-1] {
		name := s.Name[strings.LastIndex(s.Name, ".")+1:]
		if name == "PropertiesChanged" {
			var keys []string
			for k := range s.Body[1].(map[string]dbus.Variant) {
				keys = append(keys, k)
			}
			slices.Sort(keys)
			name = strings.Join(append(keys, s.Body[2].([]string)...), ",")
		}
		out = append(out, name)
	}
	c.signals = nil
	return out
}

// stage is a player that shows what a test says and keeps what it is told.
type stage struct {
	mu   sync.Mutex
	snap player.Snapshot
	subs map[*player.Subscription]bool
	did  []player.Command

	service *Service
}

func newStage(s player.Snapshot) *stage {
	return &stage{snap: s, subs: map[*player.Subscription]bool{}}
}

func (p *stage) Do(c player.Command) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.did = append(p.did, c)
}

func (p *stage) Subscribe() *player.Subscription {
	p.mu.Lock()
	defer p.mu.Unlock()
	var sub *player.Subscription
	sub = player.NewSubscription(p.snap, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.subs, sub)
	})
	p.subs[sub] = true
	return sub
}

func (p *stage) show(change func(*player.Snapshot)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.snap.Rev++
	change(&p.snap)
	for sub := range p.subs {
		sub.Publish(p.snap)
	}
}

// settled waits until the service has told all that was shown.
func (p *stage) settled(t *testing.T) {
	t.Helper()
	for range 2 { // what it has taken it tells before it takes the next
		p.show(func(*player.Snapshot) {})
		p.mu.Lock()
		rev := p.snap.Rev
		p.mu.Unlock()
		until(t, "the state is taken", func() bool {
			p.service.mu.Lock()
			defer p.service.mu.Unlock()
			return p.service.snap.Rev == rev
		})
	}
}

func (p *stage) told() []player.Command {
	p.mu.Lock()
	defer p.mu.Unlock()
	did := p.did
	p.did = nil
	return did
}

func songs(n int) []player.Track {
	out := make([]player.Track, n)
	for i := range out {
		out[i] = player.Track{
			ID: int64(100 + i), Title: "歌" + string(rune('A'+i%26)), Artists: []string{"林汐", "B"}, Album: "专辑", AlbumID: 7,
			Cover: "http://p1.music.126.net/x.jpg?param=1y1", Duration: 3 * time.Minute,
		}
	}
	return out
}

func queueOf(rev uint64, tracks []player.Track, current int) player.Queue {
	q := player.Queue{Rev: rev, Tracks: tracks, Current: current}
	for i := range tracks {
		q.Order = append(q.Order, i)
	}
	return q
}

// playing is a snapshot of the nth of five songs.
func playing(nth int, at time.Duration) player.Snapshot {
	tracks := songs(5)
	return player.Snapshot{
		Status: player.Playing, Track: &tracks[nth], Duration: tracks[nth].Duration, At: at, Taken: time.Now(), Moving: true, Pace: 1,
		Speed: 1, Volume: 70, Queue: queueOf(1, tracks, nth),
	}
}

// served is a service on a private bus and somebody who looks at it.
func served(t *testing.T, first player.Snapshot, change ...func(*Options)) (*stage, *client) {
	t.Helper()
	b := newBus(t, socketOf(t))
	p := newStage(first)
	o := Options{Player: p, Address: func() string { return b.address }}
	for _, f := range change {
		f(&o)
	}
	s := Start(o)
	t.Cleanup(s.Close)
	p.service = s
	c := b.client()
	c.there()
	c.heard()
	return p, c
}

func textOf(text string) func(context.Context, int64) (string, error) {
	return func(context.Context, int64) (string, error) { return text, nil }
}
