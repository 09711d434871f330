package serve

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"

	"ncmtui/api/route"
)

// The bounds of the cache: how long the documented server gives an answer
// again, and how many bytes all answers have together.
const (
	cacheTime  = 2 * time.Minute
	cacheBytes = 8 << 20
)

// key names a call and who makes it. It is a digest: no cookie stays behind.
type key [sha256.Size]byte

// keyOf covers the route, every parameter (timestamp too: that is how callers
// get a fresh answer), and the cookies.
func keyOf(r *route.Route, in input) key {
	var room [512]byte
	var few [8]string
	b := withLength(room[:0], r.Path)
	names := few[:0]
	for name := range in.params {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = withLength(b, name)
		v := in.params[name]
		text, ok := v.(string)
		if !ok {
			b = withLength(b, "\x00json") // the text "1" and the number 1 may be sent differently
			text = route.Text(v)
		}
		b = withLength(b, text)
	}
	b = withLength(b, "\x00who")
	return sha256.Sum256(withLength(b, in.identity))
}

// withLength adds a text and its length, so that no two lists look alike.
func withLength(b []byte, text string) []byte {
	b = binary.LittleEndian.AppendUint64(b, uint64(len(text)))
	return append(b, text...)
}

// cacheable says whether an answer of a route may be given again: never what
// changes something, and never what logs in or proves who one is.
func cacheable(r *route.Route) bool {
	if r.Write || r.Path == "/login" || r.Path == "/logout" {
		return false
	}
	for _, prefix := range []string{"/login/", "/captcha/", "/register/"} {
		if strings.HasPrefix(r.Path, prefix) {
			return false
		}
	}
	return true
}

type stored struct {
	key    key
	body   []byte
	cookie []string
	until  time.Time
	heads  []string // of the requests that are answered with it again; under the cache's lock
}

// cache holds answers in the order they came, which is the order they expire.
type cache struct {
	keep time.Duration

	mu     sync.Mutex
	byKey  map[key]*stored
	byHead map[string]*told
	order  []*stored // oldest first, from head on
	head   int
	weight int
}

func newCache(keep time.Duration) *cache {
	if keep == 0 {
		keep = cacheTime
	}
	return &cache{keep: keep, byKey: map[key]*stored{}, byHead: map[string]*told{}}
}

func (c *cache) get(k key, now time.Time) (*stored, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s, ok := c.byKey[k]
	if !ok || !now.Before(s.until) {
		return nil, false
	}
	return s, true
}

// overhead is about what an entry costs beside its body, in bytes.
const overhead = 256

func (s *stored) weight() int {
	n := overhead + len(s.body)
	for _, line := range s.cookie {
		n += len(line)
	}
	return n
}

func (c *cache) put(k key, body []byte, cookie []string, now time.Time) {
	s := &stored{key: k, body: body, cookie: cookie, until: now.Add(c.keep)}
	if s.weight() > cacheBytes/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byKey[k] = s // an older one stays in order until its turn
	c.order = append(c.order, s)
	c.weight += s.weight()
	for c.head < len(c.order) && (c.weight > cacheBytes || !now.Before(c.order[c.head].until)) {
		c.drop()
	}
	if c.head > 1024 && c.head > len(c.order)/2 {
		c.order = append([]*stored(nil), c.order[c.head:]...)
		c.head = 0
	}
}

func (c *cache) drop() {
	s := c.order[c.head]
	c.order[c.head] = nil
	c.head++
	c.weight -= s.weight()
	if c.byKey[s.key] == s {
		delete(c.byKey, s.key)
	}
	for _, head := range s.heads {
		if t := c.byHead[head]; t != nil && t.answer == s {
			delete(c.byHead, head)
		}
	}
}
