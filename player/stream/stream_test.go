package stream

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fault is a row of the table of what a network does.
type fault struct {
	name   string
	script func(n int, a *answer) error
	renew  int // calls of Renew wanted
	reqs   int // requests wanted, 0: any
	within time.Duration
	err    error // nil: the song arrives whole
	size   int64 // given instead of the true one; -1: unknown
}

func first(f func(a *answer)) func(int, *answer) error {
	return func(n int, a *answer) error {
		if n == 0 {
			f(a)
		}
		return nil
	}
}

func faults() []fault {
	status := func(code int) func(*answer) {
		return func(a *answer) { a.status, a.body = code, []byte("no") }
	}
	html := func(a *answer) {
		a.status, a.body = 200, []byte("<html>please log in</html>")
		a.header = http.Header{"Content-Type": {"text/html"}}
	}
	return []fault{
		{name: "nothing wrong", reqs: 1, within: time.Second},
		{name: "cut after some bytes", script: first(func(a *answer) { a.cut = 50000 }), reqs: 2, within: time.Second},
		{name: "closed early without an error", script: first(func(a *answer) { a.cut, a.quiet = 50000, true }), reqs: 2},
		{name: "stalls", script: first(func(a *answer) { a.stall = 40000 }), reqs: 2, within: 2100 * time.Millisecond},
		{name: "silent head", script: first(func(a *answer) { a.wait = time.Hour }), reqs: 2, within: 8 * time.Second},
		{name: "drips", script: func(_ int, a *answer) error { a.perRead, a.pause = 8192, time.Second; return nil }, reqs: 1},
		{name: "no route, then there", script: func(n int, _ *answer) error {
			if n < 4 {
				return errors.New("no route to host")
			}
			return nil
		}, reqs: 5, within: 12 * time.Second},
		{name: "503 for a while", script: func(n int, a *answer) error {
			if n < 2 {
				status(503)(a)
			}
			return nil
		}, reqs: 3},
		{name: "403 at start", script: first(status(403)), renew: 1, reqs: 2, within: time.Second},
		{name: "410 at start", script: first(status(410)), renew: 1, reqs: 2},
		{name: "403 in the middle", script: func(n int, a *answer) error {
			switch n {
			case 0:
				a.cut = 70000
			case 1:
				status(403)(a)
			}
			return nil
		}, renew: 1, reqs: 3, within: time.Second},
		{name: "403 for ever", script: func(_ int, a *answer) error { status(403)(a); return nil }, renew: 1, reqs: 2, err: ErrRefused},
		{name: "a web page once", script: first(html), reqs: 2, within: time.Second},
		{name: "a page that says that it is one", script: first(status(511)), reqs: 2, within: time.Second},
		{name: "a web page dressed as a song", script: first(func(a *answer) {
			a.body = []byte("\ufeff <!doctype html>")
		}), reqs: 2, within: time.Second},
		{name: "a proxy that wants a password", script: first(status(407)), reqs: 2, within: time.Second},
		{name: "packed", script: first(func(a *answer) { a.header.Set("Content-Encoding", "gzip") }), renew: 1, reqs: 2},
		{name: "text for ever", script: func(_ int, a *answer) error {
			a.header.Set("Content-Type", "text/plain")
			return nil
		}, renew: 1, reqs: 2, err: ErrBadBody},
		{name: "json dressed as a song", script: func(_ int, a *answer) error {
			a.body = []byte(` {"code":404}`)
			return nil
		}, renew: 1, reqs: 2, err: ErrBadBody},
		{name: "whole file instead of a range", script: func(_ int, a *answer) error {
			a.status = 200
			a.header.Del("Content-Range")
			return nil
		}, reqs: 1},
		{name: "416", script: first(status(416)), renew: 1, reqs: 2},
		{name: "wrong start in content range", script: first(func(a *answer) {
			a.header.Set("Content-Range", "bytes 5-9/300000")
		}), renew: 1, reqs: 2},
		{name: "wrong total in content range", script: func(_ int, a *answer) error {
			a.header.Set("Content-Range", "bytes 0-9/10")
			return nil
		}, renew: 1, reqs: 2, err: ErrBadBody},
		{name: "whole file instead of the rest", script: func(n int, a *answer) error {
			switch n {
			case 0:
				a.cut = 70000
			case 1:
				a.status, a.cut = 200, -1
				a.whole = true
				a.header.Del("Content-Range")
			}
			return nil
		}, reqs: 2},
		{name: "another tag on the next server", script: func(n int, a *answer) error {
			switch n {
			case 0:
				a.cut = 70000
			case 1:
				a.status, a.whole = 200, true // what If-Range with another tag gives
				a.header.Set("Etag", `"two"`)
				a.header.Del("Content-Range")
			case 2:
				a.header.Set("Etag", `"two"`)
			}
			return nil
		}, reqs: 3, within: time.Second},
		{name: "servers that tag differently take turns, one address is refused", script: func(n int, a *answer) error {
			switch n {
			case 0:
				a.cut = 70000
			case 2:
				a.header.Del("Content-Range")
				a.status, a.whole = 200, true
				a.header.Set("Etag", `"two"`)
			case 1, 3:
				status(403)(a)
			}
			return nil
		}, renew: 2, reqs: 5, within: time.Second},
		{name: "size unknown", size: -1, reqs: 1},
		{name: "size unknown and no range", size: -1, script: func(_ int, a *answer) error {
			a.status = 200
			a.header.Del("Content-Range")
			return nil
		}, reqs: 1},
	}
}

