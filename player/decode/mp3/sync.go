package mp3

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"

	"ncmtui/player/decode/window"
)

var errNoSync = errors.New("no frame found")

const (
	id3Head  = 10      // length of an ID3v2 header or footer
	apeHead  = 32      // length of an APE tag's header or footer
	id3v1Len = 128     // length of an ID3v1 tag
	maxTag   = 1 << 28 // what 28 bits of ID3v2 length can say
	maxTags  = 16      // leading tags that are skipped
)

// skipLeadingTags gives the offset behind the tags in front of the audio. A
// tag that claims more than the file holds is taken for damaged: 0.
func skipLeadingTags(w *window.Reader, size int64) (int64, error) {
	w.SeekTo(0)
	for range maxTags {
		n, err := tagHere(w, size)
		if err != nil {
			return 0, err
		}
		if n == 0 {
			break
		}
		w.Skip(n)
	}
	return w.Pos(), nil
}

// tagHere gives the length of the tag that begins where the window stands, 0
// for none or one that cannot be true.
func tagHere(w *window.Reader, size int64) (int64, error) {
	b, err := w.Peek(apeHead)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, err
	}
	n := int64(0)
	switch {
	case len(b) >= id3Head && string(b[:3]) == "ID3":
		// Four times seven bits; some writers set the eighth, it is masked.
		n = id3Head + int64(b[6]&127)<<21 + int64(b[7]&127)<<14 + int64(b[8]&127)<<7 + int64(b[9]&127)
		if b[5]&0x10 != 0 {
			n += id3Head
		}
	case len(b) >= apeHead && string(b[:8]) == "APETAGEX":
		n = int64(binary.LittleEndian.Uint32(b[12:])) // footer counted, header not
		if binary.LittleEndian.Uint32(b[20:])&(1<<29) != 0 {
			n += apeHead
		} else {
			n = apeHead // a footer: its items are behind us
		}
	case len(b) >= 3 && string(b[:3]) == "TAG":
		n = id3v1Len
	}
	if n > maxTag || size >= 0 && w.Pos()+n > size {
		return 0, nil
	}
	return n, nil
}

// findSync moves to the first frame within limit bytes whose header two
// following frames agree with, and with like if it is not nil. errNoSync when
// there is none, io.EOF when the file ends first.
func findSync(w *window.Reader, limit int, like *Header) (Header, error) {
	stop := w.Pos() + int64(limit)
	for w.Pos() < stop {
		b, err := w.Peek(w.Max() / 2)
		if err != nil && !errors.Is(err, io.EOF) {
			return Header{}, err
		}
		if len(b) < headerLen {
			return Header{}, io.EOF
		}
		at := bytes.IndexByte(b, 0xff)
		if at < 0 {
			w.Skip(int64(len(b)))
			continue
		}
		if h, ok := confirm(b[at:], err != nil, like); ok && w.Pos()+int64(at) < stop {
			w.Skip(int64(at))
			return h, nil
		} else if !ok && err == nil && at > 0 && len(b)-at < confirmLen {
			w.Skip(int64(at)) // look again with enough behind it
			continue
		}
		w.Skip(int64(at) + 1)
	}
	return Header{}, errNoSync
}

// confirmLen is what confirm may need: three of the longest frames.
const confirmLen = 3*(maxFrame+1) + headerLen

// confirm checks the frame at b's start and the two behind it. At the end of
// the file (last) one frame is enough if it ends there or at a tag.
func confirm(b []byte, last bool, like *Header) (Header, bool) {
	free := 0
	if like != nil {
		free = like.freeSize()
	}
	h, ok := parseHeader(b, free)
	if !ok && like == nil {
		h, ok = measureFree(b)
		free = h.freeSize()
	}
	if !ok || like != nil && !h.Agrees(*like) {
		return h, false
	}
	if h.Layer != 3 {
		// Their sizes are not ours to know; the caller refuses them, so ask
		// for the version and layer bytes to come again soon.
		again := bytes.Index(b[headerLen:], b[:3])
		return h, like == nil && again > 0 && again < 2048
	}
	rest, cur := b, h
	for i := range 2 {
		if len(rest) < cur.Size {
			return h, last && i > 0
		}
		rest = rest[cur.Size:]
		next, ok := parseHeader(rest, free)
		if !ok || !next.Agrees(h) {
			return h, last && atEnd(rest)
		}
		cur = next
	}
	return h, true
}

// atEnd tells whether nothing but a tag follows.
func atEnd(b []byte) bool {
	return len(b) < headerLen || bytes.HasPrefix(b, []byte("TAG")) ||
		bytes.HasPrefix(b, []byte("APETAGEX")) || bytes.HasPrefix(b, []byte("LYRICSBEGIN"))
}
