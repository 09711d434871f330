package verb

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/api/ncmfake"
	"ncmtui/ui/lang"
)

func TestExitCodesTellWhatWentWrong(t *testing.T) {
	t.Parallel()
	hostile := "\x1b]0;owned\x07\u202e坏"
	for name, c := range map[string]struct {
		fault ncmfake.Fault
		code  int
		says  string
	}{
		"login over":     {ncmfake.Fault{Code: 301}, Login, "ncmtui auth login"},
		"too often":      {ncmfake.Fault{Code: 405, Message: "操作频繁"}, Limited, "操作频繁 (code 405), until "},
		"cheating":       {ncmfake.Fault{Code: -460, Message: "Cheating"}, Limited, "Cheating (code -460)"},
		"verification":   {ncmfake.Fault{Body: `{"code":-462,"data":{"url":"https://st.music.163.com/verify"}}`, Kind: "application/json"}, Limited, "https://st.music.163.com/verify"},
		"risk control":   {ncmfake.Fault{Code: 8821, Message: "需要行为验证码验证"}, Limited, "QR code"},
		"refused":        {ncmfake.Fault{Code: 404, Message: "没有" + hostile}, Failed, "(code 404)"},
		"parameters":     {ncmfake.Fault{Code: 400}, Failed, "(code 400)"},
		"portal":         {ncmfake.Portal(), Network, "browser"},
		"nobody answers": {ncmfake.Fault{Refuse: true}, Network, "check network and proxy"},
		"gateway":        {ncmfake.Fault{Status: 502, Body: "<html>bad gateway</html>"}, Network, "check network and proxy"},
		"a cut body":     {ncmfake.Fault{CutAfter: 20}, Network, ""},
		"no JSON":        {ncmfake.Fault{Body: "?", Kind: "application/json"}, Failed, "not understood"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, true)
				r.svc.Faults().Always("*", c.fault)
				for _, args := range []string{"song 2600000001", "api /song/detail ids=1"} {
					if code := r.run(strings.Fields(args)...); code != c.code || !strings.Contains(r.err.String(), c.says) {
						t.Errorf("%s: exit code %d, want %d: %s", args, code, c.code, r.err.String())
					}
					if bad(r.err.String()) {
						t.Errorf("%s: hostile words reach the terminal: %q", args, r.err.String())
					}
				}
			})
		})
	}
}

func TestWrongUsageIsTold(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	for args, says := range map[string]string{
		"album":                                  "usage: ncmtui album",
		"album x":                                "neither an id nor a link (album)",
		"album \x1b[31m":                         "neither an id nor a link",
		"album https://example.com/album?id=1":   "neither an id nor a link",
		"album https://music.163.com/song?id=1":  "ncmtui song 1",
		"search":                                 "ncmtui search WORDS",
		"search x --type y":                      "no type",
		"search x --limit -1":                    "must not be negative",
		"recent --type x":                        "--type",
		"comments 1 --sort x":                    "--sort",
		"comments https://y.163.com/artist?id=1": "there are comments on",
		"daily x":                                "daily takes no arguments: x",
		"api":                                    "--list",
		"api /nothing":                           "no address /nothing",
		"api /album":                             "/album wants the parameter id: ncmtui api --describe /album",
		"api /album id":                          "argument 2 is no key=value",
		"api /album id=@/no/such/file":           "id: ",
		"api --describe":                         "usage",
		"api --describe /nothing":                "no address",
		"api /album id=- x=-":                    "one value only",
		"auth x":                                 "there is no auth x: it is import, list, login, logout, refresh, status, switch",
	} {
		if code := r.run(strings.Fields(args)...); code != Usage || !strings.Contains(r.err.String(), says) || bad(r.err.String()) {
			t.Errorf("%s: exit code %d: %q", args, code, r.err.String())
		}
	}
	if n := len(r.svc.Requests("*")); n != 0 {
		t.Errorf("%d requests for wrong usage", n)
	}
}

func TestAGuestIsSentToTheLogin(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	r.lang = lang.ZH
	for _, args := range []string{"daily", "playlist", "user", "cloud", "recent", "auth status"} {
		if code := r.run(strings.Fields(args)...); code != Login || !strings.Contains(r.err.String(), "ncmtui auth login") {
			t.Errorf("%s: exit code %d: %s", args, code, r.err.String())
		}
	}
	r = newRig(t, true)
	if code := r.run("daily", "--guest"); code != Login {
		t.Errorf("--guest uses the stored login: exit code %d", code)
	}
}

func TestCtrlCEndsAVerb(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, true)
		r.svc.Faults().Always("*", ncmfake.Fault{StallAfter: -1})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan int)
		go func() { done <- r.runCtx(ctx, "song", "2600000001") }()
		synctest.Wait()
		cancel()
		if code := <-done; code != Failed || !strings.Contains(r.err.String(), "interrupted") {
			t.Errorf("exit code %d: %s", code, r.err.String())
		}
	})
}

func TestWhatCameBeforeAnErrorIsPrinted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, true)
		r.svc.Faults().Always("/api/v6*", ncmfake.Fault{Code: 404}) // the playlist's details
		if code := r.run("playlist", "7100010000", "--limit", "1100"); code != Failed || r.out.Len() > 0 {
			t.Errorf("exit code %d: %s", code, r.out.String())
		}
		r.svc.Faults().Clear()
		all := strings.Count(r.must("playlist", "7100010000", "--limit", "1100"), "\n")
		r.svc.Faults().Always("/api/v3/song/detail", ncmfake.Fault{Code: 404})
		code := r.run("playlist", "7100010000", "--limit", "1100")
		if some := strings.Count(r.out.String(), "\n"); code != Failed || some == 0 || some >= all {
			t.Errorf("exit code %d with %d of %d songs", code, some, all)
		}
	})
}
