// Package flac decodes a FLAC file frame by frame and seeks in it with a few
// small reads. It never reads pictures, nor the whole file, and keeps one
// frame in memory.
package flac

// header is a frame's header, RFC 9639 §9.1.
type header struct {
	sample int64 // number of the first sample
	block  int   // samples per channel
	kind   int   // how the channels are coded
	length int   // of the header in bytes
}

// maxHeader is the longest frame header in bytes.
const maxHeader = 16

// bitsOf gives the sample size a header's code says; 0 as in STREAMINFO.
var bitsOf = [8]int{0, 8, 12, -1, 16, 20, 24, -1}

// parseHeader reads the header at b and checks it against the checksum and
// against what STREAMINFO says; false when b is none of this stream's.
func (s *Info) parseHeader(b []byte) (h header, ok bool) {
	if len(b) < 6 || b[0] != 0xff || b[1]&0xfe != 0xf8 || b[3]&1 != 0 {
		return h, false
	}
	channels := int(b[3]>>4) + 1
	if channels > 8 {
		channels = 2 // a pair coded as sum and difference
	}
	bits := bitsOf[b[3]>>1&7]
	if b[3]>>4 > 10 || channels != s.Channels || bits != 0 && bits != s.Bits {
		return h, false
	}
	num, at, ok := codedNumber(b[4:])
	at += 4
	if !ok {
		return h, false
	}
	blockCode, rateCode := int(b[2]>>4), b[2]&15
	h.block, at = blockSize(blockCode, b, at)
	switch rateCode {
	case 12:
		at++
	case 13, 14:
		at += 2
	}
	if h.block == 0 || rateCode == 15 || at >= len(b) || crc8(b[:at]) != b[at] {
		return h, false
	}
	h.kind, h.length = int(b[3]>>4), at+1
	h.sample = num
	if b[1]&1 == 0 { // fixed block size: the number counts frames
		size := int64(s.blockMax)
		if s.blockMin != s.blockMax {
			size = int64(h.block)
		}
		h.sample = num * size
	}
	return h, h.block <= s.blockMax && (s.Total == 0 || h.sample < s.Total+s.first)
}

// blockSize decodes the block size's code, which may point at one or two
// bytes at b[at:]; 0 when it is reserved or cut off.
func blockSize(code int, b []byte, at int) (samples, next int) {
	switch {
	case code == 1:
		return 192, at
	case code >= 2 && code <= 5:
		return 576 << (code - 2), at
	case code == 6 && at < len(b):
		return int(b[at]) + 1, at + 1
	case code == 7 && at+1 < len(b):
		return int(b[at])<<8 | int(b[at+1]) + 1, at + 2
	case code >= 8:
		return 256 << (code - 8), at
	}
	return 0, at
}

// codedNumber decodes the extended UTF-8 of frame and sample numbers: up to 7
// bytes for 36 bits.
func codedNumber(b []byte) (v int64, n int, ok bool) {
	first := b[0]
	if first < 0x80 {
		return int64(first), 1, true
	}
	for mask := byte(0x80); first&mask != 0; mask >>= 1 {
		n++
	}
	if n < 2 || n > 7 || len(b) < n {
		return 0, 0, false
	}
	v = int64(first & (0x7f >> n))
	for _, c := range b[1:n] {
		if c&0xc0 != 0x80 {
			return 0, 0, false
		}
		v = v<<6 | int64(c&0x3f)
	}
	return v, n, true
}

// crc8 has the polynomial x^8+x^2+x+1.
func crc8(b []byte) (crc byte) {
	for _, c := range b {
		crc ^= c
		for range 8 {
			carry := crc >> 7
			crc = crc<<1 ^ carry*0x07
		}
	}
	return crc
}

// crc16Tables take eight bytes at a time: table k is of a byte with k more
// behind it.
var crc16Tables = func() (t [8][256]uint16) {
	for i := range t[0] {
		crc := uint16(i) << 8
		for range 8 {
			carry := crc >> 15
			crc = crc<<1 ^ carry*0x8005
		}
		t[0][i] = crc
	}
	for k := 1; k < len(t); k++ {
		for i, crc := range t[k-1] {
			t[k][i] = crc<<8 ^ t[0][crc>>8]
		}
	}
	return t
}()

// crc16 has the polynomial x^16+x^15+x^2+1; over a whole frame with its
// checksum it is 0.
func crc16(b []byte) (crc uint16) {
	t := &crc16Tables
	for ; len(b) >= 8; b = b[8:] {
		crc = t[7][b[0]^byte(crc>>8)] ^ t[6][b[1]^byte(crc)] ^ t[5][b[2]] ^ t[4][b[3]] ^
			t[3][b[4]] ^ t[2][b[5]] ^ t[1][b[6]] ^ t[0][b[7]]
	}
	for _, c := range b {
		crc = crc<<8 ^ t[0][byte(crc>>8)^c]
	}
	return crc
}
