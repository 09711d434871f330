//go:build linux

package output

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// slowOnce is a source that once makes its sink wait.
type slowOnce struct {
	counter
	wait chan time.Duration
}

func (s *slowOnce) pull(dst []float32) int {
	select {
	case d := <-s.wait:
		time.Sleep(d)
	default:
	}
	return s.counter.pull(dst)
}

// buffered is the length of the only stream's queue that the server keeps.
func buffered(t testing.TB, srv *soundServer) time.Duration {
	t.Helper()
	m := regexp.MustCompile(`Buffer Latency: (\d+) usec`).FindStringSubmatch(srv.Pactl("list", "sink-inputs"))
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	return time.Duration(n) * time.Microsecond
}

func TestPulseQueueGrowsAfterItRanDry(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		c := &slowOnce{counter: counter{left: -1}, wait: make(chan time.Duration, 1)}
		opener, s := mustOpen(t, "pulse", Options{Rate: 44100}, c.pull)
		srv.Await("sound", func() bool { return heard(srv.Recorded()) > 44100 })
		if d := buffered(t, srv); d > 350*time.Millisecond {
			t.Errorf("%v queued at first", d)
		}
		c.wait <- 600 * time.Millisecond
		srv.Await("a longer queue", func() bool { return buffered(t, srv) > 450*time.Millisecond })
		mustClose(t, s)
		s, err := opener.Open(Options{Rate: 44100}, c.pull)
		if err != nil {
			t.Fatal(err)
		}
		defer mustClose(t, s)
		srv.Await("a longer queue in the next stream", func() bool { return buffered(t, srv) > 450*time.Millisecond })
	})
}

func TestPulseQueueStaysWhenTheSourceRunsDry(t *testing.T) {
	Steadily(t, func(t testing.TB) {
		srv := StartSoundServer(t)
		c := &counter{left: 44100}
		_, s := mustOpen(t, "pulse", Options{Rate: 44100}, c.pull)
		defer mustClose(t, s)
		srv.Await("the end of the sound", func() bool { return heard(srv.Recorded()) >= 44100-swallowed && s.Delay() == 0 })
		c.mu.Lock()
		c.left = -1
		c.mu.Unlock()
		srv.Await("sound again", func() bool { return heard(srv.Recorded()) > 2*44100 })
		if d := buffered(t, srv); d > 350*time.Millisecond {
			t.Errorf("%v queued after the source had nothing", d)
		}
	})
}

func TestPulseStreamIsRenamed(t *testing.T) {
	srv := StartSoundServer(t)
	c := &counter{left: -1}
	_, s := mustOpen(t, "pulse", Options{App: "ncmtui", Title: "ncmtui – 晴天"}, c.pull)
	defer mustClose(t, s)
	for _, title := range []string{"ncmtui – 晴天", "ncmtui – 第二首 “歌”"} {
		s.(Titled).SetTitle(title)
		text := srv.Pactl("list", "sink-inputs")
		if !strings.Contains(text, `media.name = "`+title) || !strings.Contains(text, `media.role = "music"`) ||
			!strings.Contains(text, `application.name = "ncmtui"`) {
			t.Errorf("the mixer shows %s", text)
		}
	}
}

func TestDevicesOfTheSoundServer(t *testing.T) {
	srv := StartSoundServer(t)
	srv.Pactl("load-module", "module-null-sink", "sink_name=two", "sink_properties=device.description=Second")
	srv.Pactl("set-default-sink", "two")
	list, err := Devices(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Device{
		{Spec: "auto", Kind: "auto", Default: true},
		{Spec: "pulse:two", Kind: "pulse", Name: "Second", Default: true},
		{Spec: "pulse:nul", Kind: "pulse", Name: "Nothing"},
	}
	if len(list) < 3 || list[0] != want[0] || list[1] != want[1] || list[2] != want[2] {
		t.Fatalf("%+v", list)
	}
	for _, d := range list {
		spec, err := Parse(d.Spec)
		if err != nil || spec.String() != d.Spec || spec.Kind != d.Kind {
			t.Errorf("%q: parsed as %+v, %v", d.Spec, spec, err)
		}
	}
}

func TestDevicesWithoutASoundServer(t *testing.T) {
	t.Setenv("PULSE_SERVER", "unix:/nowhere/at/all")
	t.Setenv("PATH", t.TempDir())
	if list, err := Devices(t.Context()); len(list) != 1 || list[0].Spec != "auto" || err == nil {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestDevicesOfTheKernelsList(t *testing.T) {
	t.Parallel()
	list, err := parsePCMs(strings.NewReader(strings.Join([]string{
		"00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1",
		"00-03: HDMI 0 : HDMI 0 : playback 1",
		"01-00: USB Audio : USB Audio : capture 1",
		"nonsense", "x-y: what : playback 1", "",
	}, "\n")))
	if err != nil || len(list) != 3 || !list[0].Default ||
		list[1].Spec != "alsa:plughw:0,0" || list[2].Spec != "alsa:plughw:0,3" || list[2].Name != "HDMI 0" {
		t.Errorf("%+v, %v", list, err)
	}
}
