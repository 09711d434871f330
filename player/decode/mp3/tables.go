package mp3

import (
	"math"
	"sync"
)

// lines is the number of frequency lines of a granule and channel.
const lines = 576

// bandsLong and bandsShort are where the scalefactor bands begin, the short
// ones in lines of one window: ISO 11172-3 table B.8 and 13818-3 table B.2.
// MPEG-2.5 is no standard; its rows are what its encoders do: 11.025 and
// 12 kHz divide as 16 kHz does.
var (
	bandsLong = [9][23]int16{
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 52, 62, 74, 90, 110, 134, 162, 196, 238, 288, 342, 418, 576},
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 42, 50, 60, 72, 88, 106, 128, 156, 190, 230, 276, 330, 384, 576},
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 54, 66, 82, 102, 126, 156, 194, 240, 296, 364, 448, 550, 576},
		{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576},
		{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 114, 136, 162, 194, 232, 278, 332, 394, 464, 540, 576},
		{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576},
		{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576},
		{0, 6, 12, 18, 24, 30, 36, 44, 54, 66, 80, 96, 116, 140, 168, 200, 238, 284, 336, 396, 464, 522, 576},
		{0, 12, 24, 36, 48, 60, 72, 88, 108, 132, 160, 192, 232, 280, 336, 400, 476, 566, 568, 570, 572, 574, 576},
	}
	bandsShort = [9][14]int16{
		{0, 4, 8, 12, 16, 22, 30, 40, 52, 66, 84, 106, 136, 192},
		{0, 4, 8, 12, 16, 22, 28, 38, 50, 64, 80, 100, 126, 192},
		{0, 4, 8, 12, 16, 22, 30, 42, 58, 78, 104, 138, 180, 192},
		{0, 4, 8, 12, 18, 24, 32, 42, 56, 74, 100, 132, 174, 192},
		{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 136, 180, 192},
		{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 134, 174, 192},
		{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 134, 174, 192},
		{0, 4, 8, 12, 18, 26, 36, 48, 62, 80, 104, 134, 174, 192},
		{0, 8, 16, 24, 36, 52, 72, 96, 124, 160, 162, 164, 166, 192},
	}
)

// pretab is added to the scalefactors of the high bands when preflag is set,
// ISO 11172-3 table B.6.
var pretab = [22]uint8{11: 1, 1, 1, 1, 2, 2, 3, 3, 3, 2, 0}

// halfWindow is the first half and the middle of the synthesis window D of
// ISO 11172-3 table B.3, times 65536.
var halfWindow = [257]int32{
	0, -1, -1, -1, -1, -1, -1, -2, -2, -2, -2, -3, -3, -4, -4, -5, -5, -6, -7, -7, -8, -9, -10, -11, -13, -14,
	-16, -17, -19, -21, -24, -26, -29, -31, -35, -38, -41, -45, -49, -53, -58, -63, -68, -73, -79, -85, -91, -97,
	-104, -111, -117, -125, -132, -139, -147, -154, -161, -169, -176, -183, -190, -196, -202, -208, 213, 218, 222,
	225, 227, 228, 228, 227, 224, 221, 215, 208, 200, 189, 177, 163, 146, 127, 106, 83, 57, 29, -2, -36, -72,
	-111, -153, -197, -244, -294, -347, -401, -459, -519, -581, -645, -711, -779, -848, -919, -991, -1064, -1137,
	-1210, -1283, -1356, -1428, -1498, -1567, -1634, -1698, -1759, -1817, -1870, -1919, -1962, -2001, -2032,
	-2057, -2075, -2085, -2087, -2080, -2063, 2037, 2000, 1952, 1893, 1822, 1739, 1644, 1535, 1414, 1280, 1131,
	970, 794, 605, 402, 185, -45, -288, -545, -814, -1095, -1388, -1692, -2006, -2330, -2663, -3004, -3351, -3705,
	-4063, -4425, -4788, -5153, -5517, -5879, -6237, -6589, -6935, -7271, -7597, -7910, -8209, -8491, -8755,
	-8998, -9219, -9416, -9585, -9727, -9838, -9916, -9959, -9966, -9935, -9863, -9750, -9592, -9389, -9139,
	-8840, -8492, -8092, -7640, -7134, 6574, 5959, 5288, 4561, 3776, 2935, 2037, 1082, 70, -998, -2122, -3300,
	-4533, -5818, -7154, -8540, -9975, -11455, -12980, -14548, -16155, -17799, -19478, -21189, -22929, -24694,
	-26482, -28289, -30112, -31947, -33791, -35640, -37489, -39336, -41176, -43006, -44821, -46617, -48390,
	-50137, -51853, -53534, -55178, -56778, -58333, -59838, -61289, -62684, -64019, -65290, -66494, -67629,
	-68692, -69679, -70590, -71420, -72169, -72835, -73415, -73908, -74313, -74630, -74856, -74992, 75038,
}

