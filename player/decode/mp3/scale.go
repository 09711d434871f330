package mp3

// factors are the scalefactors of one channel, in the order of bandLayout's
// ends; the bands above the last one that has any stay 0.
type factors struct {
	value [39]uint8
	// noPosition marks values that, as intensity positions, say "none":
	// MPEG-2 takes the largest that the bits can say for it.
	noPosition [39]bool
}

// slen1 are the lengths in bits of the low and the high scalefactors by
// scalefac_compress, ISO 11172-3 §2.4.2.7.
var slen1 = [16][2]uint8{
	{0, 0},
	{0, 1},
	{0, 2},
	{0, 3},
	{3, 0},
	{1, 1},
	{1, 2},
	{1, 3},
	{2, 1},
	{2, 2},
	{2, 3},
	{3, 1},
	{3, 2},
	{3, 3},
	{4, 2},
	{4, 3},
}

// shareEnds are where the groups end that scfsi is about.
var shareEnds = [4]int{6, 11, 16, 21}

// read1 reads MPEG-1 scalefactors. share tells which groups are those of the
// granule before.
func (f *factors) read1(r *bitReader, g *granule, share *[4]bool) {
	low, high := uint(slen1[g.compress][0]), uint(slen1[g.compress][1])
	f.noPosition = [39]bool{}
	if g.kind() == allLong {
		b := 0
		for i, end := range shareEnds {
			n := low
			if i >= 2 {
				n = high
			}
			for ; b < end; b++ {
				if !share[i] {
					f.value[b] = uint8(r.take(n))
				}
			}
		}
		clear(f.value[21:])
		return
	}
	// Six short bands are low, in the mixed kind eight long and three short.
	split, end := 18, 36
	if g.kind() == mixed {
		split, end = 17, 35
	}
	for b := range split {
		f.value[b] = uint8(r.take(low))
	}
	for b := split; b < end; b++ {
		f.value[b] = uint8(r.take(high))
	}
	clear(f.value[end:])
}

// groups2 are how many scalefactors have each of the four lengths, by the
// kind of the compress word and of the division; ISO 13818-3 §2.4.3.2.
var groups2 = [6][3][4]uint8{
	{{6, 5, 5, 5}, {9, 9, 9, 9}, {6, 9, 9, 9}},
	{{6, 5, 7, 3}, {9, 9, 12, 6}, {6, 9, 12, 6}},
	{{11, 10, 0, 0}, {18, 18, 0, 0}, {15, 18, 0, 0}},
	{{7, 7, 7, 0}, {12, 12, 12, 0}, {6, 15, 12, 0}},
	{{6, 6, 6, 3}, {12, 9, 9, 6}, {6, 12, 9, 6}},
	{{8, 8, 5, 0}, {15, 12, 9, 0}, {6, 18, 9, 0}},
}

// read2 reads MPEG-2 scalefactors; position says that they are the right
// channel's with intensity stereo. It sets the granule's preflag.
func (f *factors) read2(r *bitReader, g *granule, position bool) {
	var word int
	var lengths [4]int
	c := g.compress
	g.preflag = false
	switch {
	case position && c>>1 < 180:
		c >>= 1
		word, lengths = 3, [4]int{c / 36, c % 36 / 6, c % 6}
	case position && c>>1 < 244:
		c = c>>1 - 180
		word, lengths = 4, [4]int{c >> 4, c >> 2 & 3, c & 3}
	case position:
		c = c>>1 - 244
		word, lengths = 5, [4]int{c / 3, c % 3}
	case c < 400:
		word, lengths = 0, [4]int{c >> 4 / 5, c >> 4 % 5, c >> 2 & 3, c & 3}
	case c < 500:
		c -= 400
		word, lengths = 1, [4]int{c >> 2 / 5, c >> 2 % 5, c & 3}
	default:
		c -= 500
		word, lengths = 2, [4]int{c / 3, c % 3}
		g.preflag = true
	}
	b := 0
	for i, count := range groups2[word][g.kind()] {
		n := uint(lengths[i])
		for range count {
			v := r.take(n)
			f.value[b] = uint8(v)
			f.noPosition[b] = n > 0 && v == 1<<n-1
			b++
		}
	}
	clear(f.value[b:])
	clear(f.noPosition[b:])
}

// gains gives the factor of each band, in the order of the layout. lower
// quarter powers of two are taken off all.
func (t *tables) gains(out *[39]float32, g *granule, f *factors, l *bandLayout, lower int) {
	base := g.gain - 210 - lower - gainLow
	for b := range l.longs {
		v := int(f.value[b])
		if g.preflag {
			v += int(pretab[b])
		}
		out[b] = t.gain[base-g.scale*v]
	}
	for b := l.longs; b < len(l.ends); b += 3 {
		for w := range 3 {
			out[b+w] = t.gain[base-8*g.subgain[w]-g.scale*int(f.value[b+w])]
		}
	}
}
