package stream

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// lay puts a file into a cache folder.
func lay(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// littered is a cache folder with everything that can lie there.
func littered(t *testing.T) (dir string, data []byte) {
	dir, data = t.TempDir(), noise(1000)
	whole, other := "7-exhigh-"+sum(data), "8-exhigh-"+sum(data)
	lay(t, dir, whole+".mp3", data)
	lay(t, dir, whole+".facts", []byte("{}"))
	lay(t, dir, other+".mp3", data[:999]) // cut
	lay(t, dir, "9-exhigh-"+sum(data)+".part", data[:500])
	lay(t, dir, "9-exhigh-"+sum(data)+".part.map", []byte("{}"))
	lay(t, dir, "10-exhigh-"+sum(data)+".part", data[:300]) // just begun, or left by a crash
	lay(t, dir, "11-exhigh-"+sum(data)+".part.map", []byte("{}"))
	lay(t, dir, "12-exhigh-"+sum(data)+".facts", []byte("{}"))
	lay(t, dir, "cover.jpg", data)
	return dir, data
}

func TestInspectTouchesNothing(t *testing.T) {
	t.Parallel()
	dir, _ := littered(t)
	before := names(t, dir)
	u, err := Inspect(dir)
	if err != nil || u.Songs != 2 || u.Parts != 1 || u.Bytes != 1000+999+500 || u.Oldest.IsZero() {
		t.Errorf("%+v %v", u, err)
	}
	if !slices.Equal(before, names(t, dir)) {
		t.Error("the folder is another one")
	}
	if u, err := Inspect(filepath.Join(dir, "none")); err != nil || u != (Usage{}) {
		t.Errorf("%+v %v", u, err)
	}
}

func TestClearLeavesWhatIsNotOurs(t *testing.T) {
	t.Parallel()
	dir, _ := littered(t)
	n, err := Clear(dir)
	if got := names(t, dir); err != nil || n != 2499 || !slices.Equal(got, []string{"cover.jpg"}) {
		t.Errorf("%d bytes, %v, left: %v", n, err, got)
	}
	if n, err := Clear(filepath.Join(dir, "none")); n != 0 || err != nil {
		t.Error(n, err)
	}
}

func TestVerifyDeletesWhatIsDamagedAlone(t *testing.T) {
	t.Parallel()
	dir, _ := littered(t)
	var told []string
	bad, err := Verify(t.Context(), dir, func(done, of int) { told = append(told, fmt.Sprint(done, "/", of)) })
	if err != nil || len(bad) != 1 || bad[0].Track != 8 || !slices.Equal(told, []string{"1/2", "2/2"}) {
		t.Errorf("%v %v %v", bad, told, err)
	}
	u, err := Inspect(dir)
	if err != nil || u.Songs != 1 || u.Parts != 1 {
		t.Errorf("%+v %v", u, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Verify(ctx, dir, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestWhatACrashLeavesIsResumedOrSwept(t *testing.T) {
	t.Parallel()
	dir, data := littered(t)
	store := openStore(t, Options{Dir: dir})
	defer func() { _ = store.Close() }()
	want := []string{
		"7-exhigh-" + sum(data) + ".facts", "7-exhigh-" + sum(data) + ".mp3", "8-exhigh-" + sum(data) + ".mp3",
		"9-exhigh-" + sum(data) + ".part", "9-exhigh-" + sum(data) + ".part.map", "cover.jpg",
	}
	if got := names(t, dir); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// TestDamageOfTheCacheIsFetchedAgain damages a kept song, or what was begun of
// one, in every way; the song arrives whole all the same.
func TestDamageOfTheCacheIsFetchedAgain(t *testing.T) {
	t.Parallel()
	data := noise(200000)
	base := "7-exhigh-" + sum(data)
	goodMap := func(size int) string { return fmt.Sprintf(`{"size":%d,"etag":"\"one\"","have":"/w=="}`, size) }
	for name, put := range map[string]func(t *testing.T, dir string){
		"a bit":      func(t *testing.T, dir string) { b := bytes.Clone(data); b[7]++; lay(t, dir, base+".mp3", b) },
		"cut":        func(t *testing.T, dir string) { lay(t, dir, base+".mp3", data[:9]) },
		"empty":      func(t *testing.T, dir string) { lay(t, dir, base+".mp3", nil) },
		"longer":     func(t *testing.T, dir string) { lay(t, dir, base+".mp3", append(bytes.Clone(data), 0)) },
		"a folder":   func(t *testing.T, dir string) { _ = os.Mkdir(filepath.Join(dir, base+".mp3"), 0o700) },
		"a link out": func(t *testing.T, dir string) { _ = os.Symlink("/etc/passwd", filepath.Join(dir, base+".mp3")) },
		"a part whose map is none": func(t *testing.T, dir string) {
			lay(t, dir, base+".part", data[:100000])
			lay(t, dir, base+".part.map", []byte("\x00\xff"))
		},
		"a part of another size": func(t *testing.T, dir string) {
			lay(t, dir, base+".part", data)
			lay(t, dir, base+".part.map", []byte(goodMap(5)))
		},
		"a map that says too much": func(t *testing.T, dir string) {
			lay(t, dir, base+".part", nil)
			lay(t, dir, base+".part.map", []byte(goodMap(len(data))))
		},
		"a part that is a folder": func(t *testing.T, dir string) {
			_ = os.MkdirAll(filepath.Join(dir, base+".part", "x"), 0o700)
			lay(t, dir, base+".part.map", []byte(goodMap(len(data))))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				put(t, dir)
				store := openStore(t, Options{Transport: &cdn{data: data}, Dir: dir})
				defer func() { _ = store.Close() }()
				m := mediaOf(data)
				if old, ok := store.Kept(7, ""); ok { // as the player does
					src, err := store.Source(old, nil, nil)
					if err == nil {
						synctest.Wait()
						if st := src.Status(); !errors.Is(st.Err, ErrCorrupt) {
							t.Errorf("it passes for the song: %v", st.Err)
						}
						src.Release()
						synctest.Wait()
					}
				}
				src, err := store.Source(m, never, nil)
				if err != nil {
					t.Fatal(err)
				}
				defer src.Release()
				if got, err := load(t, src); err != nil || !bytes.Equal(got, data) {
					t.Errorf("%d bytes, %v", len(got), err)
				}
			})
		})
	}
}

func TestAFolderThatGoesAwayIsMadeAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir, data := filepath.Join(t.TempDir(), "audio"), noise(100000)
		store := openStore(t, Options{Transport: &cdn{data: data}, Dir: dir})
		defer func() { _ = store.Close() }()
		for round := range 3 {
			src, err := store.Source(mediaOf(data), never, nil)
			if err != nil {
				t.Fatal(err)
			}
			if round == 1 { // while it loads
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
			if got, err := load(t, src); err != nil || !bytes.Equal(got, data) {
				t.Errorf("round %d: %d bytes, %v", round, len(got), err)
			}
			synctest.Wait()
			src.Release()
			synctest.Wait()
		}
		if u, err := Inspect(dir); err != nil || u.Songs != 1 || u.Bytes != int64(len(data)) {
			t.Errorf("%+v %v", u, err)
		}
	})
}

func TestALargeCacheIsBroughtToItsLimitAtTheStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const songs, size, limit = 10_000, 1 << 20, 100 << 20
	begun := time.Now().Add(-time.Duration(songs) * time.Second)
	for i := range songs {
		path := lay(t, dir, fmt.Sprintf("%d-exhigh-%032x.mp3", i+1, i), nil)
		if err := os.Truncate(path, size); err != nil { // holes take no room on the disk
			t.Fatal(err)
		}
		used := begun.Add(time.Duration(i) * time.Second)
		if err := os.Chtimes(path, used, used); err != nil {
			t.Fatal(err)
		}
	}
	store := openStore(t, Options{Dir: dir, Limit: limit})
	defer func() { _ = store.Close() }()
	if u, err := Inspect(dir); err != nil || u.Bytes != limit {
		t.Errorf("%+v %v", u, err)
	}
	if _, ok := store.Kept(songs, ""); !ok {
		t.Error("the one used last is gone")
	}
	if _, ok := store.Kept(1, ""); ok {
		t.Error("the one unused for longest is there")
	}
}

