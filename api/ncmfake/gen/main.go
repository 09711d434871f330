// Command gen composes, renders and encodes the music of the embedded
// service: the files under ../sound/pieces and ../sound/tones. It is run by
// hand (go run ./api/ncmfake/gen) when a piece changes and needs lame;
// the program itself never does.
//
// Every piece is a loop: its tail rings over into its beginning, a bar is a
// whole number of mp3 frames (1,152 samples) and of flac blocks, and the mp3
// is encoded without a bit reservoir, so that the service can start, cut and
// repeat a piece at any bar by copying frames.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

func main() {
	out := flag.String("out", filepath.Join("api", "ncmfake", "sound"), "folder of the sound package")
	only := flag.String("only", "", "render this piece only")
	wav := flag.String("wav", "", "folder for the unencoded loops (to listen to)")
	flag.Parse()
	if err := run(*out, *only, *wav); err != nil {
		log.Fatal(err)
	}
}

func run(out, only, wav string) error {
	for _, dir := range []string{"pieces", "tones"} {
		if err := os.MkdirAll(filepath.Join(out, dir), 0o755); err != nil {
			return err
		}
	}
	for _, p := range pieces {
		if only != "" && p.name != only {
			continue
		}
		if err := p.build(filepath.Join(out, "pieces"), wav); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	if only != "" {
		return nil
	}
	for _, rate := range []int{44100, 48000} {
		if err := buildTones(filepath.Join(out, "tones"), rate); err != nil {
			return fmt.Errorf("tones at %d Hz: %w", rate, err)
		}
	}
	return nil
}

// build renders p and writes NAME.mp3, and NAME-320.mp3 when some of its bars
// are kept at the highest rate.
func (p piece) build(dir, wav string) error {
	began := time.Now()
	l := p.render()
	l.master(p.gain)
	if wav != "" {
		if err := l.writeWAV(filepath.Join(wav, p.name+".wav"), 1); err != nil {
			return err
		}
	}
	kbit := 56
	if p.kbit > 0 {
		kbit = p.kbit
	}
	size, err := encodeMP3(l, filepath.Join(dir, p.name+".mp3"), "-b", strconv.Itoa(kbit), "--lowpass", "10")
	if err != nil {
		return err
	}
	seconds := float64(len(l.left)) / float64(l.rate)
	fmt.Printf("%-12s %5.1f s  mp3 %4d kB (%.0f kbit/s)", p.name, seconds, size/1000, float64(size)*8/1000/seconds)
	if p.fullBars > 0 {
		short := p
		short.bars = p.fullBars
		few := short.render()
		few.master(p.gain)
		size, err := encodeMP3(few, filepath.Join(dir, p.name+"-320.mp3"), "-b", "320")
		if err != nil {
			return err
		}
		fmt.Printf("  at 320: %d kB", size/1000)
	}
	fmt.Printf("  peak %.1f dB, rms %.1f dB, %s\n", decibel(l.peak()), decibel(l.rms()), time.Since(began).Round(time.Millisecond))
	return nil
}
