//go:build unix

package output

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// script makes a program of the test's own.
func script(t *testing.T, body string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "play.sh")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExecFeedsTheProgram(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "out")
	c := &counter{left: 20000}
	_, s := mustOpen(t, "exec:"+script(t, `echo "$1" > `+out+`.rate; exec cat > `+out)+" {rate}", Options{Rate: 48000}, c.pull)
	if s.Rate() != 48000 || s.Name() != "exec" || s.SetVolume(1) {
		t.Errorf("sink says %s, %d", s.Name(), s.Rate())
	}
	await(t, "sound", func() bool {
		info, err := os.Stat(out)
		return err == nil && info.Size() == 80000
	})
	mustClose(t, s)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20000 {
		if got := int16(binary.LittleEndian.Uint16(b[4*i:])); int(got) != i+1 {
			t.Fatalf("frame %d is %d", i, got)
		}
	}
	if rate, err := os.ReadFile(out + ".rate"); err != nil || string(rate) != "48000\n" {
		t.Errorf("rate given: %q, %v", rate, err)
	}
}

// TestExecIsHeldBack: a program that does not read stops the pulling, pause
// and flush work, and Close ends it.
func TestExecIsHeldBack(t *testing.T) {
	t.Parallel()
	c := &counter{left: -1}
	_, s := mustOpen(t, "exec:sleep 1000", Options{Rate: 8000}, c.pull)
	if s.Rate() != defaultRate {
		t.Errorf("rate %d for a command that names none", s.Rate())
	}
	steady := func() int {
		last, same := -1, 0
		await(t, "a full pipe", func() bool {
			time.Sleep(50 * time.Millisecond)
			n, _ := c.counts()
			if same++; n != last {
				same = 0
			}
			last = n
			return n > 44100/10 && same >= 5
		})
		return last
	}
	full := steady()
	if full > 44100 {
		t.Errorf("a pipe took %d frames", full)
	}
	e := s.(*execSink)
	e.mu.Lock()
	if d := e.delay(e.begun); d <= 0 || d > time.Second {
		t.Errorf("delay %v when it began", d)
	}
	e.mu.Unlock()
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	await(t, "a new program", func() bool { n, _ := c.counts(); return n > full })
	steady()
	if err := s.Pause(); err != nil {
		t.Fatal(err)
	}
	_, before := c.counts()
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond)
	if _, after := c.counts(); after > before {
		t.Errorf("%d pulls while paused", after-before)
	}
	if err := s.Resume(); err != nil {
		t.Fatal(err)
	}
	await(t, "sound again", func() bool { _, n := c.counts(); return n > before })
	mustClose(t, s)
}

func TestExecTellsLastWords(t *testing.T) {
	t.Parallel()
	c := &counter{left: -1}
	_, s := mustOpen(t, "exec:"+script(t, "head -c 100000 > /dev/null; echo no such device >&2; exit 3"), Options{}, c.pull)
	select {
	case err := <-s.Lost():
		if !strings.Contains(err.Error(), "no such device") {
			t.Errorf("lost by %v", err)
		}
	case <-time.After(patience):
		t.Fatal("nobody was told")
	}
	mustClose(t, s)

	opener := newExec(script(t, "echo cannot open >&2; exit 1"))
	s, err := opener.Open(Options{}, c.pull)
	if err == nil { // on a busy machine it ends later than it is looked at
		err = <-s.Lost()
		mustClose(t, s)
	}
	if err == nil || !strings.Contains(err.Error(), "cannot open") {
		t.Errorf("open gives %v", err)
	}
	if _, err := newExec("/nowhere/at/all").Open(Options{}, c.pull); err == nil {
		t.Error("opens a program that is not there")
	}
}
