//go:build linux

package output_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

const (
	rate     = 44100
	songTime = 60 // s
)

// melody is a song of noise: any 64 frames tell by their signs which ones they
// are, at any volume.
var melody = func() []bool {
	rng := rand.New(rand.NewPCG(1, 2))
	signs := make([]bool, songTime*rate)
	for i := range signs {
		signs[i] = rng.IntN(2) == 1
	}
	return signs
}()

// noise decodes the melody out of any file.
type noise struct{ pos int }

func openNoise(decode.Input, decode.Hint) (decode.Decoder, error) { return &noise{}, nil }

func (d *noise) Stream(p [][2]float64) (int, bool) {
	n := min(len(p), len(melody)-d.pos)
	for i := range n {
		v := -0.4
		if melody[d.pos+i] {
			v = 0.4
		}
		p[i] = [2]float64{v, v}
	}
	d.pos += n
	return n, n > 0
}
func (d *noise) Err() error       { return nil }
func (d *noise) Len() int         { return len(melody) }
func (d *noise) Position() int    { return d.pos }
func (d *noise) Seek(p int) error { d.pos = p; return nil }
func (d *noise) Close() error     { return nil }
func (d *noise) Info() decode.Info {
	return decode.Info{Format: "flac", Rate: rate, Channels: 2, Bits: 16}
}

// shop resolves every song to a small file and hands it out.
type shop struct{}

var file = []byte(strings.Repeat("a song ", 100))

func (shop) Resolve(_ context.Context, id int64) (player.Media, error) {
	sum := md5.Sum(file)
	return player.Media{Track: id, URL: "http://cdn.test/1", Size: int64(len(file)), MD5: hex.EncodeToString(sum[:]), Format: "flac"}, nil
}

func (shop) RoundTrip(req *http.Request) (*http.Response, error) {
	res := &http.Response{StatusCode: 206, Header: http.Header{}, Request: req, ContentLength: int64(len(file)), Body: io.NopCloser(bytes.NewReader(file))}
	res.Header.Set("Content-Range", fmt.Sprintf("bytes 0-%d/%d", len(file)-1, len(file)))
	return res, nil
}

// wordAt packs the signs of 64 frames of a recording; ok is false when one of
// them is silent.
func wordAt(b []byte, frame int) (word uint64, ok bool) {
	for i := frame; i < frame+64; i++ {
		v := int16(binary.LittleEndian.Uint16(b[i*4:]))
		if v == 0 {
			return 0, false
		}
		word <<= 1
		if v > 0 {
			word |= 1
		}
	}
	return word, true
}

// inMelody is where 64 signs stand in the song, -1 for nowhere.
func inMelody(word uint64) int {
	var w uint64
	for i, up := range melody {
		w <<= 1
		if up {
			w |= 1
		}
		if i >= 63 && w == word {
			return i - 63
		}
	}
	return -1
}

// lastHeard is the song's last frame in a recording.
func lastHeard(b []byte) int {
	for at := len(b)/4 - 64; at >= 0; at-- {
		if word, ok := wordAt(b, at); ok {
			if place := inMelody(word); place >= 0 {
				return place + 63
			}
		}
	}
	return -1
}

// firstHeard is the song's first frame in a recording, and where it stands.
func firstHeard(b []byte) (place, at int) {
	for at := 0; at+64 <= len(b)/4; at++ {
		if word, ok := wordAt(b, at); ok {
			if place := inMelody(word); place >= 0 {
				return place, at
			}
		}
	}
	return -1, -1
}

// stage is a player on a sound server of the test's own.
type stage struct {
	testing.TB
	srv interface {
		Await(string, func() bool)
		Recorded() []byte
		Start()
		Stop()
		Pactl(...string) string
		Signal(syscall.Signal)
	}
	p      *player.Player
	sub    *player.Subscription
	events []player.Event
}

// play starts the song and waits until it sounds.
func play(t testing.TB) *stage {
	t.Helper()
	s := playing(t, openNoise, 44100)
	s.sounding(rate / 2)
	return s
}

