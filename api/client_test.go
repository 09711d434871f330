package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/api/envelope"
)

func TestWeapiCarriesTheBrowsersIdentity(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	if _, err := client.FM(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := f.calls("/api/v1/radio/get")[0]
	if s.Host != "music.163.com" || s.Params["csrf_token"] != "c1" || s.Params["e_r"] != false || len(s.Params) != 2 {
		t.Errorf("%s, params %v", s.Host, s.Params)
	}
	for name, want := range map[string]string{
		"__remember_me": "^true$", "ntes_kaola_ad": "^1$", "_ntes_nuid": "^[0-9a-f]{64}$", "_ntes_nnid": "^" + s.Cookies["_ntes_nuid"] + `,\d{13}$`,
		"WNMCID": `^[a-z]{6}\.\d{13}\.01\.0$`, "WEVNSM": `^1\.0\.0$`, "osver": "^Microsoft-Windows-10-Professional-build-19045-64bit$",
		"deviceId": "^" + loggedIn().Device + "$", "os": "^pc$", "channel": "^netease$", "appver": `^3\.1\.17\.204416$`,
		"NMTID": "^[0-9a-f]{32}$", "MUSIC_U": "^u1$", "__csrf": "^c1$",
	} {
		if !regexp.MustCompile(want).MatchString(s.Cookies[name]) {
			t.Errorf("cookie %s is %q", name, s.Cookies[name])
		}
	}
	if len(s.Cookies) != 14 || !strings.Contains(s.Header.Get("User-Agent"), "Edg/124") || s.Header.Get("Referer") != "https://music.163.com" ||
		s.Header.Get("X-Real-Ip") != "" || s.Header.Get("Content-Type") != "application/x-www-form-urlencoded" {
		t.Errorf("%d cookies, header %v", len(s.Cookies), s.Header)
	}
	if _, err := client.Account(t.Context()); err != nil {
		t.Fatal(err)
	}
	client2, f := newTest(t, Options{Session: Session{Anonymous: "a"}, RealIP: "1.2.3.4"}, always(200, `{"code":200}`))
	if _, err := client2.Call(t.Context(), "/login/cellphone", Params{"phone": "1", "password": "p"}); err != nil {
		t.Fatal(err)
	}
	s = f.calls("/api/w/login/cellphone")[0]
	if _, ok := s.Cookies["NMTID"]; ok || s.Cookies["MUSIC_A"] != "a" || s.Header.Get("X-Real-Ip") != "1.2.3.4" || s.Header.Get("X-Forwarded-For") != "1.2.3.4" {
		t.Errorf("login: cookies %v, header %v", s.Cookies, s.Header)
	}
}

func TestEapiSaysTheSameInHeaderAndCookie(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	if _, err := client.Lyric(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	s := f.calls("/api/song/lyric/v1")[0]
	header, _ := s.Params["header"].(map[string]any)
	if len(header) != 12 || len(s.Cookies) != 12 || s.Host != "interface.music.163.com" || s.Params["e_r"] != false || s.Header.Get("Referer") != "" ||
		s.Header.Get("User-Agent") != "NeteaseMusic 9.0.90/5038 (iPhone; iOS 16.2; zh_CN)" {
		t.Errorf("%d in header, %d cookies, %v", len(header), len(s.Cookies), s.Header)
	}
	for name, v := range header {
		if s.Cookies[name] != v {
			t.Errorf("%s: header %q, cookie %q", name, v, s.Cookies[name])
		}
	}
	for name, want := range map[string]string{
		"versioncode": "^140$", "mobilename": "^$", "buildver": `^\d{10}$`, "resolution": "^1920x1080$", "requestId": `^\d{13}_0\d{3}$`, "MUSIC_U": "^u1$", "__csrf": "^c1$",
	} {
		if v, _ := header[name].(string); !regexp.MustCompile(want).MatchString(v) {
			t.Errorf("header %s is %q", name, v)
		}
	}
}

func TestCallAsSendsNothingOfTheAccount(t *testing.T) {
	t.Parallel()
	saves := 0
	client, f := newTest(t, Options{Session: loggedIn(), RealIP: "9.9.9.9", Save: func(Session) { saves++ }},
		always(200, `{"code":301}`, "MUSIC_U=stolen; Path=/; Domain=.music.163.com"))
	for _, crypto := range []envelope.Crypto{"", envelope.Weapi, envelope.Eapi, envelope.Linux, envelope.API} {
		k := Caller{Cookies: ParseCookies("os=android; MUSIC_U=theirs=1; x=%E9%9F%B3"), Crypto: crypto}
		a, err := client.CallAs(t.Context(), k, "/user/account", nil)
		if err != nil || a.Status != 301 || string(a.Body) != `{"code":301,"msg":"需要登录"}` || len(a.SetCookie) != 1 {
			t.Fatalf("%s: %+v, %v", crypto, a, err)
		}
	}
	all := f.calls("")
	if len(all) != 5 || saves != 0 || client.Session().Cookies["MUSIC_U"] != "u1" {
		t.Fatalf("%d requests, %d saves", len(all), saves)
	}
	for i, s := range all {
		if s.Cookies["MUSIC_U"] != "theirs=1" || s.Cookies["os"] != "android" || s.Cookies["channel"] != "xiaomi" || s.Cookies["__csrf"] == "c1" || s.Header.Get("X-Real-Ip") != "" {
			t.Errorf("%d: %v", i, s.Cookies)
		}
	}
	if all[0].Cookies["x"] != "音" || all[3].Params["url"] != "https://music.163.com/api/nuser/account/get" || all[4].Path != "/api/nuser/account/get" {
		t.Errorf("%v, %v, %v", all[0].Cookies, all[3].Params, all[4].Path)
	}
}

func TestSealedAnswersAreOpened(t *testing.T) {
	t.Parallel()
	for _, zipped := range []bool{false, true} {
		sealed, err := envelope.SealAnswer([]byte(`{"code":200,"ids":["7"]}`), zipped)
		if err != nil {
			t.Fatal(err)
		}
		client, _ := newTest(t, Options{Session: loggedIn()}, always(200, string(sealed)))
		if ids, err := client.Liked(t.Context(), 1); err != nil || len(ids) != 1 || ids[0] != 7 {
			t.Errorf("zipped %v: %v, %v", zipped, ids, err)
		}
	}
}

func TestHugeAnswersAreCutOff(t *testing.T) {
	t.Parallel()
	bomb, err := envelope.SealAnswer(bytes.Repeat([]byte(" "), maxBody+2), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{strings.Repeat(" ", maxBody+1), string(bomb)} {
		client, f := newTest(t, Options{Session: loggedIn()}, always(200, body))
		if _, err := client.FM(t.Context()); !errors.Is(err, ErrBadAnswer) || !errors.Is(err, envelope.ErrTooLarge) || len(f.calls("")) != 1 {
			t.Errorf("%d bytes: %v", len(body), err)
		}
	}
}

func TestRedirectsStayInsideTheService(t *testing.T) {
	t.Parallel()
	for to, want := range map[string]bool{
		"https://interface.music.163.com/eapi/y": true, "http://music.163.com/eapi/y": false, "https://evil.test/": false,
		"https://music.163.com.evil.test/": false, "file:///etc/passwd": false, "https://127.0.0.1/": false, "https://evilmusic.163.com/": false,
	} {
		hosts := []string{}
		client, _ := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			hosts = append(hosts, s.Host)
			if len(hosts) == 1 {
				r := reply(http.StatusFound, "")
				r.Header.Set("Location", to)
				return r, nil
			}
			return reply(200, `{"code":200}`), nil
		})
		client.http.Transport = redirected{client.http.Transport}
		_, err := client.FM(t.Context())
		if (err == nil) != want || (!want && (!errors.Is(err, ErrCaptivePortal) || len(hosts) != 1)) {
			t.Errorf("%s: %v, asked %v", to, err, hosts)
		}
	}
}

// redirected lets the repeat of a redirected request, which has no body, pass
// the envelope check of the fake.
type redirected struct{ http.RoundTripper }

func (r redirected) RoundTrip(q *http.Request) (*http.Response, error) {
	if q.Method == http.MethodGet {
		if q.Header.Get("Cookie") == "" || q.URL.Host != "interface.music.163.com" {
			return nil, fmt.Errorf("%s with cookies %v", q.URL, q.Header)
		}
		return reply(200, `{"code":200}`), nil
	}
	return r.RoundTripper.RoundTrip(q)
}

func TestPlainPagesGetNoCookies(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `<html>`))
	a, err := client.Call(t.Context(), "/related/playlist", Params{"id": 1})
	if err != nil || string(a.Body) != `{"code":200,"playlists":[]}` {
		t.Fatalf("%s, %v", a.Body, err)
	}
	if s := f.calls("/playlist")[0]; len(s.Cookies) != 0 {
		t.Errorf("cookies %v", s.Cookies)
	}
}

