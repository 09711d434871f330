package decode

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ncmtui/player/decode/mp3"
)

// encodes are files in testdata/mp3 made by LAME 3.100 of half a second of
// music with drums, so that there are short blocks. The .ref beside each is
// what mpg123 1.31 gives: the number of samples, then every refStep-th of them
// as two float32. NCMTUI_MP3_REFS=1 makes all of them anew.
var encodes = []struct {
	name string
	args string // of lame
	rate int
	mono bool
}{
	{"c320", "-b 320 -m j", 44100, false},
	{"c128", "-b 128 -m j", 44100, false},
	{"c96", "-b 96 -m j", 32000, false},
	{"c64", "-b 64 -m j", 24000, false},
	{"c48", "-b 48 -m j", 22050, false},
	{"v0", "-V 0", 44100, false},
	{"v4", "-V 4", 44100, false},
	{"v9", "-V 9", 22050, false},
	{"abr140", "--abr 140", 44100, false},
	{"mono", "-b 64 -m m", 44100, true},
	{"plain192", "-b 192 -m s", 44100, false},
	{"dual128", "-b 128 -m d", 44100, false},
	{"crc128", "-b 128 -p", 44100, false},
	{"48k-v4", "--resample 48 -V 4 -m s", 48000, false},
	{"48k-64", "--resample 48 -b 64 -m j", 48000, false},
	{"32k-v4", "--resample 32 -V 4 -m s", 32000, false},
	{"24k-v4", "--resample 24 -V 4 -m s", 24000, false},
	{"22k-v4", "--resample 22.05 -V 4 -m s", 22050, false},
	{"16k-32", "--resample 16 -b 32 -m j", 16000, false},
	{"16k-v4", "--resample 16 -V 4 -m s", 16000, false},
	{"12k-32", "--resample 12 -b 32 -m j", 12000, false},
	{"11k-v4", "--resample 11.025 -V 4 -m s", 11025, false},
	{"8k-32", "--resample 8 -b 32 -m j", 8000, false},
	{"8k-mono", "--resample 8 -b 16 -m m", 8000, true},
	{"free160", "--freeformat -b 160", 44100, false},
	{"free640", "--freeformat -b 640", 44100, false},
}

const refStep = 31

// TestMP3IsWhatMPG123Gives: to a tenth of a 16-bit step, whatever the encode.
func TestMP3IsWhatMPG123Gives(t *testing.T) {
	t.Parallel()
	if os.Getenv("NCMTUI_MP3_REFS") != "" {
		makeEncodes(t)
	}
	for _, tt := range encodes {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := mustOpen(t, input(load(t, "mp3/"+tt.name+".mp3")))
			channels := 2
			if tt.mono {
				channels = 1
			}
			if i := d.Info(); i.Format != "mp3" || i.Rate != tt.rate || i.Channels != channels || i.Bitrate == 0 {
				t.Errorf("info %+v", i)
			}
			ref := load(t, "mp3/"+tt.name+".ref")
			total := int(binary.LittleEndian.Uint32(ref))
			if n := d.Len(); n != total {
				t.Errorf("Len before decoding %d, want %d", n, total)
			}
			all := drain(t, d)
			if len(all) != total || d.Len() != total {
				t.Fatalf("%d samples, length %d, want %d", len(all), d.Len(), total)
			}
			worst := 0.0
			for i := 4; i < len(ref); i += 4 {
				want := float64(math.Float32frombits(binary.LittleEndian.Uint32(ref[i:])))
				k := i/4 - 1
				worst = max(worst, math.Abs(all[k/2*refStep][k%2]-want))
			}
			if worst*32768 > 0.1 {
				t.Errorf("differs by up to %.3f of 32768", worst*32768)
			}
		})
	}
}

// TestEncodesHaveShortBlocks, or the references would say little. A short
// block's window_switching_flag is set in the side information.
func TestEncodesHaveShortBlocks(t *testing.T) {
	t.Parallel()
	for _, tt := range encodes {
		in := input(load(t, "mp3/"+tt.name+".mp3"))
		f, err := mp3.Open(in, in.Size(), 0)
		if err != nil {
			t.Fatal(err)
		}
		short := 0
		for {
			frame, err := f.Next()
			if err != nil {
				break
			}
			side := frame.Data[frame.Head.SideStart():]
			at := 18 // begin, private bits, scfsi
			switch {
			case frame.Head.Version == 1 && !frame.Head.Mono:
				at = 20
			case frame.Head.Version != 1 && frame.Head.Mono:
				at = 9
			case frame.Head.Version != 1:
				at = 10
			}
			at += 12 + 9 + 8 + 4
			if frame.Head.Version != 1 {
				at += 5
			}
			if bits(side, at, 1) == 1 && bits(side, at+1, 2) == 2 {
				short++
			}
		}
		if short == 0 {
			t.Errorf("%s has none", tt.name)
		}
	}
}

