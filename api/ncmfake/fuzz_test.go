package ncmfake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// FuzzRequest sends anything anywhere: the service answers and never panics.
func FuzzRequest(f *testing.F) {
	s := New(Options{LoggedIn: true})
	f.Add("/weapi/v3/song/detail", "params=abc&encSecKey=00")
	f.Add("/eapi/song/lyric/v1", "params=FA90B329E9614F79E79598F37DC2EDB4")
	f.Add("/api/linux/forward", "eparams=00")
	f.Add("/api/v3/song/detail", "c=%5B%7B%22id%22%3A2600000001%7D%5D")
	f.Add("/api/song/enhance/player/url/v1", "ids=[2600000035]&level=sky")
	f.Add("/api/feedback/weblog", `logs=[{"action":"play","json":{"id":1}}]`)
	f.Add("/api/v6/playlist/detail", "id=7100000010&n=-1")
	f.Add("/20260801000000/00/ymusic/0001/0000/0300/x.mp3", "")
	f.Add("/a==/109951162960000099.jpg?param=9999y1", "")
	f.Fuzz(func(t *testing.T, path, body string) {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.URL.Path = path
		r.AddCookie(&http.Cookie{Name: "MUSIC_U", Value: demoSession})
		a, err := s.answer(r)
		if err != nil || a == nil {
			t.Fatalf("%q: %v", path, err)
		}
		if _, err := io.Copy(io.Discard, a.body); err != nil {
			t.Fatalf("%q: %v", path, err)
		}
	})
}

func TestGlobMatchesAnythingAtStars(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		pattern, s string
		want       bool
	}{
		{"*", "", true},
		{"/api/*", "/api/a/b", true},
		{"/api/a", "/api/ab", false},
		{"*.126.net", "m8.music.126.net", true},
		{"/audio/*.mp3", "/audio/1.flac", false},
		{"a*b*c", "aXbYc", true},
		{"a*b*c", "acb", false},
		{"ab*ba", "aba", false},
	} {
		if got := glob(x.pattern, x.s); got != x.want {
			t.Errorf("glob(%q, %q) = %v", x.pattern, x.s, got)
		}
	}
}
