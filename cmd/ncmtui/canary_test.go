//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/api/ncmfake"
	"ncmtui/player/remote"
	"ncmtui/player/report/reportfake"
)

// canaries are planted secrets: the way each came, by its text.
type canaries map[string]string

// seen looks for them in a text from somewhere.
func (c canaries) seen(t testing.TB, where, text string) {
	t.Helper()
	for secret, way := range c {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds the secret of: %s", where, way)
		}
	}
}

// kept are the files that are there to keep logins.
func kept(name string) bool {
	return strings.HasPrefix(name, "session.json") || strings.HasPrefix(name, "scrobble.json")
}

// given runs the program with something on its standard input; whatever it
// says, and its arguments, are looked at.
func (r *rig) given(c canaries, in string, args ...string) (code int, out, errOut string) {
	r.t.Helper()
	cmd := exec.Command(program(r.t), args...)
	cmd.Env, cmd.Dir, cmd.Stdin = r.environ(), r.dir, strings.NewReader(in)
	var o, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &o, &e
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	where := strings.Join(args, " ")
	c.seen(r.t, "what "+where+" says", o.String()+e.String())
	c.seen(r.t, "the command line of "+where, strings.Join(cmd.Args, " "))
	return cmd.ProcessState.ExitCode(), o.String(), e.String()
}

// inFiles looks into everything that the program has written.
func (c canaries) inFiles(t *testing.T, r *rig) {
	t.Helper()
	for _, name := range []string{"config", "data", "state", "cache"} {
		err := filepath.WalkDir(r.folder(name), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if kept(d.Name()) {
				return err
			}
			c.seen(t, path, string(text))
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// inProcesses looks at the command lines of the whole machine.
func (c canaries) inProcesses(t *testing.T) {
	t.Helper()
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range lines {
		if b, err := os.ReadFile(file); err == nil {
			c.seen(t, file, string(b))
		}
	}
}

// TestSecretsOfEveryWayInAreSeenNowhere plants one in every way by which a
// secret comes, and looks for it in every place that others see.
func TestSecretsOfEveryWayInAreSeenNowhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	real := r.env["NCMTUI_COOKIE"]
	delete(r.env, "NCMTUI_COOKIE")
	brains := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.Contains(q.Header.Get("Authorization"), "1isten") {
			_, _ = io.WriteString(w, `{"code":200,"valid":true,"user_name":"me"}`)
			return
		}
		_, _ = io.WriteString(w, `{"code":200,"valid":false,"message":"Token invalid."}`)
	}))
	t.Cleanup(brains.Close)
	r.env["NCMTUI_LISTENBRAINZ_SERVER"] = brains.URL
	last := &reportfake.LastFM{Key: "key", Secret: "l4stCANARYsecret0123456789abcdef", User: "ann"}
	fm := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		last.ServeHTTP(w, q)
		last.Allow() // whatever was asked for
	}))
	t.Cleanup(fm.Close)
	r.env["NCMTUI_LASTFM_SERVER"] = fm.URL
	c := canaries{
		r.service.SessionToken().Reveal():  "the login",
		"c00kieCANARYc00kieCANARYc00kie01": "a cookie that is refused",
		"n3tscapeCANARYn3tscapeCANARYxx02": "a cookie file that is refused",
		"13912345678":                      "a phone's number",
		"hunter2CANARY":                    "a password",
		"smsCANARY77":                      "a captcha",
		"pr0xyCANARY":                      "the password of a proxy",
		"s3rveCANARYs3rveCANARYs3rve00003": "the token of serve",
		"1istenCANARY-1111-2222-333344445": "the token of ListenBrainz",
		"0therCANARY-1111-2222-3333444455": "a token that is refused",
		last.Secret:                        "the shared secret of Last.fm",
		"session-of-ann":                   "the session of Last.fm",
	}
	r.plant(c, real)
	last.Next(reportfake.Answer{}, reportfake.Answer{Status: 500, Body: "no"}) // broken off, and failed: both are logged
	r.playWatched(t, c)
	if len(last.Calls()) < 3 {
		t.Errorf("Last.fm was told %v", last.Calls())
	}
	r.serveWatched(t, c)
	r.doctorWatched(t, c)
	c.inFiles(t, r)
	session, err := os.ReadFile(filepath.Join(r.folder("data"), "session.json"))
	if err != nil || !strings.Contains(string(session), r.service.SessionToken().Reveal()) {
		t.Error("the login itself is not kept:", err)
	}
	delete(c, r.service.SessionToken().Reveal())
	c.seen(t, "the session file", string(session))
}

