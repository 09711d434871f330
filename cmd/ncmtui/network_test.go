//go:build unix

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/api/ncmfake"
)

func TestWithoutANetworkTheScreenSaysSo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		upstream func(t *testing.T) string
		says     []string
	}{
		{"refused", closedPort, []string{"连不上网易云音乐", "检查网络或代理"}},
		// Names in .onion are looked up by no resolver of the system.
		{"no such host", func(*testing.T) string { return "http://nowhere.onion" }, []string{"连不上网易云音乐", "检查网络或代理"}},
		{"black hole", blackHole, []string{"正在读取"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			r.env["NCMTUI_UPSTREAM"] = tc.upstream(t)
			s := r.run()
			s.shows(tc.says...)
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			s.givenBack()
		})
	}
}

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return "http://" + l.Addr().String()
}

func TestALoginThatIsOverIsSaidAndNothingIsLost(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	s.keys("q")
	s.exit()
	session := filepath.Join(r.folder("data"), "session.json")
	before, err := os.ReadFile(session)
	if err != nil {
		t.Fatal(err)
	}
	delete(r.env, "NCMTUI_COOKIE")
	r.service.Faults().Always("/api/*", ncmfake.Fault{Code: 301, Message: "需要登录"})
	s = r.run()
	s.shows("按 L 登录", "‖  "+firstSong)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	after, err := os.ReadFile(session)
	if err != nil || !strings.Contains(string(after), string(r.service.SessionToken())) {
		t.Errorf("the login is gone: %d bytes became %d, %v", len(before), len(after), err)
	}
	r.service.Faults().Clear()
	s = r.run()
	s.shows("听潮", "‖  "+firstSong)
}

func TestSecretsAreSeenNowhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	r.env["NCMTUI_TEST_PANIC"] = "goroutine"
	token := string(r.service.SessionToken())
	s := r.runInShell()
	s.shows(firstSong)
	s.keys("\r")
	s.plays(firstSong, 1)
	cmdlines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range cmdlines {
		if b, err := os.ReadFile(file); err == nil && strings.Contains(string(b), token) {
			t.Errorf("%s holds the cookie", file)
		}
	}
	if strings.Contains(s.screen.Title(), token) {
		t.Error("the title holds the cookie")
	}
	s.keys(f12)
	s.shows("EXIT 70")
	if strings.Contains(s.output(), token) {
		t.Error("the terminal saw the cookie")
	}
	err := filepath.WalkDir(r.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if name := d.Name(); err == nil && !strings.HasPrefix(name, "session.json") && strings.Contains(string(b), token) {
			t.Errorf("%s holds the cookie", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if r.report() == "" {
		t.Error("no report")
	}
}
