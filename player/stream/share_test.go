package stream

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestAQuietReaderNeverTakesTheDownloadAway copies a song from its start
// while another reader plays from a place near its end.
func TestAQuietReaderNeverTakesTheDownloadAway(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(4 << 20)
		server := &cdn{data: data, script: func(_ int, a *answer) error { a.pause = 20 * time.Millisecond; return nil }}
		store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		src.Promote()
		copied := make(chan error, 1)
		go func() {
			r := src.NewQuietReader()
			got, err := io.ReadAll(r)
			if err == nil && !bytes.Equal(got, data) {
				err = errors.New("another file")
			}
			copied <- err
		}()
		r := src.NewReader()
		_, _ = r.Seek(3<<20, io.SeekStart)
		p := make([]byte, 1000)
		for at := 3 << 20; at < len(data); at += 40000 {
			_, _ = r.Seek(int64(at), io.SeekStart)
			begun := time.Now()
			if _, err := io.ReadFull(r, p[:min(len(p), len(data)-at)]); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(begun); d > 100*time.Millisecond {
				t.Errorf("the player waited %v at %d", d, at)
			}
			time.Sleep(100 * time.Millisecond)
		}
		if err := <-copied; err != nil {
			t.Error(err)
		}
		if got := server.ranges(); len(got) > 3 {
			t.Errorf("requests %v", got)
		}
	})
}

func TestTwoReadersFarApartTakeTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(4 << 20)
		server := &cdn{data: data, script: func(_ int, a *answer) error {
			a.wait, a.pause = 50*time.Millisecond, 5*time.Millisecond
			return nil
		}}
		store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		src.Promote()
		done := make(chan error, 2)
		for _, from := range []int{0, 2 << 20} {
			go func() {
				r := src.NewReader()
				_, _ = r.Seek(int64(from), io.SeekStart)
				p := make([]byte, 2<<20)
				_, err := io.ReadFull(r, p)
				if err == nil && !bytes.Equal(p, data[from:from+2<<20]) {
					err = errors.New("other bytes")
				}
				done <- err
			}()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if n := len(server.ranges()); n > 36 {
			t.Errorf("%d requests for 32 turns", n)
		}
	})
}

// TestHolesAreFilledWithoutLoadingAnythingTwice jumps about and lets the rest
// come; the reads of the network end at odd bytes.
func TestHolesAreFilledWithoutLoadingAnythingTwice(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(4<<20 + 12345)
		server := &cdn{data: data, script: func(_ int, a *answer) error {
			a.perRead, a.pause = 7001, 8*time.Millisecond
			return nil
		}}
		dir := t.TempDir()
		store := openStore(t, Options{Transport: server, Dir: dir})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		src.Promote()
		r := src.NewReader()
		for _, at := range []int64{0, 3 << 20, 1<<20 + 77, 2<<20 + 99999, int64(len(data)) - 3} {
			_, _ = r.Seek(at, io.SeekStart)
			p := make([]byte, min(1000, int64(len(data))-at))
			if _, err := io.ReadFull(r, p); err != nil || !bytes.Equal(p, data[at:at+int64(len(p))]) {
				t.Errorf("at %d: %v", at, err)
			}
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		if st := src.Status(); !st.Complete {
			t.Fatalf("status %+v", st)
		}
		if _, ok := store.Kept(7, ""); !ok {
			t.Error("it is not kept: its sum is wrong")
		}
		if twice := server.bytes() - int64(len(data)); twice > 5*chunkSize {
			t.Errorf("%d bytes loaded twice", twice)
		}
	})
}

// TestAServerWithoutRangesIsNotAskedAgainAndAgain plays a long song from
// memory, where what is far ahead has no room.
func TestAServerWithoutRangesIsNotAskedAgainAndAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(20 << 20)
		server := &cdn{data: data, script: func(_ int, a *answer) error {
			a.status, a.whole = 200, true
			a.header.Del("Content-Range")
			return nil
		}}
		store := openStore(t, Options{Transport: server})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		src.Promote()
		r, p := src.NewReader(), make([]byte, 100<<10)
		for at := 0; at < len(data); at += len(p) {
			time.Sleep(time.Second)
			n, err := io.ReadFull(r, p)
			if err != nil && n < len(data)-at || !bytes.Equal(p[:n], data[at:at+n]) {
				t.Fatalf("at %d: %d bytes, %v", at, n, err)
			}
			src.mu.Lock()
			held := len(src.mem)
			src.mu.Unlock()
			if held > memChunks {
				t.Fatalf("%d chunks in memory", held)
			}
		}
		if n := len(server.ranges()); n != 1 {
			t.Errorf("%d requests", n)
		}
	})
}