func TestForeignHostsSetNoCookies(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]bool{
		"music.163.com": true, "interface.music.163.com": true, "clientlog.music.163.com.": true, "MUSIC.163.com": true,
		"nosup-hz1.127.net": false, "m8.music.126.net": false, "evil-music.163.com": false, "163.com": false, "": false,
	} {
		if serviceHost(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}

func TestLimiterAllowsTenThenThreeASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
		begun := time.Now()
		for range 40 {
			if _, err := client.FM(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		all := f.calls("")
		if at := all[9].At.Sub(begun); at != 0 {
			t.Errorf("the burst took %v", at)
		}
		if took := all[39].At.Sub(begun); took < 9900*time.Millisecond || took > 10100*time.Millisecond {
			t.Errorf("30 more took %v", took)
		}
		free, f := newTest(t, Options{Session: loggedIn(), Rate: -1}, always(200, `{"code":200}`))
		begun = time.Now()
		for range 100 {
			if _, err := free.FM(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if all := f.calls(""); all[99].At != begun {
			t.Errorf("without limit: %v", all[99].At.Sub(begun))
		}
	})
}

func TestCancelledCallsEndAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client, f := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) { return nil, errDown })
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		defer cancel()
		begun := time.Now()
		_, err := client.Call(ctx, "/personal_fm", nil)
		if !errors.Is(err, ctx.Err()) || time.Since(begun) != 200*time.Millisecond || len(f.calls("")) != 1 {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

func TestCallKnowsItsAddresses(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	if _, err := client.Call(t.Context(), "/no/such", nil); !errors.Is(err, ErrUnknownAddress) {
		t.Error(err)
	}
	if _, err := client.CallAs(t.Context(), Caller{}, "/no/such", nil); !errors.Is(err, ErrUnknownAddress) {
		t.Error(err)
	}
	if len(f.calls("")) != 0 {
		t.Error("something was asked")
	}
}

func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	o := Options{Session: loggedIn(), Logger: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	o.Session.Cookies["MUSIC_U"] = "canary-u"
	client, _ := newTest(t, o, func(s sent) (*http.Response, error) {
		if s.Path == "/api/v1/radio/get" {
			return nil, errDown
		}
		return reply(200, `{"code":301,"secret":"canary-body"}`, "MUSIC_U=canary-new"), nil
	})
	_, _ = client.FM(t.Context())
	_, _ = client.Call(t.Context(), "/login/cellphone", Params{"phone": "canary-phone", "password": "canary-password"})
	if log.Len() == 0 || strings.Contains(log.String(), "canary") {
		t.Errorf("log: %s", log.String())
	}
}

func TestPlayReportsSpeakAsTheDesktopClient(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200,"data":"success"}`))
	p := Played{Song: 518066366, Source: "list", SourceID: 36780169, Alg: "RT", End: PlayedOut, Heard: 291*time.Second + 900*time.Millisecond}
	if err := client.StartPlay(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := client.Play(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`[{"action":"startplay","json":{"content":"id=36780169","id":"518066366","mainsite":"1","mainsiteWeb":"1","type":"song"}}]`,
		`[{"action":"play","json":{"alg":"RT","content":"id=36780169","download":0,"end":"playend","id":"518066366","mainsite":"1","mainsiteWeb":"1","source":"list","sourceId":"36780169","time":291,"type":"song","wifi":0}}]`,
	}
	for i, s := range f.calls("/api/feedback/weblog") {
		header, _ := s.Params["header"].(map[string]any)
		if s.Host != "clientlog.music.163.com" || s.Params["logs"] != want[i] || s.Header.Get("User-Agent") != desktopAgent ||
			header["os"] != "osx" || s.Cookies["appver"] != "3.1.10.5100" || s.Cookies["osver"] != "15.5" || s.Cookies["MUSIC_U"] != "u1" {
			t.Errorf("%d: %s %v\n%v", i, s.Host, s.Params["logs"], s.Cookies)
		}
	}
	if n := len(f.calls("")); n != 2 {
		t.Errorf("%d requests", n)
	}
	refused, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":405}`))
	if err := refused.Play(t.Context(), p); !errors.Is(err, ErrTooOften) || len(f.calls("")) != 1 {
		t.Errorf("405: %v", err)
	}
}

