package decode

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"ncmtui/player/decode/mp3"
)

// TestMP3HundredSeeks: in a file whose frames have one size each lands on the
// sample, heard before or not, and what follows is what a decode from the
// start gives, bit for bit.
func TestMP3HundredSeeks(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(20, 26))
	names := []string{"c320", "c128", "c64", "16k-32", "8k-mono", "crc128", "12k-32", "mono", "free160", "c48"}
	for _, name := range names {
		song := long(t, "mp3/"+name+".mp3", 12)
		if name == "free160" {
			song = load(t, "mp3/free160.mp3")
		}
		all := drain(t, mustOpen(t, input(song)))
		d := mustOpen(t, input(song))
		for i := range 10 {
			if i%3 == 0 {
				d = mustOpen(t, input(song)) // nothing was heard of it
			}
			p := rnd.IntN(len(all))
			if err := d.Seek(p); err != nil {
				t.Fatal(err)
			}
			n := min(2500, len(all)-p)
			same(t, fmt.Sprintf("%s: seek to %d", name, p), take(t, d, n), all[p:p+n])
		}
	}
}

// TestMP3SeekIntoUnheardVBRDoesNotBurst: the place may be off by whole frames;
// the sound is the song's.
func TestMP3SeekIntoUnheardVBRDoesNotBurst(t *testing.T) {
	t.Parallel()
	song := long(t, "v0.mp3", 8)
	all := drain(t, mustOpen(t, input(song)))
	rnd := rand.New(rand.NewPCG(20, 27))
	for range 12 {
		d := mustOpen(t, input(song))
		p := rnd.IntN(len(all) * 9 / 10)
		if err := d.Seek(p); err != nil {
			t.Fatal(err)
		}
		got := take(t, d, 1152)
		found := false
		for q := p % 1152; q+len(got) <= len(all) && !found; q += 1152 {
			found = all[q] == got[0] && all[q+700] == got[700] && all[q+1151] == got[1151]
		}
		if !found {
			t.Errorf("behind a seek to %d comes what is nowhere in the song", p)
		}
	}
}

// TestMP3FlippedBitsDoNotBurst: one bit of every 3 kB, also in gains and
// lengths; the song plays to its end and is no louder than it was.
func TestMP3FlippedBitsDoNotBurst(t *testing.T) {
	t.Parallel()
	song := long(t, "joint128.mp3", 3)
	want := drain(t, mustOpen(t, input(song)))
	for seed := range uint64(6) {
		rnd := rand.New(rand.NewPCG(seed, 30))
		hurt := append([]byte(nil), song...)
		for i := 3000; i < len(hurt); i += 3000 {
			hurt[i-rnd.IntN(3000)] ^= 1 << rnd.IntN(8)
		}
		got := drain(t, mustOpen(t, input(hurt)))
		if diff := len(want) - len(got); diff < -1152*4 || diff > 1152*4 {
			t.Errorf("seed %d: %d samples, want about %d", seed, len(got), len(want))
		}
		hot := 0
		for _, s := range got {
			if max(math.Abs(s[0]), math.Abs(s[1])) > 1.5 {
				hot++
			}
		}
		if hot > len(got)/1000 {
			t.Errorf("seed %d: %d of %d samples are far over full scale", seed, hot, len(got))
		}
	}
}

// TestMP3ChangesOnTheWay: joined files of other channels, rates and versions
// play on at the first one's rate, at the right speed.
func TestMP3ChangesOnTheWay(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		parts []string
	}{
		{"stereo to mono and back", []string{"c128", "mono", "c128"}},
		{"44.1 to 48 kHz", []string{"c128", "48k-64"}},
		{"44.1 to 22.05 kHz and back", []string{"c320", "c48", "c320"}},
		{"8 to 44.1 kHz", []string{"8k-32", "c128"}},
		{"free format to a bitrate", []string{"free160", "c128"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var song []byte
			for _, p := range tt.parts {
				part := load(t, "mp3/"+p+".mp3")
				song = append(song, part...)
			}
			d := mustOpen(t, input(song))
			rate := d.Info().Rate
			got := drain(t, d)
			want := float64(len(tt.parts)) * 0.5 * float64(rate)
			// Delays and paddings inside are not cut: up to three frames a part.
			slack := float64(len(tt.parts)) * 3 * 1152 * float64(rate) / 22050
			if n := float64(len(got)); n < want-1152 || n > want+max(slack, 4000) {
				t.Errorf("%d samples, want about %.0f", len(got), want)
			}
			loud := 0.0
			for i, s := range got {
				if i > len(got)*4/5 {
					loud = max(loud, math.Abs(s[0]))
				}
				if max(math.Abs(s[0]), math.Abs(s[1])) > 1 {
					t.Fatalf("sample %d is %v", i, s)
				}
			}
			if loud < 0.05 {
				t.Error("the last part is silent")
			}
			if err := d.Seek(1000); err != nil {
				t.Fatal(err)
			}
			same(t, "back at the start", take(t, d, 3000), got[1000:4000])
		})
	}
}

// TestMP3StreamAllocatesNothing: not per buffer, not per frame. Once in a while
// the index of frames grows.
func TestMP3StreamAllocatesNothing(t *testing.T) {
	d := mustOpen(t, input(long(t, "cbr320.mp3", 40)))
	buf := make([][2]float64, 1152)
	d.Stream(buf)
	if n := testing.AllocsPerRun(500, func() { d.Stream(buf) }); n != 0 {
		t.Errorf("%v allocations a frame", n)
	}
}

// TestGoMP3LeavesWhatItCannot decode to our own, and decodes the rest when it
// is chosen.
func TestGoMP3LeavesWhatItCannot(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"mp3/8k-32", "mp3/free160"} {
		song := load(t, name+".mp3")
		d, err := OpenGoMP3(input(song), Hint{})
		if err != nil {
			t.Fatal(err)
		}
		same(t, name, drain(t, d), drain(t, mustOpen(t, input(song))))
	}
	d, err := OpenGoMP3(input(load(t, "cbr320.mp3")), Hint{})
	if err != nil {
		t.Fatal(err)
	}
	if s := d.(*guarded).d.(*mp3Stream); !isGoMP3(s) {
		t.Error("go-mp3 was chosen and is not used")
	}
	if s := mustOpen(t, input(load(t, "cbr320.mp3"))).(*guarded).d.(*mp3Stream); isGoMP3(s) {
		t.Error("go-mp3 is used and was not chosen")
	}
}

func isGoMP3(s *mp3Stream) bool {
	_, ok := s.synth.(*goMP3)
	return ok
}

// TestMP3GivesUpOnFrames that are there and cannot be decoded, too.
func TestMP3GivesUpOnFrames(t *testing.T) {
	t.Parallel()
	song := long(t, "cbr320.mp3", 4)
	for at, n := 0, 0; at+4 < len(song); n++ {
		h, ok := mp3.ParseHeader(song[at:])
		if !ok {
			t.Fatal("no frame")
		}
		if n > 20 {
			side := song[at+h.SideStart() : at+h.SideStart()+h.SideInfo()]
			for i := range side {
				side[i] = 0xff
			}
			side[0], side[1] = 0, 0x7f // with no reservoir
		}
		at += h.Size
	}
	d := mustOpen(t, input(song))
	n := len(take(t, d, 1<<30>>8))
	if !errors.Is(d.Err(), ErrDamaged) || n < 60*1152 || n > 80*1152 {
		t.Errorf("%d samples, error %v", n, d.Err())
	}
}
