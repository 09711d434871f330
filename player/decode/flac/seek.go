package flac

import (
	"cmp"
	"errors"
	"io"
	"slices"
)

const (
	probes   = 4     // reads of probeLen that a seek may take
	probeLen = 24000 // with a header's length below two chunks
)

// note remembers a frame's place, about one a second.
func (r *Reader) note(p point) {
	i, found := slices.BinarySearchFunc(r.points, p, bySample)
	if found || i > 0 && p.sample-r.points[i-1].sample < int64(r.Rate) {
		return
	}
	if i < len(r.points) && (r.points[i].sample-p.sample < int64(r.Rate) || r.points[i].off <= p.off) {
		return
	}
	r.points = slices.Insert(r.points, i, p)
}

func bySample(a, b point) int { return cmp.Compare(a.sample, b.sample) }

// SeekSample moves to the frame that holds sample p or to one before it: Next gives
// it. It reads some probes of the file, no more than probes*32 KiB.
func (r *Reader) SeekSample(p int64) error {
	lo, sure, err := r.search(p)
	if err != nil {
		return err
	}
	if !sure && !r.begins(lo) {
		// The table lied: trust only the first frame and what probes find.
		r.points = []point{{0, r.data}}
		if lo, _, err = r.search(p); err != nil {
			return err
		}
	}
	r.off, r.sample, r.gap, r.bad = lo.off, lo.sample, 0, 0
	return nil
}

// begins tells whether the frame of a point stands where it should.
func (r *Reader) begins(p point) bool {
	r.w.SeekTo(p.off)
	b, _ := r.w.Peek(maxHeader)
	h, ok := r.parseHeader(b)
	return p.off == r.data || ok && h.sample-r.first == p.sample
}

// search narrows the known points around p by probing between them; sure says
// that a probe has seen the frame it gives.
func (r *Reader) search(p int64) (lo point, sure bool, err error) {
	lo, hi := r.bounds(p)
	behind := false // the last probe began behind p
	for n := 0; n < probes && hi.off-lo.off > int64(r.blockMax)/2; {
		if p-lo.sample < int64(r.blockMin) && r.blockMin == r.blockMax {
			break // lo is the frame itself
		}
		guess := r.guess(lo, hi, p, behind)
		below, above, err := r.probe(guess, hi.off, p, &n)
		if err != nil {
			return lo, sure, err
		}
		behind = below.off == noFrame && above.off != noFrame
		if below.off == noFrame && above.off == noFrame {
			hi.off = guess // nothing starts between guess and hi
			continue
		}
		if below.off != noFrame {
			lo, sure = below, true
			r.note(below)
		}
		if above.off != noFrame {
			hi = above
		}
		if below.off != noFrame && above.off != noFrame {
			break // neighbours: p is in the frame at lo
		}
	}
	return lo, sure, nil
}

// guess is where the frame of p should begin: between lo and hi by their
// distances. After a probe that began behind p it reckons with the largest
// frames on the way back from hi: where the bytes are unevenly spread, the
// mean would come no nearer than to the end of what is dense.
func (r *Reader) guess(lo, hi point, p int64, behind bool) int64 {
	mean := float64(hi.off-lo.off) / float64(hi.sample-lo.sample)
	guess := lo.off + int64(mean*float64(p-lo.sample-int64(r.blockMax)))
	if behind {
		most := float64(max(r.longest, r.frameMax)) / float64(r.blockMax)
		guess = min(guess, hi.off-int64(max(most, mean)*float64(hi.sample-p)))
	}
	return min(max(guess, lo.off+1), hi.off-1)
}

// bounds gives the known frame at or before p and one behind it, the end of
// the file if none is known.
func (r *Reader) bounds(p int64) (lo, hi point) {
	i, found := slices.BinarySearchFunc(r.points, point{sample: p}, bySample)
	if found {
		i++
	}
	lo = r.points[max(i-1, 0)]
	if i < len(r.points) {
		return lo, r.points[i]
	}
	hi = point{r.Total, r.size}
	if hi.sample <= lo.sample {
		hi.sample = max(p, lo.sample) + int64(r.Rate)*10
	}
	if hi.off < 0 {
		// Size unknown: it is no more than that of the bare samples.
		hi.off = lo.off + (hi.sample-lo.sample)*int64(r.Channels*r.Bits)/8
	}
	return lo, hi
}

// probe looks at the frames that begin from guess on, before limit: the last
// one at or before sample p, and the first one behind p. Every probeLen bytes
// looked at count for one in n.
func (r *Reader) probe(guess, limit, p int64, n *int) (below, above point, err error) {
	below.off, above.off = noFrame, noFrame
	for at := guess; at < limit && *n < probes; at += probeLen {
		*n++
		for from := at; from < min(at+probeLen, limit); {
			off, h, err := r.scan(from, int(min(at+probeLen, limit)-from))
			if errors.Is(err, io.EOF) {
				return below, above, nil
			}
			if err != nil {
				return below, above, err
			}
			if off == noFrame {
				break
			}
			pt := point{h.sample - r.first, off}
			if pt.sample > p {
				return below, pt, nil
			}
			below, from = pt, off+1
		}
		if below.off != noFrame {
			return below, above, nil
		}
	}
	return below, above, nil
}
