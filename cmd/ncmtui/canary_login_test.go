//go:build unix

package main

import (
	"archive/zip"
	"bufio"
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
)

// titles are the sequences that name the window.
var titles = regexp.MustCompile("\x1b\\][012];[^\x07\x1b]*")

// named wants them nowhere in the titles that the terminal was given.
func (c canaries) named(t testing.TB, output string) {
	t.Helper()
	all := titles.FindAllString(output, -1)
	if len(all) == 0 {
		t.Error("the window has no title")
	}
	c.seen(t, "a title", strings.Join(all, "\n"))
}

// inBundle looks into a bundle for a bug report, made now.
func (c canaries) inBundle(t *testing.T, r *rig) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "bundle.zip")
	r.given(c, "", "doctor", "--bundle", name)
	z, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		_ = in.Close()
		if err != nil {
			t.Error(err)
		}
		c.seen(t, f.Name+" of the bundle", string(text))
	}
	if len(z.File) < 2 { // the findings, the log
		t.Errorf("%d files in the bundle", len(z.File))
	}
}

// codeKey is the key of a login code, as its link has it.
var codeKey = regexp.MustCompile(`codekey=([0-9a-fA-F-]{16,})`)

// TestWhatIsTypedOnTheLoginPageIsSeenNowhere fills every field of the page,
// lets the program crash there, and looks for it in every place that others
// see. The terminal shows the number and the code while they are typed, and
// the QR code's link; password and cookie never.
func TestWhatIsTypedOnTheLoginPageIsSeenNowhere(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{QRWaits: 1000})
	r.env["NCMTUI_TEST_PANIC"] = "goroutine"
	const phone, captcha, password = "13987654321", "smsCANARY8642", "passCANARY-97531-typed"
	const cookie = "c00kieCANARY0typed0c00kieCANARY0typed0"
	c := canaries{phone: "the phone's number", captcha: "the captcha", password: "the password", cookie: "the cookie"}
	hidden := canaries{password: "the password", cookie: "the cookie"}
	s := r.run()
	s.shows("歌单")
	s.keys("L")
	s.shows("扫描二维码", "codekey=")
	key := codeKey.FindStringSubmatch(s.screen.String())
	if key == nil {
		t.Fatalf("no link on the page:\n%s", s.screen)
	}
	c[key[1]] = "the key of the QR code"
	const right = "\x1b[C"
	s.keys(right)
	s.shows("cookies.txt")
	s.keys("\x1b[200~MUSIC_U="+cookie+"\x1b[201~", "\r")
	s.shows("需要登录")
	s.keys(right)
	s.shows("86")
	s.keys(phone)
	s.shows(phone)
	s.keys("\r")
	s.shows("验证码已发送")
	s.keys(captcha, "\r")
	s.shows("代码 503")
	s.keys(right)
	s.shows("风控")
	s.keys(phone, "\t", password, "\r")
	s.shows("代码 502")
	c.inProcesses(t)
	s.keys(f12)
	if code := s.exit(); code != exitCrash {
		t.Errorf("exit code %d", code)
	}
	delete(r.env, "NCMTUI_TEST_PANIC")
	for address, n := range map[string]int{
		"/api/sms/captcha/sent": 1, "/api/w/login/cellphone": 2, "/api/login/qrcode/unikey": 1,
	} {
		if got := len(r.service.Requests(address)); got < n {
			t.Errorf("%s was asked %d times", address, got)
		}
	}
	hidden.seen(t, "the terminal", s.output())
	c.named(t, s.output())
	c.seen(t, "the report of the crash", r.report())
	c.inFiles(t, r)
	c.inBundle(t, r)
}

// TestTheProxysPasswordGoesToTheProxyAlone asks through proxies on loopback
// that want a password and refuse, for the service and for songs.
func TestTheProxysPasswordGoesToTheProxyAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{})
	delete(r.env, "NCMTUI_UPSTREAM") // on loopback no proxy is asked
	const password, songs = "pr0xyCANARYlive", "s0ngsCANARYlive"
	c := canaries{
		password: "the password of a proxy", base64.StdEncoding.EncodeToString([]byte("me:" + password)): "the same, as it is sent",
		songs: "the password of the songs' proxy",
	}
	one, two := newGate(t), newGate(t)
	r.env["NCMTUI_NETWORK_PROXY"] = "http://me:" + password + "@" + one.address
	r.env["NCMTUI_NETWORK_PROXY_AUDIO"] = "http://me:" + songs + "@" + two.address
	r.env["NCMTUI_NETWORK_PROXY_EXCEPT"] = "x.test"
	code, out, said := r.given(c, "", "doctor", "--json")
	if code != exitFailed || !strings.Contains(out, one.address) || !strings.Contains(out, two.address) || !strings.Contains(out, "x.test") {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	asked := one.all()
	for _, p := range asked {
		if !strings.HasSuffix(p.host, "music.163.com:443") || p.password != password {
			t.Errorf("the proxy was asked for %s, with its password: %v", p.host, p.password == password)
		}
	}
	if len(asked) == 0 {
		t.Error("the proxy was not asked")
	}
	if n := len(two.all()); n != 0 {
		t.Errorf("the songs' proxy was asked %d times without a song", n)
	}
	s := r.run()
	s.shows("代理连不通")
	s.keys("q")
	s.exit()
	c.seen(t, "the terminal", s.output())
	c.inFiles(t, r)
	c.inBundle(t, r)
}

// gate is a proxy that lets nobody through.
type gate struct {
	address string
	mu      sync.Mutex
	asked   []passage
}

type passage struct{ host, password string }

func newGate(t *testing.T) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	g := &gate{address: l.Addr().String()}
	var group safe.Group
	group.Go("gate", func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			group.Go("passage", func() { g.refuse(conn) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		group.Wait()
	})
	return g
}

func (g *gate) refuse(conn net.Conn) {
	defer conn.Close()
	q, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return // looked whether somebody is here
	}
	q.Header.Set("Authorization", q.Header.Get("Proxy-Authorization"))
	_, password, _ := q.BasicAuth()
	g.mu.Lock()
	g.asked = append(g.asked, passage{q.Host, password})
	g.mu.Unlock()
	_, _ = io.WriteString(conn, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

func (g *gate) all() []passage {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]passage(nil), g.asked...)
}
