package serve_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/envelope"
	"ncmtui/api/serve"
)

// account acts with a login of its own.
type account struct{}

func (account) Call(_ context.Context, path string, _ api.Params) (api.Answer, error) {
	return api.Answer{Status: 200, Body: []byte(`{"code":200,"path":"` + path + `"}`), SetCookie: []string{"MUSIC_U=secret"}}, nil
}

const words = `晴天 "quoted" & 'a=b' + 100% ; ?#`

func TestTextArrivesAsItWasSent(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{CacheFor: -1})
	query := "keywords=" + strings.ReplaceAll(escape(words), "+", "%20")
	asJSON, _ := json.Marshal(map[string]any{"keywords": words})
	for name, c := range map[string][]string{
		"query":            {"GET", "/cloudsearch?" + query, "", ""},
		"query with plus":  {"GET", "/cloudsearch?keywords=" + escape(words), "", ""},
		"form":             {"POST", "/cloudsearch", query, "application/x-www-form-urlencoded"},
		"json":             {"POST", "/cloudsearch", string(asJSON), "application/json"},
		"body comes first": {"POST", "/cloudsearch?keywords=other", query, "application/x-www-form-urlencoded"},
	} {
		res := r.do(c[0], c[1], c[2], "Content-Type", c[3])
		got := r.take()
		if res.StatusCode != 200 || len(got) != 1 || got[0].Params["s"] != words {
			t.Errorf("%s: %d, %+v", name, res.StatusCode, got)
		}
	}
}

