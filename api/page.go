package api

import (
	"context"
	"iter"
	"strconv"
)

// page is a part of a list that the service cuts: its items, how many the
// service sent (some may not have decoded), and the cursor of the next part,
// an offset or a time of the service.
type page[T any, C comparable] struct {
	items []T
	next  C
	more  bool
}

// walk gives the items of a list part by part, each part asked for when the
// one before is used up. It ends after an error (which comes with a zero
// item), and where the service has no more: says so, gives nothing new, or
// gives the same cursor again. An item whose id came before is left out; id 0
// is nobody's and always given.
func walk[T any, K, C comparable](start C, id func(T) K, fetch func(C) (page[T, C], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var nobody K
		seen := map[K]bool{}
		for cursor := start; ; {
			p, err := fetch(cursor)
			if err != nil {
				yield(none, err)
				return
			}
			fresh := false
			for _, item := range p.items {
				k := id(item)
				if k != nobody && seen[k] {
					continue
				}
				fresh = fresh || k != nobody
				seen[k] = true
				if !yield(item, nil) {
					return
				}
			}
			if !p.more || !fresh || p.next == cursor {
				return
			}
			cursor = p.next
		}
	}
}

// offsets is what most lists of the service are: a body of type B with items
// and a mark that there are more, asked for by limit and offset.
type offsets[B, T any] struct {
	path  string
	limit int
	p     Params // without limit and offset
	items func(B) []T
	more  func(b B, upto int) bool // upto: how many came so far, with this part
}

type startKey struct{}

// StartAt makes the lists that are asked for with the context begin later: at
// the item of that number, the first is 0. FinePlaylists count in times (Unix
// ms): they begin behind the one that was updated then.
func StartAt(ctx context.Context, at int64) context.Context {
	return context.WithValue(ctx, startKey{}, at)
}

func startOf(ctx context.Context) int64 {
	at, _ := ctx.Value(startKey{}).(int64)
	return at
}

// by walks such a list.
func by[K comparable, B, T any](ctx context.Context, c *Client, id func(T) K, o offsets[B, T]) iter.Seq2[T, error] {
	return walk(int(startOf(ctx)), id, func(offset int) (page[T, int], error) {
		p := Params{"limit": o.limit, "offset": offset}
		for name, v := range o.p {
			p[name] = v
		}
		b, err := call[B](ctx, c, o.path, p)
		if err != nil {
			return page[T, int]{}, err
		}
		items := o.items(b)
		upto := offset + len(items)
		return page[T, int]{items, upto, o.more(b, upto)}, nil
	})
}

func songID(s Song) int64         { return s.ID }
func playlistID(p Playlist) int64 { return p.ID }
func albumID(a Album) int64       { return a.ID }
func artistID(a Artist) int64     { return a.ID }
func userID(u User) int64         { return u.ID }

// each converts the items of a list.
func each[W, T any](in []W, f func(W) T) []T {
	out := make([]T, 0, len(in))
	for _, w := range in {
		out = append(out, f(w))
	}
	return out
}

// do makes a call of which only the outcome matters.
func (c *Client) do(ctx context.Context, path string, p Params) error {
	_, err := c.Call(ctx, path, p)
	return err
}

// onOff is how addresses that begin and end something are told which.
func onOff(on bool) int {
	if on {
		return 1
	}
	return 0
}

// bracketed is the text "[1,2]" that some addresses want.
func bracketed(ids []int64) string { return "[" + joined(ids) + "]" }

func idText(id int64) string { return strconv.FormatInt(id, 10) }
