package api

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strconv"
)

// Category is a word that playlists are sorted by.
type Category struct {
	ID   int64 // 0 where the answer has none
	Name string
	Hot  bool
}

// CategoryGroup are the categories of one kind, as language or mood.
type CategoryGroup struct {
	Name       string
	Categories []Category
}

type wireCategory struct {
	ID    jsonInt  `json:"id"`
	Name  jsonText `json:"name"`
	Hot   jsonBool `json:"hot"`
	Group jsonInt  `json:"category"`
}

func (w wireCategory) category() Category { return Category{int64(w.ID), string(w.Name), bool(w.Hot)} }

// Categories are the playlist square's words by kind; the first group is the
// one that stands for all, without a name.
func (c *Client) Categories(ctx context.Context) ([]CategoryGroup, error) {
	b, err := call[struct {
		All   object[wireCategory]        `json:"all"`
		Sub   list[wireCategory]          `json:"sub"`
		Kinds object[map[string]jsonText] `json:"categories"`
	}](ctx, c, "/playlist/catlist", nil)
	if err != nil {
		return nil, err
	}
	var out []CategoryGroup
	if b.All.OK {
		out = append(out, CategoryGroup{Categories: []Category{b.All.V.category()}})
	}
	byKind := map[int64][]Category{}
	for name := range b.Kinds.V {
		if k, err := strconv.ParseInt(name, 10, 64); err == nil {
			byKind[k] = nil
		}
	}
	for _, w := range b.Sub {
		byKind[int64(w.Group)] = append(byKind[int64(w.Group)], w.category())
	}
	for _, k := range slices.Sorted(maps.Keys(byKind)) {
		out = append(out, CategoryGroup{string(b.Kinds.V[idText(k)]), byKind[k]})
	}
	return out, nil
}

func (c *Client) tags(ctx context.Context, path string) ([]Category, error) {
	b, err := call[struct {
		Tags list[wireCategory] `json:"tags"`
	}](ctx, c, path, nil)
	if err != nil {
		return nil, err
	}
	return each(b.Tags, wireCategory.category), nil
}

// HotCategories are the square's most used words.
func (c *Client) HotCategories(ctx context.Context) ([]Category, error) {
	return c.tags(ctx, "/playlist/hot")
}

// FineCategories are the words of the high quality playlists.
func (c *Client) FineCategories(ctx context.Context) ([]Category, error) {
	return c.tags(ctx, "/playlist/highquality/tags")
}

type squareBody struct {
	Playlists list[wirePlaylist] `json:"playlists"`
	Total     jsonInt            `json:"total"`
	More      jsonBool           `json:"more"`
	Last      jsonInt            `json:"lasttime"`
}

// Square are the playlists of a category ("" for all), the hot ones or the new
// ones first.
func (c *Client) Square(ctx context.Context, category string, newest bool) iter.Seq2[Playlist, error] {
	p := Params{"order": "hot"}
	if newest {
		p["order"] = "new"
	}
	if category != "" {
		p["cat"] = category
	}
	return by(ctx, c, playlistID, offsets[squareBody, Playlist]{
		path: "/top/playlist", limit: 50, p: p,
		items: func(b squareBody) []Playlist { return playlists(b.Playlists) },
		more:  func(b squareBody, upto int) bool { return bool(b.More) || upto < int(b.Total) },
	})
}

// FinePlaylists are the high quality playlists of a category, "" for all.
func (c *Client) FinePlaylists(ctx context.Context, category string) iter.Seq2[Playlist, error] {
	return walk(startOf(ctx), playlistID, func(before int64) (page[Playlist, int64], error) {
		p := Params{"limit": 50, "before": before}
		if category != "" {
			p["cat"] = category
		}
		b, err := call[squareBody](ctx, c, "/top/playlist/highquality", p)
		return page[Playlist, int64]{playlists(b.Playlists), int64(b.Last), bool(b.More)}, err
	})
}

// SuggestedPlaylists are chosen for the account, or for anybody without login.
func (c *Client) SuggestedPlaylists(ctx context.Context, limit int) ([]Playlist, error) {
	b, err := call[struct {
		Result list[wirePlaylist] `json:"result"`
	}](ctx, c, "/personalized", Params{"limit": limit})
	if err != nil {
		return nil, err
	}
	return playlists(b.Result), nil
}

// SuggestedSongs are new songs chosen for the account.
func (c *Client) SuggestedSongs(ctx context.Context, limit int) ([]Song, error) {
	type wireItem struct {
		ID   jsonInt          `json:"id"`
		Name jsonText         `json:"name"`
		Pic  jsonText         `json:"picUrl"`
		Text jsonText         `json:"copywriter"`
		Alg  jsonText         `json:"alg"`
		Song object[wireSong] `json:"song"`
	}
	b, err := call[struct {
		Result list[wireItem] `json:"result"`
	}](ctx, c, "/personalized/newsong", Params{"limit": limit})
	if err != nil {
		return nil, err
	}
	return each(b.Result, func(w wireItem) Song {
		s := w.Song.V.song()
		if !w.Song.OK {
			s.ID, s.Name = int64(w.ID), string(w.Name)
		}
		s.Cover = first(s.Cover, secure(string(w.Pic)))
		s.Reason, s.Alg = first(s.Reason, string(w.Text)), first(s.Alg, string(w.Alg))
		return s
	}), nil
}

// Region is where new songs come from, by the service's number.
type Region int

// The regions.
const (
	Everywhere Region = 0
	Chinese    Region = 7
	Japanese   Region = 8
	Korean     Region = 16
	Western    Region = 96
)

// NewSongs are a region's new songs.
func (c *Client) NewSongs(ctx context.Context, r Region) ([]Song, error) {
	b, err := call[fmBody](ctx, c, "/top/song", Params{"type": int(r)})
	if err != nil {
		return nil, err
	}
	return songs(b.Data, nil), nil
}

// Days are the days whose recommended songs the service still has, newest
// first, as 2006-01-02; a membership is needed.
func (c *Client) Days(ctx context.Context) ([]string, error) {
	b, err := call[struct {
		Data object[struct {
			Dates texts `json:"dates"`
		}] `json:"data"`
	}](ctx, c, "/history/recommend/songs", nil)
	return b.Data.V.Dates, err
}

// DaySongs are the songs recommended on one of Days.
func (c *Client) DaySongs(ctx context.Context, day string) ([]Song, error) {
	b, err := call[struct {
		Data object[struct {
			Songs list[wireSong] `json:"songs"`
		}] `json:"data"`
	}](ctx, c, "/history/recommend/songs/detail", Params{"date": day})
	if err != nil {
		return nil, err
	}
	return songs(b.Data.V.Songs, nil), nil
}
