package stream

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWholeSongIsKeptAndOpensWithoutNetwork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "audio")
		data := noise(300000)
		m := mediaOf(data)
		store := openStore(t, Options{Transport: &cdn{data: data}, Dir: dir})
		src, _ := store.Source(m, never, nil)
		_, _ = load(t, src)
		synctest.Wait()
		src.Release()
		_ = store.Close()
		info, err := os.Stat(filepath.Join(dir, "7-exhigh-"+m.MD5+".mp3"))
		if err != nil || info.Mode().Perm() != 0o600 || info.Size() != 300000 {
			t.Fatalf("%v, %v", info, err)
		}
		if d, _ := os.Stat(dir); d.Mode().Perm() != 0o700 {
			t.Errorf("folder is %v", d.Mode())
		}
		dead := &cdn{script: func(int, *answer) error { return errors.New("down") }}
		store = openStore(t, Options{Transport: dead, Dir: dir})
		defer func() { _ = store.Close() }()
		for level, want := range map[string]bool{"": true, "standard": true, "exhigh": true, "lossless": false} {
			if _, ok := store.Kept(7, level); ok != want {
				t.Errorf("kept for level %q: %v", level, ok)
			}
		}
		kept, _ := store.Kept(7, "")
		src, err = store.Source(kept, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Release()
		if got, err := load(t, src); err != nil || !bytes.Equal(got, data) || len(dead.ranges()) != 0 {
			t.Errorf("%d bytes, %v, %d requests", len(got), err, len(dead.ranges()))
		}
	})
}

func TestPartIsResumedByTheNextProcess(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir, data := t.TempDir(), noise(400000)
		server := &cdn{data: data, script: first(func(a *answer) { a.stall = 200000 })}
		store := openStore(t, Options{Transport: server, Dir: dir})
		src, _ := store.Source(mediaOf(data), never, nil)
		r := src.NewReader()
		_, _ = io.ReadFull(r, make([]byte, 150000))
		src.Release()
		_ = store.Close()
		store = openStore(t, Options{Transport: server, Dir: dir})
		defer func() { _ = store.Close() }()
		src, _ = store.Source(mediaOf(data), never, nil)
		defer src.Release()
		got, err := load(t, src)
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes, %v", len(got), err)
		}
		if got := server.ranges(); len(got) != 2 || got[1] == "0-" {
			t.Errorf("requests %v", got)
		}
	})
}

func TestDamageIsNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir, data := t.TempDir(), noise(100000)
		wrong := slices.Clone(data)
		wrong[60000] ^= 1
		store := openStore(t, Options{Transport: &cdn{data: wrong}, Dir: dir})
		src, _ := store.Source(mediaOf(data), never, nil)
		_, _ = load(t, src)
		synctest.Wait()
		src.Release()
		if _, ok := store.Kept(7, ""); ok {
			t.Error("a song with a wrong sum was kept")
		}
		_ = store.Close()
		name := filepath.Join(dir, "7-exhigh-"+sum(data)+".mp3")
		if err := os.WriteFile(name, wrong, 0o600); err != nil {
			t.Fatal(err)
		}
		store = openStore(t, Options{Transport: &cdn{data: data}, Dir: dir})
		defer func() { _ = store.Close() }()
		m, _ := store.Kept(7, "")
		src, _ = store.Source(m, nil, nil)
		synctest.Wait()
		if err := src.Status().Err; !errors.Is(err, ErrCorrupt) {
			t.Errorf("a damaged kept song: %v", err)
		}
		src.Release()
		synctest.Wait()
		if _, err := os.Stat(name); !os.IsNotExist(err) {
			t.Error("it is still there")
		}
	})
}

func TestCacheStaysInItsLimitAndKeepsWhatIsOpen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		data := noise(100000)
		server := &cdn{data: data}
		store := openStore(t, Options{Transport: server, Dir: dir, Limit: 350000})
		defer func() { _ = store.Close() }()
		var open *Source
		for id := int64(1); id <= 8; id++ {
			m := mediaOf(data)
			m.Track = id
			src, _ := store.Source(m, never, nil)
			_, _ = load(t, src)
			time.Sleep(time.Second)
			if id == 1 {
				open = src
				continue
			}
			src.Release()
		}
		songs, _ := filepath.Glob(filepath.Join(dir, "*.mp3"))
		facts, _ := filepath.Glob(filepath.Join(dir, "*.facts"))
		if len(songs) > 4 || len(songs) < 3 || len(facts) != len(songs) {
			t.Errorf("%d songs, %d files of facts", len(songs), len(facts))
		}
		if _, ok := store.Kept(1, ""); !ok {
			t.Error("the open song was evicted")
		}
		if _, ok := store.Kept(8, ""); !ok {
			t.Error("the newest song was evicted")
		}
		open.Release()
	})
}

func TestDiskThatTakesNothingPlaysFromMemory(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(12 << 20)
		store := openStore(t, Options{Transport: &cdn{data: data}, Dir: t.TempDir()})
		defer func() { _ = store.Close() }()
		src, _ := store.Source(mediaOf(data), never, nil)
		defer src.Release()
		synctest.Wait()
		src.mu.Lock()
		_ = src.file.Close() // every write fails from now on
		src.have, src.hot = nil, hotSpan{}
		src.mu.Unlock()
		got, err := load(t, src)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
		if st := src.Status(); !st.Unsaved || len(src.mem) > memChunks {
			t.Errorf("unsaved %v, %d chunks in memory", st.Unsaved, len(src.mem))
		}
	})
}