func TestSongsAreAskedForByTheThousandInOrder(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
		var asked []struct{ ID int64 }
		if err := json.Unmarshal([]byte(s.Params["c"].(string)), &asked); err != nil || len(asked) > 1000 {
			t.Errorf("%d asked, %v", len(asked), err)
		}
		var b strings.Builder
		for i := range asked { // backwards, without the first
			if id := asked[len(asked)-1-i].ID; id != 1 {
				fmt.Fprintf(&b, `,{"id":%d,"name":"n"}`, id)
			}
		}
		return reply(200, `{"code":200,"songs":[`+strings.TrimPrefix(b.String(), ",")+`]}`), nil
	})
	ids := make([]int64, 2500)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	got, err := client.Songs(t.Context(), ids)
	if err != nil || len(got) != 2499 || got[0].ID != 2 || got[2498].ID != 2500 || len(f.calls("")) != 3 {
		t.Fatalf("%d songs, %d requests, %v", len(got), len(f.calls("")), err)
	}
}

func TestSongsKeepWhatCameBeforeARefusal(t *testing.T) {
	t.Parallel()
	n := 0
	client, _ := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) {
		if n++; n == 2 {
			return reply(200, `{"code":405}`), nil
		}
		return reply(200, `{"code":200,"songs":[{"id":5,"name":"n"}]}`), nil
	})
	ids := make([]int64, 1500)
	ids[0] = 5
	if got, err := client.Songs(t.Context(), ids); len(got) != 1 || !errors.Is(err, ErrTooOften) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestUserPlaylistsReadsAllPages(t *testing.T) {
	t.Parallel()
	for _, stuck := range []bool{false, true} {
		client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			offset, _ := s.Params["offset"].(json.Number).Int64()
			first, count := offset, 200
			if stuck && offset > 0 {
				first = 0
			}
			if offset >= 400 {
				count = 7
			}
			items := make([]string, count)
			for i := range items {
				items[i] = fmt.Sprintf(`{"id":%d,"name":"n"}`, first+int64(i)+1)
			}
			return reply(200, fmt.Sprintf(`{"code":200,"more":%v,"playlist":[%s]}`, stuck || offset < 400, strings.Join(items, ","))), nil
		})
		got, err := client.UserPlaylists(t.Context(), 3722748181)
		want, requests := 407, 3
		if stuck {
			want, requests = 200, 2
		}
		if err != nil || len(got) != want || len(f.calls("")) != requests || f.calls("")[0].Params["uid"] != json.Number("3722748181") {
			t.Errorf("stuck %v: %d lists, %d requests, %v", stuck, len(got), len(f.calls("")), err)
		}
	}
}