// TestTheCacheObeysItsLimitWhateverIsPlayed plays songs of all sizes in random
// order, some at the same time, and clears in between.
func TestTheCacheObeysItsLimitWhateverIsPlayed(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		synctest.Test(t, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(seed, 2))
			dir, most := t.TempDir(), 200000
			const limit = 600000
			all := noise(most)
			server := &cdn{data: all}
			store := openStore(t, Options{Transport: server, Dir: dir, Limit: limit})
			defer func() { _ = store.Close() }()
			open := map[int64]*Source{}
			for range 40 {
				id := rng.Int64N(25) + 1
				switch src := open[id]; {
				case rng.IntN(30) == 0:
					store.Clear()
				case src != nil:
					src.Release()
					delete(open, id)
				default:
					data := all[:int64(most)*id/25]
					m := mediaOf(data)
					m.Track = id
					server.mu.Lock()
					server.data = data
					server.mu.Unlock()
					src, err := store.Source(m, never, nil)
					if err != nil {
						t.Fatal(err)
					}
					if got, err := load(t, src); err != nil || !bytes.Equal(got, data) {
						t.Fatalf("song %d: %d bytes, %v", id, len(got), err)
					}
					open[id] = src
					if len(open) > 2 {
						for other, src := range open {
							if other != id {
								src.Release()
								delete(open, other)
								break
							}
						}
					}
				}
				synctest.Wait()
				time.Sleep(time.Second)
				u, err := Inspect(dir)
				if err != nil || u.Bytes > limit+int64(most) {
					t.Fatalf("seed %d: %+v %v", seed, u, err)
				}
				for id := range open {
					if _, ok := store.Kept(id, ""); !ok {
						t.Fatalf("seed %d: song %d is open and gone", seed, id)
					}
				}
			}
			for _, src := range open {
				src.Release()
			}
		})
	}
}
