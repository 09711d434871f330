package sound

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sort"
	"sync"

	"github.com/mewkiz/flac"

	"ncmtui/api/ncmfake/signature"
)

// block is the number of samples of a flac frame; bars are whole blocks.
const block = 4608

// fadeBlocks is how many blocks at the end are decoded, faded and stored
// verbatim.
const fadeBlocks = 12

// loopFLAC is a parsed lossless section: the frames without the parts of the
// header that change when a frame moves.
type loopFLAC struct {
	raw    []byte
	frames []flacFrame
}

type flacFrame struct {
	head [4]byte // sync, block size, rate, channels, depth
	body []byte  // sub-frames, without the trailing CRC
	crc  uint16  // of body alone
	turn uint16  // what a CRC before body becomes behind it
}

var (
	loopsMu sync.Mutex
	loops   = map[string]*loopFLAC{}
)

func loadFLAC(name string) *loopFLAC {
	loopsMu.Lock()
	defer loopsMu.Unlock()
	if l, ok := loops[name]; ok {
		return l
	}
	raw, err := data.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("sound: %v", err)) // a broken build
	}
	l := &loopFLAC{raw: raw}
	rest := raw[audioStart(raw):]
	for n := 0; len(rest) > 0; n++ {
		head := [4]byte(rest[:4])
		skip := len(frameHead(head, n, nil))
		size := skip + nextFrame(rest[skip:], head, n+1)
		body := rest[skip : size-2]
		l.frames = append(l.frames, flacFrame{head: head, body: body, crc: crc16(0, body), turn: crcShift(len(body))})
		rest = rest[size:]
	}
	loops[name] = l
	return l
}

// nextFrame is where frame number n begins in raw, its end when it is not
// there. Frames of a file differ only in the stereo mode of their head.
func nextFrame(raw []byte, like [4]byte, n int) int {
	for at := 0; ; at++ {
		k := bytes.Index(raw[at:], like[:3])
		if k < 0 || at+k+4 > len(raw) {
			return len(raw)
		}
		at += k
		if h := frameHead([4]byte(raw[at:at+4]), n, nil); bytes.HasPrefix(raw[at:], h) {
			return at
		}
	}
}

// audioStart is where the first frame of a flac file lies.
func audioStart(raw []byte) int {
	at := 4
	for last := false; !last; {
		last = raw[at]&0x80 != 0
		at += 4 + int(raw[at+1])<<16 + int(raw[at+2])<<8 + int(raw[at+3])
	}
	return at
}

// frameHead appends a frame's header: the four fixed bytes, the number in
// UTF-8 manner, CRC-8.
func frameHead(fixed [4]byte, number int, extra []byte) []byte {
	out := append(make([]byte, 0, 12), fixed[:]...)
	switch {
	case number < 0x80:
		out = append(out, byte(number))
	case number < 0x800:
		out = append(out, 0xc0|byte(number>>6), 0x80|byte(number&0x3f))
	default:
		out = append(out, 0xe0|byte(number>>12), 0x80|byte(number>>6&0x3f), 0x80|byte(number&0x3f))
	}
	out = append(out, extra...)
	return append(out, crc8(out))
}

// FLAC gives the song losslessly, nil when its piece has no such section. It
// lasts as long as the mp3, to the sample at its own rate.
func (s Song) FLAC() *File {
	p := Pieces[s.Piece]
	if p.LosslessRate == 0 {
		return nil
	}
	m := &flacMaker{song: s, piece: p, loop: loadFLAC("pieces/" + p.Name + ".flac")}
	m.samples = int64(math.Round(float64(s.Samples) * float64(p.LosslessRate) / float64(p.Rate)))
	m.first = s.Bar % p.losslessBars * p.losslessBar / block
	m.head = signature.Symbols * signature.Samples(p.LosslessRate) / block
	m.blocks = int((m.samples + block - 1) / block)
	m.fadeFrom = max(m.head, m.blocks-fadeBlocks)
	m.index()
	size := m.offsets[len(m.offsets)-1]
	rate := int(float64(size) * 8 * float64(p.LosslessRate) / float64(m.samples))
	return &File{
		Type: "flac", Rate: p.LosslessRate, Bits: p.LosslessBits, Bitrate: rate, Samples: m.samples, size: size,
		offset: func(i int) int64 { return m.offsets[i] },
		locate: func(off int64) int {
			return sort.Search(len(m.offsets), func(i int) bool { return m.offsets[i] > off }) - 1
		},
		make: m.make,
	}
}

// flacMaker makes one flac file; frame 0 is the metadata.
type flacMaker struct {
	song     Song
	piece    Piece
	loop     *loopFLAC
	samples  int64
	first    int // block of the loop
	head     int // blocks of the signature
	blocks   int
	fadeFrom int // block from which all are verbatim
	offsets  []int64
}

