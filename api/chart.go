package api

import (
	"context"
	"time"
)

// Chart is one of the service's toplists: a playlist that follows a rule. Top
// are its first songs where the answer has them, names only.
type Chart struct {
	Playlist
	Every string // how often it changes, in words
	Top   []ChartLine
}

// ChartLine is a song of a chart's face.
type ChartLine struct{ Song, Artists string }

type wireChart struct {
	wirePlaylist
	Every  jsonText `json:"updateFrequency"`
	Tracks list[struct {
		First  jsonText `json:"first"`
		Second jsonText `json:"second"`
	}] `json:"tracks"`
}

func (w wireChart) chart() Chart {
	c := Chart{Playlist: w.playlist(), Every: string(w.Every)}
	for _, t := range w.Tracks {
		c.Top = append(c.Top, ChartLine{string(t.First), string(t.Second)})
	}
	return c
}

func (c *Client) charts(ctx context.Context, path string) ([]Chart, error) {
	b, err := call[struct {
		List list[wireChart] `json:"list"`
	}](ctx, c, path, nil)
	if err != nil {
		return nil, err
	}
	return each(b.List, wireChart.chart), nil
}

// Charts are all toplists.
func (c *Client) Charts(ctx context.Context) ([]Chart, error) { return c.charts(ctx, "/toplist") }

// ChartsWithTops are all toplists with the first songs of the official ones.
func (c *Client) ChartsWithTops(ctx context.Context) ([]Chart, error) {
	return c.charts(ctx, "/toplist/detail")
}

// Ranked is a song of somebody's listening rank. Score is its share of the
// most played one, in percent.
type Ranked struct {
	Song  Song
	Plays int
	Score int
}

// Rank is what a user played most, of the last week or of all time. A user may
// hide it: ErrRefused.
func (c *Client) Rank(ctx context.Context, user int64, week bool) ([]Ranked, error) {
	type wireRanked struct {
		Song  wireSong `json:"song"`
		Plays jsonInt  `json:"playCount"`
		Score jsonInt  `json:"score"`
	}
	b, err := call[struct {
		Week list[wireRanked] `json:"weekData"`
		All  list[wireRanked] `json:"allData"`
	}](ctx, c, "/user/record", Params{"uid": user, "type": onOff(week)})
	if err != nil {
		return nil, err
	}
	return each(append(b.Week, b.All...), func(w wireRanked) Ranked {
		return Ranked{w.Song.song(), int(w.Plays), int(w.Score)}
	}), nil
}

// Recent is something played lately; What is filled in.
type Recent[T any] struct {
	What   T
	Played time.Time
	Device string // what it was played on, in words
}

type recentBody[W any] struct {
	Data object[struct {
		List list[struct {
			Played jsonInt `json:"playTime"`
			Data   W       `json:"data"`
			Device object[struct {
				Text jsonText `json:"osText"`
			}] `json:"multiTerminalInfo"`
		}] `json:"list"`
	}] `json:"data"`
}

// mostRecent is how many the service keeps of a kind.
const mostRecent = 300

func recent[W, T any](ctx context.Context, c *Client, kind string, f func(W) T) ([]Recent[T], error) {
	b, err := call[recentBody[W]](ctx, c, "/record/recent/"+kind, Params{"limit": mostRecent})
	if err != nil {
		return nil, err
	}
	out := make([]Recent[T], 0, len(b.Data.V.List))
	for _, w := range b.Data.V.List {
		out = append(out, Recent[T]{f(w.Data), millis(w.Played), string(w.Device.V.Text)})
	}
	return out, nil
}

// RecentSongs are the songs the account played last, on any device.
func (c *Client) RecentSongs(ctx context.Context) ([]Recent[Song], error) {
	return recent(ctx, c, "song", wireSong.song)
}

// RecentPlaylists are the playlists the account played last.
func (c *Client) RecentPlaylists(ctx context.Context) ([]Recent[Playlist], error) {
	return recent(ctx, c, "playlist", wirePlaylist.playlist)
}

// RecentAlbums are the albums the account played last.
func (c *Client) RecentAlbums(ctx context.Context) ([]Recent[Album], error) {
	return recent(ctx, c, "album", wireAlbum.album)
}

// RecentPodcasts are the podcasts the account played last.
func (c *Client) RecentPodcasts(ctx context.Context) ([]Recent[Podcast], error) {
	return recent(ctx, c, "dj", wirePodcast.podcast)
}

// RecentPrograms are the programs of podcasts the account played last.
func (c *Client) RecentPrograms(ctx context.Context) ([]Recent[Program], error) {
	return recent(ctx, c, "voice", wireProgram.program)
}

// RecentVideos are the videos the account watched last.
func (c *Client) RecentVideos(ctx context.Context) ([]Recent[MV], error) {
	return recent(ctx, c, "video", wireMV.mv)
}
