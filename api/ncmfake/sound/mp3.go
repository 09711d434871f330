package sound

import (
	"encoding/binary"
	"fmt"
	"sync"

	"ncmtui/api/ncmfake/signature"
)

// The service's bit rates. The loops hold 48 or 56 kbit/s of music; a frame of a
// higher rate carries the same music and is filled up with ancillary bytes,
// which every decoder skips.
const (
	Standard = 128000
	Higher   = 192000
	ExHigh   = 320000
)

// What lame and a decoder put before the first sample, and what is left at
// the end: the numbers of the LAME tag. A frame of silence at the start takes
// the part that a gapless player cuts away.
const (
	encoderDelay = 576
	decoderDelay = 529
	firstFrames  = 1 + signature.Symbols*2
)

// stream is a parsed file of frames without a bit reservoir.
type stream [][]byte

var (
	streamsMu sync.Mutex
	streams   = map[string]stream{}
)

// loadStream parses an embedded mp3 once.
func loadStream(name string) stream {
	streamsMu.Lock()
	defer streamsMu.Unlock()
	if s, ok := streams[name]; ok {
		return s
	}
	raw, err := data.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("sound: %v", err)) // a broken build
	}
	var s stream
	for len(raw) > 4 {
		n := frameSize(raw)
		s = append(s, raw[:n:n])
		raw = raw[n:]
	}
	streams[name] = s
	return s
}

var bitrates = [...]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}

func frameSize(h []byte) int {
	rate := [...]int{44100, 48000, 32000}[h[2]>>2&3]
	return 144000*bitrates[h[2]>>4]/rate + int(h[2]>>1&1)
}

// MP3 gives the song as a constant-rate mp3 with an Info frame. bitrate is one
// of Standard, Higher and ExHigh.
func (s Song) MP3(bitrate int) *File {
	p := Pieces[s.Piece]
	m := &maker{
		song: s, bitrate: bitrate, rate: p.Rate,
		tones: loadStream(fmt.Sprintf("tones/%d.mp3", p.Rate)),
		loop:  loadStream("pieces/" + p.Name + ".mp3"),
	}
	if m.full = s.Full && bitrate == ExHigh; m.full {
		m.loop = loadStream("pieces/" + p.Name + "-320.mp3")
	}
	m.symbols, m.signed = signature.Of(s.ID)
	// Sample S-1 must lie within the frames; what is more is end padding.
	m.frames = int((s.Samples + encoderDelay + decoderDelay + frame - 1) / frame)
	m.first = s.Bar * p.Bar / frame % len(m.loop)
	m.fade = min(m.frames/8, 3*p.Rate/frame)
	size := m.offset(m.frames + 1)
	return &File{
		Type: "mp3", Rate: p.Rate, Bitrate: bitrate, Samples: s.Samples, size: size,
		offset: m.offset, locate: m.locate, make: m.make,
	}
}

// maker makes the frames of one mp3 file; frame 0 is the Info frame.
type maker struct {
	song        Song
	bitrate     int
	rate        int
	tones, loop stream
	symbols     [signature.Symbols]signature.Symbol
	signed      bool
	full        bool
	frames      int // without the Info frame
	first       int // of the loop
	fade        int // frames
}

// offset is where a frame starts. Frames that are really full are all padded:
// where one is taken from, the padding of its place would cut its last byte.
func (m *maker) offset(i int) int64 {
	n := int64(i)
	if m.full {
		return n * int64(144*m.bitrate/m.rate+1)
	}
	return n * 144 * int64(m.bitrate) / int64(m.rate)
}

func (m *maker) locate(off int64) int {
	i := int(off * int64(m.rate) / 144 / int64(m.bitrate))
	for m.offset(i) > off {
		i--
	}
	for m.offset(i+1) <= off {
		i++
	}
	return i
}

func (m *maker) make(i int, buf []byte) []byte {
	size := int(m.offset(i+1) - m.offset(i))
	if i == 0 {
		return m.info(m.blank(buf, size))
	}
	src := m.source(i - 1)
	out := append(m.blank(buf, size)[:4], src[4:]...)
	out[1], out[3] = src[1], src[3]
	out = out[:size]
	if left := m.frames - i; left < m.fade {
		lower(out, (m.fade-left)*30/m.fade)
	}
	if m.song.Damaged {
		m.damage(i, out)
	}
	return out
}

