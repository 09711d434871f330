package mp3

import "slices"

// Estimated says that the numbers of the frames that come are estimates: a
// jump went to an unseen part of a file of many bitrates.
func (f *Framer) Estimated() bool { return !f.cbr && f.cur != f.islands[0] }

// Settle sees at most most frames more of the exact part, which grows towards
// the estimated one. When it gets there the numbers are no longer Estimated;
// off is what was added to them.
func (f *Framer) Settle(most int) (off int, err error) {
	if !f.Estimated() {
		return 0, nil
	}
	cur, exact := f.cur, f.islands[0]
	from := firstOffset(cur)
	to := f.base + int64(from)
	f.cur = exact
	for ; most > 0 && exact.end < to; most-- {
		if err := f.extend(); err != nil {
			f.cur = cur
			return 0, err
		}
	}
	if exact.end < to {
		f.cur = cur
		return 0, nil
	}
	num := len(exact.at)
	for i, at := range slices.Backward(exact.at) {
		if at != lost {
			if at < from {
				break
			}
			num = i
		}
	}
	off = exact.first + num - cur.first
	f.n += off
	return off, nil
}
