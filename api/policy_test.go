package api

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// policyCase is one row of RELIABILITY §2.0: what is seen, what class it gets
// and how many requests it costs (the repeats and the renewal included).
type policyCase struct {
	name     string
	path     string
	params   Params
	status   int
	body     string
	cause    error
	class    error // nil: no error
	requests int
	text     string
	verify   string
}

var policyCases = []policyCase{
	{name: "done", path: "/personal_fm", body: `{"code":200}`, requests: 1},
	{name: "read, connection lost", path: "/personal_fm", cause: errDown, class: ErrNetwork, requests: 3},
	{name: "write, connection lost", path: "/like", cause: errDown, class: ErrNetwork, requests: 1},
	{name: "read, gateway", path: "/personal_fm", status: 502, body: "<html>bad gateway", class: ErrNetwork, requests: 3},
	{name: "write, gateway", path: "/like", status: 503, body: "", class: ErrNetwork, requests: 1},
	{name: "read, 500 without code", path: "/personal_fm", status: 500, body: `{"data":1}`, class: ErrNetwork, requests: 3},
	{name: "empty body", path: "/personal_fm", body: "", class: ErrBadAnswer, requests: 3},
	{name: "portal", path: "/personal_fm", body: "<!DOCTYPE html><html>sign in", class: ErrCaptivePortal, requests: 1},
	{name: "portal is the network's", path: "/personal_fm", body: " <html>", class: ErrNetwork, requests: 1},
	{name: "no JSON", path: "/personal_fm", body: "hello", class: ErrBadAnswer, requests: 1},
	{name: "cut JSON", path: "/personal_fm", body: `{"code":200,`, class: ErrBadAnswer, requests: 1},
	{name: "301 and the renewal fails", path: "/personal_fm", body: `{"msg":null,"code":301}`, class: ErrLoginNeeded, requests: 2},
	{name: "302", path: "/like", body: `{"code":302}`, class: ErrLoginNeeded, requests: 2},
	{name: "405", path: "/personal_fm", body: `{"code":405,"message":"操作频繁"}`, class: ErrTooOften, requests: 1, text: "操作频繁"},
	{name: "406", path: "/like", body: `{"code":406}`, class: ErrTooOften, requests: 1},
	{name: "-460", path: "/personal_fm", body: `{"code":-460,"msg":"Cheating"}`, class: ErrRisk, requests: 1, text: "Cheating"},
	{name: "-462", path: "/like", body: `{"code":-462,"data":{"url":"https://st.music.163.com/e?x=1"}}`, class: ErrVerify, requests: 1, verify: "https://st.music.163.com/e?x=1"},
	{name: "-462 to elsewhere", path: "/like", body: `{"code":-462,"data":{"url":"https://163.com.evil.test/","verifyUrl":"http://music.163.com/"}}`, class: ErrVerify, requests: 1},
	{name: "8810", path: "/login/cellphone", body: `{"code":8810}`, class: ErrLoginRefused, requests: 1},
	{name: "8821", path: "/login/cellphone", body: `{"code":8821}`, class: ErrLoginRefused, requests: 1},
	{name: "250", path: "/login/cellphone", body: `{"code":250}`, class: ErrLoginRefused, requests: 1},
	{name: "400", path: "/personal_fm", body: `{"code":400}`, class: ErrParameters, requests: 1},
	{name: "no account", path: "/login/cellphone", body: `{"code":501}`, class: ErrCredentials, requests: 1},
	{name: "wrong password is no gateway", path: "/login/cellphone", status: 502, body: `{"code":502}`, class: ErrCredentials, requests: 1},
	{name: "wrong captcha", path: "/captcha/verify", body: `{"code":503}`, class: ErrCredentials, requests: 1},
	{name: "502 in a list", path: "/personal_fm", body: `{"code":502}`, class: ErrRefused, requests: 1},
	{name: "404", path: "/personal_fm", body: `{"code":404,"message":7}`, class: ErrRefused, requests: 1, text: "7"},
	{name: "QR expired", path: "/login/qr/check", params: Params{"key": "k"}, body: `{"code":800}`, requests: 1},
	{name: "QR done", path: "/login/qr/check", params: Params{"key": "k"}, body: `{"code":803}`, requests: 1},
	{name: "QR 502", path: "/login/qr/check", params: Params{"key": "k"}, body: `{"code":502}`, requests: 1},
	{name: "url null is data", path: "/song/url/v1", params: Params{"id": 1, "level": "standard"}, body: `{"code":200,"data":[{"id":1,"url":null,"code":404}]}`, requests: 1},
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	for _, c := range policyCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { c.run(t) })
		})
	}
}

