package queue

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

type song struct {
	id     int64
	artist string
	grey   bool
}

func describe(s song) Item { return Item{ID: s.id, Artist: s.artist, Grey: s.grey} }

func songs(n int) []song {
	out := make([]song, n)
	for i := range out {
		out[i] = song{id: int64(i + 1), artist: fmt.Sprint("artist", i%7)}
	}
	return out
}

func with(t *testing.T, n, at int, m Mode) Queue[song] {
	t.Helper()
	return New(describe, 1).SetMode(m).Replace(songs(n), at, false, 0)
}

func current(q Queue[song]) int64 {
	s, ok := q.Track()
	if !ok {
		return 0
	}
	return s.id
}

func walk(q Queue[song], wish bool, n int) []int64 {
	var ids []int64
	for range n {
		next, ok := q.Next(wish)
		if !ok {
			return append(ids, 0)
		}
		q = next
		ids = append(ids, current(q))
	}
	return ids
}

func TestNextFollowsTheMode(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode Mode
		wish bool
		want []int64
	}{
		{Order, false, []int64{3, 4, 0}},
		{Order, true, []int64{3, 4, 0}},
		{LoopList, false, []int64{3, 4, 1, 2, 3}},
		{LoopOne, false, []int64{2, 2, 2, 2, 2}},
		{LoopOne, true, []int64{3, 4, 1, 2, 3}},
	} {
		if got := walk(with(t, 4, 1, c.mode), c.wish, 5); !slices.Equal(got, c.want) {
			t.Errorf("mode %d wish %v: %v, want %v", c.mode, c.wish, got, c.want)
		}
	}
}

func TestGreyTracksAreWalkedOver(t *testing.T) {
	t.Parallel()
	list := songs(5)
	list[1].grey, list[2].grey = true, true
	q := New(describe, 1).Replace(list, 0, false, 0)
	if got := walk(q, false, 3); !slices.Equal(got, []int64{4, 5, 0}) {
		t.Error(got)
	}
	if q.Left() != 2 {
		t.Errorf("left %d, want 2", q.Left())
	}
	for i := range list {
		list[i].grey = true
	}
	for _, m := range []Mode{Order, LoopList, LoopOne, Shuffle} {
		q := New(describe, 1).SetMode(m).Replace(list, 0, false, 0)
		if _, ok := q.Next(true); ok {
			t.Errorf("mode %d: something playable in a grey list", m)
		}
	}
}

func TestShuffleWalksEverythingOnceThenAgain(t *testing.T) {
	t.Parallel()
	q := with(t, 30, 7, Shuffle)
	seen := map[int64]int{current(q): 1}
	shown := q.Order()
	for i := range 29 {
		q, _ = q.Next(false)
		seen[current(q)]++
		if q.Current() != shown[i+1] {
			t.Fatalf("step %d does not follow the shown order", i)
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%d played %d times", id, n)
		}
	}
	last := current(q)
	q, ok := q.Next(false)
	if !ok || current(q) == last || len(seen) != 30 {
		t.Errorf("second round: ok %v, %d after %d, %d songs", ok, current(q), last, len(seen))
	}
}

func TestPreviousGoesBackThroughHistory(t *testing.T) {
	t.Parallel()
	for _, m := range []Mode{Order, LoopList, LoopOne, Shuffle} {
		q := with(t, 9, 2, m)
		var ids []int64
		visit := func(n Queue[song], _ bool) { ids = append(ids, current(q)); q = n }
		visit(q.Next(true))
		visit(q.Jump(8), true)
		visit(q.Jump(0), true)
		visit(q.Next(true))
		for i := len(ids) - 1; i >= 0; i-- {
			var ok bool
			if q, ok = q.Previous(); !ok || current(q) != ids[i] {
				t.Fatalf("mode %d, %d back: %d, want %d", m, len(ids)-i, current(q), ids[i])
			}
		}
	}
}

func TestSkipLeavesNoHistory(t *testing.T) {
	t.Parallel()
	q := with(t, 5, 1, Order)
	q, _ = q.Next(true)
	q, _ = q.Skip()
	q, ok := q.Previous()
	if !ok || current(q) != 2 {
		t.Errorf("back at %d, want 2", current(q))
	}
}

