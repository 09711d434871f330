package api

import (
	"regexp"
	"strings"
	"testing"

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
