package output

import (
	"encoding/binary"
	"math"
	"time"
)

// defaultRate is used when Options leaves the rate open.
const defaultRate = 44100

// defaultLatency is the queued sound wanted when Options leaves it open.
const defaultLatency = 300 * time.Millisecond

func (o Options) rate() int {
	if o.Rate <= 0 {
		return defaultRate
	}
	return o.Rate
}

func (o Options) latency() time.Duration {
	if o.Latency <= 0 {
		return defaultLatency
	}
	return o.Latency
}

// frames is how many frames a time holds at a rate.
func frames(d time.Duration, rate int) int64 {
	return int64(d)/int64(time.Second)*int64(rate) + int64(d)%int64(time.Second)*int64(rate)/int64(time.Second)
}

// span is how long frames take at a rate.
func span(frames int64, rate int) time.Duration {
	return time.Duration(frames/int64(rate))*time.Second +
		time.Duration(frames%int64(rate))*time.Second/time.Duration(rate)
}

// appendS16 adds samples as 16 bit little endian. What a 16 bit decoder gave
// comes out as it was.
func appendS16(b []byte, samples []float32) []byte {
	for _, v := range samples {
		k := math.RoundToEven(float64(v) * 32768)
		k = min(max(k, -32768), 32767)
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(k)))
	}
	return b
}

// appendF32 adds samples as float32 little endian.
func appendF32(b []byte, samples []float32) []byte {
	for _, v := range samples {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// encoder is appendS16 or appendF32.
type encoder func([]byte, []float32) []byte
