package sound

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
