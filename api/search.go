package api

import (
	"context"
	"iter"
	"reflect"
)

// SearchType is what a search looks for, by the service's number.
type SearchType int

// The types. SearchVideos finds music videos too, SearchLyrics songs by words
// of their text.
const (
	SearchSongs     SearchType = 1
	SearchAlbums    SearchType = 10
	SearchArtists   SearchType = 100
	SearchPlaylists SearchType = 1000
	SearchUsers     SearchType = 1002
	SearchMVs       SearchType = 1004
	SearchLyrics    SearchType = 1006
	SearchPodcasts  SearchType = 1009
	SearchVideos    SearchType = 1014
	SearchAll       SearchType = 1018
	SearchPrograms  SearchType = 2000
)

// Found is one page of a search; only the lists of its type are filled, with
// SearchAll several. Total is 0 when the service does not count.
type Found struct {
	Total     int
	More      bool
	Songs     []Song
	Albums    []Album
	Artists   []Artist
	Playlists []Playlist
	Users     []User
	MVs       []MV // videos as well
	Podcasts  []Podcast
	Programs  []Program
	Related   []string // other searches, of SearchAll
	Order     []string // of the lists, of SearchAll: song, album, playList …
}

// findings are the lists of a result, or of a part of one.
type findings struct {
	Songs     list[wireSong]     `json:"songs"`
	Albums    list[wireAlbum]    `json:"albums"`
	Artists   list[wireArtist]   `json:"artists"`
	Playlists list[wirePlaylist] `json:"playlists"` // playLists as well
	Profiles  list[wireUser]     `json:"userprofiles"`
	Users     list[wireUser]     `json:"users"`
	MVs       list[wireMV]       `json:"mvs"`
	Videos    list[wireMV]       `json:"videos"`
	Radios    list[wirePodcast]  `json:"djRadios"`
	Related   list[struct {
		Keyword jsonText `json:"keyword"`
	}] `json:"sim_querys"`
	More jsonBool `json:"more"`
}

func (l findings) into(f *Found) {
	f.Songs = append(f.Songs, songs(l.Songs, nil)...)
	f.Albums = append(f.Albums, each(l.Albums, wireAlbum.album)...)
	f.Artists = append(f.Artists, each(l.Artists, wireArtist.artist)...)
	f.Playlists = append(f.Playlists, playlists(l.Playlists)...)
	f.Users = append(f.Users, each(append(l.Profiles, l.Users...), wireUser.user)...)
	f.MVs = append(f.MVs, each(append(l.MVs, l.Videos...), wireMV.mv)...)
	f.Podcasts = append(f.Podcasts, each(l.Radios, wirePodcast.podcast)...)
	for _, r := range l.Related {
		f.Related = append(f.Related, string(r.Keyword))
	}
}

func (f Found) count() int {
	return len(f.Songs) + len(f.Albums) + len(f.Artists) + len(f.Playlists) + len(f.Users) +
		len(f.MVs) + len(f.Podcasts) + len(f.Programs)
}

type searchBody struct {
	Result object[struct {
		findings
		SongCount     jsonInt  `json:"songCount"`
		AlbumCount    jsonInt  `json:"albumCount"`
		ArtistCount   jsonInt  `json:"artistCount"`
		PlaylistCount jsonInt  `json:"playlistCount"`
		UserCount     jsonInt  `json:"userprofileCount"`
		MVCount       jsonInt  `json:"mvCount"`
		VideoCount    jsonInt  `json:"videoCount"`
		RadioCount    jsonInt  `json:"djRadiosCount"`
		RadioTotal    jsonInt  `json:"djRadioCount"`
		HasMore       jsonBool `json:"hasMore"`

		// of SearchAll
		Song     object[findings] `json:"song"`
		Album    object[findings] `json:"album"`
		Artist   object[findings] `json:"artist"`
		PlayList object[findings] `json:"playList"`
		User     object[findings] `json:"user"`
		MV       object[findings] `json:"mv"`
		Video    object[findings] `json:"video"`
		Radio    object[findings] `json:"djRadio"`
		Similar  object[findings] `json:"sim_query"`
		Order    texts            `json:"order"`
	}] `json:"result"`
	// of SearchPrograms
	Data object[struct {
		Resources list[struct {
			Base object[wireProgram] `json:"baseInfo"`
		}] `json:"resources"`
		Total jsonInt  `json:"totalCount"`
		More  jsonBool `json:"hasMore"`
	}] `json:"data"`
}

func (b searchBody) found(offset int) Found {
	r := b.Result.V
	f := Found{Order: r.Order, Total: int(max(
		r.SongCount, r.AlbumCount, r.ArtistCount, r.PlaylistCount, r.UserCount,
		r.MVCount, r.VideoCount, r.RadioCount, r.RadioTotal, b.Data.V.Total, 0,
	))}
	r.into(&f)
	for _, part := range []object[findings]{r.Song, r.Album, r.Artist, r.PlayList, r.User, r.MV, r.Video, r.Radio, r.Similar} {
		part.V.into(&f)
	}
	for _, w := range b.Data.V.Resources {
		if w.Base.OK {
			f.Programs = append(f.Programs, w.Base.V.program())
		}
	}
	got := f.count()
	f.More = bool(r.HasMore || b.Data.V.More) || (got > 0 && offset+got < f.Total)
	return f
}

