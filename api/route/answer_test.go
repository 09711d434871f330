package route_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"ncmtui/api/envelope"
	"ncmtui/api/route"
)

func TestSettleGivesTheDocumentedStatus(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"code":200}`: 200, `{"code":"301"}`: 301, `{"code":801}`: 200, `{"code":400}`: 200, `{"code":502}`: 200,
		`{"code":-460}`: 400, `{"code":10004}`: 400, `{"data":[]}`: 207, `<html>`: 207, `{"code":0}`: 207, `{"code":405}`: 405,
	} {
		if got := route.Settle(207, []byte(body)); got != want {
			t.Errorf("%s: got %d, want %d", body, got, want)
		}
	}
}

func run(t *testing.T, path string, p route.Params, upstream string, cookies ...string) route.Answer {
	t.Helper()
	r, ok := route.Lookup(path)
	if !ok {
		t.Fatalf("no %s", path)
	}
	env := route.Env{Now: noon, NewDevice: func() string { return device }, Version: "1.2.3"}
	a, err := r.Run(t.Context(), env, p, func(context.Context, route.Request) (route.Answer, error) {
		return route.Answer{Status: route.Settle(200, []byte(upstream)), Body: []byte(upstream), SetCookie: cookies}, nil
	})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return a
}

func TestAnswersAreReshapedAsTheServerDoes(t *testing.T) {
	t.Parallel()
	sealed := envelope.SealEapi("/api/x", []byte(`{"a":1}`)).Get("params")
	page := `<div class="cver u-cover u-cover-3"><a><img src="http://p/x.jpg?param=50y50"></a></div>