func TestQRLoginEndsLoggedIn(t *testing.T) {
	t.Parallel()
	state := 800
	client, f := newTest(t, Options{Session: Session{Anonymous: "a"}}, func(s sent) (*http.Response, error) {
		switch {
		case strings.HasSuffix(s.Path, "unikey"):
			return reply(200, `{"code":200,"unikey":"k-1"}`), nil
		case state < 803:
			state++
			return reply(200, fmt.Sprintf(`{"code":%d,"nickname":"n"}`, state-1)), nil
		}
		return reply(200, `{"code":803}`, "MUSIC_SNS=; Max-Age=0; Path=/", "MUSIC_U=fresh; Path=/; HTTPOnly", "__csrf=c; Path=/"), nil
	})
	key, err := client.QRKey(t.Context())
	if err != nil || key != "k-1" || QRAddress(key) != "https://music.163.com/login?codekey=k-1" {
		t.Fatalf("%q, %v", key, err)
	}
	for _, want := range []QRState{QRExpired, QRWaiting, QRConfirm, QRConfirmed} {
		got, err := client.QRCheck(t.Context(), key)
		if err != nil || got.State != want {
			t.Errorf("got %+v, %v, want %d", got, err, want)
		}
	}
	if s := client.Session(); s.Cookies["MUSIC_U"] != "fresh" || s.Cookies["__csrf"] != "c" {
		t.Error("not logged in")
	}
	if s := f.calls("/api/login/qrcode/client/login")[0]; s.Params["key"] != "k-1" || s.Params["type"] != json.Number("3") {
		t.Errorf("sent %v", s.Params)
	}
}

func TestTasteCallsSendWhatTheyShould(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	for _, err := range []error{
		client.Like(t.Context(), 33894312, true), client.Like(t.Context(), 33894312, false),
		client.Trash(t.Context(), 7, 12900*time.Millisecond), client.Trash(t.Context(), 7, 0),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	all := f.calls("")
	if all[0].Params["like"] != true || all[1].Params["like"] != false || all[0].Params["trackId"] != json.Number("33894312") {
		t.Errorf("like: %v, %v", all[0].Params, all[1].Params)
	}
	if all[2].Params["time"] != json.Number("12") || all[3].Params["time"] != json.Number("25") || all[2].Params["songId"] != json.Number("7") {
		t.Errorf("trash: %v, %v", all[2].Params, all[3].Params)
	}
}