func TestAKilledProcessLeavesItsPartToTheNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data, dir, after := noise(2<<20), t.TempDir(), t.TempDir()
		server := &cdn{data: data, script: func(_ int, a *answer) error { a.pause = 100 * time.Millisecond; return nil }}
		store := openStore(t, Options{Transport: server, Dir: dir})
		src, _ := store.Source(mediaOf(data), never, nil)
		src.Promote()
		time.Sleep(12 * time.Second)
		base := src.Media().base()
		for _, name := range []string{base + ".part", base + ".part.map"} { // what a kill would leave
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if name == base+".part" {
				b = b[:min(len(b), 1<<20+5)] // and a disk that lost its end
			}
			if err := os.WriteFile(filepath.Join(after, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		src.Release()
		_ = store.Close()
		next := &cdn{data: data}
		store = openStore(t, Options{Transport: next, Dir: after})
		defer func() { _ = store.Close() }()
		src, _ = store.Source(mediaOf(data), never, nil)
		defer src.Release()
		got, err := load(t, src)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if got := next.ranges(); !slices.Equal(got, []string{"1048576-"}) {
			t.Errorf("requests %v", got)
		}
	})
}

// broken is a network whose https does not work.
type broken struct {
	cdn
	err error
}

func (b *broken) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme == "https" {
		b.mu.Lock()
		b.reqs = append(b.reqs, req)
		b.mu.Unlock()
		return nil, b.err
	}
	return b.cdn.RoundTrip(req)
}

func TestPlainHTTPIsOnlyForWhatHasASum(t *testing.T) {
	t.Parallel()
	page := func(_ int, a *answer) error {
		a.status, a.header = 302, http.Header{"Location": {"http://10.0.0.1/login"}}
		return nil
	}
	for _, c := range []struct {
		name   string
		sum    bool
		err    error
		script func(int, *answer) error
		plain  bool // it is asked for without TLS
		whole  bool
		portal bool
	}{
		{name: "a bad certificate", sum: true, err: &tls.CertificateVerificationError{Err: errors.New("expired")}, plain: true, whole: true},
		{name: "nobody at the port", sum: true, err: syscall.ECONNREFUSED, plain: true, whole: true},
		{name: "no network", sum: true, err: errors.New("no route")},
		{name: "no sum", err: syscall.ECONNREFUSED},
		{name: "a sign-in", sum: true, err: syscall.ECONNREFUSED, script: page, plain: true, portal: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				data := noise(100000)
				server := &broken{cdn: cdn{data: data, script: c.script}, err: c.err}
				store := openStore(t, Options{Transport: server, AllowHosts: []string{}})
				m := mediaOf(data)
				if !c.sum {
					m.MD5 = ""
				}
				src, _ := store.Source(m, never, nil)
				src.Promote()
				time.Sleep(time.Minute)
				st := src.Status()
				src.Release()
				_ = store.Close() // nobody asks any more
				plain := slices.ContainsFunc(server.reqs, func(r *http.Request) bool { return r.URL.Scheme == "http" })
				if plain != c.plain || st.Complete != c.whole || st.Offline == c.whole || st.Portal != c.portal || st.Err != nil {
					t.Errorf("without TLS %v, status %+v", plain, st)
				}
				if server.reqs[0].URL.Scheme != "https" {
					t.Error("https was not tried first")
				}
				if slices.ContainsFunc(server.reqs, func(r *http.Request) bool { return !strings.HasSuffix(r.URL.Host, ".126.net") }) {
					t.Error("somebody else was asked")
				}
			})
		})
	}
}

// TestTwoWaitingReadersRestWhileOffline guards against readers that wake each
// other for ever.
func TestTwoWaitingReadersRestWhileOffline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(3 << 20)
		server := &cdn{data: data, script: func(int, *answer) error { return errors.New("down") }}
		store := openStore(t, Options{Transport: server})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), func(context.Context) (Media, error) { return mediaOf(data), nil }, nil)
		ended := make(chan error, 2)
		for _, at := range []int64{0, 2 << 20} {
			r := src.NewReader()
			_, _ = r.Seek(at, io.SeekStart)
			go func() {
				_, err := r.Read(make([]byte, 10))
				ended <- err
			}()
		}
		synctest.Wait() // hangs when they do
		src.Release()
		for range cap(ended) {
			if err := <-ended; !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
	})
}
