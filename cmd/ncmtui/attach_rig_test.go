//go:build linux || darwin

package main

import (
	"bytes"
	"os/exec"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/internal/safe"
	"ncmtui/store"
)

// far is a rig whose screens have their player in another process: they take
// no output of their own.
func far(t testing.TB, onClose string) *rig {
	t.Helper()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	r.env["NCMTUI_OUTPUT"], r.env["NCMTUI_ON_CLOSE"] = "null", onClose
	t.Cleanup(r.silence)
	return r
}

// silence ends the player, if there is one, and waits until it has written all:
// the folders are removed then.
func (r *rig) silence() {
	cmd := exec.Command(program(r.t), "quit")
	cmd.Env, cmd.Dir = r.environ(), r.dir
	_ = cmd.Run()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if release, err := store.Lock(r.folder("data")); err == nil {
			_ = release()
			return
		}
	}
	r.t.Error("the player goes on")
}

// attach starts a screen.
func (r *rig) attach(args ...string) *terminal {
	r.t.Helper()
	return r.start(exec.Command(program(r.t), args...))
}

// host is a player without a screen, and when it has ended.
type host struct {
	*exec.Cmd
	gone chan struct{}
}

// ends waits for it.
func (h host) ends(t *testing.T) {
	t.Helper()
	select {
	case <-h.gone:
	case <-time.After(patience):
		t.Fatal("the player goes on")
	}
}

// daemon starts a player without a screen and waits until it answers.
func (r *rig) daemon(args ...string) host {
	r.t.Helper()
	cmd := exec.Command(program(r.t), append([]string{"daemon"}, args...)...)
	var said bytes.Buffer
	cmd.Env, cmd.Dir, cmd.Stderr = r.environ(), r.dir, &said
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	gone := make(chan struct{})
	safe.Go("wait", func() {
		_ = cmd.Wait()
		close(gone)
	})
	r.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-gone
	})
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		if code, _, _ := r.piped("status"); code == exitDone {
			return host{cmd, gone}
		}
		if time.Now().After(end) {
			r.t.Fatalf("the daemon does not answer: %s", &said)
		}
	}
}

// place is the position that is on the disk.
func (r *rig) place(t *testing.T) time.Duration {
	t.Helper()
	db := store.Open(store.Options{Dir: r.folder("data"), Beside: true})
	defer func() { _ = db.Close() }()
	who := store.OpenSessions(store.SessionOptions{Dir: r.folder("data")}).Load().Active
	q, _, err := db.LoadQueue(t.Context(), who)
	if err != nil {
		t.Error(err)
	}
	return q.Position
}
