//go:build linux

package output

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPulsePlaysEverySample(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		c := &counter{left: 3 * 44100}
		_, s := mustOpen(t, "pulse", Options{Rate: 44100, App: "ncmtui", Title: "a song"}, c.pull)
		defer mustClose(t, s)
		srv.Await("device", func() bool { return s.Device() == "Nothing" })
		if s.Name() != "pulse" || s.Rate() != 44100 {
			t.Errorf("sink says %s, %d", s.Name(), s.Rate())
		}
		if text := srv.Pactl("list", "sink-inputs"); !strings.Contains(text, "a song") || !strings.Contains(text, "float32le 2ch 44100Hz") {
			t.Errorf("the server sees %s", text)
		}
		srv.Await("end of the song", func() bool { return heard(srv.Recorded()) >= 3*44100-swallowed })
		if first, n := longestRun(srv.Recorded()); n < 3*44100-swallowed {
			t.Errorf("the longest run without a fault is %d of %d frames, from %d", n, 3*44100, first)
		}
	})
}

func TestPulsePauseFlushVolumeDelay(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		c := &counter{left: -1}
		_, s := mustOpen(t, "pulse:nul", Options{Rate: 44100}, c.pull)
		defer mustClose(t, s)
		srv.Await("sound", func() bool { return heard(srv.Recorded()) > 44100/4 })
		if d := s.Delay(); d < 50*time.Millisecond || d > 600*time.Millisecond {
			t.Errorf("delay %v while playing, want about 300 ms", d)
		}
		for range 5 { // the library's own client hangs on the second
			if err := s.Pause(); err != nil {
				t.Fatal(err)
			}
			delay := s.Delay()
			_, before := c.counts()
			played := heard(srv.Recorded())
			srv.Await("200 ms of recording", recorded(srv, 44100/5))
			if _, after := c.counts(); after != before || s.Delay() != delay {
				t.Errorf("%d pulls and %v of delay while paused", after-before, delay-s.Delay())
			}
			if err := s.Resume(); err != nil {
				t.Fatal(err)
			}
			srv.Await("sound again", func() bool { return heard(srv.Recorded()) > played+44100/10 })
		}
		c.jump(20000)
		if err := s.Flush(); err != nil {
			t.Fatal(err)
		}
		if d := s.Delay(); d > 400*time.Millisecond {
			t.Errorf("delay %v after a flush", d)
		}
		srv.Await("the new place", func() bool {
			first, n := longestRun(tail(srv.Recorded(), 44100/2))
			return n > 4000 && first > 19000
		})
		before := heard(srv.Recorded())
		if !s.SetVolume(0.25) {
			t.Error("no volume")
		}
		srv.Await("a quarter of the volume", func() bool {
			b := tail(srv.Recorded(), 1000)
			return heard(srv.Recorded()) > before+44100/10 && peak(b) < 30001/4 && peak(b) > 15000/4
		})
		if text := srv.Pactl("list", "sink-inputs"); !strings.Contains(text, " 0.00 dB") {
			t.Errorf("the mixer's own volume is %s", text)
		}
	})
}

// peak is the largest sample of a recording.
func peak(b []byte) (most int) {
	for i := 0; i+1 < len(b); i += 2 {
		most = max(most, int(int16(binary.LittleEndian.Uint16(b[i:]))))
	}
	return most
}

// TestPulseStarvesWithoutSilence: sound that comes late is heard at once, not
// behind a queue of silence, and the delay is honest.
func TestPulseStarvesWithoutSilence(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		c := &counter{}
		_, s := mustOpen(t, "pulse", Options{Rate: 44100}, c.pull)
		defer mustClose(t, s)
		srv.Await("half a second of nothing", recorded(srv, 22050))
		if d := s.Delay(); d != 0 {
			t.Errorf("delay %v of no sound", d)
		}
		c.mu.Lock()
		c.left = 44100
		c.mu.Unlock()
		srv.Await("the sound", func() bool { return heard(srv.Recorded()) >= 44100-swallowed })
		// A busy server may pause within it, but loses nothing and turns nothing round.
		last := 0
		for b := srv.Recorded(); len(b) >= 4; b = b[4:] {
			if v := int(int16(binary.LittleEndian.Uint16(b))); v != 0 {
				if ahead := (v - last + 30000) % 30000; ahead == 0 || ahead > swallowed {
					t.Errorf("frame %d follows %d", v, last)
				}
				last = v
			}
		}
		srv.Await("the end", func() bool { return s.Delay() == 0 })
	})
}

func TestPulseServerKilledIsLostAndReopens(t *testing.T) {
	srv := StartSoundServer(t)
	c := &counter{left: -1}
	opener, s := mustOpen(t, "pulse", Options{}, c.pull)
	srv.Await("sound", func() bool { return heard(srv.Recorded()) > 4410 })
	srv.Stop()
	select {
	case err := <-s.Lost():
		if err == nil {
			t.Error("lost without a reason")
		}
	case <-time.After(patience):
		t.Fatal("a killed server is not noticed")
	}
	if err := s.Pause(); err == nil {
		t.Error("a dead sink pauses")
	}
	mustClose(t, s)
	if _, err := opener.Open(Options{}, c.pull); err == nil {
		t.Fatal("opens without a server")
	}
	srv.Start()
	before := heard(srv.Recorded())
	s, err := opener.Open(Options{}, c.pull)
	if err != nil {
		t.Fatal(err)
	}
	srv.Await("sound from the new server", func() bool { return heard(srv.Recorded()) > before+4410 })
	mustClose(t, s)
}

