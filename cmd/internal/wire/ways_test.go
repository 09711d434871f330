package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/internal/safe"
	"ncmtui/player"
)

// twins makes two accounts of the embedded service's one: every second login
// is the other one's.
type twins struct {
	next   http.RoundTripper
	mu     sync.Mutex
	logins int
	other  map[string]bool // tokens
}

const otherID, otherName = 77, "次号"

func (w *twins) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := tokenOf(r.Header.Get("Cookie"))
	res, err := w.next.RoundTrip(r)
	if err != nil {
		return res, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.other == nil {
		w.other = map[string]bool{}
	}
	mine := w.other[sent]
	for _, line := range res.Header.Values("Set-Cookie") {
		if token := tokenOf(line); token != "" && strings.Contains(r.URL.Path, "/token/refresh") {
			w.other[token] = mine
		} else if token != "" {
			w.logins++
			mine = w.logins%2 == 0
			w.other[token] = mine
		}
	}
	if !mine || !strings.Contains(r.URL.Path, "login") && !strings.Contains(r.URL.Path, "/nuser/account/get") {
		return res, nil
	}
	body, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	var answer map[string]any
	if err == nil && json.Unmarshal(body, &answer) == nil {
		for field, id := range map[string]string{"account": "id", "profile": "userId"} {
			if o, ok := answer[field].(map[string]any); ok {
				o[id], o["nickname"] = otherID, otherName
			}
		}
		body, _ = json.Marshal(answer)
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	res.Header.Del("Content-Length")
	return res, err
}

func tokenOf(line string) string {
	for part := range strings.SplitSeq(line, ";") {
		if token, ok := strings.CutPrefix(strings.TrimSpace(part), "MUSIC_U="); ok {
			return token
		}
	}
	return ""
}

func twinned(o *Options) { o.API = &twins{next: o.API} }

// onForm opens the login page at the n-th way.
func (r *rig) onForm(n int) *rig {
	r.Keys("L").Wait(500 * time.Millisecond)
	for range n {
		r.Keys("right")
	}
	r.Wait(200 * time.Millisecond)
	return r
}

func TestLoginByEveryFormOfThePage(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		out := func() {
			r.Until("已登录："+seed.DemoName, 5*time.Second).Wait(5 * time.Second).Expect(seed.DemoName)
			r.Keys("g", "o").Wait(200 * time.Millisecond).Keys("y").Wait(time.Second).Expect("访客")
		}
		r.onForm(2).Type("13800138000").Expect("13800138000", "86")
		r.Keys("enter").Until("验证码已发送", 3*time.Second).Expect("秒后可以重发")
		r.Type("9999").Keys("enter").Until("账号、密码或验证码不对", 3*time.Second).Expect("代码 503", "不登录也能用")
		r.Keys("ctrl+u").Type(ncmfake.Captcha).Keys("enter")
		out()
		r.onForm(3).Expect("风控").Type("a@163.com").Keys("tab").Paste("wrong").Keys("enter")
		r.Until("代码 502", 3*time.Second).Keys("ctrl+u").Type(ncmfake.Password).ExpectNot(ncmfake.Password).Keys("enter")
		out()
	})
}

func TestLoginByAPastedCookie(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{LoggedIn: true}, func(r *rig) {
		t := r.t
		var token string
		for _, c := range r.svc.SessionCookies() {
			if c.Name == "MUSIC_U" {
				token = c.Value
			}
		}
		r.onForm(1).Expect("cookies.txt").Paste("hello").Keys("enter").Wait(200 * time.Millisecond).Expect("要有 MUSIC_U")
		r.Keys("ctrl+u").Paste(strings.Repeat("f", 80)).Keys("enter").Until("需要登录", 3*time.Second)
		if r.m.API.Session().LoggedIn() {
			t.Error("a cookie that nobody knows was kept")
		}
		file := filepath.Join(t.TempDir(), "cookies.txt")
		text := "# Netscape HTTP Cookie File\n.music.163.com\tTRUE\t/\tTRUE\t0\tMUSIC_U\t" + token + "\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r.Keys("ctrl+u").Paste("@"+file).Keys("enter").Until("已登录："+seed.DemoName, 5*time.Second).ExpectNot(token[:8])
		if !strings.Contains(r.files(), token) {
			t.Error("the login is not kept")
		}
	}, func(o *Options) { o.Cookies = nil })
}

func TestTheCodeGoesToAPictureWhereItHasNoRoom(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{QRWaits: 1000}, func(r *rig) {
		t := r.t
		r.Resize(80, 20).Keys("L").Wait(time.Second).Expect("窗口太小", "login-qr.png")
		name := filepath.Join(r.o.Places.Runtime, pictureName)
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v %v", info, err)
		}
		if png, _ := os.ReadFile(name); !bytes.HasPrefix(png, []byte("\x89PNG")) {
			t.Error("it is no picture")
		}
		r.Keys("esc")
		r.stop()
		if _, err := os.Stat(name); err == nil {
			t.Error("the picture is still there")
		}
	})
}