// windowAt is D[i], i in 0..511.
func windowAt(i int) float64 {
	switch {
	case i <= 256:
		return float64(halfWindow[i]) / 65536
	case i%64 == 0:
		return float64(halfWindow[512-i]) / 65536
	}
	return -float64(halfWindow[512-i]) / 65536
}

// The quarter powers of two that a gain can be: the exponent's smallest is
// that of all subtractions at once.
const (
	gainLow  = -210 - 8*7 - 4*(31+3) - 2
	gainHigh = 255 - 210
)

// powTable is how many values have their power 4/3 ready.
const powTable = 16 + 1024

// tables are made once, by the first decoder.
type tables struct {
	gain  [gainHigh - gainLow + 1]float32 // 2^(n/4)
	pow   [powTable]float32               // n^(4/3)
	small [16]uint32                      // the bits of the first of pow
	pairs [32]*pairTable                  // nil: no such table
	quadA [64]uint8
	bands [9][3]bandLayout

	aliasS, aliasA [8]float32
	// long windows by block type and by the parity of the subband, the
	// frequency inversion and the IMDCT's last factor multiplied in.
	long  [4][2][36]float32
	short [2][12]float32

	dct16, dct32 [16]float32
	// Both halves' factors of output samples j and 32-j.
	poly [17][32]float32

	intensity1 [7][2]float32     // left and right by position, MPEG-1
	intensity2 [2][32][2]float32 // by intensity_scale and position, MPEG-2
}

var theTables = sync.OnceValue(func() *tables {
	t := &tables{}
	for i := range t.gain {
		t.gain[i] = float32(math.Exp2(float64(i+gainLow) / 4))
	}
	for i := range t.pow {
		t.pow[i] = float32(math.Pow(float64(i), 4.0/3))
	}
	for i := range t.small {
		t.small[i] = math.Float32bits(t.pow[i])
	}
	for i, c := range [8]float64{-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037} {
		t.aliasS[i] = float32(1 / math.Sqrt(1+c*c))
		t.aliasA[i] = float32(c / math.Sqrt(1+c*c))
	}
	for i := range t.dct32 {
		t.dct32[i] = float32(0.5 / math.Cos(math.Pi*float64(2*i+1)/64))
	}
	for i := range 8 {
		t.dct16[i] = float32(0.5 / math.Cos(math.Pi*float64(2*i+1)/32))
	}
	t.makeHuffman()
	t.makeBands()
	t.makeBlockWindows()
	t.makePolyphase()
	t.makeIntensity()
	return t
})

// bandLayout is how a granule's lines are divided, in the order in which they
// are sent: long bands first, then for each short band its three windows.
type bandLayout struct {
	ends  []int16
	longs int // how many of ends are of long bands
	split int // lines of the long part
	first int // number of the first short band
}

// Kinds of division.
const (
	allLong = iota
	allShort
	mixed
)

func (t *tables) makeBands() {
	for rate := range t.bands {
		longs := 8
		if rate >= 3 {
			longs = 6
		}
		t.bands[rate] = [3]bandLayout{layout(rate, 22, 13), layout(rate, 0, 0), layout(rate, longs, 3)}
	}
}

// layout has the first longs long bands and the short ones from first on.
func layout(rate, longs, first int) bandLayout {
	l := bandLayout{longs: longs, first: first, split: int(bandsLong[rate][longs])}
	l.ends = append(l.ends, bandsLong[rate][1:longs+1]...)
	at := bandsShort[rate][first] * 3
	for b := first; b < 13; b++ {
		width := bandsShort[rate][b+1] - bandsShort[rate][b]
		for range 3 {
			at += width
			l.ends = append(l.ends, at)
		}
	}
	return l
}

// makeIntensity: ISO 11172-3 §2.4.3.4.9.3, 13818-3 §2.4.3.2.
func (t *tables) makeIntensity() {
	for i := range t.intensity1 {
		if i == 6 { // the tangent's pole
			t.intensity1[i] = [2]float32{1, 0}
			continue
		}
		r := math.Tan(float64(i) * math.Pi / 12)
		t.intensity1[i] = [2]float32{float32(r / (1 + r)), float32(1 / (1 + r))}
	}
	for scale, step := range [2]float64{math.Exp2(-0.25), math.Sqrt2 / 2} {
		for i := range 32 {
			k := float32(math.Pow(step, float64((i+1)/2)))
			t.intensity2[scale][i] = [2]float32{1, k}
			if i%2 == 1 {
				t.intensity2[scale][i] = [2]float32{k, 1}
			}
		}
	}
}