func (c policyCase) run(t *testing.T) {
	client, f := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) {
		if c.cause != nil {
			return nil, c.cause
		}
		return reply(max(c.status, 200), c.body), nil
	})
	begun := time.Now()
	a, err := client.Call(t.Context(), c.path, c.params)
	var e *Error
	switch {
	case c.class == nil && err != nil, c.class != nil && (!errors.Is(err, c.class) || !errors.As(err, &e)):
		t.Fatalf("got %v, want %v", err, c.class)
	}
	if e != nil && (e.Text != c.text && c.text != "" || e.Verify != c.verify) {
		t.Errorf("text %q, verify %q", e.Text, e.Verify)
	}
	if n := len(f.calls("")); n != c.requests {
		t.Errorf("%d requests, want %d", n, c.requests)
	}
	if c.requests == 3 {
		if took := time.Since(begun); took < 1500*time.Millisecond || took > 2250*time.Millisecond+2 {
			t.Errorf("pauses of %v together", took)
		}
	}
	if c.cause == nil && c.body != "" && len(a.Body) == 0 {
		t.Error("the body is gone")
	}
}

func TestErrorFixturesHaveAClass(t *testing.T) {
	t.Parallel()
	want := map[string]error{
		"-460": ErrRisk, "-462": ErrVerify, "10004": ErrLoginRefused, "250": ErrLoginRefused,
		"301": ErrLoginNeeded, "501": ErrCredentials, "8821": ErrLoginRefused,
	}
	for _, file := range fixtures(t, "errors/*.json") {
		v := judge("/api/w/login/cellphone", Answer{Status: 200, Body: fixture(t, file)})
		name := filepath.Base(file)
		code := name[:strings.Index(name[1:], "-")+1]
		if v.err == nil || want[code] == nil || !errors.Is(v.err.Class, want[code]) {
			t.Errorf("%s (%s): %v", file, code, v.err)
			continue
		}
		if strings.Contains(name, "msg-null") != (v.err.Text == "") {
			t.Errorf("%s: text %q", file, v.err.Text)
		}
		if wantURL := code == "-462" || code == "8821" || code == "10004"; wantURL != (v.err.Verify != "") {
			t.Errorf("%s: verify %q", file, v.err.Verify)
		}
	}
}

func TestCoolDownGrowsAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		angry := true
		client, f := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) {
			if angry {
				return reply(200, `{"code":405}`), nil
			}
			return reply(200, `{"code":200}`), nil
		})
		for i, pause := range []time.Duration{20 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 30 * time.Minute} {
			_, err := client.Call(t.Context(), "/personal_fm", nil)
			var e *Error
			if !errors.As(err, &e) || !e.Until.Equal(time.Now().Add(pause)) {
				t.Fatalf("%d: %v until %v", i, err, e)
			}
			time.Sleep(pause - time.Second)
			if _, err := client.Call(t.Context(), "/personal_fm", nil); !errors.Is(err, ErrTooOften) {
				t.Fatalf("%d: %v", i, err)
			}
			if n := len(f.calls("")); n != i+1 {
				t.Fatalf("%d: %d requests", i, n)
			}
			time.Sleep(time.Second)
		}
		angry = false
		if _, err := client.Call(t.Context(), "/personal_fm", nil); err != nil {
			t.Fatal(err)
		}
		angry = true
		_, err := client.Call(t.Context(), "/personal_fm", nil)
		var e *Error
		if !errors.As(err, &e) || !e.Until.Equal(time.Now().Add(20*time.Second)) {
			t.Fatalf("after a good answer: %v", err)
		}
		if _, err := client.Call(t.Context(), "/recommend/songs", nil); len(f.calls("")) != 8 || !errors.Is(err, ErrTooOften) {
			t.Fatalf("another address was not asked: %v", err)
		}
	})
}

func TestRiskPausesBackgroundCallsOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			if s.Path == "/api/v1/radio/get" {
				return reply(200, `{"code":-460}`), nil
			}
			return reply(200, `{"code":200}`), nil
		})
		if _, err := client.FM(t.Context()); !errors.Is(err, ErrRisk) {
			t.Fatal(err)
		}
		before := len(f.calls(""))
		if _, err := client.DailySongs(Background(t.Context())); !errors.Is(err, ErrRisk) || len(f.calls("")) != before {
			t.Errorf("in the background: %v", err)
		}
		if _, err := client.DailySongs(t.Context()); err != nil {
			t.Errorf("by hand: %v", err)
		}
		time.Sleep(10 * time.Minute)
		if _, err := client.DailySongs(Background(t.Context())); err != nil {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}

func TestErrorsCarryNoAddress(t *testing.T) {
	t.Parallel()
	client, _ := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) { return nil, os.ErrDeadlineExceeded })
	err := client.Like(t.Context(), 1, true)
	if !errors.Is(err, ErrNetwork) || !errors.Is(err, os.ErrDeadlineExceeded) || strings.Contains(err.Error(), "https://") {
		t.Errorf("got %v", err)
	}
}
