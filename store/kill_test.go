//go:build unix

package store

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/internal/safe"
)

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	switch dir := os.Getenv("STORE_TEST_DIR"); os.Getenv("STORE_TEST_ROLE") {
	case "writer":
		writeForEver(dir)
	case "holder":
		holdLock(dir)
	case "keeper":
		keepAll(dir)
	case "umask":
		writeAll(dir)
	default:
		os.Exit(m.Run())
	}
}

// writeForEver writes plays and logins, and says of each when it is kept.
func writeForEver(dir string) {
	d := Open(Options{Dir: dir})
	s := OpenSessions(SessionOptions{Dir: dir})
	failed := 0
	for i := 0; ; i++ {
		id := fmt.Sprintf("%d-%d", os.Getpid(), i)
		p := Play{ID: id, UID: 1, Started: time.Now()}
		err := d.RecordPlay(context.Background(), &p, Report{Play: id, Kind: "play", UID: 1, State: "new", Played: time.Now()})
		if err == nil && i%5 == 0 {
			err = s.Update(func(now *Session) {
				now.Put(Account{UID: int64(os.Getpid()), Cookies: map[string]safe.Secret{"MUSIC_U": safe.Secret(id)}, Saved: time.Now()})
			})
		}
		if err != nil { // not acknowledged: on a busy machine the other one may have the locks for long
			if failed++; failed > 10 {
				fmt.Fprintln(os.Stderr, "error:", err)
				os.Exit(1)
			}
			continue
		}
		fmt.Fprintln(os.Stdout, id)
	}
}

func holdLock(dir string) {
	if _, err := Lock(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Fprintln(os.Stdout, "locked")
	time.Sleep(time.Minute)
}

// writeAll makes every file there is, under the umask it was started with.
func writeAll(dir string) {
	var mask int
	if _, err := fmt.Sscanf(os.Getenv("STORE_TEST_UMASK"), "%o", &mask); err != nil {
		os.Exit(1)
	}
	syscall.Umask(mask)
	d := Open(Options{Dir: dir})
	ctx := context.Background()
	s := OpenSessions(SessionOptions{Dir: dir})
	s.Load()
	_, err := Lock(dir)
	for _, e := range []error{err, d.Remember(ctx, map[Memo]string{all("x"): "x"}), d.backup(ctx), d.backup(ctx), s.Update(func(now *Session) { now.Active = 1 })} {
		if e != nil {
			fmt.Fprintln(os.Stderr, e)
			os.Exit(1)
		}
	}
	// Not closed: -wal and -shm are to be seen too.
}

func child(t *testing.T, role, dir string, env ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "STORE_TEST_ROLE="+role, "STORE_TEST_DIR="+dir)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stderr = os.Stderr
	t.Cleanup(func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
	return cmd
}

// TestNothingAcknowledgedIsLostWhenProcessesAreKilled lets two processes write
// and kills them at odd moments; what they said was kept must be there.
func TestNothingAcknowledgedIsLostWhenProcessesAreKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var acknowledged []string
	rounds := 6 // of two processes each
	if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
		rounds = 60
	}
	for round := range rounds {
		var pair [2]*exec.Cmd
		lines := make(chan string, 100000)
		for i := range pair {
			pair[i] = child(t, "writer", dir)
			out, err := pair[i].StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := pair[i].Start(); err != nil {
				t.Fatal(err)
			}
			go func() {
				for s := bufio.NewScanner(out); s.Scan(); {
					lines <- s.Text()
				}
				lines <- ""
			}()
		}
		for range 10 + 17*(round%6) { // both are at work
			line := <-lines
			if line == "" {
				t.Fatal("a writer has ended")
			}
			acknowledged = append(acknowledged, line)
		}
		for _, cmd := range pair {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		for ended := 0; ended < len(pair); {
			if line := <-lines; line == "" {
				ended++
			} else {
				acknowledged = append(acknowledged, line)
			}
		}
		for _, cmd := range pair {
			_ = cmd.Wait()
		}
	}
	begun := time.Now()
	d := open(t, dir)
	if err := d.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Logf("the start took %v", time.Since(begun))
	have := map[string]bool{}
	plays, err := d.History(t.Context(), 1, time.Time{}, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plays {
		have[p.ID] = true
	}
	for _, id := range acknowledged {
		if id != "" && !have[id] {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
	var reports int
	var verdict string
	err = d.read(t.Context(), func(db *sql.DB) error {
		if err := db.QueryRow("SELECT count(*) FROM outbox").Scan(&reports); err != nil {
			return err
		}
		return db.QueryRow("PRAGMA integrity_check").Scan(&verdict)
	})
	if err != nil || verdict != "ok" || reports != len(plays) || len(d.Notices()) != 0 {
		t.Errorf("%d plays, %d reports, %s, %v, %v", len(plays), reports, verdict, err, d.Notices())
	}
	var notices []Notice
	if got := sessions(dir, &notices).Load(); len(got.Accounts) < rounds || len(notices) != 0 {
		t.Errorf("%d logins, notices %v", len(got.Accounts), notices)
	}
	t.Logf("%d acknowledged, %d kept", len(acknowledged), len(plays))
}

func TestTheLockOfAKilledProcessIsFree(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd := child(t, "holder", dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || strings.TrimSpace(line) != "locked" {
		t.Fatal(line, err)
	}
	_, err = Lock(dir)
	if locked, ok := err.(*ErrLocked); !ok || locked.PID != cmd.Process.Pid { //nolint:errorlint // the type itself is promised
		t.Errorf("while it lives: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	release, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Error(err)
	}
}

func TestAllFilesArePrivateUnderAnyUmask(t *testing.T) {
	t.Parallel()
	for _, mask := range []string{"000", "022", "077"} {
		dir := filepath.Join(t.TempDir(), "data")
		if out, err := child(t, "umask", dir, "STORE_TEST_UMASK="+mask).Output(); err != nil {
			t.Fatal(err, string(out))
		}
		seen := 0
		err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := e.Info()
			if err != nil {
				return err
			}
			seen++
			want := fs.FileMode(0o600)
			if e.IsDir() {
				want = 0o700
			}
			if info.Mode().Perm() != want {
				t.Errorf("umask %s: %s is %v", mask, e.Name(), info.Mode())
			}
			return nil
		})
		if err != nil || seen < 11 {
			t.Errorf("umask %s: %d files, %v", mask, seen, err)
		}
	}
}