func TestSongArrivesWholeWhateverTheNetworkDoes(t *testing.T) {
	t.Parallel()
	data := noise(300000)
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := &cdn{data: data, script: f.script}
				store := openStore(t, Options{Dir: t.TempDir(), Transport: server, Random: func() float64 { return 0 }})
				defer func() { _ = store.Close() }()
				m := mediaOf(data)
				switch {
				case f.size < 0:
					m.Size = 0
				case f.size > 0:
					m.Size = f.size
				}
				renewed := 0
				src, err := store.Source(m, func(context.Context) (Media, error) { renewed++; return m, nil }, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer src.Release()
				start := time.Now()
				got, err := load(t, src)
				if !errors.Is(err, f.err) {
					t.Fatalf("error %v, want %v", err, f.err)
				}
				if f.err == nil && !bytes.Equal(got, data) {
					t.Errorf("%d bytes, not the song", len(got))
				}
				if d := time.Since(start); f.within > 0 && d > f.within {
					t.Errorf("took %v, want at most %v", d, f.within)
				}
				if renewed != f.renew || f.reqs > 0 && len(server.ranges()) != f.reqs {
					t.Errorf("%d renewals, want %d; requests %v, want %d", renewed, f.renew, server.ranges(), f.reqs)
				}
			})
		})
	}
}

func TestCutsAtRandomBytesResumeWhereTheyWere(t *testing.T) {
	t.Parallel()
	data := noise(200000)
	rapid.Check(t, func(rt *rapid.T) {
		cuts := rapid.SliceOfN(rapid.IntRange(0, 120000), 1, 6).Draw(rt, "cuts")
		synctest.Test(t, func(t *testing.T) {
			server := &cdn{data: data, script: func(n int, a *answer) error {
				if n < len(cuts) {
					a.cut = cuts[n]
				}
				return nil
			}}
			store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
			defer func() { _ = store.Close() }()
			src, err := store.Source(mediaOf(data), never, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer src.Release()
			got, err := load(t, src)
			if err != nil || !bytes.Equal(got, data) {
				t.Fatalf("%d bytes, %v", len(got), err)
			}
			for i, req := range server.reqs {
				if i > 0 && req.Header.Get("Range") != "bytes=0-" && req.Header.Get("If-Range") != `"one"` {
					t.Errorf("request %d without if-range", i)
				}
				if req.Header.Get("Cookie") != "" {
					t.Error("a cookie went out")
				}
			}
		})
	})
}

func unreachable(int, *answer) error { return errors.New("network is unreachable") }

func TestOfflineIsAskedOftenEnoughAndNotTooOften(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script      func(int, *answer) error
		least, most int // in 50 s of the second minute of waiting
		back        time.Duration
	}{
		"nobody answers": {unreachable, 24, 28, 3 * time.Second},
		"a black hole":   {func(_ int, a *answer) error { a.wait = time.Hour; return nil }, 15, 24, headerWait + restMin},
		"busy":           {func(_ int, a *answer) error { a.status = 503; return nil }, 9, 11, 5100 * time.Millisecond},
		"a portal": {func(_ int, a *answer) error {
			a.status, a.header = 200, http.Header{"Content-Type": {"text/html"}}
			return nil
		}, 9, 11, 5100 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				data := noise(100000)
				up := make(chan struct{})
				server := &cdn{data: data, script: func(n int, a *answer) error {
					select {
					case <-up:
						return nil
					default:
						return c.script(n, a)
					}
				}}
				store := openStore(t, Options{Transport: server})
				defer func() { _ = store.Close() }()
				var told []Status
				src, err := store.Source(mediaOf(data), never, func(s Status) { told = append(told, s) })
				if err != nil {
					t.Fatal(err)
				}
				defer src.Release()
				heard := make(chan []byte, 1)
				go func() {
					got, _ := load(t, src)
					heard <- got
				}()
				time.Sleep(time.Minute)
				first := len(server.ranges())
				time.Sleep(50 * time.Second)
				if n := len(server.ranges()) - first; first > c.most*5/4+2 || n < c.least || n > c.most {
					t.Errorf("%d requests in the first minute, %d in 50 s after", first, n)
				}
				if st := src.Status(); !st.Offline || st.Err != nil || st.Portal != (name == "a portal") {
					t.Errorf("status %+v", st)
				}
				close(up)
				back := time.Now()
				got := <-heard
				if wait := time.Since(back); !bytes.Equal(got, data) || wait > c.back {
					t.Errorf("%d bytes %v after the return", len(got), wait)
				}
				synctest.Wait()
				if st := src.Status(); st.Offline || st.Portal || len(told) == 0 || !told[0].Offline {
					t.Errorf("status %+v, told %+v", st, told)
				}
			})
		})
	}
}

