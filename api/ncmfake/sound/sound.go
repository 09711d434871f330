// Package sound makes the audio files of the embedded service: it takes the
// loops under pieces (composed and encoded by ../gen), puts a song's signature
// before them, repeats, cuts and fades them frame by frame, and gives the
// result as a real mp3 or flac file that can be read from any place. It knows
// no song names and no network.
package sound

import (
	"crypto/md5" //nolint:gosec // the service names files by it
	"embed"
	"encoding/hex"
	"io"
	"math"
	"time"
)

//go:embed pieces/*.mp3 tones/*.mp3
var data embed.FS

// frame is the number of samples of an mp3 frame.
const frame = 1152

// Piece is a loop: what it is called, its rate, its bars, and the rate and
// depth of its flac files.
type Piece struct {
	Name         string
	Rate         int // Hz, of the mp3
	Bar          int // samples
	Bars         int
	LosslessRate int // Hz: Rate, or twice that
	LosslessBits int
	losslessBars int // what a flac file repeats: three to seven seconds
}

// Pieces are all loops; ../gen holds their scores.
var Pieces = []Piece{
	{Name: "waltz", Rate: 44100, Bar: 59904, Bars: 16, LosslessRate: 44100, LosslessBits: 16, losslessBars: 4},
	{Name: "lofi", Rate: 44100, Bar: 138240, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 2},
	{Name: "guzheng", Rate: 44100, Bar: 124416, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 2},
	{Name: "ambient", Rate: 44100, Bar: 175104, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 1},
	{Name: "chip", Rate: 44100, Bar: 69120, Bars: 16, LosslessRate: 44100, LosslessBits: 16, losslessBars: 4},
	{Name: "piano", Rate: 44100, Bar: 119808, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 2},
	{Name: "bossa", Rate: 44100, Bar: 82944, Bars: 16, LosslessRate: 44100, LosslessBits: 16, losslessBars: 2},
	{Name: "canon", Rate: 44100, Bar: 161280, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 1},
	{Name: "marimba", Rate: 44100, Bar: 64512, Bars: 16, LosslessRate: 44100, LosslessBits: 16, losslessBars: 4},
	{Name: "neon", Rate: 48000, Bar: 110592, Bars: 12, LosslessRate: 96000, LosslessBits: 24, losslessBars: 2},
	{Name: "koto", Rate: 44100, Bar: 161280, Bars: 8, LosslessRate: 44100, LosslessBits: 16, losslessBars: 1},
	{Name: "folk", Rate: 44100, Bar: 87552, Bars: 16, LosslessRate: 44100, LosslessBits: 16, losslessBars: 2},
}

// Song is what a file is made of.
type Song struct {
	ID      int64 // for the signature; outside its range there is none
	Piece   int   // index into Pieces
	Bar     int   // the bar of the piece at which the song begins
	Samples int64 // length at the piece's rate, signature included
	Full    bool  // ExHigh is really encoded at its rate: bars of waltz
	Damaged bool  // a stretch of noise in the middle, flipped bits elsewhere
}

// Length is the song's exact length.
func (s Song) Length() time.Duration {
	return time.Duration(math.Round(float64(s.Samples) / float64(Pieces[s.Piece].Rate) * 1e9))
}

// Clip gives the part of the song between two times, with a signature of its
// own: what a listener without the right gets.
func (s Song) Clip(from, to time.Duration) Song {
	p := Pieces[s.Piece]
	c := s
	c.Bar = (s.Bar + int(from.Seconds()*float64(p.Rate))/p.Bar) % p.Bars
	c.Samples = min(int64(math.Round((to-from).Seconds()*float64(p.Rate))), s.Samples)
	return c
}

// File is a whole audio file that is made while it is read. Reading needs no
// lock; the same song always gives the same bytes.
type File struct {
	Type    string // mp3 or flac
	Rate    int    // Hz
	Bits    int    // of a sample; 0 for mp3
	Bitrate int    // bit/s
	Samples int64  // at Rate

	size   int64
	locate func(off int64) int            // the frame that holds a byte
	offset func(i int) int64              // where a frame starts
	make   func(i int, buf []byte) []byte // a frame's bytes, in buf when they fit
}

// Size is the file's length in bytes.
func (f *File) Size() int64 { return f.size }

// ReadAt fills p from a byte offset, making the frames it needs.
func (f *File) ReadAt(p []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	var buf []byte
	for n < len(p) && off < f.size {
		i := f.locate(off)
		buf = f.make(i, buf[:0])
		c := copy(p[n:], buf[off-f.offset(i):])
		n += c
		off += int64(c)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Reader gives the file from its start, seekable.
func (f *File) Reader() *io.SectionReader { return io.NewSectionReader(f, 0, f.size) }

// MD5 is the checksum of the whole file in lower-case hex: some milliseconds.
func (f *File) MD5() string {
	h := md5.New() //nolint:gosec // see the import
	buf := make([]byte, 0, 64<<10)
	for off := int64(0); off < f.size; {
		buf = f.make(f.locate(off), buf[:0])
		h.Write(buf)
		off += int64(len(buf))
	}
	return hex.EncodeToString(h.Sum(nil))
}