// playing starts what a decoder makes of the song, on a device of a rate.
func playing(t testing.TB, open func(decode.Input, decode.Hint) (decode.Decoder, error), device int) *stage {
	t.Helper()
	s := &stage{TB: t, srv: output.StartSoundServer(t, device)}
	out, err := output.Spec{Kind: "pulse"}.Opener()
	if err != nil {
		t.Fatal(err)
	}
	p, err := player.New(player.Options{
		Resolver: shop{}, Transport: shop{}, AllowHosts: []string{"cdn.test"}, Output: out, Decode: open,
		CacheDir: t.TempDir(), App: "ncmtui",
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- p.Run(context.Background()) }()
	t.Cleanup(func() { _ = p.Close(); <-done })
	s.p, s.sub = p, p.Subscribe()
	p.Do(player.PlayList{Tracks: []player.Track{{ID: 1, Title: "晴\x1b天"}, {ID: 2, Title: "second"}}})
	s.status(player.Playing, "")
	return s
}

// sounding waits for so many more frames of the song in the recording.
func (s *stage) sounding(frames int) {
	s.Helper()
	from := len(s.srv.Recorded()) / 4
	s.srv.Await("sound", func() bool {
		b := s.srv.Recorded()
		_, first := wordAt(b, max(len(b)/4-64, 0))
		return first && len(b)/4 > from+frames
	})
}

func (s *stage) status(want player.Status, problem string) player.Snapshot {
	s.Helper()
	s.srv.Await(fmt.Sprintf("status %d %q", want, problem), func() bool {
		snap := s.sub.Snapshot()
		return snap.Status == want && snap.Problem == problem
	})
	return s.sub.Snapshot()
}

// near compares a frame of the song with a position on the screen.
func (s *stage) near(what string, frame int, at, off time.Duration) {
	s.Helper()
	heard := time.Duration(frame) * time.Second / rate
	s.Logf("%s: heard %v, shown %v", what, heard, at)
	if (heard - at).Abs() > off {
		s.Errorf("%s: heard %v, shown %v", what, heard, at)
	}
}

// goesOn checks that a recording plays the song from the frame that was last
// heard before, without a fault for half a second.
func (s *stage) goesOn(b []byte, last int) {
	s.Helper()
	place, at := firstHeard(b)
	if off := place - last; off < -rate/10 || off > rate/10 {
		s.Errorf("goes on at frame %d, was heard up to %d: %d ms off", place, last, off*1000/rate)
	}
	for i := 0; i < rate/2; i += 64 {
		if word, ok := wordAt(b, at+i); !ok || inMelody(word) != place+i {
			s.Errorf("a fault %d frames after it went on", i)
			return
		}
	}
}

// returns waits for sound after frame `from` of the recording and tells how
// long that took.
func (s *stage) returns(from int, last int) {
	s.Helper()
	start := time.Now()
	s.srv.Await("sound again", func() bool {
		_, at := firstHeard(s.srv.Recorded()[from*4:])
		return at >= 0
	})
	s.Logf("sound again after %v", time.Since(start))
	s.sounding(rate * 3 / 4)
	s.goesOn(s.srv.Recorded()[from*4:], last)
}

func TestEngineGoesOnWhenTheSoundServerComesBack(t *testing.T) {
	output.Steadily(t, func(t testing.TB) {
		s := play(t)
		for range 2 {
			s.srv.Stop() // kill -9
			last := lastHeard(s.srv.Recorded())
			lost := s.status(player.Waiting, "lost-device")
			// What the server had taken and not yet given to the recorder was not heard.
			s.near("lost", last, lost.At, 100*time.Millisecond)
			if lost.Moving {
				t.Error("the position moves without a server")
			}
			from := len(s.srv.Recorded()) / 4
			s.srv.Start()
			s.returns(from, last)
			s.status(player.Playing, "")
		}
	})
}

func TestEngineSurvivesASoundServerThatHangs(t *testing.T) {
	output.Steadily(t, func(t testing.TB) {
		s := play(t)
		s.srv.Signal(syscall.SIGSTOP)
		hung := s.status(player.Waiting, "lost-device")
		last := lastHeard(s.srv.Recorded())
		s.near("hung", last, hung.At, 400*time.Millisecond) // the length of the queue, at most
		from := len(s.srv.Recorded()) / 4
		s.srv.Signal(syscall.SIGCONT)
		s.srv.Await("sound again", func() bool {
			_, at := firstHeard(s.srv.Recorded()[from*4:])
			return at >= 0 && s.sub.Snapshot().Status == player.Playing
		})
	})
}

func TestEngineGoesOnWhenTheLastSinkComesBack(t *testing.T) {
	output.Steadily(t, func(t testing.TB) {
		s := play(t)
		s.srv.Pactl("unload-module", "module-null-sink")
		lost := s.status(player.Waiting, "lost-device")
		last := lastHeard(s.srv.Recorded())
		s.near("lost", last, lost.At, 100*time.Millisecond)
		s.srv.Pactl("load-module", "module-null-sink", "sink_name=nul", "rate=44100", "format=s16le", "channels=2")
		again := s.status(player.Playing, "")
		s.near("again", last, again.At, time.Second)
	})
}

// overtaken is what the recorder hears too much of where a busy server has read
// on before a fade gets to it, and then takes back what the device has not
// played: the recorder keeps that.
const overtaken = 60 * time.Millisecond

func TestEngineShowsWhatIsHeard(t *testing.T) {
	output.Steadily(t, func(t testing.TB) {
		s := play(t)
		exact := 0
		for range 3 {
			s.p.Do(player.Pause{})
			paused := s.status(player.Paused, "")
			silent := len(s.srv.Recorded()) / 4
			s.srv.Await("silence", func() bool {
				b := s.srv.Recorded()
				return len(b)/4 > silent+rate/4 && bytes.Count(b[len(b)-rate/2:], []byte{0}) == rate/2
			})
			last := lastHeard(s.srv.Recorded())
			shown := s.sub.Snapshot().At
			s.near("paused", last, shown, overtaken)
			if (time.Duration(last)*time.Second/rate - shown).Abs() <= 20*time.Millisecond {
				exact++
			}
			if later := s.sub.Snapshot(); (later.At - paused.At).Abs() > 350*time.Millisecond {
				t.Errorf("the position went from %v to %v in a pause", paused.At, later.At)
			}
			from := len(s.srv.Recorded()) / 4
			s.p.Do(player.Resume{})
			s.returns(from, last)
			// Nothing is lost or repeated, but for the ends of the fades, which round to nothing.
			if place, _ := firstHeard(s.srv.Recorded()[from*4:]); place < last || place-last > rate/100 {
				t.Errorf("paused behind frame %d, goes on with %d", last, place)
			}
		}
		if exact < 2 {
			t.Errorf("within 20 ms in %d of 3 pauses", exact)
		}
	})
}

func TestEngineSwitchesTheDeviceWhileItPlays(t *testing.T) {
	output.Steadily(t, func(t testing.TB) {
		s := play(t)
		s.srv.Pactl("load-module", "module-null-sink", "sink_name=two", "sink_properties=device.description=Second")
		s.srv.Pactl("set-default-sink", "nul")
		s.p.Do(player.SetOutput{Spec: "pulse:two"})
		s.srv.Await("the second device", func() bool { return s.sub.Snapshot().Output.Spec == "pulse:two" })
		now := s.sub.Snapshot()
		if text := s.srv.Pactl("list", "sink-inputs"); strings.Count(text, "Sink Input #") != 1 || !strings.Contains(text, `media.name = "ncmtui – 晴天"`) {
			t.Errorf("the mixer shows %s", text)
		}
		last := lastHeard(s.srv.Recorded())
		s.near("switched", last, now.At, 100*time.Millisecond)
		s.p.Do(player.SetOutput{Spec: "pulse:nowhere"})
		s.srv.Await("the refusal", func() bool {
			s.events = append(s.events, s.sub.Events()...)
			for _, e := range s.events {
				if e, ok := e.(player.OutputRefused); ok {
					return e.Spec == "pulse:nowhere"
				}
			}
			return false
		})
		from := len(s.srv.Recorded()) / 4
		s.p.Do(player.SetOutput{})
		s.srv.Await("sound on the first", func() bool {
			place, at := firstHeard(s.srv.Recorded()[from*4:])
			return at >= 0 && place > last-rate/10
		})
		s.p.Do(player.Next{})
		s.srv.Await("the new name", func() bool { return strings.Contains(s.srv.Pactl("list", "sink-inputs"), `"ncmtui – second"`) })
	})
}
