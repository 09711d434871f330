package pane

// thread is a list of comments as far as it was read: those of a thing in one
// order, or a comment and the answers to it.
type thread struct {
	topic string // of its questions
	order CommentOrder
	over  *Comment // the comment that the others answer; it is the first item

	items  []Comment
	list   blocks
	next   CommentPlace
	total  int
	more   bool
	loaded bool
	err    error
}

// clear forgets what was read.
func (t *thread) clear() {
	t.items, t.next, t.total, t.more, t.loaded, t.err = nil, CommentPlace{}, 0, false, false, nil
	if t.over != nil {
		t.items = []Comment{*t.over}
	}
	t.list.reset()
	t.list.grow(len(t.items))
}

// take adds a page; the first one replaces what was there. What came before is
// left out: threads grow at the head while they are read.
func (t *thread) take(p CommentPage, first bool) {
	if first {
		t.clear()
	}
	have := make(map[int64]bool, len(t.items)+len(p.Comments))
	for i := range t.items {
		have[t.items[i].ID] = true
	}
	before := len(t.items)
	for _, c := range p.Comments {
		if c.ID == 0 || !have[c.ID] {
			have[c.ID] = true
			t.items = append(t.items, c)
		}
	}
	t.loaded, t.err = true, nil
	t.next, t.total = p.Next, max(p.Total, t.total)
	t.more = p.More && len(t.items) > before
	t.list.grow(len(t.items))
}

// first is the place of the first comment that is not what the others answer.
func (t *thread) first() int {
	if t.over != nil {
		return 1
	}
	return 0
}

// insert puts a comment before the others.
func (t *thread) insert(c Comment) {
	at := t.first()
	t.items = append(t.items[:at:at], append([]Comment{c}, t.items[at:]...)...)
	t.total++
	t.list.renew(len(t.items))
	t.list.moveTo(at)
}

// remove takes a comment out; it tells where it was, -1 for nowhere.
func (t *thread) remove(id int64) int {
	for i := range t.items {
		if t.items[i].ID == id {
			t.items = append(t.items[:i:i], t.items[i+1:]...)
			t.total--
			t.list.renew(len(t.items))
			t.list.settle()
			return i
		}
	}
	return -1
}

// restore puts a comment back where it was.
func (t *thread) restore(c Comment, at int) {
	if at < 0 {
		return
	}
	at = min(at, len(t.items))
	t.items = append(t.items[:at:at], append([]Comment{c}, t.items[at:]...)...)
	t.total++
	t.list.renew(len(t.items))
	t.list.settle()
}

// change changes a comment wherever it stands.
func (t *thread) change(id int64, f func(*Comment)) {
	if t.over != nil && t.over.ID == id {
		f(t.over)
	}
	for i := range t.items {
		if t.items[i].ID == id {
			f(&t.items[i])
			t.list.redraw(i)
		}
	}
}

// wantsMore says whether the view is near the end of what was read.
func (t *thread) wantsMore() bool {
	return t.more && t.list.top+2*t.list.h >= t.list.total()
}

// now is the comment under the cursor, nil for none.
func (t *thread) now() *Comment {
	if i := t.list.cursor; i < len(t.items) {
		return &t.items[i]
	}
	return nil
}
