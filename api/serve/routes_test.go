package serve_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/route"
	"ncmtui/api/serve"
)

func TestForeignNamesReachNoRoute(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Calls: &counting{status: 200}, CacheFor: -1})
	for _, at := range route.All() {
		for host, pass := range map[string]bool{
			"localhost:3000": true, "localhost.": true, "[::1]:3000": true, "127.0.0.1": true, "app.localhost": true,
			"evil.test:3000": false, "127.0.0.1.nip.io": false, "": false, "0.0.0.0:3000": false, "192.168.1.5": false, "localhost.evil.test": false,
		} {
			for _, method := range []string{"GET", "POST", "OPTIONS"} {
				res := r.do(method, at.Path+"?uri=/api/x", "", "Host", host)
				if pass == (res.StatusCode == http.StatusForbidden) {
					t.Fatalf("%s %s of %q: %d", method, at.Path, host, res.StatusCode)
				}
			}
		}
	}
}

// untouched fails when a call is made.
type untouched struct{ t *testing.T }

func (u untouched) CallAs(_ context.Context, _ api.Caller, path string, _ api.Params) (api.Answer, error) {
	u.t.Errorf("%s was called", path)
	return api.Answer{Status: 200}, nil
}

func TestBodiesThatAreTooMuchReachNoRoute(t *testing.T) {
	t.Parallel()
	h, err := serve.New(serve.Options{Calls: untouched{t}, TempDir: t.TempDir(), MaxUpload: 2 << 20})
	if err != nil {
		t.Fatal(err)
	}
	large := "a=" + strings.Repeat("x", 1<<20)
	for _, at := range route.All() {
		files := at.Flow == "image" || at.Flow == "cloud" || at.Flow == "voice"
		for _, kind := range []string{"form", "json", "nothing", "parts", "cut"} {
			var body io.Reader = strings.NewReader(large)
			header, want, length := "application/x-www-form-urlencoded", http.StatusRequestEntityTooLarge, int64(len(large))
			switch kind {
			case "json":
				header, body = "application/json", strings.NewReader(`{"a":"`+large+`"}`)
				length += 8
			case "nothing":
				header = "text/plain"
			case "parts":
				size := int64(2 << 20)
				if files {
					size = 4 << 20
				}
				body, header = parts("songFile", size)
				length = -1
			case "cut":
				body, length, want = strings.NewReader("a=1"), 100, http.StatusBadRequest
				body = io.MultiReader(body, failing{})
			}
			q := httptest.NewRequest(http.MethodPost, "http://localhost"+at.Path, body)
			q.Header.Set("Content-Type", header)
			q.ContentLength = length
			w := httptest.NewRecorder()
			if h.ServeHTTP(w, q); w.Code != want {
				t.Fatalf("%s, %s: %d %.100s, want %d", at.Path, kind, w.Code, w.Body, want)
			}
		}
	}
}

// failing is a connection that ends too early.
type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// named answers with who asks.
type named struct{}

func (named) CallAs(_ context.Context, k api.Caller, _ string, _ api.Params) (api.Answer, error) {
	return api.Answer{Status: 200, Body: []byte(`{"who":"` + k.Cookies["MUSIC_U"] + `"}`), SetCookie: []string{"MUSIC_U=" + k.Cookies["MUSIC_U"]}}, nil
}

func TestNobodyGetsAnothersAnswerFromAnyRoute(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{Calls: named{}})
	for _, at := range route.All() {
		for range 2 { // the second time from the store
			for _, who := range []string{"a", "b", "a; x=b", ""} {
				name, _, _ := strings.Cut(who, ";")
				for _, c := range [][]string{{at.Path + "?uri=/api/x", "MUSIC_U=" + who}, {at.Path + "?uri=/api/x&cookie=MUSIC_U%3D" + strings.ReplaceAll(who, " ", "%20"), "MUSIC_U=z"}} {
					res := r.do("GET", c[0], "", "Cookie", c[1])
					if got := text(t, res); got != `{"who":"`+name+`"}` || !strings.HasPrefix(res.Header.Get("Set-Cookie")+";", "MUSIC_U="+name+";") {
						t.Fatalf("%s as %q: %s %v", c[0], who, got, res.Header)
					}
				}
			}
		}
	}
}

// TestFilesReachTheServiceThroughEveryRouteThatTakesThem is the walk over the
// embedded service for the addresses that want a file.
func TestFilesReachTheServiceThroughEveryRouteThatTakesThem(t *testing.T) {
	t.Parallel()
	count := 0
	for _, at := range route.All() {
		if at.Flow != "image" && at.Flow != "cloud" && at.Flow != "voice" {
			continue
		}
		count++
		svc := ncmfake.New(ncmfake.Options{LoggedIn: true})
		client, err := api.New(api.Options{Transport: svc.Transport(), WeapiKey: svc.WeapiPublicKey(), Rate: -1})
		if err != nil {
			t.Fatal(err)
		}
		h, err := serve.New(serve.Options{Calls: client, TempDir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		address := start(t, h)
		values := map[string][]string{}
		if at.Path == "/playlist/cover/update" {
			values["id"] = []string{fmt.Sprint(ownPlaylist(t, svc, client))}
		}
		body, kind := multipartBody(t, at.Path, values)
		q, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+at.Path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", kind)
		for _, k := range svc.SessionCookies() {
			q.AddCookie(k)
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		if got := text(t, res); res.StatusCode != 200 || !strings.Contains(got, `"code":200`) {
			t.Errorf("%s: %d %.300s", at.Path, res.StatusCode, got)
		}
	}
	if count != 4 {
		t.Errorf("%d addresses", count)
	}
}

// ownPlaylist makes a playlist of the account.
func ownPlaylist(t *testing.T, svc *ncmfake.Service, c *api.Client) int64 {
	t.Helper()
	k := api.Caller{Cookies: map[string]string{}}
	for _, cookie := range svc.SessionCookies() {
		k.Cookies[cookie.Name] = cookie.Value
	}
	a, err := c.CallAs(t.Context(), k, "/playlist/create", api.Params{"name": "x"})
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(a.Body), `"id":`)
	var id int64
	if _, err := fmt.Sscan(strings.FieldsFunc(rest, func(c rune) bool { return c == ',' || c == '}' })[0], &id); err != nil {
		t.Fatalf("%v in %.200s", err, a.Body)
	}
	return id
}