// Search gives one page. No hit is an empty page, not an error. SearchAll has
// one page only.
func (c *Client) Search(ctx context.Context, t SearchType, query string, offset, limit int) (Found, error) {
	path := "/cloudsearch"
	if t == SearchPrograms {
		path = "/search"
	}
	b, err := call[searchBody](ctx, c, path, Params{
		"keywords": query, "type": int(t), "offset": offset, "limit": limit,
	})
	if err != nil {
		return Found{}, err
	}
	return b.found(offset), nil
}

// SearchPages are the pages of a search, each asked for when it is wanted.
func (c *Client) SearchPages(ctx context.Context, t SearchType, query string, limit int) iter.Seq2[Found, error] {
	return func(yield func(Found, error) bool) {
		var before Found
		for offset := 0; ; {
			f, err := c.Search(ctx, t, query, offset, limit)
			if err != nil {
				yield(Found{}, err)
				return
			}
			// The same page again is the end too: "more" has been seen stuck.
			if offset > 0 && reflect.DeepEqual(f, before) {
				return
			}
			if !yield(f, nil) || !f.More || f.count() == 0 || t == SearchAll {
				return
			}
			before = f
			offset += f.count()
		}
	}
}

// Suggestion is what a few letters may stand for.
type Suggestion struct {
	Songs     []Song
	Artists   []Artist
	Albums    []Album
	Playlists []Playlist
	MVs       []MV
	Order     []string // of the lists: songs, artists …
}

// Suggest gives a few things by the first letters of their names.
func (c *Client) Suggest(ctx context.Context, letters string) (Suggestion, error) {
	b, err := call[struct {
		Result object[struct {
			findings
			Order texts `json:"order"`
		}] `json:"result"`
	}](ctx, c, "/search/suggest", Params{"keywords": letters})
	if err != nil {
		return Suggestion{}, err
	}
	var f Found
	b.Result.V.into(&f)
	return Suggestion{f.Songs, f.Artists, f.Albums, f.Playlists, f.MVs, b.Result.V.Order}, nil
}

// SuggestWords gives whole queries that begin with some letters.
func (c *Client) SuggestWords(ctx context.Context, letters string) ([]string, error) {
	b, err := call[struct {
		Result object[struct {
			All list[struct {
				Keyword jsonText `json:"keyword"`
			}] `json:"allMatch"`
		}] `json:"result"`
	}](ctx, c, "/search/suggest", Params{"keywords": letters, "type": "mobile"})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, w := range b.Result.V.All {
		out = append(out, string(w.Keyword))
	}
	return out, nil
}

// HotWord is a query that many make. Score and Text are there with
// HotWordsLong only.
type HotWord struct {
	Word  string
	Score int64
	Text  string
	Icon  int // 0 none, 1 hot, 2 new …, as the service draws it
}

// HotWords are the ten queries made most.
func (c *Client) HotWords(ctx context.Context) ([]HotWord, error) {
	b, err := call[struct {
		Result object[struct {
			Hots list[struct {
				Word jsonText `json:"first"`
				Icon jsonInt  `json:"iconType"`
			}] `json:"hots"`
		}] `json:"result"`
	}](ctx, c, "/search/hot", nil)
	if err != nil {
		return nil, err
	}
	var out []HotWord
	for _, w := range b.Result.V.Hots {
		out = append(out, HotWord{Word: string(w.Word), Icon: int(w.Icon)})
	}
	return out, nil
}

// HotWordsLong are the twenty queries made most, with what they are about.
func (c *Client) HotWordsLong(ctx context.Context) ([]HotWord, error) {
	b, err := call[struct {
		Data list[struct {
			Word  jsonText `json:"searchWord"`
			Score jsonInt  `json:"score"`
			Text  jsonText `json:"content"`
			Icon  jsonInt  `json:"iconType"`
		}] `json:"data"`
	}](ctx, c, "/search/hot/detail", nil)
	if err != nil {
		return nil, err
	}
	var out []HotWord
	for _, w := range b.Data {
		out = append(out, HotWord{string(w.Word), int64(w.Score), string(w.Text), int(w.Icon)})
	}
	return out, nil
}

// DefaultWord is what an empty search box offers: what it shows, and the query
// that stands behind it.
type DefaultWord struct {
	Shown, Query string
	Type         SearchType
}

// DefaultWord is the query offered now.
func (c *Client) DefaultWord(ctx context.Context) (DefaultWord, error) {
	type wireWord struct {
		Shown jsonText `json:"showKeyword"`
		Real  jsonText `json:"realkeyword"`
		Type  jsonInt  `json:"searchType"`
		Style object[struct {
			Word jsonText `json:"keyWord"`
		}] `json:"styleKeyword"`
	}
	b, err := call[struct {
		Data object[struct {
			wireWord
			Keywords oneOrMany[wireWord] `json:"keywords"`
		}] `json:"data"`
	}](ctx, c, "/search/default", nil)
	if err != nil {
		return DefaultWord{}, err
	}
	w := b.Data.V.wireWord
	if w.Shown == "" && len(b.Data.V.Keywords) > 0 {
		w = b.Data.V.Keywords[0]
	}
	return DefaultWord{first(string(w.Shown), string(w.Style.V.Word)), string(w.Real), SearchType(w.Type)}, nil
}
