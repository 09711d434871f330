package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"ncmtui/api/ncmfake/signature"
)

// frame is the number of samples of an mp3 frame, delay what lame and a
// decoder together put before the first sample.
const (
	frame = 1152
	delay = 576 + 529
)

// encodeMP3 encodes three rounds of the loop and keeps the frames of the
// second, whose first frame overlaps with the end of the loop.
func encodeMP3(l *loop, path string, args ...string) (int64, error) {
	dir, err := os.MkdirTemp("", "gen")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in.wav")
	if err := l.writeWAV(in, 3); err != nil {
		return 0, err
	}
	frames, err := lame(in, append(args, "-m", "j", "--resample", khz(l.rate))...)
	if err != nil {
		return 0, err
	}
	n := len(l.left) / frame
	if len(frames) < 2*n {
		return 0, fmt.Errorf("lame gave %d frames, want %d and more", len(frames), 2*n)
	}
	data := bytes.Join(frames[n:2*n], nil)
	return int64(len(data)), os.WriteFile(path, data, 0o644)
}

// buildTones writes all symbols of the signature, two frames each, in order.
func buildTones(dir string, rate int) error {
	size := signature.Samples(rate)
	l := newLoop(rate, size, 1, int(signature.Silence)+3)
	for s := signature.Symbol(0); s <= signature.Silence; s++ {
		l.add((int(s)+1)*size-delay, s.Sound(rate), 1.41421356, 0, 0)
	}
	tmp, err := os.MkdirTemp("", "gen")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	in := filepath.Join(tmp, "in.wav")
	if err := l.writeWAV(in, 1); err != nil {
		return err
	}
	frames, err := lame(in, "-V", "4", "-B", "128", "--noath", "--lowpass", "17.5", "-m", "j", "--resample", khz(rate))
	if err != nil {
		return err
	}
	each := size / frame
	data := bytes.Join(frames[each:each*(int(signature.Silence)+2)], nil)
	fmt.Printf("tones %d Hz: %d kB\n", rate, len(data)/1000)
	return os.WriteFile(filepath.Join(dir, strconv.Itoa(rate)+".mp3"), data, 0o644)
}

func khz(rate int) string { return strconv.FormatFloat(float64(rate)/1000, 'f', -1, 64) }

// lame encodes without a bit reservoir and gives the frames.
func lame(in string, args ...string) ([][]byte, error) {
	out := in + ".mp3"
	args = append([]string{"--quiet", "--nores", "-t", "-q", "0", "--noreplaygain"}, args...)
	if msg, err := exec.CommandContext(context.Background(), "lame", append(args, in, out)...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("lame: %w: %s", err, msg)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	return split(data)
}

// split cuts an MPEG-1 layer III stream into frames.
func split(data []byte) ([][]byte, error) {
	rates := []int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	var out [][]byte
	for len(data) > 4 {
		if data[0] != 0xff || data[1] != 0xfb {
			return nil, fmt.Errorf("frame %d: no header: % x", len(out), data[:4])
		}
		sample := []int{44100, 48000, 32000}[data[2]>>2&3]
		n := 144000*rates[data[2]>>4]/sample + int(data[2]>>1&1)
		if n > len(data) {
			break
		}
		if data[4] != 0 || data[5]>>7 != 0 {
			return nil, fmt.Errorf("frame %d reaches into the one before", len(out))
		}
		out = append(out, data[:n])
		data = data[n:]
	}
	return out, nil
}
