package api

import "context"

// SearchType is what a search looks for, by the service's number.
type SearchType int

// The types with a typed answer.
const (
	SearchSongs     SearchType = 1
	SearchAlbums    SearchType = 10
	SearchArtists   SearchType = 100
	SearchPlaylists SearchType = 1000
)

// Found is one page of a search; only the list of its type is filled. Total is
// 0 when the service does not count.
type Found struct {
	Total     int
	More      bool
	Songs     []Song
	Albums    []Album
	Artists   []Artist
	Playlists []Playlist
}

type searchBody struct {
	Result object[struct {
		Songs         list[wireSong]     `json:"songs"`
		Albums        list[wireAlbum]    `json:"albums"`
		Artists       list[wireArtist]   `json:"artists"`
		Playlists     list[wirePlaylist] `json:"playlists"`
		SongCount     jsonInt            `json:"songCount"`
		AlbumCount    jsonInt            `json:"albumCount"`
		ArtistCount   jsonInt            `json:"artistCount"`
		PlaylistCount jsonInt            `json:"playlistCount"`
		HasMore       jsonBool           `json:"hasMore"`
	}] `json:"result"`
}

func (b searchBody) found(offset int) Found {
	r := b.Result.V
	f := Found{
		Songs: songs(r.Songs, nil), Playlists: playlists(r.Playlists),
		Total: int(max(r.SongCount, r.AlbumCount, r.ArtistCount, r.PlaylistCount, 0)),
	}
	for _, a := range r.Albums {
		f.Albums = append(f.Albums, a.album())
	}
	for _, a := range r.Artists {
		f.Artists = append(f.Artists, a.artist())
	}
	got := len(f.Songs) + len(f.Albums) + len(f.Artists) + len(f.Playlists)
	f.More = bool(r.HasMore) || (got > 0 && offset+got < f.Total)
	return f
}

// Search gives one page. No hit is an empty page, not an error.
func (c *Client) Search(ctx context.Context, t SearchType, query string, offset, limit int) (Found, error) {
	b, err := call[searchBody](ctx, c, "/cloudsearch", Params{
		"keywords": query, "type": int(t), "offset": offset, "limit": limit,
	})
	if err != nil {
		return Found{}, err
	}
	return b.found(offset), nil
}
