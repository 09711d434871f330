package catalogue

// lru keeps at most max values, those used last. It is not safe for use from
// several goroutines.
type lru[K comparable, V any] struct {
	max   int
	items map[K]*node[K, V]
	root  node[K, V] // a ring: root.next is the newest, root.prev the oldest
}

type node[K comparable, V any] struct {
	prev, next *node[K, V]
	key        K
	value      V
}

func newLRU[K comparable, V any](maxItems int) *lru[K, V] {
	l := &lru[K, V]{max: maxItems, items: map[K]*node[K, V]{}}
	l.root.prev, l.root.next = &l.root, &l.root
	return l
}

func (l *lru[K, V]) get(key K) (V, bool) {
	n, ok := l.items[key]
	if !ok {
		var none V
		return none, false
	}
	l.unlink(n)
	l.front(n)
	return n.value, true
}

func (l *lru[K, V]) put(key K, value V) {
	n, ok := l.items[key]
	switch {
	case ok:
		l.unlink(n)
	case len(l.items) >= l.max:
		n = l.root.prev // its place is used again
		l.unlink(n)
		delete(l.items, n.key)
		l.items[key] = n
	default:
		n = &node[K, V]{}
		l.items[key] = n
	}
	n.key, n.value = key, value
	l.front(n)
}

func (l *lru[K, V]) remove(key K) {
	if n, ok := l.items[key]; ok {
		l.unlink(n)
		delete(l.items, key)
	}
}

func (l *lru[K, V]) clear() {
	clear(l.items)
	l.root.prev, l.root.next = &l.root, &l.root
}

func (l *lru[K, V]) unlink(n *node[K, V]) { n.prev.next, n.next.prev = n.next, n.prev }

func (l *lru[K, V]) front(n *node[K, V]) {
	n.prev, n.next = &l.root, l.root.next
	n.prev.next, n.next.prev = n, n
}
