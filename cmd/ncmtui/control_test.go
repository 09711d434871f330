//go:build linux || darwin

package main

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/player/remote"
)

// state asks the running player for its state.
func (r *rig) state() remote.State {
	r.t.Helper()
	var st remote.State
	if code, out, errOut := r.piped("status", "--json"); code != exitDone || json.Unmarshal([]byte(out), &st) != nil {
		r.t.Fatalf("status: %d %s%s", code, out, errOut)
	}
	return st
}

// becomes waits until the player's state is as wanted.
func (r *rig) becomes(what string, is func(remote.State) bool) {
	r.t.Helper()
	for end := time.Now().Add(patience); ; {
		st := r.state()
		if is(st) {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("never %s: %+v", what, st)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// gone waits until no player answers any more.
func (r *rig) gone() {
	r.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		code, _, errOut := r.piped("status")
		if code == exitFailed {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("a player answers still: %d %s", code, errOut)
		}
	}
}

func (r *rig) verb(args ...string) string {
	r.t.Helper()
	code, out, errOut := r.piped(args...)
	if code != exitDone {
		r.t.Fatalf("%v: %d %s", args, code, errOut)
	}
	return out
}

func TestARunningPlayerIsCommandedByVerbs(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	if code, _, errOut := r.piped("toggle"); code != exitFailed || !strings.Contains(errOut, "播放器没有在运行") {
		t.Errorf("without a player: %d %s", code, errOut)
	}
	s := r.run()
	s.shows(firstSong)
	r.verb("play", "daily")
	r.becomes("playing", func(st remote.State) bool { return st.Status == "playing" && st.Queue.Length == 30 })
	s.shows("▶  " + firstSong)
	if got := r.verb("status", "--format", "{title}"); got != firstSong+"\n" {
		t.Errorf("status: %q", got)
	}
	r.verb("volume", "30")
	r.verb("seek", "1:00")
	r.verb("pause")
	r.becomes("paused", func(st remote.State) bool { return st.Status == "paused" && st.Volume == 30 && st.PositionMS >= 60_000 })
	s.shows("‖  " + firstSong)
	if s.screen.Has(firstSong + "  ♥") {
		t.Error("the song is liked already")
	}
	r.verb("like")
	s.shows("‖  " + firstSong + "  ♥")
	if words := r.verb("lyric"); strings.Count(words, "\n") < 3 {
		t.Errorf("lyric: %q", words)
	}
	r.verb("queue", "remove", "1")
	r.becomes("shorter", func(st remote.State) bool { return st.Queue.Length == 29 })
	if rows := r.verb("queue"); strings.Count(rows, "\n") != 29 {
		t.Errorf("queue: %s", rows)
	}
	if out := r.verb("queue", "save", "队列"); strings.TrimSpace(out) == "" {
		t.Error("a saved queue has no id")
	}
	r.verb("quit")
	s.exit()
	s.end()
	if code, _, _ := r.piped("status"); code != exitFailed {
		t.Errorf("after quit: %d", code)
	}
}

func TestAKilledPlayersSocketIsTakenOver(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	dead := r.run()
	dead.shows(firstSong)
	_ = syscall.Kill(dead.cmd.Process.Pid, syscall.SIGKILL)
	dead.end()
	s := r.run()
	s.shows(firstSong)
	begun := time.Now()
	r.verb("play", "daily")
	r.becomes("playing", func(st remote.State) bool { return st.Status == "playing" })
	t.Logf("plays %v after the first frame", time.Since(begun))
	r.verb("quit")
	s.exit()
	s.end()
}