func bits(b []byte, at, n int) (v int) {
	for i := at; i < at+n; i++ {
		v = v<<1 | int(b[i/8]>>(7-i%8)&1)
	}
	return v
}

// TestGoMP3AgreesWhereItIsRight: the two decoders share no line of code; of
// files without joint stereo's short blocks they differ by rounding only.
func TestGoMP3AgreesWhereItIsRight(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"mp3/plain192", "mp3/dual128", "mp3/mono", "mp3/48k-v4", "mp3/24k-v4", "mp3/22k-v4", "cbr320"} {
		song := load(t, name+".mp3")
		d, err := OpenGoMP3(input(song), Hint{})
		if err != nil {
			t.Fatal(err)
		}
		want, got := drain(t, d), drain(t, mustOpen(t, input(song)))
		if len(got) != len(want) {
			t.Fatalf("%s: %d samples, go-mp3 gives %d", name, len(got), len(want))
		}
		for i := range got {
			for c := range 2 {
				if diff := math.Abs(got[i][c]-want[i][c]) * 32768; diff > 2.5 {
					t.Fatalf("%s: sample %d differs by %.1f of 32768", name, i, diff)
				}
			}
		}
	}
}

// makeEncodes needs lame and mpg123.
func makeEncodes(t *testing.T) {
	t.Helper()
	wav := filepath.Join(t.TempDir(), "in.wav")
	if err := os.WriteFile(wav, drums(), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, e := range encodes {
		file := filepath.Join("testdata", "mp3", e.name+".mp3")
		args := append(strings.Fields(e.args), "--quiet", wav, file)
		if out, err := exec.Command("lame", args...).CombinedOutput(); err != nil {
			t.Fatalf("lame: %v\n%s", err, out)
		}
		pcm, err := exec.Command("mpg123", "-q", "-e", "f32", "-s", "--stereo", file).Output()
		if err != nil {
			t.Fatalf("mpg123: %v", err)
		}
		ref := binary.LittleEndian.AppendUint32(nil, uint32(len(pcm)/8))
		for i := 0; i+8 <= len(pcm); i += 8 * refStep {
			ref = append(ref, pcm[i:i+8]...)
		}
		if err := os.WriteFile(filepath.Join("testdata", "mp3", e.name+".ref"), ref, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// drums is a wav file of half a second: notes that begin with a click, over a
// soft tone.
func drums() []byte {
	const rate, n = 44100, 22050
	rnd := rand.New(rand.NewPCG(11, 11))
	noise := func() float64 { return rnd.Float64()*2 - 1 }
	var pcm bytes.Buffer
	env, next, freq, pan := 0.0, 2000, 220.0, 0.5
	for i := range n {
		if i == next {
			env, next = 1, i+2500+rnd.IntN(3500)
			freq, pan = 110*math.Exp2(float64(rnd.IntN(48))/12), rnd.Float64()
		}
		env *= math.Exp(-20.0 / rate)
		x := 2 * math.Pi * float64(i) / rate
		note := env * (0.3*math.Sin(freq*x) + 0.12*math.Sin(3.01*freq*x) + 0.05*math.Sin(7.3*freq*x))
		click := 0.5 * math.Pow(env, 6) * noise()
		soft := 0.1*math.Sin(220*x) + 0.04*math.Sin((1000+3000*float64(i)/n)*x) + 0.004*noise()
		for _, side := range [2]float64{1 - pan, pan} {
			v := soft + note*side + click*(0.3+0.7*side)
			_ = binary.Write(&pcm, binary.LittleEndian, int16(v*28000))
		}
	}
	var b bytes.Buffer
	b.WriteString("RIFF")
	for _, v := range []any{
		uint32(36 + pcm.Len()), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(2), uint32(rate),
		uint32(rate * 4), uint16(4), uint16(16), []byte("data"), uint32(pcm.Len()),
	} {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	return append(b.Bytes(), pcm.Bytes()...)
}
