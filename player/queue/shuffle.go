package queue

import (
	"math/rand/v2"
	"slices"
	"strconv"
)

// shuffle gives a random order of entries in which two songs of one artist
// follow each other only when there is no other way. first (or -1) is put in
// front; after is the artist of what plays before. It uses the seed up.
func (q *Queue[T]) shuffle(entries []*entry[T], first int, after string) []int {
	q.seed++
	rng := rand.New(rand.NewPCG(q.seed, 0x9e3779b97f4a7c15))
	artists := make([]string, len(entries))
	for i, e := range entries {
		artists[i] = e.artist()
	}
	order := make([]int, 0, len(entries))
	rest := make([]int, 0, len(entries))
	for _, i := range rng.Perm(len(entries)) {
		if i != first {
			rest = append(rest, i)
		}
	}
	if first >= 0 && first < len(entries) {
		order = append(order, first)
		after = artists[first]
	}
	return append(order, spread(rest, artists, after)...)
}

// artist is the one of the entry with index i, "" for none.
func (q *Queue[T]) artist(i int) string {
	if i < 0 || i >= len(q.list.entries) {
		return ""
	}
	return q.list.entries[i].artist()
}

// artist keeps songs without an artist apart from each other.
func (e *entry[T]) artist() string {
	if e.Artist != "" {
		return e.Artist
	}
	return "\x00" + strconv.FormatUint(e.key, 10)
}

// spread reorders ids, taking from the front whatever is not by the artist
// before it, and the majority's artist at once, since it would not fit in
// later.
func spread(ids []int, artists []string, last string) []int {
	left := make(map[string]int)
	for _, i := range ids {
		left[artists[i]]++
	}
	pending := slices.Clone(ids)
	out := make([]int, 0, len(ids))
	major, look := "", len(ids) // nobody has a majority before look are left
	for n := len(pending); n > 0; n = len(pending) {
		if n <= look && 2*left[major] <= n {
			var most int
			major, most = frequent(left)
			look = min(2*most, n) - 1
		}
		k := choose(pending, artists, left, major, last)
		i := pending[k]
		copy(pending[1:k+1], pending[:k])
		pending = pending[1:]
		last = artists[i]
		left[last]--
		out = append(out, i)
	}
	return out
}

// frequent finds the artist with the most songs left. Ties do not matter: who
// is tied has no majority.
func frequent(left map[string]int) (artist string, most int) {
	for a, c := range left {
		if c > most {
			artist, most = a, c
		}
	}
	return artist, most
}

func choose(pending []int, artists []string, left map[string]int, major, last string) int {
	if left[last] == len(pending) {
		return 0
	}
	must := 2*left[major] > len(pending) && major != last
	for k, i := range pending {
		if a := artists[i]; (must && a == major) || (!must && a != last) {
			return k
		}
	}
	return 0
}