func TestPulseDevicesComeAndGo(t *testing.T) {
	srv := StartSoundServer(t)
	c := &counter{left: -1}
	_, s := mustOpen(t, "pulse", Options{}, c.pull)
	defer mustClose(t, s)
	srv.Pactl("load-module", "module-null-sink", "sink_name=two", "sink_properties=device.description=Second")
	var input string
	srv.Await("stream", func() bool {
		input, _, _ = strings.Cut(srv.Pactl("list", "short", "sink-inputs"), "\t")
		return input != ""
	})
	srv.Pactl("move-sink-input", input, "two")
	srv.Await("new device's name", func() bool { return s.Device() == "Second" })
	srv.Pactl("unload-module", "module-null-sink")
	select {
	case err := <-s.Lost():
		if !strings.Contains(err.Error(), "killed") {
			t.Errorf("lost by %v", err)
		}
	case <-time.After(patience):
		t.Fatal("a stream without a device is not noticed")
	}
}

func TestPulseUnknownSink(t *testing.T) {
	StartSoundServer(t)
	opener := &pulseOpener{sink: "nowhere"}
	if s, err := opener.Open(Options{}, (&counter{}).pull); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestExecPlaysThroughPacat(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		needTool(t, "pacat")
		c := &counter{left: 88200}
		_, s := mustOpen(t, "exec", Options{Rate: 44100}, c.pull)
		defer mustClose(t, s)
		if s.Device() != "pacat" && s.Device() != "pw-cat" {
			t.Errorf("plays through %s", s.Device())
		}
		srv.Await("the song", func() bool { return heard(srv.Recorded()) >= 88200-15000 })
		if _, n := longestRun(srv.Recorded()); n < 60000 {
			t.Errorf("the longest run is %d frames", n)
		}
	})
}

func TestAutoTakesPulseFirst(t *testing.T) {
	StartSoundServer(t)
	_, s := mustOpen(t, "auto", Options{}, (&counter{left: -1}).pull)
	defer mustClose(t, s)
	if s.Name() != "pulse" {
		t.Errorf("auto took %s", s.Name())
	}
}

// silentServer takes connections and never answers.
func silentServer(t *testing.T) (path string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "snd")
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(dir, "s")
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close(); _ = os.RemoveAll(dir) })
	return path
}

func TestPulseServerThatDoesNotAnswer(t *testing.T) {
	t.Setenv("PULSE_SERVER", "unix:"+silentServer(t)+" unix:/nowhere/at/all")
	if _, err := (&pulseOpener{}).Open(Options{}, (&counter{}).pull); err == nil {
		t.Error("opened")
	}
}

func TestPulseServersInOrder(t *testing.T) {
	t.Parallel()
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"XDG_RUNTIME_DIR": "/run/x"}, "unix /run/x/pulse/native, unix /run/user/7/pulse/native"},
		{map[string]string{"XDG_RUNTIME_DIR": "/run/user/7"}, "unix /run/user/7/pulse/native"},
		{nil, "unix /run/user/7/pulse/native"},
		{map[string]string{"PULSE_SERVER": "unix:/a /b tcp:h:1 tcp6:[::1] k"}, "unix /a, unix /b, tcp h:1, tcp6 [::1]:4713, tcp k:4713"},
		{map[string]string{"PULSE_SERVER": "{" + host + "}unix:/a {other-host}unix:/b {broken"}, "unix /a"},
	}
	for _, tt := range tests {
		var got []string
		for _, a := range pulseServers(func(k string) string { return tt.env[k] }, 7) {
			got = append(got, a.network+" "+a.addr)
		}
		if strings.Join(got, ", ") != tt.want {
			t.Errorf("%v: %q, want %q", tt.env, strings.Join(got, ", "), tt.want)
		}
	}
}

// message frames a control message of the server.
func message(op uint32, rest int) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(10+rest))
	b = binary.BigEndian.AppendUint32(b, controlStream)
	b = append(b, make([]byte, 12)...)
	b = binary.BigEndian.AppendUint32(append(b, 'L'), op)
	b = binary.BigEndian.AppendUint32(append(b, 'L'), 0)
	return append(b, make([]byte, rest)...)
}

// TestPulseDropsUnknownMessages: the library would print them on the screen.
func TestPulseDropsUnknownMessages(t *testing.T) {
	t.Parallel()
	known := message(2, 7)
	var gone []error
	wire := fakeWire(append(append(message(9999, 30), known...), message(102, 4)...), func(err error) { gone = append(gone, err) })
	got, err := io.ReadAll(wire)
	if err != nil || !bytes.Equal(got, known) {
		t.Errorf("passed on % x, %v", got, err)
	}
	if len(gone) != 1 {
		t.Errorf("the end was told %d times", len(gone))
	}
	wire = fakeWire([]byte("\x7f\xff\xff\xff\xff\xff\xff\xff............"), func(error) {})
	if _, err := io.ReadAll(wire); err == nil || errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a message of 2 GiB gives %v", err)
	}
}

func TestNoDeviceSaysWhatWasTried(t *testing.T) {
	t.Setenv("PULSE_SERVER", "unix:/nowhere/at/all")
	t.Setenv("PATH", t.TempDir())
	_, err := newAuto().Open(Options{}, (&counter{}).pull)
	if !errors.Is(err, ErrNoDevice) || !errors.Is(err, os.ErrNotExist) && !errors.Is(err, exec.ErrNotFound) {
		t.Fatalf("error %v", err)
	}
	for _, word := range []string{"pulse", "exec", "pulseaudio-utils"} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q does not name %s", err, word)
		}
	}
	if strings.Contains(fmt.Sprint(err), "\n") {
		t.Errorf("%q has more than a line", err)
	}
}
