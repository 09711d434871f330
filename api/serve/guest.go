package serve

import (
	"context"
	"strings"
	"sync"
	"time"

	"ncmtui/api"
)

// guestPause is how long a token that could not be had is not asked for again.
const guestPause = 10 * time.Minute

// guest keeps the anonymous token that callers without any login get, as the
// documented server has one for all of them. It belongs to no account.
type guest struct {
	wanted bool

	mu    sync.Mutex
	token string
	next  time.Time // not asked for before
}

// Prepare fetches the anonymous token, if one is wanted. Without it calls go
// on without; it is tried again later.
func (h *Handler) Prepare(ctx context.Context) { h.guestToken(ctx) }

// guestToken gives the token, "" without one. Only one caller waits for a new
// one, the others do without.
func (h *Handler) guestToken(ctx context.Context) string {
	g := &h.guest
	g.mu.Lock()
	token, now := g.token, h.now()
	if !g.wanted || token != "" || now.Before(g.next) {
		g.mu.Unlock()
		return token
	}
	g.next = now.Add(guestPause)
	g.mu.Unlock()
	a, err := h.calls.CallAs(ctx, api.Caller{}, "/register/anonimous", nil)
	if err != nil {
		return ""
	}
	for _, line := range a.SetCookie {
		pair, _, _ := strings.Cut(line, ";")
		if value, ok := strings.CutPrefix(pair, "MUSIC_A="); ok && value != "" {
			g.mu.Lock()
			g.token = value
			g.mu.Unlock()
			return value
		}
	}
	return ""
}
