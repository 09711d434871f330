package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// theWrites are the calls that put something on a disk.
const theWrites = "pwrite64,write,fallocate,ftruncate,fsync,fdatasync,rename,renameat,renameat2"

// keepAll is a run that keeps a queue, plays and a login, and says on
// a line of its own what was kept, and what was noticed, as it happens.
func keepAll(dir string) {
	ctx := context.Background()
	var lines bytes.Buffer
	said := func(word string, err error) {
		if err == nil {
			fmt.Fprintln(&lines, word)
		}
	}
	var sessionTold []Notice
	d, s := Open(Options{Dir: dir}), sessions(dir, &sessionTold)
	told := 0
	hear := func() {
		for _, n := range d.Notices()[told:] {
			fmt.Fprintln(&lines, "notice", n.Code)
			told++
		}
	}
	for i := range 3 {
		id := fmt.Sprint("play-", i)
		err := d.RecordPlay(ctx, &Play{ID: id, UID: 7, Started: time.Unix(int64(i), 0)}, Report{Play: id, Kind: "play", UID: 7, State: "new", Played: time.Now()})
		hear() // what memory alone takes is not kept
		said(id, err)
	}
	q := sampleQueue()
	q.Tracks, q.Order, q.Current = append(q.Tracks, Track{ID: 4, Title: "new"}), []int{0, 1, 2, 3}, 3
	err := d.SaveQueue(ctx, 7, q)
	hear()
	said("queue", err)
	said("login", s.Update(func(now *Session) { now.Put(login(8, "new-cookie", 5)) }))
	err = d.backup(ctx)
	hear()
	said("backup", err)
	said("end", d.Close())
	hear()
	for _, n := range sessionTold {
		fmt.Fprintln(&lines, "notice", n.Code)
	}
	// At once, and by a call that is not made to fail.
	if err := os.WriteFile(filepath.Join(dir, "..", "said"), nil, 0o600); err != nil {
		os.Exit(1)
	}
	if f, err := os.OpenFile(filepath.Join(dir, "..", "said"), os.O_WRONLY, 0); err == nil {
		_, _ = unix.Writev(int(f.Fd()), [][]byte{lines.Bytes()})
	}
	os.Exit(0)
}

// tracer is strace; without it the test ends.
func tracer(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err == nil {
		err = exec.Command(path, "-f", "-o", os.DevNull, "-e", "trace=fsync", "true").Run()
	}
	if err != nil {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
			t.Fatal("strace is wanted:", err)
		}
		t.Skip("no strace:", err)
	}
	return path
}