func TestEachAccountHasItsOwn(t *testing.T) {
	t.Parallel()
	scenario(t, ncmfake.Options{}, func(r *rig) {
		t := r.t
		// A guest who listens and logs in goes on listening.
		r.onForm(3).Type("a@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter").Until("已登录："+seed.DemoName, 5*time.Second)
		r.Keys("1").Wait(time.Second).Keys("enter").Wait(8 * time.Second)
		first := r.snap().Track
		if first == nil || r.snap().Status != player.Playing {
			t.Fatal("nothing plays")
		}
		// Another login: its own, empty queue, and what played is recorded.
		r.Keys(":").Type("account").Keys("enter").Wait(time.Second).Expect("账号", "当前", "登录另一个账号")
		r.ClickOn("登录另一个账号").Wait(time.Second)
		r.Keys("right", "right", "right").Type("b@163.com").Keys("tab").Paste(ncmfake.Password).Keys("enter")
		r.Until("已登录："+otherName, 5*time.Second).Wait(2 * time.Second)
		if s := r.snap(); s.Track != nil || len(s.Queue.Tracks) != 0 {
			t.Errorf("the other account has %d songs, %v", len(s.Queue.Tracks), s.Status)
		}
		plays, err := r.m.db.History(t.Context(), seed.UserID, time.Time{}, 10)
		if err != nil || len(plays) != 1 || plays[0].Song != first.ID {
			t.Errorf("history of the first: %+v, %v", plays, err)
		}
		if plays, _ := r.m.db.History(t.Context(), otherID, time.Time{}, 10); len(plays) != 0 {
			t.Errorf("history of the other: %+v", plays)
		}
		// Back: the queue and the place, paused.
		r.Keys(":").Type("account "+seed.DemoName).Keys("enter").Until("已切换到 "+seed.DemoName, 5*time.Second).Wait(time.Second)
		s := r.snap()
		if s.Status != player.Paused || s.Track == nil || s.Track.ID != first.ID || s.Position(time.Now()) < 6*time.Second {
			t.Errorf("back: %v, %+v at %v", s.Status, s.Track, s.Position(time.Now()))
		}
		r.stop()
		// The active one of two is that of the next start.
		r.start().Wait(2 * time.Second).Expect(seed.DemoName)
		if s := r.snap(); s.Track == nil || s.Track.ID != first.ID {
			t.Error("the next start has another queue")
		}
		r.Keys(":").Type("account 77").Keys("enter").Until("已切换到 "+otherName, 5*time.Second).Wait(time.Second)
		if s := r.snap(); s.Track != nil {
			t.Error("the other account has a song")
		}
		r.Keys(":").Type("account guest").Keys("enter").Until("现在是访客", 5*time.Second)
		if got, _ := r.m.ways.Accounts(t.Context()); len(got) != 2 {
			t.Errorf("kept: %+v", got)
		}
	}, twinned)
}

func TestTheLoginIsRenewedOnceAWeek(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := world(t, ncmfake.Options{LoggedIn: true})
		asked := func() int { return len(r.svc.Requests("/api/login/token/refresh")) }
		// run is a run of the program, as long as its logins are concerned.
		run := func(d time.Duration) {
			svc, err := Connect(Options{Config: r.o.Config, Places: r.o.Places, API: r.o.API, Setup: r.o.Setup}, false)
			if err != nil {
				t.Fatal(err)
			}
			if !svc.API.Session().LoggedIn() {
				if _, err := svc.Import(t.Context(), r.o.Cookies); err != nil {
					t.Fatal(err)
				}
				svc, _ = Connect(Options{Config: r.o.Config, Places: r.o.Places, API: r.o.API, Setup: r.o.Setup}, false)
			}
			ctx, stop := context.WithCancel(t.Context())
			var group safe.Group
			group.Go("renewals", func() { svc.renewals(ctx, slog.New(slog.DiscardHandler)) })
			time.Sleep(d)
			stop()
			group.Wait()
		}
		const day = 24 * time.Hour
		for _, c := range []struct {
			runs time.Duration
			want int
		}{{6 * day, 0}, {26 * time.Hour, 1}, {time.Minute, 1}, {21*day + time.Hour, 4}} {
			if run(c.runs); asked() != c.want {
				t.Errorf("%d renewals, %d expected", asked(), c.want)
			}
		}
		r.svc.Faults().Always("/api/login/token/refresh", ncmfake.Fault{Code: 301})
		if run(9 * day); asked() < 5 || asked() > 7 {
			t.Errorf("a refused renewal was tried %d times in two days", asked()-4)
		}
		r.svc.Faults().Always("/api/login/token/refresh", ncmfake.Fault{Refuse: true})
		if run(time.Hour); asked() > 9 {
			t.Errorf("%d renewals without a network", asked())
		}
	})
}
