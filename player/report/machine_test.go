package report

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// op is a step of an evening: songs are heard, the service and the disk do as
// they like, the process is killed and started again.
type op struct {
	kind  int // hear, wait, kill, login, kick
	song  int64
	wait  time.Duration
	fuse  int // kill after so many calls of the outbox
	reply []answer
}

func drawOps(t *rapid.T) []op {
	replies := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) answer {
		a := answer{class: Class(rapid.IntRange(0, int(Suspicious)).Draw(t, "class"))}
		switch a.class {
		case Unsure:
			a.arrives = rapid.Bool().Draw(t, "arrives")
			a.ok = rapid.Bool().Draw(t, "ok")
			a.arrives = a.arrives || a.ok
			a.delay = time.Duration(rapid.IntRange(0, 30).Draw(t, "delay")) * time.Second
		default:
		}
		return a
	}), 0, 4)
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) op {
		return op{
			kind:  rapid.IntRange(0, 6).Draw(t, "op"),
			song:  int64(rapid.IntRange(1, 3).Draw(t, "song")),
			wait:  time.Duration(rapid.IntRange(0, 600).Draw(t, "wait")) * time.Second,
			fuse:  rapid.IntRange(0, 12).Draw(t, "fuse"),
			reply: replies.Draw(t, "replies"),
		}
	}), 1, 25).Draw(t, "ops")
}

// TestNoPlayIsLostAndNoneRepeatedTwice runs random evenings. Afterwards every
// play that was recorded has arrived, or its row was given up for a stated
// reason, and none arrived more than once beyond its one repeat.
func TestNoPlayIsLostAndNoneRepeatedTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		ops := drawOps(rt)
		var problem string
		synctest.Test(t, func(t *testing.T) { problem = evening(ops) })
		if problem != "" {
			rt.Fatal(problem)
		}
	})
}

func evening(ops []op) string {
	o, s := &outbox{fuse: -1}, &service{}
	r := newReporter(o, s)
	r.SetAccount(1)
	for i, op := range ops {
		s.mu.Lock()
		s.script = append(s.script, op.reply...)
		s.mu.Unlock()
		switch op.kind {
		case 0, 1, 2:
			heard(r, fmt.Sprint(i), op.song, time.Minute)
			synctest.Wait() // recorded: from here on it must not be lost
		case 3:
			time.Sleep(op.wait)
		case 4:
			o.mu.Lock()
			o.fuse = op.fuse
			o.mu.Unlock()
			heard(r, fmt.Sprint(i), op.song, time.Minute)
			time.Sleep(op.wait)
			r.stop() // killed: no flush
			r.group.Wait()
			o.fuse, o.dead = -1, false
			r = newReporter(o, s)
			r.SetAccount(1)
		case 5:
			r.SetAccount(1)
		case 6:
			r.Kick()
		}
	}
	synctest.Wait()
	for range 8 + len(s.script) { // each may be an expired login
		r.SetAccount(1)
		time.Sleep(3 * time.Hour)
		synctest.Wait()
	}
	if err := r.Close(context.Background()); err != nil {
		return err.Error()
	}
	return judge(o, s)
}

func judge(o *outbox, s *service) string {
	if s.overlap {
		return "two sends at once"
	}
	times := map[string]int{}
	var order []string
	for _, id := range s.arrived {
		if times[id]++; times[id] > 2 {
			return "sent three times: " + id
		}
		if times[id] == 1 && strings.HasSuffix(id, "/play") {
			order = append(order, id)
		}
	}
	for i := 1; i < len(order); i++ {
		var a, b int
		fmt.Sscanf(order[i-1], "%d", &a)
		fmt.Sscanf(order[i], "%d", &b)
		if a >= b {
			return fmt.Sprintf("out of order: %v", order)
		}
	}
	left := map[string]Row{}
	for _, r := range o.rows {
		left[r.Play+"/"+string(r.Kind)] = r
		if r.State != Dead || (r.Unsure < 2 && r.Attempts < badTries) {
			return fmt.Sprintf("left behind: %+v", r)
		}
	}
	for _, p := range o.plays {
		id := p.ID + "/play"
		if _, gaveUp := left[id]; p.Counts && times[id] == 0 && !gaveUp {
			return "lost: " + id
		}
	}
	return ""
}
