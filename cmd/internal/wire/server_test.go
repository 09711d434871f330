package wire

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/config"
	"ncmtui/internal/safe"
)

func TestAServerOfTheSettingsIsAskedWithItsToken(t *testing.T) {
	t.Parallel()
	var path, token, cookie string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, token, cookie = r.URL.Path, r.Header.Get("X-Ncmtui-Token"), r.Header.Get("Cookie")
		_, _ = w.Write([]byte(`{"code":200,"songs":[],"album":{"id":7,"name":"七"}}`))
	}))
	t.Cleanup(server.Close)
	o := Options{Config: config.Default(), Places: config.DirsIn(t.TempDir()), Cookies: map[string]safe.Secret{"MUSIC_U": "u"}}
	o.Config.APIServer = server.URL
	o.Config.APITokenFile = filepath.Join(t.TempDir(), "token")
	if _, err := Connect(o, false); err == nil || !strings.Contains(err.Error(), "api.token_file") {
		t.Errorf("without the file: %v", err)
	}
	if err := os.WriteFile(o.Config.APITokenFile, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Connect(o, false)
	if err != nil {
		t.Fatal(err)
	}
	album, err := s.API.Album(t.Context(), 7)
	if err != nil || album.Name != "七" || path != "/album" || token != "s3cret" || !strings.Contains(cookie, "MUSIC_U=u") {
		t.Errorf("%v %+v: %s, %s, %s", err, album, path, token, cookie)
	}
}
