package sound

import (
	"encoding/binary"
	"math"
	"sort"

	"ncmtui/api/ncmfake/signature"
)

// block is the number of samples of a flac frame; bars are whole blocks.
const block = 4608

// fadeBlocks is how many blocks at the end fade away.
const fadeBlocks = 12

// mixed is the level of a signature under the music against that of one
// before it.
const mixed = 0.35

// flacFrame is a frame without the parts of the header that change when it
// moves.
type flacFrame struct {
	head  [4]byte // sync, block size, rate, channels, depth
	extra []byte  // behind the number: the length of a short block
	body  []byte  // sub-frames, without the trailing CRC
	crc   uint16  // of body alone
	turn  uint16  // what a CRC before body becomes behind it
}

// size is the frame's length in bytes as number n.
func (f flacFrame) size(n int) int64 {
	digits := 1
	for _, from := range [...]int{0x80, 0x800} {
		if n >= from {
			digits++
		}
	}
	return int64(len(f.head) + digits + len(f.extra) + 1 + len(f.body) + 2)
}

// put appends the frame as number n.
func (f flacFrame) put(n int, out []byte) []byte {
	start := len(out)
	out = append(out, f.head[:]...)
	switch {
	case n < 0x80:
		out = append(out, byte(n))
	case n < 0x800:
		out = append(out, 0xc0|byte(n>>6), 0x80|byte(n&0x3f))
	default:
		out = append(out, 0xe0|byte(n>>12), 0x80|byte(n>>6&0x3f), 0x80|byte(n&0x3f))
	}
	out = append(out, f.extra...)
	out = append(out, crc8(out[start:]))
	crc := crcMul(crc16(0, out[start:]), f.turn) ^ f.crc
	return binary.BigEndian.AppendUint16(append(out, f.body...), crc)
}

// FLAC gives the song losslessly: its signature, then a few bars of the piece
// again and again, with the signature mixed in quietly once a round. It lasts
// as long as the mp3, to the sample at its own rate.
func (s Song) FLAC() *File {
	s.Damaged, s.Full = false, false // these are about the mp3
	p := Pieces[s.Piece]
	m := songsKept.get(s, func() *flacMaker { return newFLAC(s, p) })
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
	loop     *lossless
	samples  int64
	first    int // block of the loop
	head     int // blocks of the signature
	blocks   int
	fadeFrom int // block from which the music fades
	tones    []int32
	marks    []flacFrame // blocks of the loop with the signature in them
	ends     []flacFrame // the fading blocks
	heads    []flacFrame
	offsets  []int64
}

// newFLAC encodes what belongs to this song alone, some twenty blocks, and
// lays the file out.
func newFLAC(s Song, p Piece) *flacMaker {
	m := &flacMaker{song: s, piece: p, loop: loadLossless(s.Piece)}
	m.samples = int64(math.Round(float64(s.Samples) * float64(p.LosslessRate) / float64(p.Rate)))
	bar := p.Bar * (p.LosslessRate / p.Rate)
	m.first = s.Bar % p.losslessBars * bar / block
	m.head = signature.Symbols * signature.Samples(p.LosslessRate) / block
	m.blocks = int((m.samples + block - 1) / block)
	m.fadeFrom = max(m.head, m.blocks-fadeBlocks)
	m.tones = m.signature()
	for n := range m.head {
		m.heads = append(m.heads, m.encode(m.music(n, 0, 1)))
		m.marks = append(m.marks, m.encode(m.music(m.head+m.marked()+n, 1, mixed)))
	}
	for n := m.fadeFrom; n < m.blocks; n++ {
		m.ends = append(m.ends, m.encode(m.faded(n)))
	}
	at := int64(len(m.metadata()))
	m.offsets = append(make([]int64, 0, m.blocks+2), 0, at)
	for n := range m.blocks {
		at += m.frame(n).size(n)
		m.offsets = append(m.offsets, at)
	}
	return m
}

// marked is the first block of a round in which the signature is mixed: the
// middle.
func (m *flacMaker) marked() int { return len(m.loop.frames) / 2 }

// mark is the block of the signature that is mixed into block n; ok is false
// when there is none.
func (m *flacMaker) mark(n int) (k int, ok bool) {
	k = (n-m.head)%len(m.loop.frames) - m.marked()
	return k, n >= m.head && k >= 0 && k < m.head
}

// frame gives a block of the file.
func (m *flacMaker) frame(n int) flacFrame {
	k, marked := m.mark(n)
	switch {
	case n < m.head:
		return m.heads[n]
	case n >= m.fadeFrom:
		return m.ends[n-m.fadeFrom]
	case marked:
		return m.marks[k]
	}
	return m.loop.frames[(m.first+n-m.head)%len(m.loop.frames)]
}

func (m *flacMaker) encode(pcm [2][]int32) flacFrame {
	return encodeFrame(pcm, m.piece.LosslessRate, m.piece.LosslessBits)
}

// length is the number of samples of a block.
func (m *flacMaker) length(n int) int { return int(min(m.samples-int64(n)*block, block)) }

func (m *flacMaker) make(i int, buf []byte) []byte {
	if i == 0 {
		return m.metadata()
	}
	return m.frame(i-1).put(i-1, buf)
}

// metadata is the stream's head: STREAMINFO and, for every second song, seek
// points ten seconds apart (the others have none, as half of the world's
// files). Before the layout is known, only its size is right.
func (m *flacMaker) metadata() []byte {
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
		if len(m.offsets) > m.blocks {
			at = uint64(m.offsets[n+1] - m.offsets[1])
		}
		out = binary.BigEndian.AppendUint64(out, uint64(n*block))
		out = binary.BigEndian.AppendUint64(out, at)
		out = binary.BigEndian.AppendUint16(out, uint16(m.length(n)))
	}
	return out
}

// signature gives the song's tones, silence when it has none.
func (m *flacMaker) signature() []int32 {
	out := make([]int32, 0, m.head*block)
	symbols, ok := signature.Of(m.song.ID)
	if !ok {
		return out[:m.head*block]
	}
	scale := math.Ldexp(1, m.piece.LosslessBits-1)
	for _, s := range symbols {
		for _, v := range s.Sound(m.piece.LosslessRate) {
			out = append(out, int32(math.Round(v*scale)))
		}
	}
	return out
}

// music gives a whole block: the loop at one level and the signature, where
// it has its place, at another.
func (m *flacMaker) music(n int, loop, tones float64) (out [2][]int32) {
	k, marked := m.mark(n)
	if n < m.head {
		k, marked = n, true
	}
	from := (m.first + n - m.head + len(m.loop.frames)) % len(m.loop.frames) * block
	keep := int32(-1) << max(m.piece.LosslessBits-20, 0) // see double
	for c := range out {
		out[c] = make([]int32, block)
		for i, v := range m.loop.pcm[c][from : from+block] {
			x := float64(v) * loop
			if marked {
				x += float64(m.tones[k*block+i]) * tones
			}
			out[c][i] = int32(math.Round(x)) & keep
		}
	}
	return out
}

// faded gives a block of the song's end.
func (m *flacMaker) faded(n int) [2][]int32 {
	out := m.music(n, 1, mixed)
	total := float64(m.samples - int64(m.fadeFrom)*block)
	for c := range out {
		out[c] = out[c][:m.length(n)]
		for i, v := range out[c] {
			x := 1 - (float64((n-m.fadeFrom)*block)+float64(i))/total
			out[c][i] = int32(math.Round(float64(v) * x * x))
		}
	}
	return out
}