// TestWhoDoesNotWaitIsNotTriedForOften counts requests while nobody wants a
// byte, as in a pause, and while somebody has waited for long.
func TestWhoDoesNotWaitIsNotTriedForOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(100000)
		server := &cdn{data: data, script: unreachable}
		store := openStore(t, Options{Transport: server, Random: func() float64 { return 0 }})
		defer func() { _ = store.Close() }()
		src, err := store.Source(mediaOf(data), func(context.Context) (Media, error) { return mediaOf(data), nil }, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Release()
		requests := func(in time.Duration) int {
			before := len(server.ranges())
			time.Sleep(in)
			synctest.Wait()
			return len(server.ranges()) - before
		}
		if n := requests(30 * time.Minute); n < 60 || n > 68 {
			t.Errorf("%d requests in half an hour of a pause", n)
		}
		time.Sleep(10 * time.Second)
		heard := make(chan []byte, 1)
		go func() {
			got, _ := load(t, src)
			heard <- got
		}()
		if n := requests(time.Millisecond); n != 1 {
			t.Errorf("%d requests for a reader that comes to wait", n)
		}
		if n := requests(2 * time.Minute); n < 58 || n > 66 {
			t.Errorf("%d requests in two minutes of waiting", n)
		}
		if n := requests(10 * time.Minute); n < 115 || n > 128 {
			t.Errorf("%d requests in the ten minutes after", n)
		}
		server.plays(nil)
		if begun, got := time.Now(), <-heard; !bytes.Equal(got, data) || time.Since(begun) > backoffLong {
			t.Errorf("%d bytes %v after the return", len(got), time.Since(begun))
		}
	})
}

// TestASongsOwnErrorPageIsNotThePortals has a song that works beside one that
// is a page: the network is fine.
func TestASongsOwnErrorPageIsNotThePortals(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(100000)
		server := &cdn{data: data}
		store := openStore(t, Options{Transport: server})
		defer func() { _ = store.Close() }()
		good, _ := store.Source(mediaOf(data), never, nil)
		defer good.Release()
		if _, err := load(t, good); err != nil {
			t.Fatal(err)
		}
		server.script = func(_ int, a *answer) error {
			if a.from == 0 && !a.probe {
				a.status, a.header = 200, http.Header{"Content-Type": {"text/html"}}
			}
			return nil
		}
		m := mediaOf(noise(5000))
		m.Track, m.URL = 8, address+"&other"
		renewed := 0
		bad, _ := store.Source(m, func(context.Context) (Media, error) { renewed++; return m, nil }, nil)
		defer bad.Release()
		begun := time.Now()
		if _, err := load(t, bad); !errors.Is(err, ErrWebPage) || !errors.Is(err, ErrBadBody) || renewed != 1 || time.Since(begun) > 2*time.Second {
			t.Errorf("%v after %v and %d renewals", err, time.Since(begun), renewed)
		}
	})
}