// TestADiskThatIsFullAtAnyWriteLeavesOldOrNew lets each write of a run fail,
// once alone and once with all that follow. (strace counts each thread's own:
// there may be more than one.)
func TestADiskThatIsFullAtAnyWriteLeavesOldOrNew(t *testing.T) {
	t.Parallel()
	tool := tracer(t)
	root := t.TempDir()
	former := filepath.Join(root, "former")
	d := open(t, former)
	if err := errors.Join(d.SaveQueue(t.Context(), 7, sampleQueue()), d.RecordPlay(t.Context(), &Play{ID: "old", UID: 7, Started: time.Unix(0, 0)}), d.backup(t.Context())); err != nil {
		t.Fatal(err)
	}
	mustClose(t, d)
	if err := sessions(former, nil).Update(func(now *Session) { now.Put(login(7, "old-cookie", 1)) }); err != nil {
		t.Fatal(err)
	}
	run := func(name string, options ...string) (dir string, said []string) {
		dir = filepath.Join(root, name, "data")
		if err := os.CopyFS(dir, os.DirFS(former)); err != nil {
			t.Fatal(err)
		}
		c := child(t, "keeper", dir)
		cmd := exec.Command(tool, append(append([]string{"-f", "-qq", "--seccomp-bpf"}, options...), c.Args...)...)
		cmd.Env = c.Env
		out, _ := cmd.CombinedOutput() // where the Go runtime cannot wake itself it breaks down: that is a fault like others
		if text, err := os.ReadFile(filepath.Join(root, name, "said")); err == nil {
			said = strings.Split(strings.TrimSpace(string(text)), "\n")
		} else if !bytes.Contains(out, []byte("netpollBreak")) {
			t.Errorf("%s: it says nothing: %.2000s", name, out)
		}
		return dir, said
	}
	log := filepath.Join(root, "trace")
	dir, said := run("whole", "-o", log, "-e", "trace="+theWrites)
	looksWhole(t, "whole", dir, said)
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	total := strings.Count(string(text), "\n")
	step := 1
	if os.Getenv("NCMTUI_REQUIRE_FAULTS") != "1" || raceOn { // the child is watched too, and ten times as slow
		step = 1 + total/10
	}
	t.Logf("%d writes: %s", total, strings.Join(said, ", "))
	var turns sync.WaitGroup
	room := make(chan struct{}, 2)
	var back atomic.Int64
	for _, from := range []string{"", "+"} {
		for at := 1; at <= total; at += step {
			room <- struct{}{}
			turns.Go(func() {
				defer func() { <-room }()
				name := fmt.Sprintf("at-%d%s", at, from)
				dir, said := run(name, "-o", os.DevNull, "-e", "trace="+theWrites, "-e", fmt.Sprintf("inject=%s:error=ENOSPC:when=%d%s", theWrites, at, from))
				looksWhole(t, name, dir, said)
				if slices.Contains(said, "notice back") {
					back.Add(1)
				}
				_ = os.RemoveAll(filepath.Dir(dir))
			})
		}
	}
	turns.Wait()
	if back.Load() == 0 && step == 1 { // a few of them may all be others
		t.Error("no run came back to the disk")
	}
	t.Logf("%d runs came back to the disk", back.Load())
}

// looksWhole holds what a run said against what it left.
func looksWhole(t *testing.T, name, dir string, said []string) {
	t.Helper()
	kept, notices := map[string]bool{}, 0
	memory, back := false, slices.Contains(said, "notice back")
	for _, word := range said {
		memory = memory || word == "notice memory"
		if strings.HasPrefix(word, "notice") && word != "notice back" {
			notices++
		}
		kept[word] = back || !memory
	}
	d := Open(Options{Dir: dir})
	defer func() { _ = d.Close() }()
	var verdict string
	err := d.read(t.Context(), func(db *sql.DB) error { return db.QueryRow("PRAGMA integrity_check").Scan(&verdict) })
	plays, err2 := d.History(t.Context(), 7, time.Time{}, 10)
	q, ok, err3 := d.LoadQueue(t.Context(), 7)
	if err := errors.Join(err, err2, err3); err != nil || verdict != "ok" || len(d.Notices()) != 0 || !ok {
		t.Errorf("%s: %q, %v, %v, queue %v", name, verdict, err, d.Notices(), ok)
	}
	have := map[string]bool{}
	for _, p := range plays {
		have[p.ID] = true
	}
	for i := range 3 {
		if id := fmt.Sprint("play-", i); kept[id] && !have[id] {
			t.Errorf("%s: %s is lost: %v", name, id, said)
		}
	}
	if !have["old"] || len(q.Tracks) != 3 && len(q.Tracks) != 4 || kept["queue"] && len(q.Tracks) != 4 || len(q.Order) != len(q.Tracks) {
		t.Errorf("%s: the plays %v, a queue of %d: %v", name, have, len(q.Tracks), said)
	}
	var told []Notice
	s := sessions(dir, &told).Load()
	a, ok := s.Account(7)
	b, fresh := s.Account(8)
	if len(told) != 0 || !ok || a.Cookies["MUSIC_U"] != "old-cookie" || fresh && b.Cookies["MUSIC_U"] != "new-cookie" || kept["login"] && !fresh {
		t.Errorf("%s: logins %d, %v: %v", name, len(s.Accounts), told, said)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.tmp*")); len(left) > 0 {
		t.Errorf("%s: left %v", name, left)
	}
	if notices > 2 {
		t.Errorf("%s: it says %v", name, said)
	}
}
