package player

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"ncmtui/player/decode"
)

// TestDamagedSongsEndAndTheNextOnePlays damages real files in all ways that
// were seen, and some more: what cannot be masked is told, and the next song
// begins.
func TestDamagedSongsEndAndTheNextOnePlays(t *testing.T) {
	t.Parallel()
	good, err := os.ReadFile("decode/testdata/half1.mp3")
	if err != nil {
		t.Fatal(err)
	}
	const times = 12 - 9*raceOn
	told := 0
	t.Run("files", func(t *testing.T) {
		for _, name := range []string{"cbr320.mp3", "joint128.mp3", "v0.mp3", "seek16.flac", "hi24.flac", "lc.m4a"} {
			whole, err := os.ReadFile("decode/testdata/" + name)
			if err != nil {
				t.Fatal(err)
			}
			for i := range times {
				rng := rand.New(rand.NewPCG(uint64(i), 5))
				how, file := damaged(whole, rng)
				inRig(t, 2, time.Second, func(r *rig) {
					r.opts.Decode = decode.Open
					r.svc.files[1], r.svc.files[2] = file, good
				}, func(r *rig) {
					r.do(PlayList{Tracks: tracks(1, 2)})
					r.after(30 * time.Second)
					story := r.story()
					told += strings.Count(story, "X1")
					if strings.Count(story, "1") > 4 || !strings.HasSuffix(story, "S2 E2:playend H") {
						t.Errorf("%s, %s, %d: events %q", name, how, i, story)
					}
				})
			}
		}
	})
	if told < times/2 {
		t.Errorf("%d of %d damaged songs were told of: are they damaged at all?", told, 6*times)
	}
}

// damaged gives a song with one kind of damage.
func damaged(whole []byte, rng *rand.Rand) (how string, file []byte) {
	file = bytes.Clone(whole)
	at, n := rng.IntN(len(file)), 1+rng.IntN(8000)
	part := file[at:min(at+n, len(file))]
	switch rng.IntN(7) {
	case 0:
		return fmt.Sprint("cut at ", at), file[:max(at, 1)]
	case 1:
		clear(part)
		return "a hole", file
	case 2:
		for i := range part {
			part[i] = byte(rng.Uint32())
		}
		return "noise", file
	case 3:
		for range 1 + len(file)/2000 {
			file[rng.IntN(len(file))] ^= 1 << rng.IntN(8)
		}
		return "flipped bits", file
	case 4:
		for i := range file[:min(300, len(file))] {
			file[i] = byte(rng.Uint32())
		}
		return "no head", file
	case 5:
		return "a part is missing", append(file[:at], file[min(at+n, len(file)):]...)
	default:
		for i := range file {
			file[i] = byte(rng.Uint32())
		}
		return "all noise", file
	}
}
