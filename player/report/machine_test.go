package report

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// How many random evenings are run; -evenings 10000 takes a minute.
var (
	evenings    = flag.Int("evenings", usual, "how many random evenings with faults and kills are run")
	firstSeed   = flag.Uint64("seed", 1, "the first of them")
	userOfEvery = map[Service]string{LastFM: "ann", ListenBrainz: "ben"}
)

// op is a step of an evening: songs are heard, the services and the disk do as
// they like, the process is killed and started again.
type op struct {
	kind  int // see evening.step
	song  int64
	wait  time.Duration
	fuse  int // kill after so many calls of the outbox
	reply [3][]answer
}

func randomAnswer(rng *rand.Rand) answer {
	a := answer{class: Class(rng.IntN(int(Suspicious) + 1)), half: rng.IntN(4) == 0}
	switch a.class {
	case Unsure:
		a.ok = rng.IntN(2) == 0
		a.arrives = a.ok || rng.IntN(2) == 0
		a.half = false
		a.delay = time.Duration(rng.IntN(31)) * time.Second
	case TooOften:
		a.wait = time.Duration(rng.IntN(3)) * time.Minute
	default:
	}
	return a
}

func randomOps(rng *rand.Rand) []op {
	ops := make([]op, 1+rng.IntN(25))
	for i := range ops {
		ops[i] = op{
			kind: rng.IntN(10), song: int64(1 + rng.IntN(3)), wait: time.Duration(rng.IntN(600)) * time.Second, fuse: rng.IntN(14),
		}
		for s := range ops[i].reply {
			for range rng.IntN(4) {
				ops[i].reply[s] = append(ops[i].reply[s], randomAnswer(rng))
			}
		}
	}
	return ops
}

// TestNoPlayIsLostAndNoneRepeatedTwice runs random evenings with three
// services. Afterwards every play that was recorded has arrived at each, or
// its row was given up for a stated reason, in order, and none arrived more
// often than once and its one repeat.
func TestNoPlayIsLostAndNoneRepeatedTwice(t *testing.T) {
	t.Parallel()
	sent, repeats := 0, 0
	for i := range *evenings {
		seed := *firstSeed + uint64(i)
		synctest.Test(t, func(t *testing.T) {
			e := newEvening()
			if err := e.run(randomOps(rand.New(rand.NewPCG(seed, 0)))); err != nil {
				t.Fatalf("-seed %d -evenings 1: %v", seed, err)
			}
			for _, s := range e.services {
				sent += len(s.arrived)
				repeats += len(s.arrived) - len(counted(s.arrived))
			}
		})
		if t.Failed() {
			return
		}
	}
	if sent == 0 || repeats == 0 {
		t.Errorf("%d reports arrived, %d of them repeats: nothing was tried", sent, repeats)
	}
	t.Logf("%d evenings: %d reports arrived, %d of them repeats", *evenings, sent, repeats)
}

func counted(arrived []string) map[string]int {
	times := map[string]int{}
	for _, id := range arrived {
		times[id]++
	}
	return times
}

// evening is a world that outlives the process: the outbox and the services.
type evening struct {
	o        *outbox
	services [3]*service
	r        *Reporter
	off      atomic.Bool // Last.fm
}

func newEvening() *evening {
	return &evening{o: &outbox{fuse: -1}, services: [3]*service{{}, {}, {}}}
}

func (e *evening) start() {
	brainz := toLastFM(e.services[2])
	brainz.Service, brainz.Batch = ListenBrainz, 100
	e.r = NewReporter(Options{
		Off:    func(s Service, _ int64) bool { return s == LastFM && e.off.Load() },
		Outbox: e.o, Jitter: func() float64 { return 0 }, Posts: []Post{toNetEase(e.services[0]), toLastFM(e.services[1]), brainz},
	})
	e.login()
}

func (e *evening) login() {
	e.r.SetAccount(1)
	for s, user := range userOfEvery {
		e.r.SetUser(s, user)
	}
}

func (e *evening) run(ops []op) error {
	e.start()
	for i, op := range ops {
		for k, s := range e.services {
			s.mu.Lock()
			s.script = append(s.script, op.reply[k]...)
			s.mu.Unlock()
		}
		e.step(i, op)
	}
	synctest.Wait()
	most := 0
	for _, s := range e.services {
		most = max(most, len(s.script))
	}
	for range 10 + most { // each may be an expired login
		e.login()
		time.Sleep(3 * time.Hour)
		synctest.Wait()
	}
	if err := e.r.Close(context.Background()); err != nil {
		return err
	}
	for k, name := range []Service{NetEase, LastFM, ListenBrainz} {
		if err := judge(e.o, name, e.services[k]); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func (e *evening) step(i int, op op) {
	switch op.kind {
	case 0, 1, 2:
		heard(e.r, fmt.Sprint(i), op.song, 3*time.Minute)
		synctest.Wait() // recorded: from here on it must not be lost
	case 3:
		time.Sleep(op.wait)
	case 4, 5:
		e.o.mu.Lock()
		e.o.fuse = op.fuse
		e.o.mu.Unlock()
		heard(e.r, fmt.Sprint(i), op.song, 3*time.Minute)
		time.Sleep(op.wait)
		e.r.stop() // killed: no flush
		e.r.group.Wait()
		e.o.fuse, e.o.dead = -1, false
		e.start()
	case 6:
		e.login()
	case 7:
		e.r.Kick()
	case 8:
		e.off.Store(true)
		time.Sleep(op.wait)
		e.off.Store(false)
	case 9:
		e.r.SetUser(LastFM, "carl")
		heard(e.r, fmt.Sprint("carl's ", i), op.song, 3*time.Minute)
		time.Sleep(op.wait)
		e.r.SetUser(LastFM, userOfEvery[LastFM])
	}
}

func judge(o *outbox, name Service, s *service) error {
	if s.overlap {
		return fmt.Errorf("two sends at once")
	}
	if err := inOrder(s.arrived); err != nil {
		return err
	}
	times := counted(s.arrived)
	for id, n := range times {
		if n > 2 {
			return fmt.Errorf("%s arrived %d times", id, n)
		}
	}
	left := map[string]bool{}
	for _, r := range o.rows {
		if r.Service != name || r.User == "carl" {
			continue // he did not come back
		}
		left[r.Play+"/"+string(r.Kind)] = true
		if r.State != Dead || r.Unsure < 2 && r.Attempts < badTries {
			return fmt.Errorf("left behind: %+v", r)
		}
	}
	for _, r := range o.told {
		if id := r.Play + "/" + string(r.Kind); r.Service == name && r.User != "carl" && times[id] == 0 && !left[id] {
			return fmt.Errorf("lost: %s", id)
		}
	}
	return nil
}

// inOrder wants the plays' first arrivals to be in the order in which they
// were heard; carl's are in a lane of their own.
func inOrder(arrived []string) error {
	last, seen := -1, map[string]bool{}
	for _, id := range arrived {
		play, ok := strings.CutSuffix(id, "/play")
		if !ok || seen[id] || strings.HasPrefix(play, "carl") {
			continue
		}
		seen[id] = true
		var n int
		if _, err := fmt.Sscan(play, &n); err != nil {
			return err
		}
		if n <= last {
			return fmt.Errorf("out of order: %v", arrived)
		}
		last = n
	}
	return nil
}
