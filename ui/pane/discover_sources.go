package pane

import (
	"context"

	"ncmtui/store/catalogue"
)

// Discovery is what the pages of discover, of artists and of albums read beyond
// the catalogue.
type Discovery struct {
	Front  FrontSource
	Square SquareSource
	Past   PastSource
	Works  WorkSource
	Facts  FactSource
}

type (
	// FrontSource gives what is new and what is played most.
	FrontSource interface {
		Charts(ctx context.Context) ([]Chart, error)
		NewSongs(ctx context.Context, r Region) ([]catalogue.Song, error)
		NewAlbums(ctx context.Context, r Region, from int64) (Part[catalogue.Album], error)
		Artists(ctx context.Context, f ArtistFilter, from int64) (Part[catalogue.Artist], error)
	}
	// SquareSource gives the playlists of everybody; category "" is all.
	SquareSource interface {
		Categories(ctx context.Context) ([]Category, error)
		FineCategories(ctx context.Context) ([]Category, error)
		Square(ctx context.Context, category string, newest bool, from int64) (Part[catalogue.Playlist], error)
		FinePlaylists(ctx context.Context, category string, from int64) (Part[catalogue.Playlist], error)
	}
	// PastSource gives the daily songs of earlier days, as 2006-01-02.
	PastSource interface {
		Days(ctx context.Context) ([]string, error)
		DaySongs(ctx context.Context, day string) ([]catalogue.Song, error)
	}
	// WorkSource gives what artists have made, and who is like them.
	WorkSource interface {
		ArtistSongs(ctx context.Context, artist int64, newest bool, from int64) (Part[catalogue.Song], error)
		ArtistAlbums(ctx context.Context, artist, from int64) (Part[catalogue.Album], error)
		ArtistMVs(ctx context.Context, artist, from int64) (Part[Clip], error)
		SimilarArtists(ctx context.Context, artist int64) ([]catalogue.Artist, error)
	}
	// FactSource tells about artists and albums.
	FactSource interface {
		Biography(ctx context.Context, artist int64) ([]Paragraph, error)
		ArtistFacts(ctx context.Context, artist int64) (ArtistFacts, error)
		AlbumFacts(ctx context.Context, album int64) (AlbumFacts, error)
	}
)

// Part is some rows of a list that the service cuts.
type Part[T any] struct {
	Rows []T
	Next int64 // what the next part is asked for with
	More bool

	of any // what the rows belong to, for the page alone
}

// Region is where music comes from.
type Region uint8

// The regions, in the order of their names in lang.
const (
	Everywhere Region = iota
	Chinese
	Western
	Japanese
	Korean
	Elsewhere // of artists only
)

// Voice is what sort of artist one is.
type Voice uint8

// The kinds, in the order of their names in lang.
const (
	AnyVoice Voice = iota
	Men
	Women
	Bands
)

// ArtistFilter chooses artists. Initial is a small letter, "" any, "#" none of
// them.
type ArtistFilter struct {
	Region  Region
	Voice   Voice
	Initial string
}

// Category is a word that playlists are sorted by; Group is what it is about,
// "" when the service has no groups.
type Category struct{ Name, Group string }

// Chart is a toplist. Every says in words how often it changes; Tops are its
// first songs, of the official ones only.
type Chart struct {
	catalogue.Playlist
	Every string
	Tops  []Top
}

// Top is a song of a chart's face.
type Top struct{ Song, Artists string }

// ArtistFacts are what changes about an artist.
type ArtistFacts struct {
	Followed bool
	Fans     int
}

// AlbumFacts are what changes about an album.
type AlbumFacts struct {
	Saved                   bool
	Saves, Comments, Shares int
}

// Paragraph is a part of a text to read: its lines, or its title.
type Paragraph struct {
	Text  string // uncleaned; lines end with \n
	Title bool
}
