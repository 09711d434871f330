package lang

// Pair is the texts of one page or part in both languages. Each has a file of
// its own here, and is made with pair, so that the test of missing texts sees
// it.
type Pair[T any] struct{ zh, en T }

// In gives the texts in a language.
func (p *Pair[T]) In(l Lang) *T {
	if l == EN {
		return &p.en
	}
	return &p.zh
}

// Of gives the texts in the language of others.
func (p *Pair[T]) Of(t *Texts) *T {
	if t == &en {
		return &p.en
	}
	return &p.zh
}

// pairs are the texts of all pairs, for the test.
var pairs [][2]any

func pair[T any](zh, en T) *Pair[T] {
	p := &Pair[T]{zh, en}
	pairs = append(pairs, [2]any{p.zh, p.en})
	return p
}
