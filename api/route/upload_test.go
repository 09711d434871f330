package route_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"ncmtui/api/route"
)

// upload runs an address with a file; change may replace an answer by path or,
// for a plain request, by host and path.
func upload(t *testing.T, path string, f any, change map[string]route.Answer) (route.Answer, []string, error) {
	t.Helper()
	r, _ := route.Lookup(path)
	var asked []string
	p := route.Params{"id": 1, "imgFile": f, "songFile": f}
	a, err := r.Run(t.Context(), route.Env{Now: noon}, p, func(_ context.Context, q route.Request) (route.Answer, error) {
		key := q.Path
		if key == "" {
			key = q.URL[:22]
		}
		asked = append(asked, key)
		if a, ok := change[key]; ok {
			return a, nil
		}
		return route.Answer{Status: 200, Body: []byte(canned(q))}, nil
	})
	return a, asked, err
}

func TestUploadsAnswerAsTheServerDoes(t *testing.T) {
	t.Parallel()
	f := route.File{Name: "a.b c.flac", Data: []byte("x")}
	a, _, err := upload(t, "/avatar/upload", f, nil)
	if err != nil || string(a.Body) != `{"code":200,"data":{"code":200,"imgId":"7700112233","url_pre":"https://p1.music.126.net/obj/w5zDlMODwrDDiGjCn8Ky/0.jpg"}}` {
		t.Errorf("image: %s, %v", a.Body, err)
	}
	a, asked, err := upload(t, "/cloud", f, nil)
	if err != nil || len(asked) != 7 || string(a.Body) != `{"code":200,"needUpload":true,"songId":"canned-song-id"}` {
		t.Errorf("cloud: %s after %v, %v", a.Body, asked, err)
	}
	known := map[string]route.Answer{"/api/cloud/upload/check": {Status: 200, Body: []byte(`{"code":200,"needUpload":false,"songId":1}`)}}
	if _, asked, err := upload(t, "/cloud", f, known); err != nil || len(asked) != 4 {
		t.Errorf("a file the service has: %v, %v", asked, err)
	}
	refused := map[string]route.Answer{"/api/cloud/upload/check": {Status: 301, Body: []byte(`{"code":301}`)}}
	if a, asked, err := upload(t, "/cloud", f, refused); err != nil || len(asked) != 1 || a.Code() != 301 {
		t.Errorf("without login: %v, %v", asked, err)
	}
	for path, status := range map[string]int{"/avatar/upload": http.StatusBadRequest, "/cloud": http.StatusInternalServerError} {
		if a, asked, err := upload(t, path, "text", nil); err != nil || a.Status != status || len(asked) != 0 {
			t.Errorf("%s without a file: %+v, %v", path, a, err)
		}
	}
}

func TestFilesGoToTheObjectStoreOnly(t *testing.T) {
	t.Parallel()
	f := route.File{Name: "a.mp3", Data: []byte("x")}
	for _, host := range []string{"", "https://evil.test", "https://evil127.net", "https://10.0.0.1", "https://u:p@x.127.net", "https://x.127.net@evil.test"} {
		named := map[string]route.Answer{"https://wanproxy.127.n": {Status: 200, Body: []byte(`{"upload":["` + host + `"]}`)}}
		if _, asked, err := upload(t, "/cloud", f, named); !errors.Is(err, route.ErrUpload) || len(asked) != 4 {
			t.Errorf("%q: %v, %v", host, asked, err)
		}
	}
	full := map[string]route.Answer{"https://nosup-hz1.127.": {Status: 403}}
	if _, asked, err := upload(t, "/avatar/upload", f, full); !errors.Is(err, route.ErrUpload) || len(asked) != 2 {
		t.Errorf("refused by the store: %v, %v", asked, err)
	}
}
