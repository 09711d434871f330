package api

import (
	"context"
	"sync"
	"time"
)

// pace remembers which addresses the service wants left alone, and whether
// all of it does.
type pace struct {
	mu    sync.Mutex
	cool  map[string]cooling
	pause time.Time // background calls wait until then
}

type cooling struct {
	until time.Time
	step  int // how many times in a row
}

type backgroundKey struct{}

// Background marks the calls of a context as not asked for by the user's own
// hand (prefetch, refresh, outbox): they stop first when the service is angry.
func Background(ctx context.Context) context.Context {
	return context.WithValue(ctx, backgroundKey{}, true)
}

// blocked gives the error of a call that must not be made now.
func (p *pace) blocked(ctx context.Context, path string, now time.Time) *Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c, ok := p.cool[path]; ok && now.Before(c.until) {
		return &Error{Class: ErrTooOften, Path: path, Until: c.until, unsent: true}
	}
	if background, _ := ctx.Value(backgroundKey{}).(bool); background && now.Before(p.pause) {
		return &Error{Class: ErrRisk, Path: path, Until: p.pause, unsent: true}
	}
	return nil
}

// tooOften starts the next longer cool-down of an address.
func (p *pace) tooOften(path string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.cool[path]
	// Calls that were under way together count as one offence.
	if now.Before(c.until) {
		return c.until
	}
	c.until = now.Add(coolDowns[min(c.step, len(coolDowns)-1)])
	c.step++
	if p.cool == nil {
		p.cool = map[string]cooling{}
	}
	p.cool[path] = c
	return c.until
}

func (p *pace) risk(now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pause = now.Add(riskPause)
	return p.pause
}

// fine forgets an address's offences after an answer without one.
func (p *pace) fine(path string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.cool, path)
}

// wait sleeps the pause before try n (1 is the first repeat): 0.5 s doubled
// each time, up to 4 s, plus up to half of itself.
func (c *Client) wait(ctx context.Context, n int) error {
	pause := min(firstRetry<<(n-1), lastRetry)
	pause += time.Duration(c.dice(int(pause/2) + 1))
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
