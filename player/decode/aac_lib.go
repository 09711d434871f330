//go:build !noaac

package decode

import (
	"errors"
	"fmt"

	aacpcm "github.com/tphakala/go-aac/pcm"

	"ncmtui/player/decode/m4a"
)

// goAAC decodes with tphakala/go-aac (LGPL-2.1); the build tag noaac leaves
// it out. It is used in its ADTS form, whose decoding allocates nothing.
type goAAC struct {
	d     aacpcm.Decoder
	track m4a.Track
	feed  unitFeeder
	stale bool // to be reset, which takes a unit
	pcm   [16 << 10]byte
}

func newAAC(t m4a.Track) (unitDecoder, error) { return &goAAC{track: t, stale: true}, nil }

func (g *goAAC) reset() { g.stale = true }

// decode gives the library one unit; it reads no further, and would find
// errStarved there.
func (g *goAAC) decode(unit []byte) ([]byte, error) {
	g.feed.head = g.track.AppendHeader(g.feed.head[:0], len(unit))
	g.feed.left, g.feed.unit = g.feed.head, unit
	if g.stale {
		if err := g.d.Reset(&g.feed); err != nil {
			return nil, sorted(err)
		}
		g.stale = false
	}
	n, err := g.d.Read(g.pcm[:])
	if err != nil {
		return nil, sorted(err)
	}
	return g.pcm[:n], nil
}

func sorted(err error) error {
	if errors.Is(err, aacpcm.ErrUnsupported) {
		return fmt.Errorf("%w: %w", errNotLC, err)
	}
	return err
}

var errStarved = errors.New("the unit holds no sound")

// unitFeeder gives one unit behind a header.
type unitFeeder struct {
	head, left []byte
	unit       []byte
}

func (f *unitFeeder) Read(p []byte) (int, error) {
	if len(f.left)+len(f.unit) == 0 {
		return 0, errStarved
	}
	n := copy(p, f.left)
	f.left = f.left[n:]
	k := copy(p[n:], f.unit)
	f.unit = f.unit[k:]
	return n + k, nil
}
