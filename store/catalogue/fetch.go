package catalogue

import (
	"context"
	"time"
)

// SongFetcher asks the service for songs and what hangs on them.
type SongFetcher interface {
	// Songs gives details of at most 1,000 ids, in any order; ids the service
	// does not know are missing from the answer.
	Songs(ctx context.Context, ids []int64) ([]Song, error)
	Lyrics(ctx context.Context, id int64) (Lyrics, error)
	Album(ctx context.Context, id int64) (Album, error)
	Artist(ctx context.Context, id int64) (Artist, error)
}

// ListFetcher asks the service for lists.
type ListFetcher interface {
	DailySongs(ctx context.Context) ([]Song, error)
	DailyPlaylists(ctx context.Context) ([]Playlist, error)
	UserPlaylists(ctx context.Context, user int64) ([]Playlist, error)
	Playlist(ctx context.Context, id int64) (Tracks, error)
}

// TasteFetcher reads and changes what the account likes, and its radio.
type TasteFetcher interface {
	Liked(ctx context.Context, user int64) ([]int64, error)
	SetLiked(ctx context.Context, id int64, like bool) error
	FM(ctx context.Context) ([]Song, error)
	Trash(ctx context.Context, id int64, listened time.Duration) error
}

// Searcher asks the service's search. It is never cached.
type Searcher interface {
	Search(ctx context.Context, k Kind, query string, offset, limit int) (Found, error)
}
