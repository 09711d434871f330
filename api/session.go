package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// login renews the login cookie, one request for any number of calls that
// find it expired together.
type login struct {
	mu      sync.Mutex
	flight  chan struct{} // not nil: a renewal is under way; closed at its end
	renewed int           // generation: how many renewals have ended
	gone    bool          // the last renewal failed; no other until a new login
}

func (l *login) generation() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.renewed
}

// fresh says that a new login cookie came.
func (l *login) fresh() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = false
}

// fail says that the login is over; first is false when that was known.
func (l *login) fail() (first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	first = !l.gone
	l.gone = true
	return first
}

func (c *Client) loginGone() {
	if c.gone != nil {
		c.gone()
	}
}

// renew makes sure that a renewal has been tried since generation seen; true
// means that the call is worth another try.
func (c *Client) renew(ctx context.Context, seen int) bool {
	for {
		l := &c.login
		l.mu.Lock()
		if l.renewed != seen || l.gone {
			ok := !l.gone
			l.mu.Unlock()
			return ok
		}
		if l.flight == nil {
			flight := make(chan struct{})
			l.flight = flight
			l.mu.Unlock()
			ok, tried := c.refreshOnce(ctx)
			l.mu.Lock()
			l.flight = nil
			if tried {
				l.renewed++
				l.gone = !ok
			}
			l.mu.Unlock()
			close(flight)
			if tried && !ok {
				c.loginGone()
			}
			return ok
		}
		flight := l.flight
		l.mu.Unlock()
		select {
		case <-ctx.Done():
			return false
		case <-flight:
		}
	}
}

// refreshOnce asks for a new login cookie; tried is false when the network
// gave no answer, which says nothing about the login.
func (c *Client) refreshOnce(ctx context.Context) (ok, tried bool) {
	q := route.Request{
		Method: http.MethodPost, Crypto: envelope.Eapi, Path: refreshPath,
		URL: route.Address(envelope.Eapi, refreshPath),
	}
	era := c.jar.now()
	a, err := c.service(ctx, "/login/refresh", q)
	if err != nil {
		c.log.Debug("login not renewed", "cause", err)
		return false, false
	}
	v := judge(q.Path, a)
	c.takeCookies(a, era)
	c.log.Debug("login renewed", "code", a.Code())
	// An answer without a new MUSIC_U still renews: the old one is kept.
	return v.err == nil && a.Code() == 200, v.action != again
}

const refreshPath = "/api/login/token/refresh"

// takeCookies keeps what an answer to the client's own account sets.
func (c *Client) takeCookies(a route.Answer, era int) {
	if len(a.SetCookie) == 0 {
		return
	}
	changed, newLogin := c.jar.take(era, a.SetCookie, c.now())
	if newLogin {
		c.login.fresh()
	}
	if changed {
		c.saveSession()
	}
}

// anon is what is known of getting a token for calls without login.
type anon struct {
	turn  chan struct{} // one slot: who holds it may register; a waiting call can be cancelled
	tries int
	last  time.Time
	over  bool // has one, or has given up
}

// The anonymous registration fails at random with code 400: it is tried this
// often, this far apart, then the client goes without.
const (
	anonTries = 3
	anonPause = 5 * time.Second
)

// ensureToken gets the anonymous token before a call without login. A failure
// is no error of that call; it goes without.
func (c *Client) ensureToken(ctx context.Context) {
	s := c.jar.snapshot()
	if s.LoggedIn() || s.Anonymous != "" {
		return
	}
	select {
	case <-ctx.Done():
		return
	case c.anon.turn <- struct{}{}:
		defer func() { <-c.anon.turn }()
	}
	if c.anon.over || (!c.anon.last.IsZero() && c.now().Sub(c.anon.last) < anonPause) {
		return
	}
	if c.jar.snapshot().Anonymous != "" { // the caller before us got it
		return
	}
	c.anon.tries++
	c.anon.last = c.now()
	q := route.Request{
		Method: http.MethodPost, Crypto: envelope.Weapi, Path: "/api/register/anonimous",
		URL:    route.Address(envelope.Weapi, "/api/register/anonimous"),
		Params: map[string]any{"username": envelope.AnonymousUser(s.Device)},
	}
	era := c.jar.now()
	a, err := c.service(ctx, "/register/anonimous", q)
	if err != nil {
		c.anon.tries-- // the network's failure, not the service's no
		return
	}
	c.takeCookies(a, era)
	c.anon.over = a.Code() != 400 || c.anon.tries >= anonTries
	c.log.Debug("anonymous token", "code", a.Code(), "try", c.anon.tries)
}

// Refresh renews the login cookie now.
func (c *Client) Refresh(ctx context.Context) error {
	_, err := c.Call(ctx, "/login/refresh", nil)
	return err
}

// Logout ends the login at the service and forgets it here, also when the
// service cannot be reached; the error says that it may go on there.
func (c *Client) Logout(ctx context.Context) error {
	_, err := c.Call(ctx, "/logout", nil)
	c.jar.forget()
	c.saveSession()
	if errors.Is(err, ErrLoginNeeded) {
		return nil
	}
	return err
}

// ErrOvertaken says that another session took the place of the one that was
// asked about: the answer is of no use.
var ErrOvertaken = errors.New("another login took over meanwhile")

// Account says who is logged in; nil without login.
func (c *Client) Account(ctx context.Context) (*User, error) {
	u, _, err := c.Whose(ctx)
	return u, err
}

// Whose is Account with the session that the answer is about. Its error is
// ErrOvertaken when that is no longer the client's.
func (c *Client) Whose(ctx context.Context) (*User, Session, error) {
	era := c.jar.now()
	a, err := c.Call(ctx, "/login/status", nil)
	s, still := c.jar.of(era)
	switch {
	case !still && ctx.Err() == nil:
		return nil, Session{}, ErrOvertaken
	case err != nil:
		return nil, s, err
	}
	u, err := decodeAccount(a.Body)
	return u, s, err
}

func decodeAccount(body []byte) (*User, error) {
	type fields struct {
		Account object[struct {
			ID        jsonInt  `json:"id"`
			VIP       jsonInt  `json:"vipType"`
			Anonymous jsonBool `json:"anonimousUser"` // the service's own spelling,
			Anonym    jsonBool `json:"anonymousUser"` // and the other one
		}] `json:"account"`
		Profile object[wireUser] `json:"profile"`
	}
	var b struct {
		fields
		Data object[fields] `json:"data"`
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, badAnswer("/login/status", err)
	}
	f := b.fields
	if b.Data.OK && !f.Account.OK {
		f = b.Data.V
	}
	if !f.Account.OK || bool(f.Account.V.Anonymous || f.Account.V.Anonym) || (f.Account.V.ID == 0 && !f.Profile.OK) {
		return nil, nil
	}
	u := f.Profile.V.user()
	if u.ID == 0 {
		u.ID = int64(f.Account.V.ID)
	}
	if u.VIP == 0 {
		u.VIP = int(f.Account.V.VIP)
	}
	return &u, nil
}
