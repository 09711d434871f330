//go:build linux || darwin

package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
	"ncmtui/internal/safe"
	"ncmtui/player/remote"
	"ncmtui/store"
)

func playing(st remote.State) bool { return st.Status == "playing" && st.Moving }

func TestScreensAttachToADaemonAndAgree(t *testing.T) {
	t.Parallel()
	r := far(t, closeQuits)
	r.daemon()
	r.verb("play", "daily")
	r.becomes("playing", playing)
	one, two := r.attach(), r.attach()
	one.shows("▶  " + firstSong)
	two.shows("▶  " + firstSong)
	one.keys("]")
	one.shows("▶  锦书难寄")
	two.shows("▶  锦书难寄")
	two.keys(" ")
	one.shows("‖  锦书难寄")
	two.keys(",") // the like of one screen shows on the other
	one.said("已喜欢（在别处）")
	r.verb("volume", "31")
	one.shows("31")
	two.shows("31")
	one.keys("q")
	if code := one.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	one.givenBack()
	one.shows("音乐继续播放")
	two.keys(" ")
	two.shows("▶  锦书难寄")
	_ = syscall.Kill(two.cmd.Process.Pid, syscall.SIGKILL)
	two.exit()
	r.becomes("playing on", playing)
	three := r.attach()
	three.shows("▶  锦书难寄")
	r.verb("quit")
	if code := three.exit(); code != exitDone {
		t.Errorf("exit code %d after the player was ended", code)
	}
	three.givenBack()
}

func TestMusicGoesOnWhenTheTerminalCloses(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*terminal){
		"hung up": func(s *terminal) { s.hang() },
		"HUP":     func(s *terminal) { _ = s.cmd.Process.Signal(syscall.SIGHUP) },
		"q":       func(s *terminal) { s.keys("q") },
		"detach":  func(s *terminal) { s.keys(":", "detach", "\r") },
		"killed":  func(s *terminal) { _ = s.cmd.Process.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := far(t, closeDetaches)
			s := r.attach()
			s.shows(firstSong)
			s.keys("\r")
			s.plays(firstSong, 1)
			leave(s)
			s.exit()
			r.becomes("playing on", playing)
			again := r.attach()
			again.shows("▶  " + firstSong)
			again.keys(":", "end", "\r")
			again.exit()
			r.gone()
			last := r.attach()
			last.shows("‖  " + firstSong)
			last.keys(":", "end", "\r")
			last.exit()
		})
	}
}

func TestAScreenWithItsOwnPlayerHandsItOver(t *testing.T) {
	t.Parallel()
	r := far(t, closeQuits)
	s := r.attach()
	s.shows(firstSong)
	s.keys("\r")
	s.plays(firstSong, 2)
	begun := time.Now()
	s.keys(":", "detach", "\r")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
	s.shows("音乐继续播放")
	r.becomes("playing on", playing)
	t.Logf("handed over in %v", time.Since(begun))
	if st := r.state(); st.PositionMS < 2000 {
		t.Errorf("goes on at %d ms", st.PositionMS)
	}
	again := r.attach()
	again.shows("▶  " + firstSong)
	again.keys("q") // the last screen of a player in the background, on_close quit
	again.exit()
	r.gone()
}

// TestAttachingDoesNotTouchASample holds the sound of a player that screens
// come to and leave against the same player left alone.
func TestAttachingDoesNotTouchASample(t *testing.T) {
	t.Parallel()
	heard := func(disturb func(*rig)) []float32 {
		r := far(t, closeDetaches)
		file := filepath.Join(r.dir, "x.wav")
		player := r.daemon("--output", "wav:"+file)
		r.verb("play", fmt.Sprint(seed.SongFirst))
		r.becomes("playing", playing)
		disturb(r)
		r.verb("quit")
		player.ends(t) // the file's header is written
		pcm, rate := record(t, file)
		if id, ok := signature.Detect(pcm, rate); !ok || id != seed.SongFirst {
			t.Errorf("heard song %d, %v", id, ok)
		}
		return pcm
	}
	alone := heard(func(*rig) { time.Sleep(4 * time.Second) })
	watched := heard(func(r *rig) {
		for i := range 4 {
			s := r.attach()
			s.shows("▶  " + firstSong)
			time.Sleep(700 * time.Millisecond)
			if i%2 == 0 {
				s.keys(":", "detach", "\r")
			} else {
				_ = s.cmd.Process.Kill()
			}
			s.exit()
		}
	})
	// Only the ends differ: the first bytes may have come late to one of them, and
	// there the one or the other was told to stop.
	const second = 44100
	if len(alone) < 3*second || len(watched) < 3*second {
		t.Fatalf("only %d and %d samples", len(alone), len(watched))
	}
	at := 0
	for at < 2*second && !slices.Equal(alone[at:at+500], watched[second:second+500]) {
		at++
	}
	a, w := alone[at:], watched[second:]
	n := min(len(a), len(w)) - second
	for i := range n {
		if a[i] != w[i] {
			t.Fatalf("of %d samples they differ from %d on", n, i)
		}
	}
	t.Logf("%d samples are the same", n)
}

