package decode

import (
	"fmt"
	"runtime/debug"
)

// contain turns a panic of f into an ErrDamaged with the place it came from.
func contain(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: decoder panic: %v\n%s", ErrDamaged, v, debug.Stack())
		}
	}()
	return f()
}

// guarded is the recover boundary around a decoder: a panic ends the song
// with an error instead of ending the program.
type guarded struct {
	d   Decoder
	err error
}

func (g *guarded) Stream(samples [][2]float64) (n int, ok bool) {
	if g.err != nil {
		return 0, false
	}
	g.err = contain(func() error {
		n, ok = g.d.Stream(samples)
		return nil
	})
	if g.err != nil {
		return 0, false
	}
	return n, ok
}

func (g *guarded) Err() error {
	if g.err != nil {
		return g.err
	}
	return g.d.Err()
}

func (g *guarded) Seek(p int) error {
	if g.err != nil {
		return g.err
	}
	err := contain(func() error { return g.d.Seek(p) })
	return err
}

func (g *guarded) Len() (n int) {
	_ = contain(func() error { n = g.d.Len(); return nil })
	return n
}

func (g *guarded) Position() (n int) {
	_ = contain(func() error { n = g.d.Position(); return nil })
	return n
}

func (g *guarded) Close() error {
	return contain(g.d.Close)
}

func (g *guarded) Info() Info { return g.d.Info() }

// Estimated and Settle are those of the decoder, if it has them.
func (g *guarded) Estimated() bool {
	s, ok := g.d.(Settler)
	return ok && g.err == nil && s.Estimated()
}

func (g *guarded) Settle() (by int, err error) {
	s, ok := g.d.(Settler)
	if !ok {
		return 0, nil
	}
	err = contain(func() (err error) {
		by, err = s.Settle()
		return err
	})
	return by, err
}
