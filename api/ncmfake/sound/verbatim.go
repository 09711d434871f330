package sound

import "encoding/binary"

// verbatimSize is the size of a stored block.
func (m *flacMaker) verbatimSize(n int) int {
	fixed, extra := m.verbatimHead(n)
	return len(frameHead(fixed, n, extra)) + 2*(1+m.length(n)*m.piece.LosslessBits/8) + 2
}

// verbatimHead is the header of a stored block: two independent channels; a
// short last block carries its length.
func (m *flacMaker) verbatimHead(n int) (fixed [4]byte, extra []byte) {
	fixed = m.loop.frames[0].head
	depth := map[int]byte{16: 4, 24: 6}[m.piece.LosslessBits]
	fixed[3] = 1<<4 | depth<<1
	if k := m.length(n); k != block {
		fixed[2] = 7<<4 | fixed[2]&0x0f
		extra = binary.BigEndian.AppendUint16(nil, uint16(k-1))
	}
	return fixed, extra
}

// verbatim stores a block's samples as they are.
func (m *flacMaker) verbatim(n int, pcm [2][]int32, buf []byte) []byte {
	fixed, extra := m.verbatimHead(n)
	start := len(buf)
	buf = append(buf, frameHead(fixed, n, extra)...)
	for _, channel := range pcm {
		buf = append(buf, 1<<1) // a verbatim sub-frame
		for _, v := range channel[:m.length(n)] {
			if m.piece.LosslessBits == 24 {
				buf = append(buf, byte(v>>16))
			}
			buf = append(buf, byte(v>>8), byte(v))
		}
	}
	return binary.BigEndian.AppendUint16(buf, crc16(0, buf[start:]))
}

var (
	crc8Table  = [256]byte{}
	crc16Table = [256]uint16{}
)

func init() {
	for i := range 256 {
		c8, c16 := byte(i), uint16(i)<<8
		for range 8 {
			c8 = c8<<1 ^ c8>>7*0x07
			c16 = c16<<1 ^ c16>>15*0x8005
		}
		crc8Table[i], crc16Table[i] = c8, c16
	}
}

func crc8(p []byte) byte {
	c := byte(0)
	for _, b := range p {
		c = crc8Table[c^b]
	}
	return c
}

func crc16(c uint16, p []byte) uint16 {
	for _, b := range p {
		c = c<<8 ^ crc16Table[byte(c>>8)^b]
	}
	return c
}

// crcMul multiplies two polynomials modulo the generator of CRC-16.
func crcMul(a, b uint16) uint16 {
	r := uint16(0)
	for i := 15; i >= 0; i-- {
		r = r<<1 ^ r>>15*0x8005
		if b>>i&1 == 1 {
			r ^= a
		}
	}
	return r
}

// crcShift is the factor that carries a CRC over n more bytes: x^(8n).
func crcShift(n int) uint16 {
	r, base := uint16(1), uint16(0x100)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = crcMul(r, base)
		}
		base = crcMul(base, base)
	}
	return r
}