<a class="sname f-fs1 s-fc0" href="/playlist?id=12" title="n">A &amp; B</a> by <a class="nm nm f-thide s-fc3" href="/user/home?id=9" title="u">某人</a>`
	for _, c := range []struct {
		path     string
		params   route.Params
		upstream string
		cookies  []string
		want     string
	}{
		{"/login/qr/key", nil, `{"code":200,"unikey":"k"}`, nil, `{"code":200,"data":{"code":200,"unikey":"k"}}`},
		{"/login/qr/check", route.Params{"key": "k"}, `{"code":803}`, []string{"MUSIC_U=1; Path=/; Domain=.music.163.com", "a=b"}, `{"code":803,"cookie":"MUSIC_U=1; Path=/;;a=b"}`},
		{"/login/qr/check", route.Params{"key": "k"}, `{"code":801}`, nil, `{"code":801,"cookie":""}`},
		{"/login/status", nil, `{"code":200,"account":null}`, nil, `{"data":{"code":200,"account":null}}`},
		{"/login/refresh", nil, `{"code":301}`, []string{"a=b"}, `{"code":301,"msg":"需要登录"}`},
		{"/login", route.Params{"email": "e", "password": "p"}, `{"code":502}`, nil, `{"code":502,"message":"账号或密码错误","msg":"账号或密码错误"}`},
		{"/user/detail", route.Params{"uid": 1}, `{"code":200,"avatarImgId_str":"1"}`, nil, `{"code":200,"avatarImgIdStr":"1"}`},
		{"/check/music", route.Params{"id": "1x"}, `{"code":200,"data":[{"code":200}]}`, nil, `{"code":200,"message":"ok","success":true}`},
		{"/check/music", route.Params{"id": "1"}, `{"code":200,"data":[{"code":404}]}`, nil, `{"code":200,"message":"亲爱的,暂无版权","success":false}`},
		{"/song/url", route.Params{"id": "2,9007199254740993"}, `{"code":200,"data":[{"id":9007199254740993},{"id":2}]}`, nil, `{"code":200,"data":[{"id":2},{"id":9007199254740993}]}`},
		{"/playlist/tracks", route.Params{"op": "add", "tracks": "1"}, `{"code":200,"n":1}`, []string{"a=b"}, `{"body":{"code":200,"n":1},"cookie":["a=b"],"status":200}`},
		{"/login/qr/create", route.Params{"key": "k"}, ``, nil, `{"code":200,"data":{"qrimg":"","qrurl":"https://music.163.com/login?codekey=k"}}`},
		{"/inner/version", nil, ``, nil, `{"code":200,"data":{"version":"1.2.3"}}`},
		{"/eapi/decrypt", route.Params{"hexString": sealed}, ``, nil, `{"code":200,"data":{"data":{"a":1},"url":"/api/x"}}`},
		{"/related/playlist", route.Params{"id": 1}, page, nil, `{"code":200,"playlists":[{"coverImgUrl":"http://p/x.jpg","creator":{"nickname":"某人","userId":"9"},"id":"12","name":"A &amp; B"}]}`},
	} {
		if got := string(run(t, c.path, c.params, c.upstream, c.cookies...).Body); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.path, got, c.want)
		}
	}
}

func TestQRPictureIsAPNG(t *testing.T) {
	t.Parallel()
	var body struct {
		Data struct{ QRImg string }
	}
	a := run(t, "/login/qr/create", route.Params{"key": "k", "qrimg": "true"}, "")
	if err := json.Unmarshal(a.Body, &body); err != nil || !strings.HasPrefix(body.Data.QRImg, "data:image/png;base64,iVBORw0KGgo") {
		t.Fatalf("%v: %.40s", err, body.Data.QRImg)
	}
}

func TestRunNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]error{
		"/album": route.ErrMissing, "/api": route.ErrMissing, "/login/qr/create": route.ErrMissing,
	} {
		r, _ := route.Lookup(path)
		_, err := r.Run(t.Context(), route.Env{}, nil, nil)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestAnyCallRefusesForeignPaths(t *testing.T) {
	t.Parallel()
	r, _ := route.Lookup("/api")
	for _, uri := range []string{"//evil.test/api/", "/api/../x", "/api/x?y", "/api/x@evil", "https://evil.test/api/"} {
		if _, err := r.Run(t.Context(), route.Env{}, route.Params{"uri": uri}, nil); !errors.Is(err, route.ErrMissing) {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

// FuzzRun holds every address against hostile values: no panic, and nothing is
// sent anywhere but to the service.
func FuzzRun(f *testing.F) {
	f.Add(uint16(3), "32311", "1", `{"code":200}`)
	f.Add(uint16(100), "../../evil?x#y", "[1,null,{}]", `{"code":512}`)
	f.Add(uint16(200), "@evil.test/", "", `{"code":301}`)
	f.Add(uint16(300), "1,,2", "{", `[]`)
	f.Fuzz(func(t *testing.T, n uint16, one, other, body string) {
		all := route.All()
		r := all[int(n)%len(all)]
		p := route.Params{}
		for i, in := range r.Inputs {
			p[in.Name] = one
			if i%2 == 1 {
				p[in.Name] = other
			}
		}
		env := route.Env{Now: noon, NewDevice: func() string { return device }}
		_, _ = r.Run(context.Background(), env, p, func(_ context.Context, q route.Request) (route.Answer, error) {
			u, err := url.Parse(q.URL)
			if err != nil {
				t.Fatalf("%s: %v", r.Path, err)
			}
			if h := u.Hostname(); u.Scheme != "https" || h != "music.163.com" && h != "interface.music.163.com" {
				t.Errorf("%s: sent to %s", r.Path, q.URL)
			}
			if strings.Contains(u.EscapedPath(), "..") && !strings.Contains(one+other, "..") || u.Fragment != "" {
				t.Errorf("%s: sent to %s", r.Path, q.URL)
			}
			return route.Answer{Status: 200, Body: []byte(body)}, nil
		})
	})
}

func TestUnknownWireFormsAreRefused(t *testing.T) {
	t.Parallel()
	for path, p := range map[string]route.Params{"/api": {"uri": "/api/x", "crypto": "plain"}, "/user/account": nil} {
		r, _ := route.Lookup(path)
		if _, err := r.Run(t.Context(), route.Env{Crypto: "rot13"}, p, nil); !errors.Is(err, route.ErrMissing) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestValuesStayInsideTheirPlaceInTheAddress(t *testing.T) {
	t.Parallel()
	r, _ := route.Lookup("/album")
	for id, want := range map[string]string{
		"1/../../x?y=1#z": "https://music.163.com/weapi/v1/album/1%2F..%2F..%2Fx%3Fy%3D1%23z", "32311": "https://music.163.com/weapi/v1/album/32311", "..": "",
	} {
		got := ""
		_, err := r.Run(t.Context(), route.Env{}, route.Params{"id": id}, func(_ context.Context, q route.Request) (route.Answer, error) {
			got = q.URL
			return route.Answer{}, nil
		})
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %s, %v", id, got, err)
		}
	}
}