func escape(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		if c == ' ' {
			b.WriteByte('+')
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func TestConventionsOfEveryAddress(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, target string
		header       []string
		check        func(sent) bool
	}{
		{"cookie header", "/album?id=1", []string{"Cookie", "MUSIC_U=%E4%B8%AD; os=android"}, func(s sent) bool {
			line := s.Header.Get("Cookie")
			return strings.Contains(line, "MUSIC_U=%E4%B8%AD") && strings.Contains(line, "os=android") && strings.Contains(line, "channel=xiaomi")
		}},
		{"cookie parameter replaces the header", "/album?id=1&cookie=MUSIC_U%3Dtwo%3D%3B%20__csrf%3Dc2", []string{"Cookie", "MUSIC_U=one; x=y"}, func(s sent) bool {
			line := s.Header.Get("Cookie")
			return strings.Contains(line, "MUSIC_U=two%3D") && !strings.Contains(line, "x=y") && strings.Contains(line, "__csrf=c2")
		}},
		{"realIP", "/album?id=1&realIP=116.25.146.177", nil, func(s sent) bool {
			return s.Header.Get("X-Real-IP") == "116.25.146.177" && s.Header.Get("X-Forwarded-For") == "116.25.146.177"
		}},
		{"nobody's address is passed on", "/album?id=1&ip=1.2.3.4", []string{"X-Forwarded-For", "1.2.3.4", "X-Real-IP", "1.2.3.4"}, func(s sent) bool {
			return s.Header.Get("X-Forwarded-For") == "" && s.Header.Get("X-Real-IP") == ""
		}},
		{"crypto", "/album?id=1&crypto=linuxapi", nil, func(s sent) bool { return s.Crypto == envelope.Linux }},
		{"empty crypto", "/album?id=1&crypto=", nil, func(s sent) bool { return s.Crypto == envelope.Weapi }},
		{"e_r", "/album?id=1&e_r=true", nil, func(s sent) bool { return s.Sealed }},
		{"no e_r", "/album?id=1&e_r=false", nil, func(s sent) bool { return !s.Sealed }},
		{"ua", "/album?id=1&ua=mine%0d%0ax:y", nil, func(s sent) bool { return s.Header.Get("User-Agent") == "minex:y" && s.Header.Get("X") == "" }},
		{"domain and headers", "/album?id=1&domain=http://evil.test&headers=%7B%22x%22%3A1%7D&proxy=http://evil.test", nil, func(s sent) bool {
			return strings.HasPrefix(s.URL, "https://music.163.com/weapi/v1/album/1") && s.Header.Get("X") == ""
		}},
		{"letters of any case, a final slash", "/ALBUM/?id=1", nil, func(s sent) bool { return strings.HasSuffix(s.URL, "/album/1") }},
		{"several ids", "/song/detail?ids=1,2,3", nil, func(s sent) bool { return s.Params["c"] == `[{"id":1},{"id":2},{"id":3}]` }},
		{"0 as text is no missing value", "/cloudsearch?keywords=a&offset=0&limit=0", nil, func(s sent) bool { return s.Params["limit"] == "0" }},
	} {
		r := newRig(t, serve.Options{})
		res := r.do("GET", c.target, "", c.header...)
		if got := r.take(); res.StatusCode != 200 || len(got) != 1 || !c.check(got[0]) {
			t.Errorf("%s: %d, %+v", c.name, res.StatusCode, got)
		}
	}
	r := newRig(t, serve.Options{})
	r.do("POST", "/cloudsearch?limit=7", `{"keywords":"a","limit":0,"cookie":{"MUSIC_U":"object"}}`, "Content-Type", "application/json")
	if got := r.take(); len(got) != 1 || fmt.Sprint(got[0].Params["limit"]) != "30" || !strings.Contains(got[0].Header.Get("Cookie"), "MUSIC_U=object") {
		t.Errorf("0 as a number is a missing value: %+v", got)
	}
}

func TestWhatCannotBeMeantIsRefusedWithoutACall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, target, body, kind string
		status                     int
	}{
		{"GET", "/album?id=1&realIP=evil", "", "", 400},
		{"GET", "/album?id=1&realIP=fe80::1%25eth0", "", "", 400},
		{"GET", "/album?id=1&crypto=rot13", "", "", 400},
		{"GET", "/album", "", "", 400},
		{"GET", "/api?uri=//evil.test/api/", "", "", 400},
		{"GET", "/api?uri=/api/../x", "", "", 400},
		{"GET", "/api?uri=/api/x%3Fy", "", "", 400},
		{"GET", "/api?uri=/api/x%40evil.test", "", "", 400},
		{"GET", "/api?uri=https://evil.test/api/x", "", "", 400},
		{"GET", "/batch?/api/../x=1", "", "", 400},
		{"GET", "/batch?//evil.test=1", "", "", 400},
		{"POST", "/album", "{", "application/json", 400},
		{"POST", "/album", "[1]", "application/json", 400},
		{"POST", "/album", "x", "multipart/form-data", 400},
		{"POST", "/album", strings.Repeat("x", 1<<20+1), "application/x-www-form-urlencoded", 413},
		{"PUT", "/album?id=1", "", "", 405},
		{"GET", "/album/x", "", "", 404},
		{"GET", "/", "", "", 404},
		{"GET", "/nothing", "", "", 404},
	} {
		r := newRig(t, serve.Options{})
		res := r.do(c.method, c.target, c.body, "Content-Type", c.kind)
		var body struct{ Code int }
		if err := json.Unmarshal([]byte(text(t, res)), &body); err != nil || res.StatusCode != c.status || body.Code != c.status {
			t.Errorf("%s %s: %d %+v %v", c.method, c.target, res.StatusCode, body, err)
		}
		if got := r.take(); len(got) != 0 {
			t.Errorf("%s %s: upstream saw %v", c.method, c.target, got)
		}
	}
}

