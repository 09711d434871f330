//go:build linux

package output

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
)

// needTool skips without the program, unless the faults must be tested.
func needTool(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
				t.Fatalf("%s is not here", name)
			}
			t.Skipf("%s is not here", name)
		}
	}
}

// soundServer is a PulseAudio of the test's own, with one null sink that a
// recorder keeps awake.
type soundServer struct {
	t      testing.TB
	dir    string
	rate   int
	server *exec.Cmd
	rec    *exec.Cmd
	sound  lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) bytes() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.b.Bytes())
}

// StartSoundServer starts one whose device has a rate; it is recorded at 44,100 Hz.
func StartSoundServer(t testing.TB, device ...int) *soundServer {
	t.Helper()
	needTool(t, "pulseaudio", "parec", "pactl")
	dir, err := os.MkdirTemp("", "snd") // a short path: sockets allow 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &soundServer{t: t, dir: dir, rate: 44100}
	if len(device) > 0 {
		s.rate = device[0]
	}
	t.Setenv("HOME", dir)
	t.Setenv("XDG_RUNTIME_DIR", dir)
	for _, name := range []string{"XDG_CONFIG_HOME", "PULSE_SERVER", "PULSE_COOKIE", "PULSE_RUNTIME_PATH"} {
		t.Setenv(name, "") // so that it comes back; the server minds empty ones
		_ = os.Unsetenv(name)
	}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Recorded is all that was heard so far, as 16-bit stereo at 44,100 Hz.
func (s *soundServer) Recorded() []byte { return s.sound.bytes() }

func (s *soundServer) socket() string { return filepath.Join(s.dir, "pulse", "native") }

// tools is where the tests' own tools find the server, before players do: a
// null sink that nobody records sleeps up to 2 s, also with a stream on it.
func (s *soundServer) tools() string { return filepath.Join(s.dir, "tools") }

func (s *soundServer) Start() {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Join(s.dir, "pulse"), 0o700); err != nil {
		s.t.Fatal(err)
	}
	_, _ = os.Remove(s.socket()), os.Remove(s.tools())
	s.server = exec.CommandContext(s.t.Context(), "pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=false",
		"--log-level=error", "-L", "module-native-protocol-unix socket="+s.tools()+" auth-anonymous=1",
		"-L", fmt.Sprintf("module-null-sink sink_name=nul rate=%d format=s16le channels=2 sink_properties=device.description=Nothing", s.rate))
	if err := s.server.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.Await("socket", func() bool {
		c, err := (&net.Dialer{}).DialContext(s.t.Context(), "unix", s.tools())
		if err != nil {
			return false
		}
		_ = c.Close()
		return exec.CommandContext(s.t.Context(), "pactl", "-s", "unix:"+s.tools(), "list", "short", "sinks").Run() == nil
	})
	s.rec = exec.CommandContext(s.t.Context(), "parec", "-s", "unix:"+s.tools(), "-d", "nul.monitor", "--format=s16le", "--rate=44100",
		"--channels=2", "--latency-msec=20", "--raw")
	s.rec.Stdout = &s.sound
	if err := s.rec.Start(); err != nil {
		s.t.Fatal(err)
	}
	before := len(s.Recorded())
	s.Await("recorder", func() bool { return len(s.Recorded()) > before })
	s.Pactl("load-module", "module-native-protocol-unix", "socket="+s.socket(), "auth-anonymous=1")
}

func (s *soundServer) Stop() {
	for _, c := range []*exec.Cmd{s.rec, s.server} {
		_ = c.Process.Kill()
		_ = c.Wait()
	}
}

// Signal is sent to the server, to stop it and let it go on.
func (s *soundServer) Signal(sig syscall.Signal) {
	s.t.Helper()
	if err := s.server.Process.Signal(sig); err != nil {
		s.t.Fatal(err)
	}
}

func (s *soundServer) Pactl(args ...string) string {
	s.t.Helper()
	out, err := exec.CommandContext(s.t.Context(), "pactl", append([]string{"-s", "unix:" + s.tools()}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("pactl %v: %v: %s", args, err, out)
	}
	return string(out)
}

func (s *soundServer) Await(what string, ok func() bool) {
	s.t.Helper()
	await(s.t, what, ok)
}

// longestRun gives the longest piece of the recording in which the counter
// counts on without a fault, and its first number.
func longestRun(b []byte) (first, length int) {
	start, last, n := 0, -5, 0
	for i := 0; i+4 <= len(b); i += 4 {
		v := int(int16(binary.LittleEndian.Uint16(b[i:])))
		if v == last+1 || last == 30000 && v == 1 {
			n++
		} else {
			start, n = v, 1
		}
		last = v
		if n > length && v > 0 {
			first, length = start, n
		}
	}
	return first, length
}

// swallowed bounds the frames that a recorder misses when a stream starts: a
// null sink has rendered that much silence ahead, and its monitor does not
// give the same moment twice.
const swallowed = 2048

// heard is how many frames of the recording are not silent.
func heard(b []byte) (n int) {
	for i := 0; i+4 <= len(b); i += 4 {
		if b[i] != 0 || b[i+1] != 0 {
			n++
		}
	}
	return n
}

// recorded waits for so many more frames at the recorder: the server's clock.
func recorded(srv *soundServer, frames int) func() bool {
	start := len(srv.Recorded())
	return func() bool { return len(srv.Recorded()) >= start+4*frames }
}

// tail is the last frames of a recording.
func tail(b []byte, frames int) []byte { return b[max(len(b)-4*frames, 0):] }
