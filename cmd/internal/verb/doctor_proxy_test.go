package verb

import (
	"net"
	"strings"
	"testing"
)

// listening is the address of a proxy on loopback, as far as the doctor asks
// of one.
func listening(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l.Addr().String()
}

func deserted(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	return l.Addr().String()
}

func TestTheDoctorTellsWhatGoesThroughWhichProxy(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		settings string
		environ  map[string]string
		state    string
		text     string // ONE and TWO are proxies that listen, GONE is one that does not
	}{
		"one for all":       {`proxy = "http://me:hunter2@ONE"`, nil, fine, "http://…@ONE"},
		"none":              {`proxy = "none"`, nil, fine, `none is used (network.proxy = "none")`},
		"songs by another":  {"proxy = \"http://ONE\"\nproxy_audio = \"socks5://me:hunter2@TWO\"", nil, fine, "the service: http://ONE; songs and covers: socks5://…@TWO"},
		"songs without":     {"proxy = \"http://ONE\"\nproxy_audio = \"none\"", nil, fine, "the service: http://ONE; songs and covers: none"},
		"songs alone":       {`proxy_audio = "http://TWO"`, nil, fine, "the service: none; songs and covers: http://TWO"},
		"songs excepted":    {"proxy = \"http://ONE\"\nproxy_except = \"x.test, music.126.net, p1.music.126.net\"", nil, fine, "the service: http://ONE; songs and covers: none (network.proxy_except); without it: x.test, music.126.net, p1.music.126.net"},
		"other hosts":       {"proxy = \"http://ONE\"\nproxy_except = \"x.test\"", nil, fine, "http://ONE; without it: x.test"},
		"all excepted":      {"proxy = \"http://GONE\"\nproxy_except = \"*\"", nil, fine, "none (network.proxy_except); without it: *"},
		"nobody there":      {`proxy = "http://me:hunter2@GONE"`, nil, trouble, "http://…@GONE; GONE does not answer: "},
		"nobody for songs":  {"proxy = \"http://ONE\"\nproxy_audio = \"http://GONE\"", nil, trouble, "songs and covers: http://GONE; GONE does not answer: "},
		"of the machine":    {"", map[string]string{"HTTPS_PROXY": "http://me:hunter2@ONE", "NO_PROXY": "x.test"}, fine, "HTTPS_PROXY = http://…@ONE; NO_PROXY = x.test"},
		"songs not as that": {`proxy_audio = "http://TWO"`, map[string]string{"https_proxy": "http://ONE"}, fine, "the service: https_proxy = http://ONE; songs and covers: http://TWO"},
		"a dead machine's":  {"", map[string]string{"HTTPS_PROXY": "http://GONE"}, trouble, "HTTPS_PROXY = http://GONE; GONE does not answer: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := well(t)
			real := strings.NewReplacer("ONE", listening(t), "TWO", listening(t), "GONE", deserted(t))
			r.around.Dial = (&net.Dialer{}).DialContext
			r.settle("[network]\n" + real.Replace(c.settings) + "\n")
			for k, v := range c.environ {
				r.environ[k] = real.Replace(v)
			}
			_, found := r.examined()
			f, want := found["proxy"], real.Replace(c.text)
			if f.State != c.state || f.State == fine && f.Text != want || !strings.Contains(f.Text, want) {
				t.Errorf("%+v\nnot %s, %s", f, c.state, want)
			}
			if (f.State == trouble) != strings.Contains(f.Advice, "network.proxy_audio") {
				t.Errorf("advice %q", f.Advice)
			}
			if strings.Contains(r.out.String()+r.err.String(), "hunter2") {
				t.Error("the password is told")
			}
		})
	}
}
