package m4a

import (
	"errors"
	"fmt"
	"io"
	"time"

	"ncmtui/player/decode/window"
)

const (
	adtsHead  = 7         // bytes of a header without a checksum
	adtsAgree = 3         // headers in a row that make a sync
	adtsScan  = 128 << 10 // bytes searched for one
	adtsFirst = 4 << 10   // bytes that mostly do
)

// ADTS gives the units of a raw stream (ISO/IEC 13818-7 §6.2). It knows where
// the units are that it has seen; what lies far ahead is estimated.
type ADTS struct {
	Track
	w    *window.Reader
	size int64
	data int64   // offset of the first unit
	mean float64 // bytes a unit
	seen []int64 // offsets of the first units
	next int     // unit that stands at off
	off  int64
	lost int // units that damage ate, to be told of
}

// header is that of one unit.
type header struct {
	profile, rate, channels int
	head, whole             int // bytes of the header, and with the unit
	blocks                  int // units in it
}

func parseHeader(b []byte) (h header, ok bool) {
	if len(b) < adtsHead || b[0] != 0xff || b[1]&0xf6 != 0xf0 {
		return h, false
	}
	h = header{
		profile: int(b[2]>>6) + 1, rate: rates[b[2]>>2&15], channels: int(b[2]&1)<<2 | int(b[3]>>6),
		head: adtsHead, whole: int(b[3]&3)<<11 | int(b[4])<<3 | int(b[5]>>5), blocks: int(b[6]&3) + 1,
	}
	if b[1]&1 == 0 {
		h.head += 2
	}
	return h, h.rate > 0 && h.whole > h.head
}

func (h header) like(o header) bool {
	return h.profile == o.profile && h.rate == o.rate && h.channels == o.channels
}

// OpenADTS looks at the first units. The length is estimated from them, or
// from about what the service says of it; size is -1 if unknown.
func OpenADTS(in io.ReadSeeker, size int64, about time.Duration) (*ADTS, error) {
	a := &ADTS{w: window.New(in, chunkLen), size: size}
	from := int64(0)
	if b, err := a.w.Peek(10); err == nil && string(b[:3]) == "ID3" {
		from = 10 + int64(b[6]&127)<<21 + int64(b[7]&127)<<14 + int64(b[8]&127)<<7 + int64(b[9]&127)
	}
	at, h, err := a.sync(from, nil)
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: no ADTS unit", ErrDamaged)
	} else if err != nil {
		return nil, err
	}
	a.data, a.off = at, at
	a.Codec = objects[h.profile]
	if h.channels == 0 || h.blocks > 1 {
		a.Codec = "aac of many blocks"
	}
	a.Rate, a.Channels = h.rate, h.channels
	a.measure()
	a.Bitrate = int(a.mean * 8 * float64(a.Rate) / UnitLen)
	switch {
	case about > 0:
		a.Units = int(about.Seconds()*float64(a.Rate)/UnitLen + 0.5)
		if size > 0 && a.Units > 0 {
			a.mean = float64(size-at) / float64(a.Units)
		}
	case size > 0:
		a.Units = int(float64(size-at) / a.mean)
	}
	a.Length = a.Units * UnitLen
	return a, nil
}

// measure takes the mean of the units that are in memory anyway.
func (a *ADTS) measure() {
	a.w.SeekTo(a.data)
	b, _ := a.w.Peek(adtsFirst)
	n, at := 0, 0
	for at < len(b) {
		h, ok := parseHeader(b[at:])
		if !ok {
			break
		}
		n, at = n+1, at+h.whole
	}
	a.mean = float64(at) / float64(max(n, 1))
}

// Count is the number of units, as well as it is known.
func (a *ADTS) Count() int { return a.Units }

// Unit reads the i-th unit, as File.Unit does.
func (a *ADTS) Unit(i int) ([]byte, error) {
	if i != a.next {
		if err := a.find(i); err != nil {
			return nil, err
		}
	}
	if a.lost > 0 {
		a.lost--
		a.next++
		return nil, ErrLost
	}
	a.w.SeekTo(a.off)
	b, err := a.w.Peek(adtsHead)
	if err != nil {
		return nil, err
	}
	h, ok := parseHeader(b)
	if !ok || !a.ours(h) {
		return nil, a.resync()
	}
	if b, err = a.w.Peek(h.whole); err != nil {
		return nil, err
	}
	if a.next == len(a.seen) && len(a.seen) < maxUnits {
		a.seen = append(a.seen, a.off)
	}
	a.next, a.off = a.next+1, a.off+int64(h.whole)
	return b[h.head:], nil
}

func (a *ADTS) ours(h header) bool {
	return h.rate == a.Rate && h.channels == a.Channels && objects[h.profile] == a.Codec && h.blocks == 1
}

// resync looks for the next unit behind damage and tells how many it ate.
func (a *ADTS) resync() error {
	at, _, err := a.sync(a.off+1, a.ours)
	if err != nil {
		return err
	}
	a.lost = max(int(float64(at-a.off)/a.mean+0.5), 1) - 1
	a.off = at
	a.next++
	return ErrLost
}

// sync finds a header from an offset on that others of its kind follow; a nil
// want takes any.
func (a *ADTS) sync(from int64, want func(header) bool) (int64, header, error) {
	for at, n := from, adtsFirst; at < from+adtsScan; n = a.w.Max() {
		a.w.SeekTo(at)
		b, err := a.w.Peek(n)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, header{}, err
		}
		for i := 0; i+adtsHead <= len(b); i++ {
			h, ok := parseHeader(b[i:])
			if ok && (want == nil || want(h)) && agrees(b[i:], h, err != nil) {
				return at + int64(i), h, nil
			}
		}
		if err != nil {
			return 0, header{}, io.EOF
		}
		at += int64(len(b)) / 2 // a header near the end shows what follows it
	}
	return 0, header{}, io.EOF
}

// agrees checks the headers behind one; whole says that the file ends with b.
func agrees(b []byte, first header, whole bool) bool {
	at := first.whole
	for range adtsAgree - 1 {
		if whole && at == len(b) {
			return true
		}
		if at > len(b) {
			return false
		}
		h, ok := parseHeader(b[at:])
		if !ok || !h.like(first) {
			return false
		}
		at += h.whole
	}
	return true
}

// find moves to a unit: exactly where it was seen or can be walked to, else
// by the mean.
func (a *ADTS) find(i int) error {
	const walk = 64
	a.lost = 0
	switch {
	case i < len(a.seen):
		a.next, a.off = i, a.seen[i]
		return nil
	case len(a.seen) > 0 && i < len(a.seen)+walk:
		a.next, a.off = len(a.seen)-1, a.seen[len(a.seen)-1]
	case len(a.seen) == 0 && i < walk:
		a.next, a.off = 0, a.data
	default:
		at, _, err := a.sync(a.data+int64(a.mean*float64(i)), a.ours)
		if err != nil {
			return err
		}
		a.next, a.off = i, at
		return nil
	}
	for a.next < i {
		if _, err := a.Unit(a.next); err != nil && !errors.Is(err, ErrLost) {
			return err
		}
	}
	return nil
}
