//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ncmtui/api/ncmfake"
)

func TestWithoutANetworkTheScreenSaysSo(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name     string
		upstream func(t testing.TB) string
		says     []string
	}{
		{"refused", closedPort, []string{"连不上网易云音乐", "检查网络或代理"}},
		// Names in .onion are looked up by no resolver of the system.
		{"no such host", func(testing.TB) string { return "http://nowhere.onion" }, []string{"连不上网易云音乐", "检查网络或代理"}},
		{"black hole", blackHole, []string{"正在读取"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			r.env["NCMTUI_UPSTREAM"] = tc.upstream(t)
			s := r.run()
			s.said(tc.says...)
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
			s.givenBack()
		})
	}
}

// closedPort is an address at which nobody listens, nor can while the test runs.
func closedPort(t testing.TB) string {
	t.Helper()
	return "http://" + taken(t)
}

// taken is an address that a socket has which does not listen.
func taken(t testing.TB) string {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	at, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("127.0.0.1:%d", at.(*syscall.SockaddrInet4).Port)
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
