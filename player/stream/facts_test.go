package stream

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestKeptSongKeepsItsFacts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "audio")
		data := noise(100000)
		m := mediaOf(data)
		m.Bitrate, m.Facts = 320000, Facts{Gain: -7.25, Peak: 0.98, HasGain: true, Duration: 61 * time.Second}
		store := openStore(t, Options{Transport: &cdn{data: data}, Dir: dir})
		src, _ := store.Source(m, never, nil)
		_, _ = load(t, src)
		synctest.Wait()
		src.Release()
		_ = store.Close()
		file := filepath.Join(dir, m.base()+".facts")
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Fatalf("%v, %v", info, err)
		}
		for _, c := range []struct {
			name, text string // "" leaves the file as it was written
			bitrate    int
			facts      Facts
		}{
			{"as written", "", 320000, m.Facts},
			{"a song without a gain", `{"bitrate":128000,"ms":1500}`, 128000, Facts{Duration: 1500 * time.Millisecond}},
			{"deafening", `{"gain":200}`, 0, Facts{}},
			{"a peak below zero", `{"gain":1,"peak":-1}`, 0, Facts{}},
			{"a length of years", `{"gain":1,"ms":99999999999}`, 0, Facts{}},
			{"not a number", `{"gain":"loud"}`, 0, Facts{}},
			{"cut", `{"gain":-7`, 0, Facts{}},
		} {
			if c.text != "" {
				if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			store := openStore(t, Options{Dir: dir})
			kept, ok := store.Kept(m.Track, "")
			if !ok || kept.Bitrate != c.bitrate || kept.Facts != c.facts {
				t.Errorf("%s: %v, %+v", c.name, ok, kept)
			}
			_ = store.Close()
		}
		store = openStore(t, Options{Dir: dir})
		store.Drop(m)
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("facts of a dropped song: %v", err)
		}
		_ = store.Close()
		if err := os.WriteFile(file, []byte(`{"gain":1}`), 0o600); err != nil {
			t.Fatal(err)
		}
		store = openStore(t, Options{Dir: dir})
		defer func() { _ = store.Close() }()
		if _, err := os.Stat(file); !os.IsNotExist(err) {
			t.Errorf("facts without a song are still there: %v", err)
		}
	})
}

func TestReconnectTriesAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(300000)
		server := &cdn{data: data, script: first(func(a *answer) { a.stall = 290000 })}
		store := openStore(t, Options{Transport: server})
		defer func() { _ = store.Close() }()
		m := mediaOf(data)
		m.Bitrate = 8000 // so much is ahead that a stall is waited out
		src, err := store.Source(m, never, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Release()
		src.Promote()
		time.Sleep(time.Second)
		if src.Status().Complete {
			t.Fatal("it did not stall")
		}
		store.Reconnect()
		time.Sleep(50 * time.Millisecond)
		if !src.Status().Complete || len(server.ranges()) != 2 {
			t.Errorf("complete %v after %d requests", src.Status().Complete, len(server.ranges()))
		}
	})
}

func TestReconnectEndsThePauseBetweenTries(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		data := noise(100000)
		down := true
		server := &cdn{data: data, script: func(int, *answer) error {
			if down {
				return os.ErrDeadlineExceeded
			}
			return nil
		}}
		store := openStore(t, Options{Transport: server})
		defer func() { _ = store.Close() }()
		src, err := store.Source(mediaOf(data), never, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Release()
		time.Sleep(30 * time.Second)
		synctest.Wait()
		down = false
		begun := time.Now()
		store.Reconnect()
		_, _ = load(t, src)
		if took := time.Since(begun); took > 100*time.Millisecond {
			t.Errorf("the song came after %v", took)
		}
	})
}
