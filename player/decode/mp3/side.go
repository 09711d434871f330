package mp3

// granule is what the side information says of one granule and channel, ISO
// 11172-3 §2.4.1.7.
type granule struct {
	size      int // part2_3_length: bits of main data
	big       int // lines coded as pairs
	gain      int // global_gain
	compress  int // scalefac_compress
	switched  bool
	blockType int // 0 normal, 1 start, 2 short, 3 stop
	mixed     bool
	tables    [3]int
	subgain   [3]int // of the three windows
	regions   [3]int // where the regions of the pairs end, in lines
	preflag   bool
	scale     int // quarter powers of two that one step of a scalefactor is: 2 or 4
	quadB     bool
}

// kind is how the granule's lines are divided.
func (g *granule) kind() int {
	switch {
	case g.blockType != 2:
		return allLong
	case g.mixed:
		return mixed
	}
	return allShort
}

// sideInfo is a frame's side information.
type sideInfo struct {
	begin    int // main_data_begin: bytes of earlier frames that are needed
	share    [2][4]bool
	granules [2][2]granule // by granule and channel
}

// maxSide is the longest side information in bytes.
const maxSide = 32

// parseSide reads the side information at the front of b, which has slack
// behind it. False when it cannot be true.
func (s *sideInfo) parse(h Header, b []byte) bool {
	r := bitsAt(b, 0)
	channels := h.channels()
	if h.Version == 1 {
		s.begin = r.take(9)
		r.take(either(h.Mono, 5, 3)) // private bits
		for c := range channels {
			for i := range 4 {
				s.share[c][i] = r.flag()
			}
		}
	} else {
		s.begin = r.take(8)
		r.take(either(h.Mono, 1, 2))
	}
	ok := true
	for g := range h.Samples / lines {
		for c := range channels {
			ok = s.granules[g][c].parse(h, &r) && ok
		}
	}
	return ok
}

func either(mono bool, one, two uint) uint {
	if mono {
		return one
	}
	return two
}

func (g *granule) parse(h Header, r *bitReader) bool {
	g.size = r.take(12)
	g.big = r.take(9) * 2
	g.gain = r.take(8)
	g.compress = r.take(either(h.Version == 1, 4, 9))
	g.switched = r.flag()
	ok := g.big <= lines
	g.big = min(g.big, lines)
	if g.switched {
		ok = g.parseSwitched(h, r) && ok
	} else {
		g.parseNormal(h, r)
	}
	g.preflag = h.Version == 1 && r.flag()
	g.scale = 2 << r.take(1)
	g.quadB = r.flag()
	for i, t := range g.tables {
		if (t == 4 || t == 14) && (i == 0 || g.regions[i-1] < g.big) {
			ok = false // there are no such tables
		}
	}
	return ok
}

func (g *granule) parseSwitched(h Header, r *bitReader) bool {
	g.blockType = r.take(2)
	g.mixed = r.flag()
	g.tables = [3]int{r.take(5), r.take(5), 0}
	for i := range g.subgain {
		g.subgain[i] = r.take(3)
	}
	// The first region ends behind eight long bands, or three short ones.
	end := int(bandsLong[h.rateIndex()][8])
	if g.blockType == 2 {
		end = int(bandsShort[h.rateIndex()][3]) * 3
	}
	g.regions = [3]int{min(end, g.big), g.big, g.big}
	return g.blockType != 0
}

func (g *granule) parseNormal(h Header, r *bitReader) {
	g.blockType, g.mixed = 0, false
	g.tables = [3]int{r.take(5), r.take(5), r.take(5)}
	g.subgain = [3]int{}
	first := r.take(4) + 1
	second := first + r.take(3) + 1
	bands := &bandsLong[h.rateIndex()]
	g.regions = [3]int{
		min(int(bands[min(first, 22)]), g.big),
		min(int(bands[min(second, 22)]), g.big),
		g.big,
	}
}
