package wire

import (
	"io"

	"ncmtui/player/decode"
)

// hollow has the length and the headers of a song, takes its bytes in step,
// and decodes none of them.
type hollow struct {
	decode.Decoder
	in  decode.Input
	pos int
	err error
}

func openHollow(in decode.Input, h decode.Hint) (decode.Decoder, error) {
	d, err := decode.Open(in, h)
	if err != nil || d.Len() <= 0 {
		return d, err
	}
	return &hollow{Decoder: d, in: in}, nil
}

func (h *hollow) Stream(samples [][2]float64) (n int, ok bool) {
	if h.pos >= h.Len() || h.err != nil {
		return 0, false
	}
	n = min(len(samples), h.Len()-h.pos)
	h.pos += n
	if size := h.in.Size(); size > 0 {
		at := max(size*int64(h.pos)/int64(h.Len())-1, 0)
		if _, h.err = h.in.Seek(at, io.SeekStart); h.err == nil {
			_, h.err = h.in.Read(make([]byte, 1)) // it waits until the byte is there
		}
		if h.err != nil {
			return 0, false
		}
	}
	clear(samples[:n])
	return n, true
}

func (h *hollow) Position() int { return h.pos }

func (h *hollow) Err() error { return h.err }

func (h *hollow) Seek(p int) error {
	h.pos, h.err = min(max(p, 0), h.Len()), nil
	return nil
}
