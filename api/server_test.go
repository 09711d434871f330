package api

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"ncmtui/api/route"
)

func TestFilesReachAServerWhole(t *testing.T) {
	t.Parallel()
	whole := bytes.Repeat([]byte("0123456789"), 50_000)
	for name, f := range map[string]route.File{
		"in memory": {Name: "歌 \"1\".mp3", Data: whole},
		"streamed": {Name: "歌 \"1\".mp3", Size: int64(len(whole)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(iotest.HalfReader(bytes.NewReader(whole))), nil
		}},
	} {
		c, err := New(Options{Session: loggedIn(), Server: "http://server.test", Rate: -1, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			var b bytes.Buffer
			n, err := io.Copy(&b, r.Body)
			if err != nil || n != r.ContentLength {
				t.Errorf("%s: %d bytes, said %d, %v", name, n, r.ContentLength, err)
			}
			r.Body = io.NopCloser(&b)
			file, header, err := r.FormFile("songFile")
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(file)
			if err != nil || !bytes.Equal(got, whole) || header.Filename != f.Name || r.FormValue("id") != "7" || r.FormValue("note") != "a&b=c" {
				t.Errorf("%s: %d bytes of %q, %v", name, len(got), header.Filename, err)
			}
			return reply(200, `{"code":200}`), nil
		})})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Call(t.Context(), "/cloud", Params{"id": 7, "note": "a&b=c", "songFile": f}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFilesThatCannotBeReadAreToldBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	c, err := New(Options{Session: loggedIn(), Server: "http://server.test", Rate: -1, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		t.Error("sent")
		return nil, errDown
	})})
	if err != nil {
		t.Fatal(err)
	}
	f := route.File{Name: "a.mp3", Size: 3, Open: func() (io.ReadCloser, error) { return nil, gone }}
	if _, err := c.Call(t.Context(), "/cloud", Params{"songFile": f}); !errors.Is(err, gone) {
		t.Errorf("%v", err)
	}
}

func TestAnonymousTokensComeFromTheServer(t *testing.T) {
	t.Parallel()
	var paths []string
	c, err := New(Options{Server: "http://server.test", Rate: -1, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		paths = append(paths, r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "anonimous") {
			return reply(200, `{"code":200,"cookie":"MUSIC_A=a1"}`, "MUSIC_A=a1; Path=/"), nil
		}
		if !strings.Contains(r.Header.Get("Cookie"), "MUSIC_A=a1") {
			t.Errorf("%s with %q", r.URL.Path, r.Header.Get("Cookie"))
		}
		return reply(200, `{"code":200}`), nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Charts(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(paths, " "); got != "/register/anonimous /toplist /toplist" {
		t.Errorf("asked %s", got)
	}
}

func TestExpiredLoginsAreRenewedAtTheServer(t *testing.T) {
	t.Parallel()
	var paths []string
	c, err := New(Options{Session: loggedIn(), Server: "http://server.test", Rate: -1, Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		paths = append(paths, r.URL.Path)
		switch {
		case r.URL.Path == "/login/refresh":
			return reply(200, `{"code":200,"cookie":""}`, "MUSIC_U=u2; Path=/"), nil
		case strings.Contains(r.Header.Get("Cookie"), "MUSIC_U=u2"):
			return reply(200, `{"code":200,"data":[{"id":1}]}`), nil
		}
		return reply(http.StatusMovedPermanently, `{"code":301,"msg":"需要登录"}`), nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	l, err := c.FM(t.Context())
	if got := strings.Join(paths, " "); err != nil || len(l) != 1 || got != "/personal_fm /login/refresh /personal_fm" {
		t.Errorf("%d songs, %v after %s", len(l), err, got)
	}
}