// blank gives a frame of zeros with the header of the file's rate.
func (m *maker) blank(buf []byte, size int) []byte {
	if cap(buf) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	clear(buf)
	index := 0
	for k, r := range bitrates {
		if r*1000 == m.bitrate {
			index = k
		}
	}
	padding := size - 144*m.bitrate/m.rate
	rate := 0
	if m.rate == 48000 {
		rate = 1
	}
	buf[0], buf[1], buf[2], buf[3] = 0xff, 0xfb, byte(index<<4|rate<<2|padding<<1), 0x44
	return buf
}

// source is the music of a frame: silence, the signature, then the loop.
func (m *maker) source(i int) []byte {
	silence := m.tones[2*int(signature.Silence)]
	switch {
	case i == 0:
		return silence
	case i < firstFrames && m.signed:
		return m.tones[2*int(m.symbols[(i-1)/2])+(i-1)%2]
	case i < firstFrames:
		return silence
	}
	return m.loop[(m.first+i-firstFrames)%len(m.loop)]
}

// lower takes steps of 1.5 dB from a frame's four global gains.
func lower(f []byte, steps int) {
	for k := range 4 {
		bit := 32 + 20 + 59*k + 21
		at, shift := bit/8, 8-bit%8
		v := binary.BigEndian.Uint16(f[at:])
		gain := int(v >> shift & 0xff)
		v = v&^(0xff<<shift) | uint16(max(gain-steps, 0))<<shift
		binary.BigEndian.PutUint16(f[at:], v)
	}
}

// info turns a blank frame into the Info frame: frames, bytes, seek points and
// the delay and padding of the LAME tag.
func (m *maker) info(f []byte) []byte {
	const at = 36
	copy(f[at:], "Info")
	binary.BigEndian.PutUint32(f[at+4:], 7)
	binary.BigEndian.PutUint32(f[at+8:], uint32(m.frames))
	size := m.offset(m.frames + 1)
	binary.BigEndian.PutUint32(f[at+12:], uint32(size))
	for i := range 100 {
		f[at+16+i] = byte(i * 256 / 100)
	}
	lame := f[at+116:]
	copy(lame, "LAME3.100")
	lame[9] = 0x01 // constant rate
	lame[10] = 100 // low pass, hundreds of Hz
	lame[20] = byte(min(m.bitrate/1000, 255))
	padding := int64(m.frames)*frame - encoderDelay - m.song.Samples
	lame[21], lame[22], lame[23] = byte(encoderDelay>>4), byte(encoderDelay&15<<4)|byte(padding>>8), byte(padding)
	binary.BigEndian.PutUint32(lame[28:], uint32(size))
	binary.BigEndian.PutUint16(lame[34:], crcARC(f[:190]))
	return f
}

// crcARC is the check of the LAME tag.
func crcARC(p []byte) uint16 {
	crc := uint16(0)
	for _, b := range p {
		crc ^= uint16(b)
		for range 8 {
			crc = crc>>1 ^ crc&1*0xa001
		}
	}
	return crc
}

// damage overwrites a second of frames in the middle with noise and flips a
// bit in every fortieth frame after them.
func (m *maker) damage(i int, f []byte) {
	from := m.frames / 2
	switch {
	case i >= from && i < from+m.rate/frame:
		x := uint32(i)*2654435761 + 1
		for k := range f {
			x ^= x << 13
			x ^= x >> 17
			x ^= x << 5
			f[k] = byte(x)
		}
	case i > from && i%40 == 0:
		f[60] ^= 0x10
	}
}

// MP3Size is the size in bytes of the song's mp3, without making it.
func (s Song) MP3Size(bitrate int) int64 {
	frames := (s.Samples+encoderDelay+decoderDelay+frame-1)/frame + 1
	m := maker{bitrate: bitrate, rate: Pieces[s.Piece].Rate, full: s.Full && bitrate == ExHigh}
	return m.offset(int(frames))
}
