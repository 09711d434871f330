package wire

import (
	"context"
	"time"

	"ncmtui/api"
	"ncmtui/store/catalogue"
)

// fetcher asks the service on the catalogue's behalf.
type fetcher struct {
	api *api.Client
	who func() int64 // the account, 0 a guest
}

func (f fetcher) Songs(ctx context.Context, ids []int64) ([]catalogue.Song, error) {
	got, err := f.api.Songs(ctx, ids)
	return songs(got), err
}

func (f fetcher) Lyrics(ctx context.Context, id int64) (catalogue.Lyrics, error) {
	return lyricsOf(ctx, f.api, id)
}

func (f fetcher) Album(ctx context.Context, id int64) (catalogue.Album, error) {
	a, err := f.api.Album(ctx, id)
	return album(a), err
}

func (f fetcher) Artist(ctx context.Context, id int64) (catalogue.Artist, error) {
	a, err := f.api.Artist(ctx, id)
	return artist(a), err
}

func (f fetcher) DailySongs(ctx context.Context) ([]catalogue.Song, error) {
	got, err := f.api.DailySongs(ctx)
	return songs(got), err
}

func (f fetcher) DailyPlaylists(ctx context.Context) ([]catalogue.Playlist, error) {
	got, err := f.api.DailyPlaylists(ctx)
	return each(got, f.playlist), err
}

func (f fetcher) UserPlaylists(ctx context.Context, user int64) ([]catalogue.Playlist, error) {
	got, err := f.api.UserPlaylists(ctx, user)
	return each(got, f.playlist), err
}

func (f fetcher) Playlist(ctx context.Context, id int64) (catalogue.Tracks, error) {
	p, err := f.api.Playlist(ctx, id)
	return catalogue.Tracks{Playlist: f.playlist(p.Playlist), IDs: p.TrackIDs, Songs: songs(p.Songs)}, err
}

func (f fetcher) Liked(ctx context.Context, user int64) ([]int64, error) {
	return f.api.Liked(ctx, user)
}

func (f fetcher) SetLiked(ctx context.Context, id int64, like bool) error {
	return f.api.Like(ctx, id, like)
}

func (f fetcher) FM(ctx context.Context) ([]catalogue.Song, error) {
	got, err := f.api.FM(ctx)
	return songs(got), err
}

func (f fetcher) Trash(ctx context.Context, id int64, listened time.Duration) error {
	return f.api.Trash(ctx, id, listened)
}

var searchTypes = map[catalogue.Kind]api.SearchType{
	catalogue.KindSong:     api.SearchSongs,
	catalogue.KindAlbum:    api.SearchAlbums,
	catalogue.KindArtist:   api.SearchArtists,
	catalogue.KindPlaylist: api.SearchPlaylists,
}

func (f fetcher) Search(ctx context.Context, k catalogue.Kind, query string, offset, limit int) (catalogue.Found, error) {
	got, err := f.api.Search(ctx, searchTypes[k], query, offset, limit)
	return catalogue.Found{
		Kind: k, Total: got.Total, More: got.More, Songs: songs(got.Songs),
		Albums: each(got.Albums, album), Artists: each(got.Artists, artist),
		Playlists: each(got.Playlists, f.playlist),
	}, err
}

// likedSpecial marks the list of songs that its creator likes
// (fixtures user-playlist, specialType 5).
const likedSpecial = 5

func (f fetcher) playlist(p api.Playlist) catalogue.Playlist {
	mine := p.Creator.ID != 0 && p.Creator.ID == f.who()
	return catalogue.Playlist{
		ID: p.ID, Name: p.Name, Cover: p.Cover, Description: p.Description, Tags: p.Tags,
		Creator: catalogue.Ref(p.Creator), Count: p.Count, Plays: p.Plays, Updated: p.Updated, Created: p.Created,
		Liked: mine && p.Special == likedSpecial, Mine: mine, Subscribed: p.Subscribed, Reason: p.Reason,
	}
}

func album(a api.Album) catalogue.Album {
	return catalogue.Album{
		ID: a.ID, Name: a.Name, Alias: a.Alias, Cover: a.Cover, Artists: each(a.Artists, ref), Count: a.Count,
		Published: a.Published, Company: a.Company, Description: a.Description, Songs: songs(a.Songs),
	}
}

func artist(a api.Artist) catalogue.Artist {
	return catalogue.Artist{
		ID: a.ID, Name: a.Name, Alias: a.Alias, Cover: a.Cover, Albums: a.Albums, Songs: a.Songs,
		Brief: a.Brief, Hot: songs(a.Hot),
	}
}

func songs(got []api.Song) []catalogue.Song { return each(got, song) }

var rights = map[api.Right]catalogue.Right{
	api.Free: catalogue.Free, api.VIP: catalogue.VIP, api.Trial: catalogue.Trial, api.Grey: catalogue.Grey,
}

func song(s api.Song) catalogue.Song {
	return catalogue.Song{
		ID: s.ID, Name: s.Name, Alias: s.Alias, Artists: each(s.Artists, ref), Album: ref(s.Album), Cover: s.Cover,
		Duration: s.Duration, Disc: s.Disc, Number: s.Number, MV: s.MV, Right: rights[s.Right], Fee: s.Fee,
		Cloud: s.Cloud, MaxLevel: s.MaxLevel, Reason: s.Reason, Alg: s.Alg,
	}
}

func ref(r api.Ref) catalogue.Ref { return catalogue.Ref(r) }

func each[A, B any](in []A, f func(A) B) []B {
	if in == nil {
		return nil
	}
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}
