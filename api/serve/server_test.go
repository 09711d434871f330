package serve_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/serve"
	"ncmtui/internal/safe"
)

// gate holds every call until it is opened.
type gate struct {
	open chan struct{}
	now  atomic.Int64
	most atomic.Int64
}

func (g *gate) CallAs(ctx context.Context, _ api.Caller, _ string, _ api.Params) (api.Answer, error) {
	n := g.now.Add(1)
	defer g.now.Add(-1)
	for most := g.most.Load(); n > most && !g.most.CompareAndSwap(most, n); most = g.most.Load() {
	}
	select {
	case <-g.open:
	case <-ctx.Done():
		return api.Answer{}, ctx.Err()
	}
	return api.Answer{Status: 200, Body: []byte(`{"code":200}`)}, nil
}

func TestAStopLetsCallsUnderWayFinish(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{})}
	r := newRig(t, serve.Options{Calls: g})
	listeners, err := serve.Listen(t.Context(), "localhost", 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	done := make(chan error, 1)
	safe.Go("server", func() { done <- serve.NewServer(r.h, nil).Serve(ctx, listeners...) })
	answered := make(chan int, 1)
	safe.Go("caller", func() {
		res, err := http.Get("http://" + listeners[0].Addr().String() + "/banner")
		if err != nil {
			answered <- 0
			return
		}
		_ = res.Body.Close()
		answered <- res.StatusCode
	})
	for g.now.Load() == 0 {
		runtime.Gosched()
	}
	cancel()
	close(g.open)
	if status := <-answered; status != 200 {
		t.Errorf("status %d", status)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := net.Dial("tcp", listeners[0].Addr().String()); err == nil {
		t.Error("still listening")
	}
}

func TestOnlySoManyCallsAreUnderWay(t *testing.T) {
	t.Parallel()
	g := &gate{open: make(chan struct{})}
	r := newRig(t, serve.Options{Calls: g})
	var group safe.Group
	for i := range 200 {
		group.Go("caller", func() {
			if res := r.do("GET", fmt.Sprintf("/banner?timestamp=%d", i), ""); res.StatusCode != 200 {
				t.Errorf("status %d", res.StatusCode)
			}
		})
	}
	for g.now.Load() < 64 {
		runtime.Gosched()
	}
	close(g.open)
	group.Wait()
	if got := g.most.Load(); got != 64 {
		t.Errorf("%d at a time", got)
	}
}

func TestSlowCallersAreCutOff(t *testing.T) {
	t.Parallel()
	r := newRig(t, serve.Options{})
	address := start(t, r.h)
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET /banner HTTP/1.1\r\nHost: localhost\r\n"); err != nil {
		t.Fatal(err)
	}
	_ = c.SetReadDeadline(time.Now().Add(time.Minute))
	if _, err := io.Copy(io.Discard, c); err != nil { // ends because the server ends it
		t.Error(err)
	}
}

// endless is a file of zeros.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	e.left -= n
	return int(n), nil
}

// parts streams a form with one large file.
func parts(field string, size int64) (io.Reader, string) {
	var head bytes.Buffer
	w := multipart.NewWriter(&head)
	_, _ = w.CreateFormFile(field, "a song.mp3")
	tail := "\r\n--" + w.Boundary() + "--\r\n"
	return io.MultiReader(&head, &endless{size}, strings.NewReader(tail)), w.FormDataContentType()
}

func TestUploadsStreamAndHaveABound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := newRig(t, serve.Options{TempDir: dir, MaxUpload: 24 << 20, Calls: newClient(t, api.Options{Transport: counts{}})})
	address := start(t, r.h)
	for _, c := range []struct {
		path   string
		size   int64
		status int
	}{{"/cloud", 20 << 20, 200}, {"/cloud", 60 << 20, 413}, {"/album", 2 << 20, 413}, {"/avatar/upload", 1 << 20, 200}} {
		field := "songFile"
		if c.path == "/avatar/upload" {
			field = "imgFile"
		}
		body, kind := parts(field, c.size)
		res, err := http.Post("http://"+address+c.path, kind, body)
		if err != nil {
			if c.status != 413 { // the connection may end before all was sent
				t.Errorf("%s: %v", c.path, err)
			}
			continue
		}
		if got := text(t, res); res.StatusCode != c.status {
			t.Errorf("%s of %d: %d %s", c.path, c.size, res.StatusCode, got)
		}
	}
	// A refusal is read before the handler has tidied up.
	left, err := os.ReadDir(dir)
	for end := time.Now().Add(time.Minute); len(left) != 0 && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		left, err = os.ReadDir(dir)
	}
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// counts throws bodies away and answers uploads.
type counts struct{}

func (counts) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if r.ContentLength > 1<<20 {
			if n, err := io.Copy(io.Discard, r.Body); err != nil || n != r.ContentLength {
				return nil, fmt.Errorf("%d bytes: %w", n, err)
			}
		}
		_ = r.Body.Close()
	}
	body := `{"code":200,"needUpload":true,"songId":"1","upload":["https://x.127.net"],"result":{"objectKey":"k/0","token":"t","docId":"7","resourceId":5}}`
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

func TestTheAccessLogHasNoQuery(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := newRig(t, serve.Options{Log: &log, Now: func() time.Time { return noon }})
	r.do("GET", "/album?id=1&cookie=MUSIC_U%3Dsecret", "")
	r.do("GET", "/secret/path%0a", "")
	r.do("BREW", "/ALBUM?id=2", "")
	if got := log.String(); got != "GET /album 200 0ms\nGET - 404 0ms\n- /album 405 0ms\n" {
		t.Errorf("%q", got)
	}
}

func TestAnswersOfAnySizeArriveWhole(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 3 << 10, 4000, 4095, 4096, 4097, 8 << 10, 16 << 10, 16<<10 + 1, 1 << 20} {
		r := newRig(t, serve.Options{Calls: constant{bytes.Repeat([]byte("a"), size)}})
		address := start(t, r.h)
		for _, method := range []string{"GET", "HEAD", "GET", "POST", "GET"} { // on one connection
			q, err := http.NewRequestWithContext(t.Context(), method, "http://"+address+"/banner", nil)
			if err != nil {
				t.Fatal(err)
			}
			res, err := http.DefaultClient.Do(q)
			if err != nil {
				t.Fatal(err)
			}
			want := size
			if method == "HEAD" {
				want = 0
			}
			if got := len(text(t, res)); got != want || res.ContentLength != int64(size) {
				t.Errorf("%s of %d: %d, length %d", method, size, got, res.ContentLength)
			}
		}
	}
}
