//go:build linux && alsa

package output

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestALSAPlaysThroughTheServer goes over ALSA's pulse plugin to a recorder.
func TestALSAPlaysThroughTheServer(t *testing.T) {
	srv := StartSoundServer(t)
	conf := filepath.Join(t.TempDir(), "asound.conf")
	text := "</usr/share/alsa/alsa.conf>\npcm.ncm { type pulse server \"unix:" + srv.socket() + "\" }\n"
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ALSA_CONFIG_PATH", conf)
	c := &counter{left: -1}
	_, s := mustOpen(t, "alsa:ncm", Options{Rate: 44100}, c.pull)
	srv.Await("sound", func() bool { return heard(srv.Recorded()) > 44100 })
	if d := s.Delay(); d <= 0 || d > time.Second {
		t.Errorf("delay %v", d)
	}
	if _, n := longestRun(srv.Recorded()); n < 44100/2 {
		t.Errorf("the longest run is %d frames", n)
	}
	if err := s.Pause(); err != nil {
		t.Fatal(err)
	}
	delay := s.Delay()
	_, before := c.counts()
	srv.Await("200 ms of recording", recorded(srv, 44100/5))
	if _, after := c.counts(); after > before+1 || s.Delay() < delay-time.Millisecond {
		t.Errorf("%d pulls and %v of delay while paused", after-before, delay-s.Delay())
	}
	played := heard(srv.Recorded())
	if err := s.Resume(); err != nil {
		t.Fatal(err)
	}
	srv.Await("sound again", func() bool { return heard(srv.Recorded()) > played+22050 })
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
}

func TestALSAUnknownPCM(t *testing.T) {
	if s, err := (&alsaOpener{pcm: "nowhere"}).Open(Options{}, (&counter{}).pull); err == nil {
		t.Errorf("opened %v", s.Device())
	}
}
