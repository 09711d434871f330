package api

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

// answers to every address: what the policy makes of each, and how many
// requests it costs. Special: by the place of the address, instead of class.
var tablePolicy = []struct {
	name     string
	status   int
	body     string
	broken   bool // the connection ends inside the body
	class    error
	requests int // of a write; of a read where reads is 0
	reads    int
	special  map[place]error // nil: no error
	costs    map[place]int
	quiet    bool // plain pages and files say nothing by their code
}{
	{name: "301", body: `{"code":301,"msg":null}`, class: ErrLoginNeeded, requests: 2, costs: map[place]int{inRefresh: 1}, quiet: true},
	{name: "-460", body: `{"code":-460,"msg":"Cheating"}`, class: ErrRisk, requests: 1, quiet: true},
	{name: "-462", body: `{"code":-462,"data":{"url":"https://st.music.163.com/e"}}`, class: ErrVerify, requests: 1, quiet: true},
	{name: "405", body: `{"code":405}`, class: ErrTooOften, requests: 1, quiet: true},
	{name: "8821", body: `{"code":8821,"redirectUrl":"https://st.music.163.com/e"}`, class: ErrLoginRefused, requests: 1, quiet: true},
	{name: "502", body: `{"code":502,"message":"no"}`, class: ErrRefused, requests: 1, quiet: true, special: map[place]error{
		inLogin: ErrCredentials, inTracks: ErrDuplicate, inQR: nil,
	}},
	{name: "a page", body: "<!DOCTYPE html><html>sign in</html>", class: ErrCaptivePortal, requests: 1, quiet: true},
	{name: "cut JSON", body: `{"code":200,"data":[{"id":1,`, class: ErrBadAnswer, requests: 1, quiet: true},
	{name: "cut body", body: `{"code":200,"da`, broken: true, class: ErrNetwork, requests: 1, reads: 3},
	{name: "gateway", status: 502, body: "<html>bad gateway</html>", class: ErrNetwork, requests: 1, reads: 3, quiet: true},
}

// cutOff gives an error where the rest of a body should be.
type cutOff struct{ io.Reader }

func (c cutOff) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func (cutOff) Close() error { return nil }

// everything are parameters that let any address make its first request.
func everything(r *route.Route) Params {
	p := Params{}
	for _, in := range r.Inputs {
		p[in.Name] = "1"
	}
	f := route.File{Name: "a.mp3", Data: []byte("x")}
	p["imgFile"], p["songFile"] = f, f
	switch r.Path {
	case "/api":
		p["uri"], p["data"], p["crypto"] = "/api/x", "{}", "eapi"
	case "/top/list":
		delete(p, "idx")
	}
	return p
}

func TestPolicyHoldsOnEveryAddress(t *testing.T) {
	t.Parallel()
	for _, server := range []bool{false, true} {
		for _, c := range tablePolicy {
			name := c.name + " of the service"
			if server {
				name = c.name + " of a server"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					for _, r := range route.All() {
						plain := len(r.Calls) > 0 && r.Calls[0].Crypto == envelope.Plain
						if r.Local || (plain && c.quiet && !server) {
							continue
						}
						status := c.status
						if status == 0 {
							status = http.StatusOK
						}
						if server && c.status == 0 {
							status = route.Settle(status, []byte(c.body))
						}
						requests := 0
						client := counted(t, server, &requests, func() *http.Response {
							res := reply(status, c.body)
							if c.broken {
								res.Body = cutOff{strings.NewReader(c.body)}
							}
							return res
						})
						_, err := client.Call(t.Context(), r.Path, everything(r))
						at := placeOf(placePath(r))
						want, special := c.special[at]
						if !special {
							want = c.class
						}
						cost, known := c.costs[at]
						if !known {
							cost = c.requests
							if c.reads > 0 && !r.Write {
								cost = c.reads
							}
						}
						if (want == nil) != (err == nil) || (want != nil && !errors.Is(err, want)) || requests != cost {
							t.Errorf("%s: %v after %d requests, want %v after %d", r.Path, err, requests, want, cost)
						}
					}
				})
			})
		}
	}
}

// placePath is the inner path that the policy sees first.
func placePath(r *route.Route) string {
	if r.Path == "/api" {
		return "/api/x"
	}
	return innerPath(r)
}

func counted(t *testing.T, server bool, requests *int, answer func() *http.Response) *Client {
	t.Helper()
	o := Options{Session: loggedIn(), Rate: -1, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		*requests++
		if r.Body != nil {
			_, _ = io.Copy(io.Discard, r.Body)
		}
		res := answer()
		res.Request = r
		return res, nil
	})}
	if server {
		o.Server = "http://127.0.0.1:3000"
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCoolDownsStopTheNextCallOfEveryAddress: 405 is answered by silence.
func TestCoolDownsStopTheNextCallOfEveryAddress(t *testing.T) {
	t.Parallel()
	for _, server := range []bool{false, true} {
		requests := 0
		client := counted(t, server, &requests, func() *http.Response { return reply(http.StatusMethodNotAllowed, `{"code":405}`) })
		for _, r := range route.All() {
			if r.Local || (len(r.Calls) > 0 && r.Calls[0].Crypto == envelope.Plain) {
				continue
			}
			before := requests
			for range 3 {
				var e *Error
				if _, err := client.Call(t.Context(), r.Path, everything(r)); !errors.As(err, &e) || !errors.Is(e.Class, ErrTooOften) || e.Until.IsZero() {
					t.Errorf("%s: %v", r.Path, err)
				}
			}
			if requests != before+1 {
				t.Errorf("%s: %d requests", r.Path, requests-before)
			}
		}
	}
}
