package wire

import (
	"context"

	"ncmtui/api"
	"ncmtui/ui/pane"
)

// recents tells the screen what was heard lately.
type recents struct{ fetcher }

func (r recents) Recent(ctx context.Context, k pane.Kind) (pane.Recents, error) {
	var out pane.Recents
	var err error
	if r.who() == 0 {
		return out, api.ErrLoginNeeded
	}
	switch k {
	case pane.SongKind:
		out.Songs, err = heard(ctx, r.api.RecentSongs, song)
	case pane.PlaylistKind:
		out.Playlists, err = heard(ctx, r.api.RecentPlaylists, r.playlist)
	case pane.AlbumKind:
		out.Albums, err = heard(ctx, r.api.RecentAlbums, album)
	case pane.ProgramKind:
		out.Programs, err = heard(ctx, r.api.RecentPrograms, program)
	default:
		out.Videos, err = heard(ctx, r.api.RecentVideos, clip)
	}
	return out, err
}

func heard[A, B any](ctx context.Context, read func(context.Context) ([]api.Recent[A], error), f func(A) B) ([]pane.Heard[B], error) {
	got, err := read(ctx)
	return each(got, func(a api.Recent[A]) pane.Heard[B] { return pane.Heard[B]{What: f(a.What), At: a.Played} }), err
}

// finder is what the search finds beside the catalogue's kinds.
type finder struct{ fetcher }

var findTypes = map[pane.Kind]api.SearchType{
	pane.UserKind: api.SearchUsers, pane.LyricKind: api.SearchLyrics, pane.PodcastKind: api.SearchPodcasts, pane.MVKind: api.SearchMVs,
}

func (f finder) Find(ctx context.Context, k pane.Kind, query string, offset, limit int) (pane.Findings, error) {
	got, err := f.api.Search(ctx, findTypes[k], query, offset, limit)
	return pane.Findings{
		Total: got.Total, More: got.More, Songs: songs(got.Songs),
		People:   each(got.Users, person),
		Podcasts: each(got.Podcasts, podcast), Clips: each(got.MVs, clip),
	}, err
}

func (f finder) Suggest(ctx context.Context, typed string) ([]string, error) {
	return f.api.SuggestWords(ctx, typed)
}

func (f finder) HotWords(ctx context.Context) ([]pane.HotWord, error) {
	got, err := f.api.HotWordsLong(ctx)
	return each(got, func(w api.HotWord) pane.HotWord { return pane.HotWord{Word: w.Word, Note: w.Text} }), err
}
