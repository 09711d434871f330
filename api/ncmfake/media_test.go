package ncmfake_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"image/jpeg"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	mp3 "github.com/hajimehoshi/go-mp3"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
)

func (c *client) get(url string, header ...string) (*http.Response, []byte, error) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, body, err
}

func (c *client) url(id int64, level string) node {
	c.t.Helper()
	return c.ask("/api/song/enhance/player/url/v1", map[string]any{"ids": fmt.Sprintf("[%d]", id), "level": level}).at("data.0")
}

func TestAudioIsWhatTheAnswerSays(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	for _, x := range []struct {
		id                int64
		level, give, kind string
	}{
		{seed.SongFirst, "standard", "standard", "mp3"},
		{seed.SongFirst, "higher", "higher", "mp3"},
		{seed.SongFirst, "exhigh", "exhigh", "mp3"},
		{seed.SongFirst, "lossless", "lossless", "flac"},
		{seed.SongFirst, "hires", "lossless", "flac"},
		{seed.SongHiRes, "hires", "hires", "flac"},
		{seed.SongMember, "exhigh", "exhigh", "mp3"},
		{seed.SongShort, "jymaster", "lossless", "flac"},
		{seed.SongDamaged, "lossless", "exhigh", "mp3"},
		{seed.SongFull, "exhigh", "exhigh", "mp3"},
	} {
		u := c.url(x.id, x.level)
		if u.at("level").text() != x.give || u.at("type").text() != x.kind {
			t.Errorf("%d %s: got %s %s", x.id, x.level, u.at("level").text(), u.at("type").text())
		}
		if !strings.HasPrefix(u.at("url").text(), "http://m701.music.126.net/") {
			t.Errorf("address %s", u.at("url").text())
		}
		resp, body, err := c.get(u.at("url").text())
		if err != nil {
			t.Fatal(err)
		}
		sum := md5.Sum(body)
		if int64(len(body)) != u.at("size").int() || hex.EncodeToString(sum[:]) != u.at("md5").text() || resp.ContentLength != int64(len(body)) {
			t.Errorf("%d %s: %d bytes of %d, or another md5", x.id, x.level, len(body), u.at("size").int())
		}
		if want := map[string]string{"mp3": "audio/mpeg", "flac": "audio/flac"}[x.kind]; resp.Header.Get("Content-Type") != want {
			t.Errorf("type %s", resp.Header.Get("Content-Type"))
		}
		dt := c.ask("/api/v3/song/detail", map[string]any{"c": fmt.Sprintf(`[{"id":%d}]`, x.id)}).at("songs.0.dt").int()
		if d := dt - u.at("time").int(); d < -1 || d > 1 {
			t.Errorf("%d %s: dt %d, time %d", x.id, x.level, dt, u.at("time").int())
		}
	}
}

func TestAudioCarriesTheSongsSignature(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{LoggedIn: true})
	for _, id := range []int64{seed.SongFirst, seed.SongTrial, seed.SongShort + 3, signature.Base + 19999} {
		_, body, err := c.get(c.url(id, "exhigh").at("url").text())
		if err != nil {
			t.Fatal(err)
		}
		d, err := mp3.NewDecoder(struct{ io.Reader }{bytes.NewReader(body)})
		if err != nil {
			t.Fatal(err)
		}
		raw := make([]byte, 4*d.SampleRate())
		if _, err := io.ReadFull(d, raw); err != nil {
			t.Fatal(err)
		}
		pcm := make([]float32, len(raw)/2)
		for i := range pcm {
			pcm[i] = float32(int16(binary.LittleEndian.Uint16(raw[2*i:]))) / 32768
		}
		if got, ok := signature.Detect(signature.Mono(pcm, 2), d.SampleRate()); !ok || got != id {
			t.Errorf("heard %d, %v; want %d", got, ok, id)
		}
	}
}

