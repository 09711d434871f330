package mp3

import (
	"bytes"
	"encoding/binary"
)

// Tag is what a Xing, Info or VBRI frame says of the stream behind it.
type Tag struct {
	Frames  int   // audio frames, the tag's own not counted; 0 unknown
	Bytes   int64 // from the tag frame on; 0 unknown
	CBR     bool
	Gapless bool // Delay and Padding are valid
	Delay   int  // samples the encoder put in front
	Padding int  // samples the encoder put behind
	toc     []tocPoint
}

// tocPoint says that a frame begins about off bytes behind the tag frame's
// first byte.
type tocPoint struct {
	frame int
	off   int64
}

// DecoderDelay is the delay in samples of a layer III decoder itself; it adds
// to the encoder's.
const DecoderDelay = 529

// parseTag looks for a tag in the first frame.
func parseTag(frame []byte, h Header) (Tag, bool) {
	// LAME counts the checksum to the side information, others do not.
	for _, at := range []int{headerLen + h.SideInfo(), headerLen + 2 + h.SideInfo()} {
		if at+8 > len(frame) {
			continue
		}
		switch string(frame[at : at+4]) {
		case "Xing":
			return parseXing(frame[at+4:], false), true
		case "Info":
			return parseXing(frame[at+4:], true), true
		}
	}
	// VBRI stands 32 bytes behind the header whatever the side info's length.
	if at := headerLen + 32; at+26 <= len(frame) && string(frame[at:at+4]) == "VBRI" {
		return parseVBRI(frame[at+4:]), true
	}
	return Tag{}, false
}

// parseXing reads the part behind the "Xing" or "Info" mark; missing fields
// stay zero.
func parseXing(b []byte, cbr bool) Tag {
	t := Tag{CBR: cbr}
	flags := binary.BigEndian.Uint32(b)
	b = b[4:]
	field := func() (v uint32) {
		if len(b) >= 4 {
			v, b = binary.BigEndian.Uint32(b), b[4:]
		}
		return v
	}
	if flags&1 != 0 {
		t.Frames = int(field() & 0x7fffffff)
	}
	if flags&2 != 0 {
		t.Bytes = int64(field())
	}
	if flags&4 != 0 && len(b) >= 100 {
		t.setXingTOC(b[:100])
		b = b[100:]
	}
	if flags&8 != 0 {
		field()
	}
	// The LAME extension: 9 bytes of encoder name, 12 bytes of other things,
	// then 12 bits delay and 12 bits padding.
	if len(b) >= 24 && (bytes.HasPrefix(b, []byte("LAME")) || bytes.HasPrefix(b, []byte("Lav"))) {
		t.Delay = int(b[21])<<4 | int(b[22])>>4
		t.Padding = int(b[22]&15)<<8 | int(b[23])
		t.Gapless = true
	}
	return t
}

func (t *Tag) setXingTOC(toc []byte) {
	if t.Frames == 0 || t.Bytes == 0 {
		return
	}
	points := make([]tocPoint, 0, 101)
	for i, v := range toc {
		if i > 0 && v < toc[i-1] {
			return // not a table
		}
		points = append(points, tocPoint{i * t.Frames / 100, int64(v) * t.Bytes / 256})
	}
	t.toc = append(points, tocPoint{t.Frames, t.Bytes})
}

// parseVBRI reads the part behind the mark; b has at least 22 bytes.
func parseVBRI(b []byte) Tag {
	be := binary.BigEndian
	t := Tag{Bytes: int64(be.Uint32(b[6:])), Frames: int(be.Uint32(b[10:]) & 0x7fffffff)}
	entries, scale := int(be.Uint16(b[14:])), int64(be.Uint16(b[16:]))
	width, step := int(be.Uint16(b[18:])), int(be.Uint16(b[20:]))
	b = b[22:]
	if width < 1 || width > 4 || entries*width > len(b) || step == 0 {
		return t
	}
	off, points := int64(0), make([]tocPoint, 0, entries+1)
	for i := range entries {
		points = append(points, tocPoint{i * step, off})
		var v int64
		for _, c := range b[i*width : (i+1)*width] {
			v = v<<8 | int64(c)
		}
		off += v * scale
	}
	t.toc = append(points, tocPoint{entries * step, off})
	return t
}

// offsetOf estimates where a frame begins, in bytes behind the tag frame's
// start; false without a table.
func (t *Tag) offsetOf(frame int) (int64, bool) {
	for i := 1; i < len(t.toc); i++ {
		a, b := t.toc[i-1], t.toc[i]
		if frame < b.frame && b.frame > a.frame {
			part := float64(max(frame-a.frame, 0)) / float64(b.frame-a.frame)
			return a.off + int64(part*float64(b.off-a.off)), true
		}
	}
	if n := len(t.toc); n > 0 {
		return t.toc[n-1].off, true
	}
	return 0, false
}
