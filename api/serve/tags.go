package serve

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf16"
)

// maxTag is how much of a file is looked at for its names, in bytes. Tags with
// a large picture before the names give none.
const maxTag = 256 << 10

// tags are the title, album and artist that a song file names itself by
// (ID3v2 or FLAC), "" where it does not.
func tags(open func() (io.ReadCloser, error)) (song, album, artist string) {
	f, err := open()
	if err != nil {
		return "", "", ""
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, maxTag))
	if err != nil {
		return "", "", ""
	}
	names := map[string]string{}
	switch {
	case bytes.HasPrefix(head, []byte("ID3")):
		id3(head, names)
	case bytes.HasPrefix(head, []byte("fLaC")):
		flac(head[4:], names)
	}
	return names["title"], names["album"], names["artist"]
}

// frameNames are the frames of ID3v2.2 (three letters) and later.
var frameNames = map[string]string{
	"TT2": "title", "TAL": "album", "TP1": "artist", "TIT2": "title", "TALB": "album", "TPE1": "artist",
}

// id3 reads an ID3v2 tag (id3.org, 2.2 to 2.4).
func id3(b []byte, names map[string]string) {
	if len(b) < 10 {
		return
	}
	version, flags := b[3], b[5]
	end := min(10+syncsafe(b[6:10]), len(b))
	b = b[10:end]
	if flags&0x80 != 0 && version < 4 {
		b = bytes.ReplaceAll(b, []byte{0xff, 0}, []byte{0xff})
	}
	if flags&0x40 != 0 && version > 2 && len(b) >= 4 {
		skip := syncsafe(b[:4])
		if version == 3 {
			skip = int(binary.BigEndian.Uint32(b[:4])) + 4
		}
		b = b[min(max(skip, 0), len(b)):]
	}
	id, head := 4, 10
	if version == 2 {
		id, head = 3, 6
	}
	for len(b) > head && b[0] != 0 {
		var size int
		switch version {
		case 2:
			size = int(b[3])<<16 | int(b[4])<<8 | int(b[5])
		case 3:
			size = int(binary.BigEndian.Uint32(b[4:8]))
		default:
			size = syncsafe(b[4:8])
		}
		if size < 0 || size > len(b)-head {
			return
		}
		if name := frameNames[string(b[:id])]; name != "" && size > 1 {
			names[name] = id3Text(b[head : head+size])
		}
		b = b[head+size:]
	}
}

// syncsafe reads a number of four times seven bits.
func syncsafe(b []byte) int {
	return int(b[0]&0x7f)<<21 | int(b[1]&0x7f)<<14 | int(b[2]&0x7f)<<7 | int(b[3]&0x7f)
}

// id3Text reads a text frame: its first byte names the encoding, and several
// values are cut by NUL.
func id3Text(b []byte) string {
	var text string
	switch encoding, b := b[0], b[1:]; encoding {
	case 0: // Latin-1
		runes := make([]rune, len(b))
		for i, c := range b {
			runes[i] = rune(c)
		}
		text = string(runes)
	case 1, 2: // UTF-16 with a mark, or big-endian
		var order binary.ByteOrder = binary.BigEndian
		if len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe {
			order = binary.LittleEndian
		}
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = order.Uint16(b[2*i:])
		}
		text = strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
	default: // UTF-8
		text = string(b)
	}
	text, _, _ = strings.Cut(text, "\x00")
	return strings.TrimSpace(strings.ToValidUTF8(text, ""))
}

// flac finds the Vorbis comments among the metadata blocks (RFC 9639, 8.6).
func flac(b []byte, names map[string]string) {
	for len(b) >= 4 {
		last, kind := b[0]&0x80 != 0, b[0]&0x7f
		size := int(b[1])<<16 | int(b[2])<<8 | int(b[3])
		if size > len(b)-4 {
			return
		}
		if kind == 4 {
			comments(b[4:4+size], names)
			return
		}
		if last {
			return
		}
		b = b[4+size:]
	}
}

func comments(b []byte, names map[string]string) {
	next := func() (string, bool) {
		if len(b) < 4 {
			return "", false
		}
		n := binary.LittleEndian.Uint32(b)
		if uint64(n) > uint64(len(b)-4) {
			return "", false
		}
		text := string(b[4 : 4+n])
		b = b[4+n:]
		return text, true
	}
	if _, ok := next(); !ok || len(b) < 4 { // who wrote it
		return
	}
	b = b[4:] // how many follow
	for {
		text, ok := next()
		if !ok {
			return
		}
		name, value, _ := strings.Cut(text, "=")
		name = strings.ToLower(name)
		if (name == "title" || name == "album" || name == "artist") && names[name] == "" {
			names[name] = strings.TrimSpace(strings.ToValidUTF8(value, ""))
		}
	}
}