func TestOldAddressIsRenewedBeforeUse(t *testing.T) {
	t.Parallel()
	for name, expires := range map[string]time.Duration{"by age": 0, "by its time": 5 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			data := noise(2 << 20)
			server := &cdn{data: data}
			store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
			defer func() { _ = store.Close() }()
			m := mediaOf(data)
			if expires > 0 {
				m.Expires = time.Now().Add(expires)
			}
			renewed := 0
			src, _ := store.Source(m, func(context.Context) (Media, error) {
				renewed++
				if renewed > 1 {
					t.Error("renewed twice")
				}
				m.URL = address + "&new"
				m.Expires = time.Time{}
				return m, nil
			}, nil)
			defer src.Release()
			r := src.NewReader()
			defer func() { _ = r.Close() }()
			_, _ = io.ReadFull(r, make([]byte, 1000))
			time.Sleep(30 * time.Minute)
			if renewed != 0 {
				t.Errorf("%s: renewed while nothing was needed", name)
			}
			rest, err := io.ReadAll(r)
			if err != nil || !bytes.Equal(rest, data[1000:]) || renewed != 1 {
				t.Errorf("%s: %d bytes, %v, renewed %d times", name, len(rest), err, renewed)
			}
		})
	}
}

func TestAnotherFileIsNeverSpliced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(200000)
		server := &cdn{data: data, script: func(n int, a *answer) error {
			if a.cut = 50000; n > 0 {
				a.status = 403
			}
			return nil
		}}
		dir := t.TempDir()
		store := openStore(t, Options{Transport: server, Dir: dir})
		defer func() { _ = store.Close() }()
		other := mediaOf(noise(150000))
		other.Level = "standard"
		src, _ := store.Source(mediaOf(data), func(context.Context) (Media, error) { return other, nil }, nil)
		got, err := load(t, src)
		var changed *Changed
		if !errors.As(err, &changed) || changed.Media.MD5 != other.MD5 || !bytes.Equal(got, data[:len(got)]) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		src.Release()
		synctest.Wait()
		if files, _ := os.ReadDir(dir); len(files) != 0 {
			t.Errorf("left behind: %v", files)
		}
	})
}

func TestJumpToAHoleMakesOneNewRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(4 << 20)
		server := &cdn{data: data, script: func(_ int, a *answer) error {
			a.pause = 20 * time.Millisecond // 800 KiB/s
			return nil
		}}
		store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		src.Promote()
		r := src.NewReader()
		defer func() { _ = r.Close() }()
		p := make([]byte, 1000)
		_, _ = io.ReadFull(r, p)
		at, _ := r.Seek(3<<20+5, io.SeekStart)
		start := time.Now()
		if _, err := io.ReadFull(r, p); err != nil || !bytes.Equal(p, data[at:at+1000]) {
			t.Errorf("after the jump: %v", err)
		}
		if d := time.Since(start); d > 100*time.Millisecond {
			t.Errorf("the jump took %v", d)
		}
		if got := server.ranges(); !slices.Equal(got, []string{"0-", "3145728-"}) {
			t.Errorf("requests %v", got)
		}
		whole, err := load(t, src)
		if err != nil || !bytes.Equal(whole, data) {
			t.Errorf("whole: %d bytes, %v", len(whole), err)
		}
		synctest.Wait()
		if server.most != 1 || server.live != 0 {
			t.Errorf("%d downloads at once, %d left", server.most, server.live)
		}
	})
}

func TestReadersShareOneDownload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(600000)
		server := &cdn{data: data, script: func(_ int, a *answer) error { a.pause = 10 * time.Millisecond; return nil }}
		store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		results := make(chan bool, 3)
		for range cap(results) {
			src, err := store.Source(mediaOf(data), never, nil)
			if err != nil {
				t.Fatal(err)
			}
			go func() {
				got, err := load(t, src)
				src.Release()
				results <- err == nil && bytes.Equal(got, data)
			}()
		}
		for range cap(results) {
			if !<-results {
				t.Error("a reader got something else")
			}
		}
		if len(server.ranges()) != 1 {
			t.Errorf("requests %v", server.ranges())
		}
	})
}

func TestHeadOnlyUntilPromoted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(2 << 20)
		server := &cdn{data: data, script: func(_ int, a *answer) error { a.pause = time.Millisecond; return nil }}
		store := openStore(t, Options{Transport: server, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		time.Sleep(10 * time.Second)
		if a := src.Status().Ahead; a < headBytes || a > headBytes+2*chunkSize {
			t.Errorf("%d bytes loaded before it is needed", a)
		}
		src.Promote()
		time.Sleep(10 * time.Second)
		if st := src.Status(); !st.Complete || len(st.Have) != 1 || st.Have[0] != (Span{0, 1}) {
			t.Errorf("after promotion: %+v", st)
		}
	})
}