// index computes where every frame starts; all sizes are known without making
// anything.
func (m *flacMaker) index() {
	meta := int64(len(m.metadata(nil)))
	m.offsets = append(make([]int64, 0, m.blocks+2), 0, meta)
	at := meta
	for n := range m.blocks {
		if n < m.head || n >= m.fadeFrom {
			at += int64(m.verbatimSize(n))
		} else {
			at += int64(len(frameHead([4]byte{}, n, nil)) + len(m.source(n).body) + 2)
		}
		m.offsets = append(m.offsets, at)
	}
}

func (m *flacMaker) source(n int) flacFrame {
	return m.loop.frames[(m.first+n-m.head)%len(m.loop.frames)]
}

// length is the number of samples of a block.
func (m *flacMaker) length(n int) int { return int(min(m.samples-int64(n)*block, block)) }

func (m *flacMaker) make(i int, buf []byte) []byte {
	if i == 0 {
		return m.metadata(m.offsets)
	}
	n := i - 1
	switch {
	case n < m.head:
		return m.verbatim(n, m.tone(n), buf)
	case n >= m.fadeFrom:
		return m.verbatim(n, m.faded(n), buf)
	}
	f := m.source(n)
	h := frameHead(f.head, n, nil)
	buf = append(append(buf, h...), f.body...)
	crc := crcMul(crc16(0, h), f.turn) ^ f.crc
	return binary.BigEndian.AppendUint16(buf, crc)
}

// metadata is the stream's head: STREAMINFO and, for every second song, seek
// points ten seconds apart (the others have none, as half of the world's
// files). offsets may be nil when only the size is asked for.
func (m *flacMaker) metadata(offsets []int64) []byte {
	p := m.piece
	out := []byte("fLaC")
	points := 0
	if m.song.ID%2 == 0 {
		points = int(m.samples/int64(10*p.LosslessRate)) + 1
	}
	last := byte(0x80)
	if points > 0 {
		last = 0
	}
	out = append(out, last, 0, 0, 34)
	out = binary.BigEndian.AppendUint16(out, block)
	out = binary.BigEndian.AppendUint16(out, block)
	out = append(out, 0, 0, 0, 0, 0, 0)
	word := uint64(p.LosslessRate)<<44 | 1<<41 | uint64(p.LosslessBits-1)<<36 | uint64(m.samples)
	out = binary.BigEndian.AppendUint64(out, word)
	out = append(out, make([]byte, 16)...) // the check sum of the samples: not known
	if points == 0 {
		return out
	}
	out = append(out, 0x83, 0, byte(points*18>>8), byte(points*18))
	for k := range points {
		n := k * 10 * p.LosslessRate / block
		at := uint64(0)
		if offsets != nil {
			at = uint64(offsets[n+1] - offsets[1])
		}
		out = binary.BigEndian.AppendUint64(out, uint64(n*block))
		out = binary.BigEndian.AppendUint64(out, at)
		out = binary.BigEndian.AppendUint16(out, uint16(m.length(n)))
	}
	return out
}

// tone gives a block of the signature.
func (m *flacMaker) tone(n int) [2][]int32 {
	out := make([]int32, block)
	symbols, ok := signature.Of(m.song.ID)
	if !ok {
		return [2][]int32{out, out}
	}
	size := signature.Samples(m.piece.LosslessRate)
	scale := math.Ldexp(1, m.piece.LosslessBits-1)
	for k := 0; k < block; k += size {
		for i, v := range symbols[(n*block+k)/size].Sound(m.piece.LosslessRate) {
			out[k+i] = int32(math.Round(v * scale))
		}
	}
	return [2][]int32{out, out}
}

// faded decodes a block of the loop and lowers it towards the song's end.
func (m *flacMaker) faded(n int) [2][]int32 {
	var out [2][]int32
	left, err := m.decode((m.first + n - m.head) % len(m.loop.frames))
	if err != nil {
		panic(fmt.Sprintf("sound: %s: %v", m.piece.Name, err)) // a broken build
	}
	total := float64(m.samples - int64(m.fadeFrom)*block)
	for c := range out {
		out[c] = make([]int32, m.length(n))
		for i := range out[c] {
			x := 1 - (float64((n-m.fadeFrom)*block)+float64(i))/total
			out[c][i] = int32(math.Round(float64(left[c][i]) * x * x))
		}
	}
	return out
}

// decode gives the samples of one block of the loop.
func (m *flacMaker) decode(n int) (pcm [2][]int32, err error) {
	f := m.loop.frames[n]
	h := frameHead(f.head, 0, nil)
	one := append(append([]byte{}, m.loop.raw[:audioStart(m.loop.raw)]...), h...)
	one = append(one, f.body...)
	one = binary.BigEndian.AppendUint16(one, crcMul(crc16(0, h), f.turn)^f.crc)
	s, err := flac.New(bytes.NewReader(one))
	if err != nil {
		return pcm, err
	}
	fr, err := s.ParseNext()
	if err != nil && err != io.EOF {
		return pcm, err
	}
	for c := range pcm {
		pcm[c] = fr.Subframes[c].Samples
	}
	return pcm, nil
}
