//go:build linux

package output_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
)

const (
	toneHz   = 220.0
	toneLoud = 0.5
)

// tone decodes a minute of a sine out of any file.
type tone struct{ noise }

func openTone(decode.Input, decode.Hint) (decode.Decoder, error) { return &tone{}, nil }

func (d *tone) Stream(p [][2]float64) (int, bool) {
	n := min(len(p), d.Len()-d.pos)
	for i := range n {
		v := toneLoud * math.Sin(2*math.Pi*toneHz*float64(d.pos+i)/rate)
		p[i] = [2]float64{v, v}
	}
	d.pos += n
	return n, n > 0
}

// steepest gives the largest step between two samples of a recording from frame
// from on. With dry, one behind silence does not count: a stream that had run
// dry starts in place of silence which the recorder has already been given,
// see swallowed, so that it misses the start.
func steepest(b []byte, from int, dry bool) (worst float64) {
	last, quiet := 0.0, 0
	for i := from; i+1 <= len(b)/4; i++ {
		v := float64(int16(binary.LittleEndian.Uint16(b[i*4:]))) / 32768
		if step := math.Abs(v - last); i > from && (!dry || quiet < 32) {
			worst = max(worst, step)
		}
		if quiet++; v != 0 {
			quiet = 0
		}
		last = v
	}
	return worst
}

// TestNothingTheUserDoesClicks records a tone while it is skipped, paused,
// sought, turned up and down, muted and stopped, and looks for a step that the
// tone itself does not have. What clicks does so nearly every time; on a busy
// machine the server or its recorder drops a piece now and then.
func TestNothingTheUserDoesClicks(t *testing.T) {
	output.Steadily(t, clicks)
}

func clicks(t testing.TB) {
	rounds := 3
	if os.Getenv("NCMTUI_REQUIRE_FAULTS") == "1" {
		rounds = 8
	}
	s := playing(t, openTone, 44100)
	rng := rand.New(rand.NewPCG(7, 7))
	pause := func(most int) { time.Sleep(time.Duration(120+rng.IntN(most)) * time.Millisecond) }
	const (
		own  = toneLoud * 2 * math.Pi * toneHz / rate
		most = own + toneLoud/(0.005*rate) + 2.0/32768
	)
	steps := map[string][]float64{}
	checked := len(s.srv.Recorded()) / 4
	check := func(what string) {
		time.Sleep(250 * time.Millisecond)
		b := s.srv.Recorded()
		steps[what] = append(steps[what], steepest(b, checked, what == "skip" || what == "seek" || what == "all at once"))
		checked = len(b)/4 - 1
	}
	check("nothing")
	for i := range rounds {
		s.p.Do(player.Pause{})
		pause(200)
		s.p.Do(player.Resume{})
		check("pause")
		if i%4 == 3 {
			s.p.Do(player.Pause{})
			time.Sleep(time.Duration(rng.IntN(90)) * time.Millisecond)
			s.p.Do(player.Resume{})
			check("pause and on at once")
		}
		s.p.Do(player.SeekTo{Pos: time.Duration(rng.IntN(50000)) * time.Millisecond})
		check("seek")
		s.p.Do(player.SetVolume{Percent: 60 + rng.IntN(41)})
		pause(100)
		s.p.Do(player.AddVolume{Percent: 5})
		check("volume")
		s.p.Do(player.ToggleMute{})
		pause(150)
		s.p.Do(player.ToggleMute{})
		check("mute")
		s.p.Do(player.JumpTo{At: i % 2})
		check("skip")
		if i%5 == 4 {
			s.p.Do(player.SeekBy{By: 5 * time.Second})
			s.p.Do(player.SetVolume{Percent: 100})
			s.p.Do(player.SeekBy{By: 5 * time.Second})
			s.p.Do(player.Next{})
			check("all at once")
		}
	}
	check("nothing")
	if slices.Max(steps["nothing"]) > most { // that all is played is other tests' matter
		t.Logf("it clicks by itself, the machine is too busy to tell: %v", steps)
		return
	}
	s.p.Do(player.Stop{})
	check("stop")
	for what, list := range steps {
		slices.Sort(list)
		edges := 0
		for _, step := range list {
			if step > most {
				edges++
			}
		}
		t.Logf("%s: a step of %.4f, once at worst %.4f; %d of %d above what a tone of %.4f and a fade have",
			what, list[len(list)/2], list[len(list)-1], edges, len(list), own)
		if edges > (len(list)+2)/4 {
			t.Errorf("%s: %d of %d times a step above %.4f: %.4f", what, edges, len(list), most, list)
		}
	}
}