func TestJumpInShuffleLosesNothing(t *testing.T) {
	t.Parallel()
	q := with(t, 12, 0, Shuffle)
	q, _ = q.Next(false)
	seen := map[int64]bool{1: true, current(q): true}
	q = q.Jump(q.Order()[8])
	seen[current(q)] = true
	for range 9 {
		q, _ = q.Next(false)
		seen[current(q)] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d of 12 heard", len(seen))
	}
}

func TestRemovingTheCurrentGoesOn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		mode Mode
		at   int
		want int64
	}{{Order, 1, 3}, {Order, 3, 0}, {LoopList, 3, 1}, {LoopOne, 1, 3}} {
		q, cur := with(t, 4, c.at, c.mode).Remove(c.at)
		if !cur || current(q) != c.want || len(q.Tracks()) != 3 {
			t.Errorf("%+v: current %d, removed %v", c, current(q), cur)
		}
	}
	q, _ := with(t, 1, 0, LoopList).Remove(0)
	if q.Current() != -1 {
		t.Error("an empty queue has a current entry")
	}
	q = q.Append(songs(2))
	if q, ok := q.Next(false); !ok || current(q) != 1 {
		t.Error("appended to an empty queue, the first one is not next")
	}
}

func TestUndoBringsTheListBack(t *testing.T) {
	t.Parallel()
	q := with(t, 6, 2, Order)
	old := q
	q = q.Replace(songs(3), 0, false, 42*time.Second)
	q, mark, cur, ok := q.Undo(0)
	if !ok || !cur || mark != 42*time.Second || current(q) != 3 || len(q.Tracks()) != 6 {
		t.Errorf("replace: ok %v, cur %v, mark %v, at %d", ok, cur, mark, current(q))
	}
	for name, change := range map[string]func(Queue[song]) Queue[song]{
		"append": func(q Queue[song]) Queue[song] { return q.Append(songs(2)) },
		"next":   func(q Queue[song]) Queue[song] { return q.InsertNext(songs(2)) },
		"remove": func(q Queue[song]) Queue[song] { q, _ = q.Remove(0); return q },
		"move":   func(q Queue[song]) Queue[song] { return q.Move(0, 5) },
		"clear":  func(q Queue[song]) Queue[song] { return q.Clear() },
	} {
		back, _, cur, ok := change(old).Undo(0)
		if !ok || cur || !slices.Equal(back.Tracks(), old.Tracks()) || back.Key() != old.Key() {
			t.Errorf("%s: not undone (ok %v, current changed %v)", name, ok, cur)
		}
	}
}

func TestUndoAfterFMBringsTheListBeforeIt(t *testing.T) {
	t.Parallel()
	q := with(t, 4, 3, Order)
	q = q.Replace(nil, 0, true, time.Minute).Refill(songs(3))
	q, _ = q.Next(false)
	if !q.FM() || current(q) != 1 {
		t.Fatal("no fm")
	}
	during, _, _, _ := q.Undo(0)
	after, mark, _, ok := q.Replace(songs(2), 1, false, 0).Undo(0)
	for name, got := range map[string]Queue[song]{"during": during, "after": after} {
		if got.FM() || len(got.Tracks()) != 4 || current(got) != 4 {
			t.Errorf("%s: fm %v, %d tracks, at %d", name, got.FM(), len(got.Tracks()), current(got))
		}
	}
	if !ok || mark != time.Minute || after.CanUndo() {
		t.Errorf("mark %v, more to undo %v", mark, after.CanUndo())
	}
}

func TestRestoreKeepsTheShuffledOrder(t *testing.T) {
	t.Parallel()
	q := with(t, 20, 4, Shuffle)
	q, _ = q.Next(false)
	r := New(describe, 99).Restore(q.Tracks(), q.Order(), q.Current(), Shuffle, false)
	if !slices.Equal(r.Order(), q.Order()) || r.Current() != q.Current() {
		t.Error("order or place lost")
	}
	r = New(describe, 99).Restore(q.Tracks(), []int{1, 1, 7}, 3, Shuffle, false)
	if !isPermutation(r.Order(), 20) || r.Current() != 3 {
		t.Error("a damaged order was taken over")
	}
}