func TestSpecialSongs(t *testing.T) {
	t.Parallel()
	member := newClient(t, ncmfake.Options{LoggedIn: true})
	other := newClient(t, ncmfake.Options{LoggedIn: true, NoMember: true})
	trial := member.url(seed.SongTrial, "exhigh")
	if trial.at("freeTrialInfo.start").int() != 40 || trial.at("freeTrialInfo.end").int() != 70 || trial.at("time").int() != 30000 {
		t.Errorf("trial: %v", trial.v)
	}
	if u := member.url(seed.SongMember, "exhigh"); u.at("freeTrialInfo").v != nil || u.at("payed").int() != 1 {
		t.Errorf("member: %v", u.v)
	}
	if u := other.url(seed.SongMember, "exhigh"); u.at("freeTrialInfo.end").int() != 30 {
		t.Errorf("no member: %v", u.v)
	}
	if u := member.url(seed.SongGrey, "exhigh"); u.at("url").v != nil || u.at("code").int() != 404 {
		t.Errorf("grey: %v", u.v)
	}
	ids := fmt.Sprintf(`[{"id":%d},{"id":%d}]`, seed.SongGrey, seed.SongCloud)
	songs := member.ask("/api/v3/song/detail", map[string]any{"c": ids})
	if songs.at("privileges.0.st").int() >= 0 || songs.at("songs.1.ar.0.id").int() != 0 || songs.at("songs.1.pc.sn").text() == "" {
		t.Errorf("grey and cloud: %v", songs.v)
	}
}

func TestRangesAndConditions(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	url := c.url(seed.SongShort, "standard").at("url").text()
	whole, body, err := c.get(url)
	if err != nil {
		t.Fatal(err)
	}
	tag, n := whole.Header.Get("ETag"), len(body)
	for _, x := range []struct {
		header []string
		status int
		from   int
		to     int
	}{
		{[]string{"Range", "bytes=0-99"}, 206, 0, 100},
		{[]string{"Range", "bytes=5000-"}, 206, 5000, n},
		{[]string{"Range", "bytes=-700"}, 206, n - 700, n},
		{[]string{"Range", fmt.Sprintf("bytes=1000-%d", n*2)}, 206, 1000, n},
		{[]string{"Range", "bytes=100-200", "If-Range", tag}, 206, 100, 201},
		{[]string{"Range", "bytes=100-200", "If-Range", `"other"`}, 200, 0, n},
		{[]string{"If-None-Match", tag}, 304, 0, 0},
		{[]string{"Range", fmt.Sprintf("bytes=%d-", n)}, 416, -1, 0},
	} {
		resp, got, err := c.get(url, x.header...)
		if err != nil {
			t.Fatal(err)
		}
		if resp.StatusCode != x.status || x.from >= 0 && !bytes.Equal(got, body[x.from:x.to]) {
			t.Errorf("%v: status %d, %d bytes", x.header, resp.StatusCode, len(got))
		}
		if want := fmt.Sprintf("bytes %d-%d/%d", x.from, x.to-1, n); x.status == 206 && resp.Header.Get("Content-Range") != want {
			t.Errorf("%v: Content-Range %s, want %s", x.header, resp.Header.Get("Content-Range"), want)
		}
	}
	resp, got, err := c.get(url, "Range", "bytes=0-9,50-59")
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil || resp.StatusCode != 206 {
		t.Fatalf("two ranges: %d %v", resp.StatusCode, err)
	}
	parts := multipart.NewReader(bytes.NewReader(got), params["boundary"])
	for _, from := range []int{0, 50} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(p); err != nil || !bytes.Equal(b, body[from:from+10]) {
			t.Errorf("part at %d: %v", from, err)
		}
	}
}

func TestAddressesRunOutAndCannotBeForged(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 1, 20, 0, 0, 0, time.UTC)
	c := newClient(t, ncmfake.Options{Now: func() time.Time { return now }})
	url := c.url(seed.SongShort, "standard").at("url").text()
	status := func(u string) int {
		resp, _, err := c.get(u)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode
	}
	now = now.Add(1199 * time.Second)
	if s := status(url); s != 200 {
		t.Errorf("before the end: %d", s)
	}
	now = now.Add(3 * time.Second)
	if s := status(url); s != 403 {
		t.Errorf("after the end: %d", s)
	}
	if s := status(strings.Replace(url, "/20260802", "/20270802", 1)); s != 403 {
		t.Errorf("forged: %d", s)
	}
	if s := status("http://m701.music.126.net/nothing"); s != 404 {
		t.Errorf("unknown: %d", s)
	}
}

