package serve_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/route"
	"ncmtui/api/serve"
)

// counting answers with the number of the call.
type counting struct {
	n      atomic.Int64
	status int
	size   int
}

func (c *counting) CallAs(context.Context, api.Caller, string, api.Params) (api.Answer, error) {
	body := fmt.Sprintf(`{"code":200,"n":%d,"pad":"%s"}`, c.n.Add(1), strings.Repeat("x", c.size))
	return api.Answer{Status: c.status, Body: []byte(body)}, nil
}

func TestAnswersAreGivenAgainToTheSameCallerOnly(t *testing.T) {
	t.Parallel()
	now := noon
	c := &counting{status: 200}
	r := newRig(t, serve.Options{Calls: c, Now: func() time.Time { return now }})
	for _, step := range []struct {
		name, method, target, body string
		header                     []string
		calls                      int64
	}{
		{"first", "GET", "/user/account?a=1&b=2", "", []string{"Cookie", "MUSIC_U=a"}, 1},
		{"again", "GET", "/user/account?a=1&b=2", "", []string{"Cookie", "MUSIC_U=a"}, 1},
		{"parameters in another order", "GET", "/user/account?b=2&a=1", "", []string{"Cookie", "MUSIC_U=a"}, 1},
		{"the same as a form", "POST", "/user/account?a=1", "b=2", []string{"Cookie", "MUSIC_U=a", "Content-Type", "application/x-www-form-urlencoded"}, 1},
		{"the same cookie as a parameter", "GET", "/user/account?a=1&b=2&cookie=MUSIC_U%3Da", "", nil, 1},
		{"another account", "GET", "/user/account?a=1&b=2", "", []string{"Cookie", "MUSIC_U=b"}, 2},
		{"nobody", "GET", "/user/account?a=1&b=2", "", nil, 3},
		{"a timestamp", "GET", "/user/account?a=1&b=2&timestamp=1", "", []string{"Cookie", "MUSIC_U=a"}, 4},
		{"another value", "GET", "/user/account?a=12", "", []string{"Cookie", "MUSIC_U=a"}, 5},
		{"names and values that run together", "GET", "/user/account?a1=2", "", []string{"Cookie", "MUSIC_U=a"}, 6},
		{"another address", "GET", "/user/subcount?a=1&b=2", "", []string{"Cookie", "MUSIC_U=a"}, 7},
	} {
		_ = text(t, r.do(step.method, step.target, step.body, step.header...))
		if got := c.n.Load(); got != step.calls {
			t.Fatalf("%s: %d calls, want %d", step.name, got, step.calls)
		}
	}
	now = now.Add(2 * time.Minute)
	_ = text(t, r.do("GET", "/user/account?a=1&b=2", "", "Cookie", "MUSIC_U=a"))
	if got := c.n.Load(); got != 8 {
		t.Errorf("after two minutes: %d calls", got)
	}
}

func TestWhatMustNotBeStoredIsNot(t *testing.T) {
	t.Parallel()
	for _, at := range route.All() {
		login := at.Path == "/login" || strings.HasPrefix(at.Path, "/login/") ||
			strings.HasPrefix(at.Path, "/captcha/") || strings.HasPrefix(at.Path, "/register/")
		for _, status := range []int{200, 301, 400, 502} {
			c := &counting{status: status}
			r := newRig(t, serve.Options{Calls: c})
			for range 2 {
				_ = text(t, r.do("GET", at.Path+"?uri=/api/x", ""))
			}
			want := int64(2)
			if status == 200 && !login && !at.Write && at.Path != "/logout" {
				want = 1
			}
			if got := c.n.Load(); got != want {
				t.Errorf("%s with status %d: %d calls, want %d", at.Path, status, got, want)
			}
		}
	}
}

func TestTheCacheHasABound(t *testing.T) {
	t.Parallel()
	c := &counting{status: 200, size: 1 << 20}
	r := newRig(t, serve.Options{Calls: c})
	for i := range 20 {
		_ = text(t, r.do("GET", fmt.Sprintf("/banner?timestamp=%d", i), ""))
	}
	for i, again := range map[int]bool{19: false, 0: true} {
		before := c.n.Load()
		_ = text(t, r.do("GET", fmt.Sprintf("/banner?timestamp=%d", i), ""))
		if (c.n.Load() != before) != again {
			t.Errorf("call %d: made again %v", i, !again)
		}
	}
	off := &counting{status: 200}
	r = newRig(t, serve.Options{Calls: off, CacheFor: -1})
	for range 2 {
		_ = text(t, r.do("GET", "/banner", ""))
	}
	if off.n.Load() != 2 {
		t.Error("switched off, it stored")
	}
}
