//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/api/ncmfake"
)

// TestServeActsWithTheStoredLogin is the built program with a session file
// that the program itself wrote.
func TestServeActsWithTheStoredLogin(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	cookie := r.env["NCMTUI_COOKIE"]
	delete(r.env, "NCMTUI_COOKIE")
	r.env["NCMTUI_SERVE_TOKEN"] = serveToken
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program(t), args...)
		cmd.Env, cmd.Dir = r.environ(), r.dir
		return cmd
	}
	if out, err := command("serve", "--port", "0", "--use-account").CombinedOutput(); err == nil || !strings.Contains(string(out), "ncmtui auth login") {
		t.Errorf("without a login: %v, %s", err, out)
	}
	stored := command("auth", "import", "-")
	stored.Stdin = strings.NewReader(cookie)
	if out, err := stored.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file := filepath.Join(r.folder("data"), "session.json")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}

	cmd := command("serve", "--port", "0", "--use-account")
	said, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(said).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), "@ ")
	if err != nil || !ok {
		t.Fatalf("%v, it said %q", err, line)
	}
	ask := func(path string, header ...string) (int, string, http.Header) {
		q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(header); i += 2 {
			q.Header.Set(header[i], header[i+1])
		}
		res, err := http.DefaultClient.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body), res.Header
	}
	bearer := []string{"Authorization", "Bearer " + serveToken}
	for _, path := range []string{"/user/account", "/recommend/songs", "/login/status"} {
		status, body, header := ask(path, bearer...)
		if status != 200 || strings.Contains(body, `"account":null`) || header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %.200s %v", path, status, body, header)
		}
		if status, body, _ := ask(path); status != 401 {
			t.Errorf("%s without the token: %d %.100s", path, status, body)
		}
	}
	if status, body, _ := ask("/recommend/songs?cookie=MUSIC_U%3Dwrong", bearer...); status != 301 {
		t.Errorf("with a login of its own: %d %.100s", status, body)
	}
	if status, body, header := ask("/login/refresh", bearer...); status == 200 && strings.Contains(strings.Join(header["Set-Cookie"], ""), "MUSIC_U=") {
		t.Errorf("the account's login went out: %.200s", body)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	after, err := os.ReadFile(file)
	if err != nil || len(after) < len(before)/2 {
		t.Errorf("the login was lost: %v, %d bytes of %d", err, len(after), len(before))
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}
