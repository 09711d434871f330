// Package songtag reads the names that a song file gives itself: ID3, FLAC,
// Ogg and MP4. It never reads a file's sound, and changes nothing.
package songtag

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// Names are what a file calls its song, "" where it does not.
type Names struct{ Title, Album, Artist string }

// maxName is the largest field that is read, in bytes; a larger one is no name.
const maxName = 64 << 10

// errNone ends the reading of what has no names that are understood.
var errNone = errors.New("no names")

// Read gives the names of a file. What is damaged or of another kind has none.
// It reads as far as the names are, or seeks there where r is an io.Seeker.
func Read(r io.Reader) Names {
	var n Names
	in := bufio.NewReader(r)
	magic, _ := in.Peek(12) // a shorter file has none of these
	var err error
	switch {
	case bytes.HasPrefix(magic, []byte("ID3")):
		err = n.id3(in)
	case bytes.HasPrefix(magic, []byte("fLaC")):
		err = n.flac(in)
	case bytes.HasPrefix(magic, []byte("OggS")):
		err = n.ogg(in)
	case len(magic) >= 8 && string(magic[4:8]) == "ftyp":
		err = n.mp4(&boxes{in: in, seek: seeker(r)})
	}
	if s := seeker(r); s != nil && n == (Names{}) && err == nil {
		n.id3v1(r, s)
	}
	return n
}

func seeker(r io.Reader) io.Seeker {
	s, _ := r.(io.Seeker)
	return s
}

// set keeps a name; the first of a kind counts.
func (n *Names) set(field, text string) {
	text = strings.TrimSpace(strings.ToValidUTF8(text, ""))
	for name, at := range map[string]*string{"title": &n.Title, "album": &n.Album, "artist": &n.Artist} {
		if name == field && *at == "" {
			*at = text
		}
	}
}

// frames are the names of ID3v2.2 (three letters) and later.
var frames = map[string]string{
	"TT2": "title", "TAL": "album", "TP1": "artist", "TIT2": "title", "TALB": "album", "TPE1": "artist",
}

// id3 reads an ID3v2 tag (id3.org, 2.2 to 2.4).
func (n *Names) id3(in *bufio.Reader) error {
	var head [10]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return fmt.Errorf("id3: %w", err)
	}
	version, flags := head[3], head[5]
	body := io.LimitReader(in, int64(syncsafe(head[6:])))
	if flags&0x80 != 0 && version < 4 {
		body = &unsynchronized{in: bufio.NewReader(body)}
	}
	b := bufio.NewReader(body)
	if flags&0x40 != 0 && version > 2 {
		ext, err := b.Peek(4)
		if err != nil {
			return fmt.Errorf("id3: %w", err)
		}
		skip := syncsafe(ext)
		if version == 3 {
			skip = int(binary.BigEndian.Uint32(ext)) + 4
		}
		if _, err := b.Discard(skip); err != nil {
			return fmt.Errorf("id3: %w", err)
		}
	}
	for {
		id, size, err := frameHead(b, version)
		if err != nil || id[0] == 0 { // the end, or padding
			return nil
		}
		field := frames[id]
		if field == "" || size < 2 || size > maxName {
			if _, err := b.Discard(size); err != nil {
				return nil
			}
			continue
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(b, text); err != nil {
			return nil
		}
		n.set(field, id3Text(text))
	}
}

func frameHead(b *bufio.Reader, version byte) (id string, size int, err error) {
	var head [10]byte
	length := 10
	if version == 2 {
		length = 6
	}
	if _, err := io.ReadFull(b, head[:length]); err != nil {
		return "", 0, err
	}
	switch version {
	case 2:
		return string(head[:3]), int(head[3])<<16 | int(head[4])<<8 | int(head[5]), nil
	case 3:
		size := binary.BigEndian.Uint32(head[4:8])
		if size > 1<<28 { // more than a tag can have
			return "", 0, errNone
		}
		return string(head[:4]), int(size), nil
	}
	return string(head[:4]), syncsafe(head[4:8]), nil
}

// unsynchronized takes the zeros out that follow each 0xff.
type unsynchronized struct {
	in   *bufio.Reader
	last byte
}

