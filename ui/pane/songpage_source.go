package pane

import (
	"context"

	"ncmtui/store/catalogue"
)

type (
	// SongFactSource tells about one song.
	SongFactSource interface {
		Qualities(ctx context.Context, song int64) ([]Quality, error)
		// SongNumbers are how many like a song, and how much was said of it.
		SongNumbers(ctx context.Context, song int64) (SongNumbers, error)
		// Wiki is what the service knows about a song.
		Wiki(ctx context.Context, song int64) ([]WikiPart, error)
		// PlaylistsWith are playlists that hold a song.
		PlaylistsWith(ctx context.Context, song int64) ([]catalogue.Playlist, error)
	}

	// Quality is a file that a song has. Level is the service's word.
	Quality struct {
		Level   string
		Bitrate int   // bit/s
		Rate    int   // Hz, 0 not told
		Size    int64 // bytes
	}

	// SongNumbers are 0 where they are not told.
	SongNumbers struct{ Likes, Comments int }

	// WikiPart is a chapter of what is known; texts are uncleaned.
	WikiPart struct {
		Title string
		Facts []WikiFact
	}

	// WikiFact is a fact with its values; without a name they stand alone.
	WikiFact struct {
		Name   string
		Values []string
	}
)
