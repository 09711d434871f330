package m4a

import "fmt"

// descriptions reads the first sample description (ISO/IEC 14496-12 §8.5.2),
// in its forms for sound: version 0, and QuickTime's 1 and 2.
func (p *parser) descriptions(from, to int64) error {
	t := p.cur
	if t == nil || to-from < 16 {
		return nil
	}
	t.seen = true
	kind, body, end, err := p.box(from+8, to)
	if err != nil {
		return err
	}
	t.codec = kindName(kind)
	const fields = 28
	if end-body < fields {
		return nil
	}
	b, err := p.bytes(body, fields)
	if err != nil {
		return err
	}
	t.chans, t.rate = int(be.Uint16(b[16:])), int(be.Uint32(b[24:])>>16)
	skip := int64(fields)
	switch be.Uint16(b[8:]) {
	case 1:
		skip += 16
	case 2:
		skip += 36
	}
	if kind != "mp4a" || body+skip > end {
		return nil
	}
	return p.walk(body+skip, end, maxDepth-2) // esds, or one in wave
}

// kindName names what a sample description holds.
func kindName(kind string) string {
	switch kind {
	case "mp4a":
		return "" // esds says
	case "drms", "enca":
		return "protected"
	case "fLaC":
		return "flac in mp4"
	case ".mp3":
		return "mp3 in mp4"
	}
	for _, c := range kind {
		if c < ' ' || c > '~' {
			return "unknown"
		}
	}
	return kind // alac, ec-3, ac-3, ac-4, Opus …
}

// Tags of descriptors, ISO/IEC 14496-1 §7.2.6.
const (
	tagES      = 3
	tagDecoder = 4
	tagConfig  = 5
)

// esds reads the decoder's configuration out of the descriptors.
func (p *parser) esds(from, to int64) error {
	t := p.cur
	if t == nil || to-from < 6 || t.codec != "" {
		return nil
	}
	b, err := p.bytes(from, min(to-from, 512))
	if err != nil {
		return err
	}
	t.codec = "unknown"
	tag, b := descriptor(b[4:])
	if tag != tagES || len(b) < 3 {
		return nil
	}
	flags := b[2]
	b = b[3:]
	if flags&0x80 != 0 {
		b = b[min(2, len(b)):]
	}
	if flags&0x40 != 0 && len(b) > 0 {
		b = b[min(1+int(b[0]), len(b)):]
	}
	if flags&0x20 != 0 {
		b = b[min(2, len(b)):]
	}
	tag, b = descriptor(b)
	if tag != tagDecoder || len(b) < 13 {
		return nil
	}
	kind := b[0]
	tag, b = descriptor(b[13:])
	switch {
	case kind == 0x69 || kind == 0x6b:
		t.codec = "mp3 in mp4"
	case kind == 0x40 && tag == tagConfig || kind >= 0x66 && kind <= 0x68 && tag == tagConfig:
		c := parseConfig(b[:min(len(b), 64)])
		t.codec, t.rate, t.chans = c.name, c.rate, c.channels
	}
	return nil
}

// descriptor takes a tag, its length of 1 to 4 bytes, and what it holds.
func descriptor(b []byte) (tag byte, body []byte) {
	if len(b) < 2 {
		return 0, nil
	}
	tag = b[0]
	n, i := 0, 1
	for ; i < len(b) && i < 5; i++ {
		n = n<<7 | int(b[i]&127)
		if b[i]&128 == 0 {
			i++
			break
		}
	}
	body = b[i:]
	return tag, body[:min(n, len(body))]
}

// config is an AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
type config struct {
	name     string // aac-lc, he-aac …
	rate     int
	channels int
}

// Rates by their index, ISO/IEC 14496-3 table 1.18.
var rates = [16]int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}

// The object types of AAC, ISO/IEC 14496-3 table 1.17.
var objects = map[int]string{
	1: "aac-main", 2: Playable, 3: "aac-ssr", 4: "aac-ltp", 5: "he-aac", 6: "aac-scalable", 17: "er-aac-lc",
	23: "aac-ld", 29: "he-aac v2", 39: "aac-eld", 42: "xhe-aac",
}

func parseConfig(b []byte) config {
	r := bits{b: b}
	object := func() int {
		if v := r.read(5); v != 31 {
			return v
		}
		return 32 + r.read(6)
	}
	rate := func() int {
		if i := r.read(4); i != 15 {
			return rates[i]
		}
		return r.read(24)
	}
	kind := object()
	c := config{name: objects[kind], rate: rate()}
	c.channels = r.read(4)
	if c.name == "" {
		c.name = fmt.Sprintf("aac of type %d", kind)
	}
	if kind != 2 {
		return c
	}
	if r.read(1) == 1 {
		c.name = "aac of 960 samples"
	}
	// HE-AAC that old decoders shall play as plain AAC says so at the end.
	for r.left() > 15 {
		if again := r; again.read(11) == 0x2b7 {
			if again.read(5) == 5 && again.read(1) == 1 {
				c.name = objects[5]
			}
			break
		}
		r.read(1)
	}
	return c
}

// bits reads a few numbers; behind the end there are zeros.
type bits struct {
	b  []byte
	at int
}

func (r *bits) left() int { return len(r.b)*8 - r.at }

func (r *bits) read(n int) (v int) {
	for range n {
		v <<= 1
		if i := r.at >> 3; i < len(r.b) {
			v |= int(r.b[i]>>(7-r.at&7)) & 1
		}
		r.at++
	}
	return v
}