// plant brings the secrets in, by the verbs.
func (r *rig) plant(c canaries, cookie string) {
	r.t.Helper()
	secret := func(way string) string {
		for text, w := range c {
			if w == way {
				return text
			}
		}
		r.t.Fatal(way)
		return ""
	}
	file := func(text string) string {
		name := filepath.Join(r.t.TempDir(), "secret")
		r.write(name, text)
		return "@" + name
	}
	refused := func(code int, what string) {
		if code == exitDone {
			r.t.Errorf("%s is taken", what)
		}
	}
	code, _, _ := r.given(c, "MUSIC_U="+secret("a cookie that is refused"), "auth", "import", "-")
	refused(code, "a cookie")
	code, _, _ = r.given(c, "", "auth", "import", file("# Netscape HTTP Cookie File\n.music.163.com\tTRUE\t/\tFALSE\t1999999999\tMUSIC_U\t"+secret("a cookie file that is refused")+"\n"))
	refused(code, "a cookie file")
	r.env["NCMTUI_COOKIE"] = "MUSIC_U=" + secret("a cookie that is refused")
	code, _, _ = r.given(c, "", "auth", "status")
	refused(code, "a cookie of the environment")
	delete(r.env, "NCMTUI_COOKIE")
	phone := "phone=" + file(secret("a phone's number"))
	code, _, _ = r.given(c, secret("a password")+"\n", "api", "/login/cellphone", phone, "password=-")
	refused(code, "a password")
	code, _, _ = r.given(c, secret("a captcha")+"\n", "api", "/login/cellphone", phone, "captcha=-")
	refused(code, "a captcha")
	if code, _, said := r.given(c, secret("the token of ListenBrainz")+"\n", "scrobble", "login", "listenbrainz"); code != exitDone {
		r.t.Error(said)
	}
	if code, _, said := r.given(c, "key\n"+secret("the shared secret of Last.fm")+"\n", "scrobble", "login", "lastfm"); code != exitDone {
		r.t.Error(said)
	}
	code, _, _ = r.given(c, secret("a token that is refused")+"\n", "scrobble", "login", "listenbrainz")
	refused(code, "a token")
	r.throughADeadProxy(c, secret("the password of a proxy"))
	if code, _, said := r.given(c, cookie, "auth", "import", "-"); code != exitDone {
		r.t.Fatal(said)
	}
}

// throughADeadProxy asks through proxies at which nobody listens: they are
// named, nothing goes past them, and nobody sees the password.
func (r *rig) throughADeadProxy(c canaries, password string) {
	r.t.Helper()
	upstream := r.env["NCMTUI_UPSTREAM"]
	delete(r.env, "NCMTUI_UPSTREAM") // on loopback no proxy is asked
	address := taken(r.t)
	for name, scheme := range map[string]string{"NCMTUI_NETWORK_PROXY": "socks5", "HTTPS_PROXY": "http"} {
		r.env[name] = scheme + "://me:" + password + "@" + address
		code, _, said := r.given(c, "", "search", "x")
		if code != exitNetwork || !strings.Contains(said, address) {
			r.t.Errorf("%s: exit code %d, %s", name, code, said)
		}
		if name == "NCMTUI_NETWORK_PROXY" { // and where settings are told
			r.given(c, "", "config", "show")
			r.given(c, "", "doctor", "--json")
		}
		delete(r.env, name)
	}
	r.env["NCMTUI_UPSTREAM"] = upstream
	r.write(filepath.Join(r.folder("config"), "config.toml"), "# the file of the user's\n")
}

// playWatched plays a song, and looks at the terminal, the title, the control
// socket and all command lines meanwhile.
func (r *rig) playWatched(t *testing.T, c canaries) {
	t.Helper()
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.plays(firstSong, 1)
	c.inProcesses(t)
	conn, err := net.Dial("unix", remote.Path(filepath.Join(r.env["XDG_RUNTIME_DIR"], "ncmtui")))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if line, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
		t.Error(err)
	} else {
		c.seen(t, "the hello of the control socket", line)
	}
	_, state, _ := r.given(c, "", "status", "--json")
	if !json.Valid([]byte(state)) || strings.Contains(state, ".126.net/") && strings.Contains(state, "/audio/") {
		t.Errorf("the state: %s", state)
	}
	c.seen(t, "the title", s.screen.Title())
	s.keys("q")
	s.exit()
	signed := 0
	for _, q := range r.service.Requests("/audio/*") {
		for part := range strings.SplitSeq(q.Asked, "/") {
			if len(part) == 32 {
				c[part], signed = "a signed address", signed+1
			}
		}
	}
	if signed == 0 {
		t.Error("no signed address was asked")
	}
	c.seen(t, "the terminal", s.output())
}

// serveWatched lets the addresses be called with secrets in every place, and
// looks at the log of the calls.
func (r *rig) serveWatched(t *testing.T, c canaries) {
	t.Helper()
	const token = "s3rveCANARYs3rveCANARYs3rve00003"
	file := filepath.Join(t.TempDir(), "token")
	r.write(file, token)
	cmd := exec.Command(program(t), "serve", "--port", "0", "--token-file", file)
	cmd.Env, cmd.Dir = r.environ(), r.dir
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	_, address, ok := strings.Cut(strings.TrimSpace(line), "@ ")
	if err != nil || !ok {
		t.Fatalf("%v, it said %q", err, line)
	}
	for _, call := range []string{
		"/login/cellphone?phone=13912345678&password=hunter2CANARY", "/login/cellphone?phone=13912345678&captcha=smsCANARY77",
		"/user/account?cookie=MUSIC_U%3Dc00kieCANARYc00kieCANARYc00kie01", "/nothing/hunter2CANARY?cookie=MUSIC_U=c00kieCANARYc00kieCANARYc00kie01",
	} {
		for _, bearer := range []string{token, "0therCANARY-1111-2222-3333444455"} {
			q, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+call, nil)
			if err != nil {
				t.Fatal(err)
			}
			q.Header.Set("Authorization", "Bearer "+bearer)
			res, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
		}
	}
	c.inProcesses(t)
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if strings.Count(log.String(), "\n") < 8 {
		t.Errorf("the log of the calls: %s", log.String())
	}
	c.seen(t, "the log of serve", log.String())
}

// doctorWatched looks into the bundle for reports, after a crash.
func (r *rig) doctorWatched(t *testing.T, c canaries) {
	t.Helper()
	r.env["NCMTUI_TEST_PANIC"] = "goroutine"
	s := r.run()
	s.shows(firstSong)
	s.keys(f12)
	if code := s.exit(); code != exitCrash {
		t.Errorf("exit code %d", code)
	}
	delete(r.env, "NCMTUI_TEST_PANIC")
	c.seen(t, "the report of a crash", r.report())
	c.inBundle(t, r)
}
