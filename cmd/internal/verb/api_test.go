package verb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/api/ncmfake"
	"ncmtui/api/route"
	"ncmtui/ui/lang"
)

func TestAPIPrintsTheAnswerAsItCame(t *testing.T) {
	t.Parallel()
	const answer = `{"z":1,"code":200, "a":[9007199254740993,-2.0E-4,{"名":"\u0041<&>\u2028"}], "e":{}}`
	r := newRig(t, true)
	r.svc.Faults().Always("/api/v1/album/*", ncmfake.Fault{Body: answer, Kind: "application/json"})
	if got := r.must("api", "/album", "id=1"); got != `{"z":1,"code":200,"a":[9007199254740993,-2.0E-4,{"名":"\u0041<&>\u2028"}],"e":{}}`+"\n" {
		t.Errorf("in a pipe: %s", got)
	}
	r.terminal = true
	const want = `{
  "z": 1,
  "code": 200,
  "a": [
    9007199254740993,
    -2.0E-4,
    {
      "名": "\u0041<&>\u2028"
    }
  ],
  "e": {}
}
`
	if got := r.must("api", "album", "id=1"); got != want {
		t.Errorf("on a terminal: %s", got)
	}
}

func TestARefusalIsPrintedBesideItsExitCode(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.svc.Faults().Always("/api/v1/album/*", ncmfake.Fault{Code: 404, Message: "没有这张专辑"})
	if code := r.run("api", "/album", "id=1"); code != Failed || !strings.Contains(r.out.String(), `"code":404`) || !strings.Contains(r.err.String(), "没有这张专辑") {
		t.Errorf("exit code %d: %s %s", code, r.out.String(), r.err.String())
	}
	if code := r.run("api", "/avatar/upload"); code != Failed || !strings.Contains(r.out.String(), "imgFile is required") {
		t.Errorf("exit code %d: %s %s", code, r.out.String(), r.err.String())
	}
}

func TestAPITakesValuesFromFilesAndTheStandardInput(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	name := filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(name, []byte("釉色\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.in = "10\n"
	got := r.must("api", "/cloudsearch", "keywords=@"+name, "type=-", "limit=1")
	if !strings.Contains(got, `"albums":[`) {
		t.Error(got)
	}
	if all := r.svc.Requests("/api/cloudsearch/pc"); len(all) != 1 || all[0].Param("s") != "釉色" || all[0].Param("type") != "10" || all[0].Param("limit") != "1" {
		t.Errorf("%+v", all)
	}
}

func TestAPIUploadsAFile(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	name := filepath.Join(t.TempDir(), "song.mp3")
	data := append([]byte("ID3\x03\x00\x00\x00\x00\x00\x11TIT2\x00\x00\x00\x07\x00\x00\x03晴天"), bytes.Repeat([]byte("abcd"), 5000)...)
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := r.must("api", "/cloud", "songFile=@"+name); !strings.Contains(got, `"code":200`) {
		t.Error(got)
	}
	if all := r.svc.Requests("/api/cloud/upload/check"); len(all) != 1 || all[0].Param("length") != fmt.Sprint(len(data)) {
		t.Errorf("%+v", all)
	}
	if all := r.svc.Requests("/api/upload/cloud/info/v2"); len(all) != 1 || all[0].Param("song") != "晴天" || all[0].Param("artist") != "未知艺术家" {
		t.Errorf("%+v", all)
	}
	for _, gone := range []string{name + "x", filepath.Dir(name)} {
		if code := r.run("api", "/cloud", "songFile=@"+gone); code != Usage {
			t.Errorf("exit code %d", code)
		}
	}
}

func TestWeblogTakesAJSONObject(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.must("api", "/weblog", `data={"logs":"[{\"id\":9007199254740993}]","n":9007199254740993}`)
	if all := r.svc.Requests("/api/feedback/weblog"); len(all) != 1 || all[0].Param("logs") != `[{"id":9007199254740993}]` || all[0].Param("n") != "9007199254740993" {
		t.Errorf("%+v", all)
	}
	for _, bad := range []string{"x", "[1]", `"text"`, "null", `{"a":1} {}`, ""} {
		if code := r.run("api", "/weblog", "data="+bad); code != Usage {
			t.Errorf("%q: exit code %d", bad, code)
		}
	}
}

func TestSecretsAreNotTakenFromTheCommandLine(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for _, args := range [][]string{
		{"api", "/login/cellphone", "phone=1", "password=hunter2"},
		{"api", "/login/cellphone", "phone=1", "md5_password=hunter2"},
		{"api", "/login/cellphone", "phone=1", "captcha=hunter2"},
		{"api", "/login/cellphone", "phone=1", "Password=hunter2"},
		{"api", "/user/account", "cookie=MUSIC_U=hunter2"},
		{"api", "/login/cellphone", "hunter2"},
		{"auth", "import", "MUSIC_U=hunter2"},
	} {
		if code := r.run(args...); code != Usage || strings.Contains(r.err.String()+r.out.String(), "hunter2") {
			t.Errorf("%v: exit code %d: %s", args[:2], code, r.err.String())
		}
	}
	before := len(r.svc.Requests("*"))
	r.in = "hunter2\n"
	r.run("api", "/login/cellphone", "phone=13800000000", "password=-")
	if after := len(r.svc.Requests("*")); after == before || strings.Contains(r.err.String(), "hunter2") {
		t.Errorf("%d requests, %s", after-before, r.err.String())
	}
}

func TestACookieActsForOneCallOnly(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	other := newRig(t, true)
	r.svc = other.svc // whose cookie is good
	r.in = "MUSIC_U=" + r.svc.SessionToken().Reveal()
	if got := r.must("api", "/user/account", "cookie=-"); !strings.Contains(got, `"nickname":"听潮"`) {
		t.Error(got)
	}
	if code := r.run("auth", "status"); code != Login {
		t.Errorf("the cookie was kept: exit code %d", code)
	}
	r.in = "nothing"
	if code := r.run("api", "/user/account", "cookie=-"); code != Usage {
		t.Errorf("exit code %d", code)
	}
}

func TestALoginByAddressIsKeptAndALogoutForgotten(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, false)
		var key struct {
			Data struct{ Unikey string }
		}
		if err := json.Unmarshal([]byte(r.must("api", "/login/qr/key")), &key); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			r.run("api", "/login/qr/check", "key="+key.Data.Unikey)
		}
		if got := r.first("auth", "status"); !strings.Contains(got, "听潮") {
			t.Errorf("after the login: %s", got)
		}
		r.must("api", "/logout")
		if code := r.run("auth", "status"); code != Login {
			t.Errorf("after the logout: exit code %d", code)
		}
	})
}