func (u *unsynchronized) Read(p []byte) (int, error) {
	for n := range p {
		c, err := u.in.ReadByte()
		if err == nil && c == 0 && u.last == 0xff {
			c, err = u.in.ReadByte()
		}
		if err != nil {
			return n, err
		}
		p[n], u.last = c, c
	}
	return len(p), nil
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
	case 0:
		text = latin1(b)
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
	return text
}

func latin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// id3v1 reads the old tag of 128 bytes at the end.
func (n *Names) id3v1(r io.Reader, s io.Seeker) {
	var b [128]byte
	if _, err := s.Seek(-int64(len(b)), io.SeekEnd); err != nil {
		return
	}
	if _, err := io.ReadFull(r, b[:]); err != nil || string(b[:3]) != "TAG" {
		return
	}
	for field, part := range map[string][]byte{"title": b[3:33], "artist": b[33:63], "album": b[63:93]} {
		text, _, _ := strings.Cut(latin1(part), "\x00")
		n.set(field, text)
	}
}

// flac finds the Vorbis comments among the metadata blocks (RFC 9639, 8.6).
func (n *Names) flac(in *bufio.Reader) error {
	if _, err := in.Discard(4); err != nil {
		return fmt.Errorf("flac: %w", err)
	}
	for {
		var head [4]byte
		if _, err := io.ReadFull(in, head[:]); err != nil {
			return fmt.Errorf("flac: %w", err)
		}
		size := int(head[1])<<16 | int(head[2])<<8 | int(head[3])
		if head[0]&0x7f == 4 {
			return n.comments(io.LimitReader(in, int64(size)))
		}
		if head[0]&0x80 != 0 {
			return errNone
		}
		if _, err := in.Discard(size); err != nil {
			return fmt.Errorf("flac: %w", err)
		}
	}
}

// comments reads Vorbis comments.
func (n *Names) comments(r io.Reader) error {
	in := bufio.NewReader(r)
	next := func() (string, error) {
		var size uint32
		if err := binary.Read(in, binary.LittleEndian, &size); err != nil {
			return "", err
		}
		if size > maxName {
			_, err := in.Discard(int(min(size, 1<<28)))
			return "", err
		}
		text := make([]byte, size)
		_, err := io.ReadFull(in, text)
		return string(text), err
	}
	if _, err := next(); err != nil { // who wrote it
		return fmt.Errorf("comments: %w", err)
	}
	if _, err := in.Discard(4); err != nil { // how many follow
		return fmt.Errorf("comments: %w", err)
	}
	for {
		text, err := next()
		if err != nil {
			return nil
		}
		name, value, _ := strings.Cut(text, "=")
		n.set(strings.ToLower(name), value)
	}
}

// ogg reads the comments in the second packet of a Vorbis or Opus stream.
func (n *Names) ogg(in *bufio.Reader) error {
	b := bufio.NewReader(&pages{in: in})
	for _, mark := range []string{"\x03vorbis", "OpusTags"} {
		// The first packet is short and of one page, which pages leaves out.
		if got, err := b.Peek(len(mark)); err == nil && string(got) == mark {
			_, _ = b.Discard(len(mark)) // just peeked at
			return n.comments(b)
		}
	}
	return errNone
}

// pages gives what is in the pages of an Ogg file (RFC 3533) after the first.
type pages struct {
	in    *bufio.Reader
	left  int
	count int
}

func (p *pages) Read(b []byte) (int, error) {
	for p.left == 0 {
		var head [27]byte
		if _, err := io.ReadFull(p.in, head[:]); err != nil {
			return 0, err
		}
		if string(head[:4]) != "OggS" {
			return 0, errNone
		}
		sizes := make([]byte, head[26])
		if _, err := io.ReadFull(p.in, sizes); err != nil {
			return 0, err
		}
		for _, size := range sizes {
			p.left += int(size)
		}
		if p.count++; p.count == 1 {
			if _, err := p.in.Discard(p.left); err != nil {
				return 0, err
			}
			p.left = 0
		}
	}
	got, err := p.in.Read(b[:min(len(b), p.left)])
	p.left -= got
	return got, err
}
