// Package mp3 finds the frames of an MPEG audio layer III file (tags, gapless
// and seek headers, an index of what was seen) and decodes them, after ISO
// 11172-3 and 13818-3. It never trims what was decoded and never decodes other
// layers.
package mp3

import "encoding/binary"

// Header is a frame's four header bytes, ISO 11172-3 §2.4.1.3.
type Header struct {
	Version int // 1, 2; 25 for MPEG-2.5
	Layer   int // 1, 2, 3
	Bitrate int // bit/s
	Rate    int // Hz
	Mono    bool
	// Joint stereo: the channels are middle and side, or one with positions.
	MidSide, Intensity bool
	CRC                bool // two more bytes follow the header
	Free               bool // free format: the bitrate follows from the size
	Padded             bool // one byte longer than the bitrate says
	Size               int  // bytes, header included
	Samples            int  // per channel
}

// bitrates in kbit/s of layer III; index 0 is free format, 15 forbidden.
var (
	bitrates1 = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0}
	bitrates2 = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0}
	rates     = [4]int{44100, 48000, 32000, 0}
)

// headerLen is what ParseHeader needs.
const headerLen = 4

// ParseHeader reads a frame header; false when the bytes are none, or of free
// format. For layers I and II only Version, Layer and Rate are filled.
func ParseHeader(b []byte) (Header, bool) { return parseHeader(b, 0) }

// parseHeader takes free format too, when free is the size in bytes of the
// stream's frames without padding; 0 takes none.
func parseHeader(b []byte, free int) (Header, bool) {
	if len(b) < headerLen || b[0] != 0xff || b[1]&0xe0 != 0xe0 {
		return Header{}, false
	}
	v := binary.BigEndian.Uint32(b)
	h := Header{
		Layer: 4 - int(v>>17&3),
		Mono:  v>>6&3 == 3,
		CRC:   v>>16&1 == 0,
		Rate:  rates[v>>10&3],
	}
	switch v >> 19 & 3 {
	case 0:
		h.Version, h.Rate = 25, h.Rate/4
	case 2:
		h.Version, h.Rate = 2, h.Rate/2
	case 3:
		h.Version = 1
	default:
		return Header{}, false
	}
	index := v >> 12 & 15
	if h.Layer == 4 || h.Rate == 0 || index == 15 || index == 0 && free == 0 || v&3 == 2 {
		return Header{}, false
	}
	if h.Layer != 3 {
		return h, true
	}
	if v>>6&3 == 1 {
		h.MidSide, h.Intensity = v>>5&1 == 1, v>>4&1 == 1
	}
	padding := int(v >> 9 & 1)
	if h.Version == 1 {
		h.Bitrate, h.Samples = bitrates1[index]*1000, 1152
	} else {
		h.Bitrate, h.Samples = bitrates2[index]*1000, 576
	}
	h.Padded = padding == 1
	if index == 0 {
		h.Free, h.Bitrate = true, freeBitrate(h, free)
		h.Size = free + padding
	} else {
		h.Size = h.Samples/8*h.Bitrate/h.Rate + padding
	}
	return h, h.Size > headerLen+2+h.SideInfo()
}

// freeBitrate is the bitrate that frames of a size mean: whole kbit/s if some
// give it, since then every so many frames are padded.
func freeBitrate(h Header, size int) int {
	per := h.Samples / 8 * 1000
	kbits := (size*h.Rate + per - 1) / per
	if kbits*per/h.Rate == size {
		return kbits * 1000
	}
	return size * h.Rate / (h.Samples / 8)
}

// measureFree finds the size of free-format frames by the distance between
// the header at b's start and the two behind it, which must be alike.
func measureFree(b []byte) (Header, bool) {
	if len(b) < headerLen || b[2]>>4 != 0 {
		return Header{}, false
	}
	for at := headerLen; at <= maxFrame && at+headerLen <= len(b); at++ {
		if b[at] != b[0] || b[at+1] != b[1] {
			continue
		}
		free := at - int(b[2]>>1&1)
		h, ok := parseHeader(b, free)
		if !ok || h.Layer != 3 {
			continue
		}
		next, ok := parseHeader(b[at:], free)
		if !ok || !next.Agrees(h) || at+next.Size > len(b) {
			continue
		}
		if last, ok := parseHeader(b[at+next.Size:], free); ok && last.Agrees(h) {
			return h, true
		}
	}
	return Header{}, false
}

// freeSize is the size of an unpadded frame in free format, else 0.
func (h Header) freeSize() int {
	switch {
	case !h.Free:
		return 0
	case h.Padded:
		return h.Size - 1
	}
	return h.Size
}

// Agrees tells whether both can be frames of one stream.
func (h Header) Agrees(o Header) bool {
	return h.Version == o.Version && h.Layer == o.Layer && h.Rate == o.Rate && h.Free == o.Free
}

// channels is how many channels the frame codes.
func (h Header) channels() int {
	if h.Mono {
		return 1
	}
	return 2
}

// rateIndex is the row of the rate in the tables of bands.
func (h Header) rateIndex() int {
	i := 0
	switch h.Version {
	case 2:
		i = 3
	case 25:
		i = 6
	}
	switch h.Rate {
	case 48000, 24000, 12000:
		i++
	case 32000, 16000, 8000:
		i += 2
	}
	return i
}

// SideInfo is the length of the side information in bytes.
func (h Header) SideInfo() int {
	switch {
	case h.Version == 1 && !h.Mono:
		return 32
	case h.Version != 1 && h.Mono:
		return 9
	}
	return 17
}

// SideStart is where in the frame the side information begins.
func (h Header) SideStart() int {
	if h.CRC {
		return headerLen + 2
	}
	return headerLen
}

// MainData is the number of main data bytes in the frame itself.
func (h Header) MainData() int { return h.Size - h.SideStart() - h.SideInfo() }

// maxFrame is the longest frame taken, in bytes: 640 kbit/s at 12 kHz, far
// above what a decoder must take (1441).
const maxFrame = 4608

// MaxReservoir is the furthest that main_data_begin can point back, in bytes.
func (h Header) MaxReservoir() int {
	if h.Version == 1 {
		return 511
	}
	return 255
}

// PreRoll is the number of frames to decode before one, so that it comes out
// as if the whole stream had been decoded: the bit reservoir at the lowest
// bitrate (511 bytes over frames of 58, 255 over frames of 11) and the frames
// whose sound overlaps with it.
func (h Header) PreRoll() int {
	if h.Version == 1 {
		return 10
	}
	return 26
}

// bytesPerFrame is the mean size of a frame at the header's bitrate.
func (h Header) bytesPerFrame() float64 {
	return float64(h.Samples) / 8 * float64(h.Bitrate) / float64(h.Rate)
}
