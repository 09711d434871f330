package stream

// bitmap has one bit per chunk of the file; it grows as needed.
type bitmap []byte

func chunks(size int64) int { return int((size + chunkSize - 1) / chunkSize) }

func (b bitmap) has(i int) bool { return i/8 < len(b) && b[i/8]&(1<<(i%8)) != 0 }

func (b *bitmap) set(i int) {
	for i/8 >= len(*b) {
		*b = append(*b, 0)
	}
	(*b)[i/8] |= 1 << (i % 8)
}

func (b bitmap) unset(i int) {
	if i/8 < len(b) {
		b[i/8] &^= 1 << (i % 8)
	}
}

// all says whether the first n bits are set.
func (b bitmap) all(n int) bool {
	for i := range n {
		if !b.has(i) {
			return false
		}
	}
	return true
}

// spans gives the runs of set bits as parts of the whole.
func (b bitmap) spans(size int64) []Span {
	var out []Span
	n := chunks(size)
	part := func(i int) float64 { return min(float64(i)*chunkSize/float64(size), 1) }
	for i := 0; i < n; i++ {
		if !b.has(i) {
			continue
		}
		from := i
		for i < n && b.has(i) {
			i++
		}
		out = append(out, Span{From: part(from), To: part(i)})
	}
	return out
}

func (b bitmap) any() bool { return b.bytes() > 0 }

// bytes is the size of all chunks that are there.
func (b bitmap) bytes() int64 {
	var n int64
	for i := range len(b) * 8 {
		if b.has(i) {
			n += chunkSize
		}
	}
	return n
}

// padded is a copy with room for n bits.
func (b bitmap) padded(n int) []byte {
	out := make([]byte, (n+7)/8)
	copy(out, b)
	return out
}