// TestAnyEditsKeepTheInvariants drives the queue with random commands.
func TestAnyEditsKeepTheInvariants(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q := New(describe, rapid.Uint64().Draw(t, "seed"))
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			before, key := q, q.Key()
			stays := edit(t, &q)
			check(t, q)
			if stays && key != 0 && q.Key() != key {
				t.Fatalf("the current entry changed from %d to %d", key, q.Key())
			}
			check(t, before)
		}
	})
}

// edit does one random thing; stays says that the current entry must not
// change by it.
func edit(t *rapid.T, q *Queue[song]) (stays bool) {
	index := func(name string) int { return rapid.IntRange(-1, len(q.Tracks())).Draw(t, name) }
	some := func() []song {
		list := songs(rapid.IntRange(0, 6).Draw(t, "n"))
		for i := range list {
			list[i].grey = rapid.IntRange(0, 4).Draw(t, "grey") == 0
		}
		return list
	}
	switch rapid.IntRange(0, 12).Draw(t, "what") {
	case 0:
		*q = q.Replace(some(), index("at"), rapid.Bool().Draw(t, "fm"), 0)
	case 1:
		*q, _ = q.Next(rapid.Bool().Draw(t, "wish"))
	case 2:
		*q, _ = q.Previous()
	case 3:
		*q = q.Jump(index("jump"))
	case 4:
		*q = q.InsertNext(some())
		return true
	case 5:
		*q = q.Append(some())
		return true
	case 6:
		i := index("remove")
		stays = i != q.Current()
		*q, _ = q.Remove(i)
	case 7:
		*q = q.Move(index("from"), index("to"))
		return true
	case 8:
		*q = q.Clear()
		return true
	case 9:
		var changed bool
		*q, _, changed, _ = q.Undo(0)
		return !changed
	case 10:
		*q = q.SetMode(Mode(rapid.IntRange(0, 3).Draw(t, "mode")))
		return true
	case 11:
		*q, _ = q.Skip()
	case 12:
		*q = q.Refill(some())
		return true
	}
	return stays
}

func check(t *rapid.T, q Queue[song]) {
	n := len(q.Tracks())
	if !isPermutation(q.Order(), n) || len(q.list.entries) != n {
		t.Fatalf("order %v and %d entries for %d tracks", q.Order(), len(q.list.entries), n)
	}
	if cur := q.Current(); cur < -1 || cur >= n {
		t.Fatalf("current %d of %d", cur, n)
	}
	if (q.Mode() != Shuffle || q.FM()) && !slices.IsSorted(q.Order()) {
		t.Fatalf("order %v outside of shuffle", q.Order())
	}
	if next, ok := q.Next(false); ok {
		if s, has := next.Track(); !has || (s.grey && q.Mode() != LoopOne) {
			t.Fatalf("next is %+v, %v", s, has)
		}
		if track, key, ok := q.Peek(); !ok || key != next.Key() || track != q.mustTrack(next) {
			t.Fatal("peek and next differ")
		}
	}
}

func (q Queue[T]) mustTrack(next Queue[T]) T {
	track, _ := next.Track()
	return track
}

func TestShuffleSpreadsArtists(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var list []song
		most := 0
		for a := range rapid.IntRange(1, 6).Draw(t, "artists") {
			n := rapid.IntRange(1, 9).Draw(t, "songs")
			most = max(most, n)
			for range n {
				list = append(list, song{id: int64(len(list)), artist: fmt.Sprint(a)})
			}
		}
		q := New(describe, rapid.Uint64().Draw(t, "seed"))
		order := q.shuffle(q.enter(list), -1, "")
		if !isPermutation(order, len(list)) {
			t.Fatalf("%v is no order of %d", order, len(list))
		}
		twice := 0
		for i := 1; i < len(order); i++ {
			if list[order[i]].artist == list[order[i-1]].artist {
				twice++
			}
		}
		if want := max(2*most-1-len(list), 0); twice != want {
			t.Fatalf("an artist follows itself %d times, %d needed", twice, want)
		}
	})
}

func TestShufflesDiffer(t *testing.T) {
	t.Parallel()
	a, b := New(describe, 1), New(describe, 2)
	if slices.Equal(a.shuffle(a.enter(songs(50)), -1, ""), b.shuffle(b.enter(songs(50)), -1, "")) {
		t.Error("two seeds, one order")
	}
}