func TestUnknownParametersAreTold(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	r.must("api", "/album", "id=180000001", "idd=1")
	if got := r.err.String(); !strings.Contains(got, "/album has no parameter idd") {
		t.Error(got)
	}
}

func TestListTellsEveryAddressAndFilters(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	if n := strings.Count(r.must("api", "--list"), "\n"); n != len(route.All()) {
		t.Errorf("%d addresses of %d", n, len(route.All()))
	}
	for l, want := range map[lang.Lang]string{lang.EN: "make a playlist", lang.ZH: "新建歌单"} {
		r.lang = l
		if got := r.must("api", "--list", "歌单", "CREATE"); got != "/playlist/create\t"+want+"\twrite\n" {
			t.Errorf("%q", got)
		}
		if got := r.must("api", "--list", "make", "Playlist"); !strings.Contains(got, want) {
			t.Errorf("no %q: %q", want, got)
		}
	}
	var all []Address
	if err := json.Unmarshal([]byte(r.must("api", "--list", "/album", "--json")), &all); err != nil || len(all) < 5 || all[0].Path != "/album" || !all[0].Documented {
		t.Errorf("%v %+v", err, all)
	}
}

func TestDescribeTellsParametersDefaultsAndNotes(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	got := r.must("api", "--describe", "album/list/style")
	for _, want := range []string{"/album/list/style  digital albums: by language\n", "weapi  /api/vipmall/appalbum/album/style\n", "limit default 10 (the document says 30)", "\nlimit      optional  10\n", "\narea       optional  Z_H\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for _, at := range route.All() {
		var d Description
		if err := json.Unmarshal([]byte(r.must("api", "--describe", at.Path, "--json")), &d); err != nil || d.Path != at.Path || len(d.Inputs) != len(at.Inputs) {
			t.Errorf("%s: %v %+v", at.Path, err, d)
		}
	}
	if n := len(r.svc.Requests("*")); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestTheShellCompletesAddressesAndParameters(t *testing.T) {
	t.Parallel()
	r := newRig(t, false)
	dir := t.TempDir()
	for _, name := range []string{"song one.mp3", "song two.mp3", "other", ".hidden", "folder/x"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	at := "api /cloud songFile=@" + dir + "/"
	for _, c := range []struct{ args, want string }{
		{at + "song", "songFile=@" + dir + "/song one.mp3\nsongFile=@" + dir + "/song two.mp3\n:4\n"},
		{at + "f", "songFile=@" + dir + "/folder/\n:6\n"},
		{at + "folder/", "songFile=@" + dir + "/folder/x\n:4\n"},
		{at + "none/", ":4\n"},
		{"api /album/d", "/album/detail\ta digital album\n/album/detail/dynamic\twhat changes of an album: comments, shares, follows\n:4\n"},
		{"api /album/list/style limit=1 ", "offset=\toptional\narea=\toptional\n:6\n"},
		{"api /album/list/style li", "limit=\toptional\n:6\n"},
		{"api /album id=@api_test", "id=@api_test.go\n:4\n"},
		{"api /nothing ", ":4\n"},
		{"song url 1 --level h", "standard\nhigher\nexhigh\nlossless\nhires\njyeffect\nsky\njymaster\n:4\n"},
		{"daily ", ":4\n"},
	} {
		words := strings.Split(c.args, " ")
		r.must(append([]string{"__complete"}, words...)...)
		if got := r.out.String(); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.args, got, c.want)
		}
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		if got := r.must("completion", shell); !strings.Contains(got, "__complete") {
			t.Errorf("%s: %.80s", shell, got)
		}
	}
}