func TestCoversAreDrawn(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	first := c.ask("/api/v1/album/180000001", nil).at("album.picUrl").text()
	second := c.ask("/api/v1/album/180000978", nil).at("album.picUrl").text()
	resp, a, err := c.get(first + "?param=130y130")
	if err != nil {
		t.Fatal(err)
	}
	_, b, err := c.get(second + "?param=130y130")
	if err != nil {
		t.Fatal(err)
	}
	img, err := jpeg.Decode(bytes.NewReader(a))
	if err != nil || img.Bounds().Dx() != 130 || resp.Header.Get("Content-Type") != "image/jpeg" {
		t.Errorf("%v %v", err, resp.Header)
	}
	if bytes.Equal(a, b) {
		t.Error("two albums have the same cover")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		fault ncmfake.Fault
		check func(resp *http.Response, body []byte, err error) bool
	}{
		"status": {ncmfake.Fault{Status: 502}, func(r *http.Response, _ []byte, _ error) bool { return r.StatusCode == 502 }},
		"code":   {ncmfake.Fault{Code: -460, Message: "Cheating"}, func(_ *http.Response, b []byte, _ error) bool { return bytes.Contains(b, []byte(`-460`)) }},
		"portal": {ncmfake.Portal(), func(r *http.Response, b []byte, _ error) bool {
			return r.StatusCode == 200 && bytes.Contains(b, []byte("<html"))
		}},
		"refuse": {ncmfake.Fault{Refuse: true}, func(_ *http.Response, _ []byte, err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
		"cut": {ncmfake.Fault{CutAfter: 5000}, func(_ *http.Response, b []byte, err error) bool {
			return len(b) == 5000 && errors.Is(err, io.ErrUnexpectedEOF)
		}},
		"at once": {ncmfake.Fault{CutAfter: -1}, func(_ *http.Response, b []byte, err error) bool { return len(b) == 0 && err != nil }},
		"quiet":   {ncmfake.Fault{CutAfter: 5000, Quiet: true}, func(_ *http.Response, b []byte, err error) bool { return len(b) == 5000 && err == nil }},
		"reset": {ncmfake.Fault{CutAfter: 5000, Reset: true}, func(_ *http.Response, b []byte, err error) bool {
			return len(b) == 5000 && errors.Is(err, syscall.ECONNRESET)
		}},
		"whole": {ncmfake.Fault{Whole: true, Unsized: true}, func(r *http.Response, b []byte, err error) bool {
			return r.StatusCode == 200 && r.ContentLength == -1 && len(b) > 5000 && err == nil
		}},
		"another tag": {ncmfake.Fault{OtherTag: `"x"`}, func(r *http.Response, _ []byte, _ error) bool { return r.Header.Get("ETag") == `"x"` }},
		"wrong range": {ncmfake.Fault{Grown: 7, Moved: 2}, func(r *http.Response, b []byte, _ error) bool {
			return r.Header.Get("Content-Range") == fmt.Sprintf("bytes 1002-%d/%d", len(b)+999, len(b)+1007)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, ncmfake.Options{})
			url := c.url(seed.SongShort, "standard").at("url").text()
			c.svc.Faults().Next("/audio/*", x.fault)
			if resp, body, err := c.get(url, "Range", "bytes=1000-"); !x.check(resp, body, err) {
				t.Errorf("%v, %d bytes, %v", resp, len(body), err)
			}
			if resp, _, err := c.get(url); err != nil || resp.StatusCode != 200 {
				t.Errorf("the next request fails too: %v", err)
			}
		})
	}
}

func TestStallEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	c := newClient(t, ncmfake.Options{})
	url := c.url(seed.SongShort, "standard").at("url").text()
	c.svc.Faults().Next("*.126.net", ncmfake.Fault{StallAfter: 4096})
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.ReadFull(resp.Body, make([]byte, 4096)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := resp.Body.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("read after the stall: %v", err)
	}
}

func TestHandlerServesOverASocket(t *testing.T) {
	t.Parallel()
	svc := ncmfake.New(ncmfake.Options{LoggedIn: true})
	server := httptest.NewServer(svc)
	defer server.Close()
	c := newClient(t, ncmfake.Options{})
	c.svc = svc
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "tcp", server.Listener.Addr().String())
	}
	c.http = &http.Client{Transport: &http.Transport{DialContext: dial, DialTLSContext: dial}}
	defer c.http.CloseIdleConnections()
	u := c.url(seed.SongShort, "standard").at("url").text()
	resp, body, err := c.get(u, "Range", "bytes=10-2000")
	if err != nil || resp.StatusCode != 206 || len(body) != 1991 {
		t.Errorf("%v %d bytes", err, len(body))
	}
	svc.Faults().Next("/audio/*", ncmfake.Fault{CutAfter: 3000})
	if _, body, err := c.get(u); !errors.Is(err, io.ErrUnexpectedEOF) || len(body) > 3000 {
		t.Errorf("cut: %d bytes, %v", len(body), err)
	}
}
