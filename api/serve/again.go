package serve

import (
	"bytes"
	"net/http"
	"time"
)

// The bounds of what is told again: the head of a request and of an answer, in
// bytes, how many heads are known at a time, and how many for one answer.
const (
	maxHead  = 2 << 10
	maxHeads = 512
	fewHeads = 4
)

// told is a stored answer as it went to a request with a certain head. A
// request with the same head, byte for byte, gets the same answer: all that
// the guard, the table and the store go by stands in the head of a request
// without a body. It saves net/http the reading of one and the writing of the
// other, which are two thirds of what a stored answer costs.
type told struct {
	name   string // of the route, for the log
	answer *stored
	head   []byte // of the answer
	date   int    // where the 29 bytes of its Date stand
}

var (
	headEnd   = []byte("\r\n\r\n")
	dateField = []byte("\r\nDate: ")
)

// learn keeps the head of an answer that begins p; it does nothing for one
// that ends the connection, or could not be told again for another reason.
func (c *cache) learn(request string, t told, p []byte) {
	end := bytes.Index(p, headEnd)
	at := bytes.Index(p, dateField)
	if end < 0 || end > maxHead || at < 0 || at > end || len(t.answer.body) > toPiece ||
		!bytes.HasPrefix(p, []byte("HTTP/1.1 200 ")) || bytes.Contains(p[:end], []byte("\r\nConnection:")) {
		return
	}
	t.head, t.date = bytes.Clone(p[:end+len(headEnd)]), at+len(dateField)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.byHead) >= maxHeads || len(t.answer.heads) >= fewHeads || c.byKey[t.answer.key] != t.answer {
		return
	}
	t.answer.heads = append(t.answer.heads, request)
	c.byHead[request] = &t
}

// known gives what a request with this head was told, while that is fresh.
func (c *cache) known(request []byte, now time.Time) *told {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.byHead[string(request)]
	if t == nil || !now.Before(t.answer.until) {
		return nil
	}
	return t
}

// again answers a request that is known by its head; done is false for others.
func (h *Handler) again(c *connection, request []byte) (done bool, err error) {
	begun := h.now()
	t := h.cache.known(request, begun)
	if t == nil {
		return false, nil
	}
	c.extend()
	whole := pieces.Get().(*[]byte)
	b := append((*whole)[:0], t.head...)
	begun.UTC().AppendFormat(b[:t.date], http.TimeFormat) // as long as the one it replaces
	*whole = append(b, t.answer.body...)
	_, err = c.Conn.Write(*whole)
	pieces.Put(whole)
	h.log.write(http.MethodGet, t.name, http.StatusOK, h.now().Sub(begun))
	return true, err
}

// bounds follows where the requests of a connection begin and end, from what
// net/http was given to read.
type bounds struct {
	given []byte // of the request under way
	fresh bool   // nothing of the next request was given yet
	lost  bool   // where the next one begins is not known, and never will be
}

// add notes what is given to net/http.
func (b *bounds) add(p []byte) {
	b.fresh = false
	if b.lost = b.lost || len(b.given)+len(p) > maxHead; !b.lost {
		b.given = append(b.given, p...)
	}
}

// answered notes that the request given is answered; early is what of the next
// one has been given already.
func (b *bounds) answered(early []byte) {
	if b.lost = b.lost || !b.whole(); b.lost {
		return
	}
	b.given = append(b.given[:0], early...)
	b.fresh = len(early) == 0
}

// whole says whether exactly one head of a GET was given, with no line that
// net/http and others may see the end of at different places. What might have
// a body is never whole.
func (b *bounds) whole() bool {
	if b.lost || !bytes.HasPrefix(b.given, []byte("GET ")) || bytes.Index(b.given, headEnd) != len(b.given)-len(headEnd) ||
		bytes.Count(b.given, []byte("\n")) != bytes.Count(b.given, []byte("\r\n")) {
		return false
	}
	for line := range bytes.SplitSeq(b.given, []byte("\r\n")) {
		for _, name := range [...]string{"Content-Length", "Transfer-Encoding", "Expect", "Upgrade"} {
			if len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) {
				return false
			}
		}
	}
	return true
}
