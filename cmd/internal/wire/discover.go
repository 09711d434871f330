package wire

import (
	"context"
	"errors"
	"iter"
	"strings"

	"ncmtui/api"
	"ncmtui/store/catalogue"
	"ncmtui/ui/pane"
)

// discovery is what the pages of discover, artists and albums read beyond the
// catalogue. Nothing of it is kept.
func discovery(f fetcher) pane.Discovery {
	return pane.Discovery{Front: front{f}, Square: square{f}, Past: past{f}, Works: works{f}, Facts: facts{f.api}}
}

type (
	front  struct{ fetcher }
	square struct{ fetcher }
	past   struct{ fetcher }
	works  struct{ fetcher }
	facts  struct{ api *api.Client }
)

// The rows that the service sends at once: that many are taken, so that one
// part is one request.
const (
	partOf     = 50
	songPartOf = 100
)

// cut takes the part of a walked list that begins at from: size rows, with one
// request when the service sends as many at once.
func cut[A, B any](ctx context.Context, from int64, size int, walk func(context.Context) iter.Seq2[A, error], f func(A) B) (pane.Part[B], error) {
	out := pane.Part[B]{Next: from + int64(size)}
	for a, err := range walk(api.StartAt(ctx, from)) {
		if err != nil {
			return out, err
		}
		out.Rows = append(out.Rows, f(a))
		if len(out.Rows) == size {
			out.More = true
			break
		}
	}
	return out, nil
}

func (d front) Charts(ctx context.Context) ([]pane.Chart, error) {
	got, err := d.api.ChartsWithTops(ctx)
	return each(got, func(c api.Chart) pane.Chart {
		return pane.Chart{Playlist: d.playlist(c.Playlist), Every: c.Every, Tops: each(c.Top, func(l api.ChartLine) pane.Top {
			return pane.Top(l)
		})}
	}), err
}

var regions = map[pane.Region]api.Region{
	pane.Everywhere: api.Everywhere, pane.Chinese: api.Chinese, pane.Western: api.Western,
	pane.Japanese: api.Japanese, pane.Korean: api.Korean,
}

func (d front) NewSongs(ctx context.Context, r pane.Region) ([]catalogue.Song, error) {
	got, err := d.api.NewSongs(ctx, regions[r])
	return songs(got), err
}

var areas = map[pane.Region]api.Area{
	pane.Everywhere: api.AreaAll, pane.Chinese: api.AreaChinese, pane.Western: api.AreaWestern,
	pane.Japanese: api.AreaJapanese, pane.Korean: api.AreaKorean,
}

func (d front) NewAlbums(ctx context.Context, r pane.Region, from int64) (pane.Part[catalogue.Album], error) {
	return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Album, error] {
		return d.api.NewAlbums(ctx, areas[r])
	}, album)
}

// everyArtist is the artist list's number for all areas; its 0 is the others.
const everyArtist = -1

func (d front) Artists(ctx context.Context, f pane.ArtistFilter, from int64) (pane.Part[catalogue.Artist], error) {
	filter := api.ArtistFilter{Kind: int(f.Voice), Area: int(regions[f.Region]), Initial: f.Initial}
	switch f.Region {
	case pane.Everywhere:
		filter.Area = everyArtist
	case pane.Elsewhere:
		filter.Area = 0
	default:
	}
	return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Artist, error] {
		return d.api.Artists(ctx, filter)
	}, artist)
}

func (d square) Categories(ctx context.Context) ([]pane.Category, error) {
	groups, err := d.api.Categories(ctx)
	var out []pane.Category
	for _, g := range groups {
		if g.Name == "" {
			continue // all of them
		}
		for _, c := range g.Categories {
			out = append(out, pane.Category{Name: c.Name, Group: g.Name})
		}
	}
	return out, err
}

func (d square) FineCategories(ctx context.Context) ([]pane.Category, error) {
	got, err := d.api.FineCategories(ctx)
	return each(got, func(c api.Category) pane.Category { return pane.Category{Name: c.Name} }), err
}

func (d square) Square(ctx context.Context, category string, newest bool, from int64) (pane.Part[catalogue.Playlist], error) {
	return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Playlist, error] {
		return d.api.Square(ctx, category, newest)
	}, d.playlist)
}

// FinePlaylists go on behind the time at which the last one was updated.
func (d square) FinePlaylists(ctx context.Context, category string, from int64) (pane.Part[catalogue.Playlist], error) {
	part, err := cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Playlist, error] {
		return d.api.FinePlaylists(ctx, category)
	}, d.playlist)
	if n := len(part.Rows); n > 0 {
		part.Next = part.Rows[n-1].Updated.UnixMilli()
		part.More = part.More && !part.Rows[n-1].Updated.IsZero()
	}
	return part, err
}

func (d past) Days(ctx context.Context) ([]string, error) { return d.api.Days(ctx) }

func (d past) DaySongs(ctx context.Context, day string) ([]catalogue.Song, error) {
	got, err := d.api.DaySongs(ctx, day)
	return songs(got), err
}

func (d works) ArtistSongs(ctx context.Context, id int64, newest bool, from int64) (pane.Part[catalogue.Song], error) {
	return cut(ctx, from, songPartOf, func(ctx context.Context) iter.Seq2[api.Song, error] {
		return d.api.ArtistSongs(ctx, id, newest)
	}, song)
}

func (d works) ArtistAlbums(ctx context.Context, id, from int64) (pane.Part[catalogue.Album], error) {
	return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.Album, error] {
		return d.api.ArtistAlbums(ctx, id)
	}, album)
}

func (d works) ArtistMVs(ctx context.Context, id, from int64) (pane.Part[pane.Clip], error) {
	return cut(ctx, from, partOf, func(ctx context.Context) iter.Seq2[api.MV, error] {
		return d.api.ArtistMVs(ctx, id)
	}, clip)
}

func (d works) SimilarArtists(ctx context.Context, id int64) ([]catalogue.Artist, error) {
	got, err := d.api.SimilarArtists(ctx, id)
	return each(got, artist), err
}

func (d facts) Biography(ctx context.Context, id int64) ([]pane.Paragraph, error) {
	b, err := d.api.Biography(ctx, id)
	out := []pane.Paragraph{{Text: b.Brief}}
	for _, c := range b.Chapters {
		if strings.HasPrefix(c.Text, b.Brief) {
			out[0].Text = "" // the chapter says it as well
		}
		out = append(out, pane.Paragraph{Text: c.Title, Title: true}, pane.Paragraph{Text: c.Text})
	}
	return out, err
}

// ArtistFacts gives what it got of the two answers that have them.
func (d facts) ArtistFacts(ctx context.Context, id int64) (pane.ArtistFacts, error) {
	stats, err := d.api.ArtistStats(ctx, id)
	fans, wrong := d.api.FanCount(ctx, id)
	if err != nil && wrong != nil {
		return pane.ArtistFacts{}, errors.Join(err, wrong)
	}
	return pane.ArtistFacts{Followed: stats.Followed, Fans: fans}, nil
}

func (d facts) AlbumFacts(ctx context.Context, id int64) (pane.AlbumFacts, error) {
	s, err := d.api.AlbumStats(ctx, id)
	return pane.AlbumFacts{Saved: s.Saved, Saves: s.Saves, Comments: s.Comments, Shares: s.Shares}, err
}