func TestTheNextStartGoesOnAfterADaemonWasKilled(t *testing.T) {
	t.Parallel()
	r := far(t, closeDetaches)
	d := r.daemon()
	s := r.attach()
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	s.keys("V", "V")
	r.becomes("beyond 20 s", func(st remote.State) bool { return st.PositionMS > 20_000 })
	r.verb("pause") // the place is written at once
	s.shows("‖  " + firstSong)
	s.until("the place is on the disk", func() bool { return r.place(t) > 20*time.Second })
	_ = d.Process.Kill()
	if code := s.exit(); code != exitFailed {
		t.Errorf("exit code %d of a screen whose player was killed", code)
	}
	s.givenBack()
	s.shows("播放器意外退出")
	begun := time.Now()
	again := r.attach()
	again.shows("‖  " + firstSong)
	again.reaches(20)
	t.Logf("shown again after %v", time.Since(begun).Round(time.Millisecond))
	r.verb("play")
	r.becomes("playing where it was", func(st remote.State) bool { return playing(st) && st.PositionMS > 20_000 })
}

func TestASecondStartShowsThePlayerOfTheFirst(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	first := r.run()
	first.shows(firstSong)
	second := r.run()
	second.shows(firstSong)
	second.keys("\r")
	first.shows("▶  " + firstSong)
	second.shows("▶  " + firstSong)
	second.keys("q")
	if code := second.exit(); code != exitDone {
		t.Errorf("the second: exit code %d", code)
	}
	second.shows("音乐继续播放")
	r.becomes("playing on", playing)
	first.keys("q")
	if code := first.exit(); code != exitDone {
		t.Errorf("the first: exit code %d", code)
	}
}

// TestTwoStartsAtOnceShareOnePlayer: whoever finds the lock taken and no socket
// yet waits for it.
func TestTwoStartsAtOnceShareOnePlayer(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	all := []*terminal{r.run(), r.run(), r.run()}
	for _, s := range all {
		s.shows(firstSong)
	}
	r.verb("play", "daily")
	for _, s := range all {
		s.shows("▶  " + firstSong)
	}
	r.verb("quit")
	for _, s := range all {
		if code := s.exit(); code != exitDone {
			t.Errorf("exit code %d", code)
		}
	}
}

// TestAStartRightBehindAnEndWaitsForIt starts while the player before may
// still be writing.
func TestAStartRightBehindAnEndWaitsForIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	release, err := store.Lock(r.folder("data")) // as one that has shut its socket and saves
	if err != nil {
		t.Fatal(err)
	}
	s := r.run()
	time.Sleep(300 * time.Millisecond)
	if err := release(); err != nil {
		t.Fatal(err)
	}
	s.shows(firstSong)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

func TestADemoHasAPlayerOfItsOwn(t *testing.T) {
	t.Parallel()
	r := far(t, closeQuits)
	r.daemon()
	s := r.run("demo")
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	if st := r.state(); st.Status == "playing" || st.Queue.Length != 0 {
		t.Errorf("the daemon heard of it: %+v", st)
	}
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

func TestAPlayerOfAnotherVersionIsNamedInASentence(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	dir := filepath.Join(r.env["XDG_RUNTIME_DIR"], "ncmtui")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", remote.Path(dir))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	safe.Go("player of tomorrow", func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = fmt.Fprintf(conn, `{"hello":{"program":"ncmtui","version":"v9","protocol":%d,"pid":4711}}`+"\n", remote.Protocol+1)
			_ = conn.Close()
		}
	})
	s := r.run()
	if code := s.exit(); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	s.shows("进程 4711", "别的版本")
	if strings.Contains(s.output(), "\x1b") {
		t.Errorf("there was a screen: %q", s.output())
	}
}

func TestASecondDaemonIsRefused(t *testing.T) {
	t.Parallel()
	r := far(t, closeQuits)
	r.daemon()
	code, _, errOut := r.piped("daemon")
	if code != exitFailed || !strings.Contains(errOut, "已经在运行") {
		t.Errorf("%d %s", code, errOut)
	}
}

func TestALoginOfAnotherProcessIsTakenOver(t *testing.T) {
	t.Parallel()
	r := far(t, closeQuits)
	cookie := r.env["NCMTUI_COOKIE"]
	delete(r.env, "NCMTUI_COOKIE")
	r.daemon()
	if code, _, _ := r.piped("play", "fm"); code != exitLogin {
		t.Errorf("the FM of a guest: %d", code)
	}
	file := filepath.Join(r.dir, "cookie")
	r.write(file, cookie)
	if code, out, errOut := r.piped("auth", "import", "@"+file); code != exitDone {
		t.Fatalf("import: %d %s%s", code, out, errOut)
	}
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		code, _, errOut := r.piped("play", "fm")
		if code == exitDone {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("still a guest: %d %s", code, errOut)
		}
	}
	r.becomes("playing the FM", func(st remote.State) bool { return playing(st) && st.Queue.FM })
}

// TestTheStatusLineOfTmuxShowsTheSong runs the line of docs/CONTROL.md.
func TestTheStatusLineOfTmuxShowsTheSong(t *testing.T) {
	t.Parallel()
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		if os.Getenv("NCMTUI_REQUIRE_FAULTS") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	text, err := os.ReadFile("../../docs/CONTROL.md")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^set -g status-right '#\(ncmtui .*\)'$`).FindSubmatch(text)
	if line == nil {
		t.Fatal("docs/CONTROL.md has no line for tmux")
	}
	r := far(t, closeQuits)
	r.daemon()
	r.verb("play", "daily")
	r.becomes("playing", playing)
	conf := filepath.Join(r.dir, "tmux.conf")
	r.write(conf, "set -g status-interval 1\n"+strings.Replace(string(line[0]), "ncmtui", program(t), 1)+"\n")
	socket := filepath.Join(r.env["XDG_RUNTIME_DIR"], "tmux")
	s := r.start(exec.Command(tmux, "-S", socket, "-f", conf, "new-session", "cat"))
	defer func() { _ = exec.Command(tmux, "-S", socket, "kill-server").Run() }()
	s.shows(firstSong, "/1:36")
}