func TestAnswersHaveTheDocumentedStatus(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		upstream     int
		body         string
		status       int
		want, cookie string
	}{
		{200, `{"code":200,"a":1}`, 200, `{"code":200,"a":1}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":301}`, 301, `{"code":301,"msg":"需要登录"}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":-460}`, 400, `{"code":-460}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":-462}`, 400, `{"code":-462}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":405}`, 405, `{"code":405}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":8821}`, 400, `{"code":8821}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":502}`, 200, `{"code":502}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":803}`, 200, `{"code":803}`, "MUSIC_U=1; Path=/;"},
		{200, `{"code":150}`, 400, `{"code":150}`, "MUSIC_U=1; Path=/;"},
		{200, `<html>`, 200, `<html>`, "MUSIC_U=1; Path=/;"},
		{503, `busy`, 503, `busy`, "MUSIC_U=1; Path=/;"},
	} {
		r := newRig(t, serve.Options{})
		r.cookie = []string{"MUSIC_U=1; Path=/; Domain=.music.163.com"}
		r.answer = func(sent) (int, string) { return c.upstream, c.body }
		res := r.do("GET", "/banner", "")
		got := text(t, res)
		if res.StatusCode != c.status || got != c.want || strings.TrimSpace(res.Header.Get("Set-Cookie")) != c.cookie {
			t.Errorf("%s: %d %s %v", c.body, res.StatusCode, got, res.Header)
		}
		if res.Header.Get("Content-Type") != "application/json; charset=utf-8" || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", c.body, res.Header)
		}
		if res = r.do("GET", "/banner?noCookie=true", ""); res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: noCookie: %v", c.body, res.Header)
		}
	}
}

func TestAFailedConnectionIs502(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Calls: newClient(t, api.Options{Transport: down{}})})
	res := r.do("GET", "/song/url?id=1&cookie=MUSIC_U%3Dsecret", "")
	if got := text(t, res); res.StatusCode != 502 || !strings.Contains(got, `"code":502`) || strings.Contains(got, "secret") {
		t.Errorf("%d %s", res.StatusCode, got)
	}
}

type down struct{}

func (down) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, fmt.Errorf("connection reset")
}

func TestOnlyATokenActsWithTheAccount(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Token: token, Account: account{}})
	bearer := []string{"Authorization", "Bearer " + token}
	res := r.do("GET", "/user/account", "", bearer...)
	if got := text(t, res); !strings.Contains(got, "/user/account") || res.Header.Get("Set-Cookie") != "" {
		t.Errorf("%s %v", got, res.Header)
	}
	if res := r.do("GET", "/user/account", ""); res.StatusCode != 401 {
		t.Errorf("without the token: %d", res.StatusCode)
	}
	if len(r.take()) != 0 {
		t.Error("the account's calls went out as the caller's")
	}
	for _, target := range []string{"/login/refresh", "/logout", "/captcha/sent?phone=1", "/user/account?cookie=MUSIC_U%3Dmine"} {
		if r.do("GET", target, "", bearer...); len(r.take()) != 1 {
			t.Errorf("%s: not made as the caller", target)
		}
	}
}

func TestGuestsGetOneAnonymousToken(t *testing.T) {
	t.Parallel()
	now := noon
	r := newRig(t, serve.Options{Guest: true, CacheFor: -1, Now: func() time.Time { return now }})
	count := func(target string) (requests int, guests bool) {
		res := r.do("GET", target, "")
		_ = text(t, res)
		got := r.take()
		return len(got), strings.Contains(got[len(got)-1].Header.Get("Cookie"), "MUSIC_A=guest")
	}
	if n, guests := count("/banner"); n != 2 || guests {
		t.Errorf("no token to be had: %d requests, %v", n, guests)
	}
	if n, _ := count("/banner"); n != 1 {
		t.Errorf("asked again at once: %d requests", n)
	}
	r.cookie = []string{"MUSIC_A=guest; Path=/; Domain=.music.163.com"}
	now = now.Add(time.Hour)
	if n, guests := count("/banner"); n != 2 || !guests {
		t.Errorf("first with the token: %d requests, %v", n, guests)
	}
	if n, guests := count("/album?id=1"); n != 1 || !guests {
		t.Errorf("second with the token: %d requests, %v", n, guests)
	}
	if n, guests := count("/album?id=1&cookie=MUSIC_U%3Dmine"); n != 1 || guests {
		t.Errorf("with a login: %d requests, %v", n, guests)
	}
}
