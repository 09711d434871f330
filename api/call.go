package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ncmtui/api/route"
)

// Params are the values of a call, by the names of the documented address.
type Params = route.Params

// Answer is what the documented server would give: Status its HTTP status,
// Body the reshaped body, SetCookie the lines of the service as they came
// (route.Cookies takes their Domain away).
type Answer = route.Answer

// ErrUnknownAddress says that the table has no such address.
var ErrUnknownAddress = errors.New("unknown address")

// Call makes a documented call ("/song/url/v1") with the client's own account
// and under the whole policy: limiter, retries of reads, cool-downs, renewal
// of the login, anonymous token.
//
// The answer is as full as possible also beside an error: a refusal of the
// service is both a body and an *Error.
func (c *Client) Call(ctx context.Context, path string, p Params) (Answer, error) {
	r, ok := route.Lookup(path)
	if !ok {
		return Answer{}, fmt.Errorf("%s: %w", path, ErrUnknownAddress)
	}
	if c.server != nil {
		return c.callServer(ctx, r, p)
	}
	var refusal *Error
	unreadable := false
	a, err := r.Run(ctx, c.env(Caller{}, true), p, func(ctx context.Context, q route.Request) (Answer, error) {
		if unreadable { // the next step of a flow would build on nothing
			return Answer{}, refusal
		}
		a, e, err := c.try(ctx, r, c.direct(q), ownCaller)
		refusal, unreadable = e, e != nil && a.NotJSON
		return a, err
	})
	// What the service refused is the reason also where a flow then missed
	// something in the answer.
	if refusal != nil && (err == nil || errors.Is(err, route.ErrUpload)) {
		err = fmt.Errorf("%s: %w", path, refusal)
	}
	return a, err
}

// CallAs makes a documented call as somebody else: nothing of the client's
// account is sent, kept or renewed, and nothing is retried. A refusal of the
// service is no error here, only a body.
func (c *Client) CallAs(ctx context.Context, k Caller, path string, p Params) (Answer, error) {
	r, ok := route.Lookup(path)
	if !ok {
		return Answer{}, fmt.Errorf("%s: %w", path, ErrUnknownAddress)
	}
	if c.server != nil {
		return c.sendServer(ctx, k, r.Path, p)
	}
	k.passedOn = r.Flow == "" && r.Shape == ""
	return r.Run(ctx, c.env(k, false), p, func(ctx context.Context, q route.Request) (Answer, error) {
		return c.send(ctx, k, q)
	})
}

// env is what a call takes from the client. The client's own account keeps its
// device, also for a new anonymous token; others get a fresh one each time, as
// the documented server does it.
func (c *Client) env(k Caller, own bool) route.Env {
	device := func() string { return c.device(route.Request{}) }
	if own {
		return route.Env{Now: c.now(), Version: c.version, NewDevice: device}
	}
	return route.Env{Now: c.now(), Version: c.version, Crypto: k.Crypto, NewDevice: func() string {
		c.randomMu.Lock()
		d, err := NewDevice(c.random)
		c.randomMu.Unlock()
		if err != nil {
			return device()
		}
		return d
	}}
}

func ownCaller(k Caller) Caller { return k }

// try makes one upstream request under the policy. The *Error is a refusal
// that came with the answer; err means that there is no answer.
func (c *Client) try(ctx context.Context, r *route.Route, x exchange, as func(Caller) Caller) (Answer, *Error, error) {
	if e := c.pace.blocked(ctx, r.Path, c.now()); e != nil {
		return Answer{}, nil, e
	}
	if x.path != "/api/register/anonimous" && x.path != refreshPath {
		c.ensureToken(ctx)
	}
	renewed := false
	for n := 1; ; n++ {
		seen := c.login.generation()
		begun, era := c.now(), c.jar.now()
		a, err := x.send(ctx, as(c.own()))
		c.log.Debug("call", "path", x.path, "code", a.Code(), "took", c.now().Sub(begun).Round(time.Millisecond), "try", n, "err", err)
		if err != nil {
			if !c.worthAgain(ctx, r, err) || n >= maxTries {
				return Answer{}, nil, err
			}
			if err := c.wait(ctx, n); err != nil {
				return Answer{}, nil, err
			}
			continue
		}
		c.takeCookies(a, era)
		v := x.judge(a)
		switch v.action {
		case again:
			if r.Write || n >= maxTries {
				return a, v.err, nil
			}
			if err := c.wait(ctx, n); err != nil {
				return Answer{}, nil, err
			}
			continue
		case refresh:
			if c.jar.now() != era {
				break // said of an account that is no longer the one
			}
			if renewed {
				// Renewed and still not let in: another would not help.
				if c.login.fail() {
					c.loginGone()
				}
			} else if c.jar.snapshot().LoggedIn() && c.renew(ctx, seen) {
				renewed = true // a call refused for its login did nothing: also a write may go again
				continue
			}
		case coolDown:
			v.err.Until = c.pace.tooOften(r.Path, c.now())
		case pauseAll:
			v.err.Until = c.pace.risk(c.now())
		case pass:
			c.pace.fine(r.Path)
		}
		return a, v.err, nil
	}
}

// worthAgain says whether a request without an answer may be made again:
// reads always, writes only when they provably never left.
func (c *Client) worthAgain(ctx context.Context, r *route.Route, err error) bool {
	if dead(ctx, err) {
		return false
	}
	var e *Error
	if !errors.As(err, &e) || e.Class != ErrNetwork && e.Class != ErrProxy { //nolint:errorlint // portals are not asked again
		return false
	}
	return !r.Write || e.unsent
}

// call makes a call and decodes its body.
func call[T any](ctx context.Context, c *Client, path string, p Params) (T, error) {
	var out T
	a, err := c.Call(ctx, path, p)
	if err != nil {
		return out, err
	}
	return decode[T](path, a.Body)
}

func decode[T any](path string, body []byte) (T, error) {
	var out T
	if json.Valid(body) && read(body, &out) {
		return out, nil
	}
	var again T // what encoding/json makes of it, and its reason
	if err := json.Unmarshal(body, &again); err != nil {
		return again, badAnswer(path, err)
	}
	return again, nil
}

func badAnswer(path string, err error) error {
	return fmt.Errorf("%s: %w", path, &Error{Class: ErrBadAnswer, Path: path, Cause: err})
}
