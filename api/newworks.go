package api

import (
	"context"
	"iter"
	"time"
)

// worksBody is what is new of the followed artists.
type worksBody[W any] struct {
	Data object[struct {
		More  jsonBool `json:"hasMore"`
		Works list[W]  `json:"newWorks"`
	}] `json:"data"`
}

// works walks what is new, backwards in time: the service is asked for what
// came before the last one seen.
func works[W, T any, K comparable](ctx context.Context, c *Client, path string, id func(T) K, f func(W) T, published func(W) int64) iter.Seq2[T, error] {
	return walk(0, id, func(before int64) (page[T, int64], error) {
		p := Params{"limit": 50}
		if before > 0 {
			p["before"] = before
		}
		b, err := call[worksBody[W]](ctx, c, path, p)
		if err != nil {
			return page[T, int64]{}, err
		}
		w := b.Data.V.Works
		out := page[T, int64]{items: each(w, f), next: before, more: bool(b.Data.V.More)}
		if len(w) > 0 {
			out.next = published(w[len(w)-1])
		}
		return out, nil
	})
}

type wireNewSong struct {
	wireSong
	Published jsonInt `json:"publishTime"` // ms
}

// NewWorks are the new songs of the artists the account follows, newest first.
func (c *Client) NewWorks(ctx context.Context) iter.Seq2[Song, error] {
	return works(ctx, c, "/artist/new/song", songID,
		func(w wireNewSong) Song { return w.song() }, func(w wireNewSong) int64 { return int64(w.Published) })
}

// NewWorkMVs are the new music videos of the artists the account follows,
// newest first.
func (c *Client) NewWorkMVs(ctx context.Context) iter.Seq2[MV, error] {
	return works(ctx, c, "/artist/new/mv", mvID, wireMV.mv, func(w wireMV) int64 {
		if t, err := time.Parse(time.DateOnly, string(w.Published)); err == nil {
			return t.UnixMilli()
		}
		var n jsonInt
		_ = n.UnmarshalJSON([]byte(w.Published))
		return int64(n)
	})
}
