package songtag

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
)

// items are the names in an MP4 file's list (the first byte is ©).
var items = map[string]string{"\xa9nam": "title", "\xa9alb": "album", "\xa9ART": "artist"}

// boxes reads the boxes of an MP4 file (ISO 14496-12, 4.2).
type boxes struct {
	in   *bufio.Reader
	seek io.Seeker // nil: bytes have to be read to pass them over
	seen int
}

// maxBoxes is how many boxes are looked at.
const maxBoxes = 4096

// head reads the beginning of a box; size is what follows it, in bytes.
func (b *boxes) head() (kind string, size int64, err error) {
	if b.seen++; b.seen > maxBoxes {
		return "", 0, errNone
	}
	var head [8]byte
	if _, err := io.ReadFull(b.in, head[:]); err != nil {
		return "", 0, fmt.Errorf("mp4: %w", err)
	}
	size, kind = int64(binary.BigEndian.Uint32(head[:4])), string(head[4:])
	if size != 1 {
		if size < 8 { // 0 reaches to the end of the file
			return kind, 0, errNone
		}
		return kind, size - 8, nil
	}
	if _, err := io.ReadFull(b.in, head[:]); err != nil {
		return "", 0, fmt.Errorf("mp4: %w", err)
	}
	if size = int64(binary.BigEndian.Uint64(head[:])); size < 16 {
		return kind, 0, errNone
	}
	return kind, size - 16, nil
}

// skip passes bytes over.
func (b *boxes) skip(n int64) error {
	inside := min(n, int64(b.in.Buffered()))
	if _, err := b.in.Discard(int(inside)); err != nil {
		return fmt.Errorf("mp4: %w", err)
	}
	if n -= inside; n == 0 {
		return nil
	}
	if b.seek == nil {
		if _, err := io.CopyN(io.Discard, b.in, n); err != nil {
			return fmt.Errorf("mp4: %w", err)
		}
		return nil
	}
	if _, err := b.seek.Seek(n, io.SeekCurrent); err != nil {
		return fmt.Errorf("mp4: %w", err)
	}
	b.in.Reset(b.seek.(io.Reader))
	return nil
}

// mp4 goes down to the list of items: moov, udta, meta, ilst.
func (n *Names) mp4(b *boxes) error {
	for {
		kind, size, err := b.head()
		if err != nil {
			return err
		}
		switch kind {
		case "moov", "udta": // go on inside
			continue
		case "meta":
			if err := b.skip(4); err != nil { // version and flags
				return err
			}
			continue
		case "ilst":
			return n.list(b, size)
		}
		if err := b.skip(size); err != nil {
			return err
		}
	}
}

// list reads the items: each has a box "data" with type, locale and value.
func (n *Names) list(b *boxes, left int64) error {
	for left > 0 {
		kind, size, err := b.head()
		if err != nil {
			return err
		}
		left -= 8 + size
		if items[kind] == "" || size < 16 || size > maxName {
			if err := b.skip(size); err != nil {
				return err
			}
			continue
		}
		value := make([]byte, size)
		if _, err := io.ReadFull(b.in, value); err != nil {
			return fmt.Errorf("mp4: %w", err)
		}
		if string(value[4:8]) == "data" {
			n.set(items[kind], string(value[16:min(int64(max(binary.BigEndian.Uint32(value), 16)), size)]))
		}
	}
	return nil
}
