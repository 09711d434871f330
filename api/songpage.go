package api

import (
	"context"
	"fmt"
)

// SimilarSongs are like a song.
func (c *Client) SimilarSongs(ctx context.Context, song int64) ([]Song, error) {
	b, err := call[songsBody](ctx, c, "/simi/song", Params{"id": song})
	if err != nil {
		return nil, err
	}
	return songs(b.Songs, b.Privileges), nil
}

// PlaylistsWith are playlists that hold a song.
func (c *Client) PlaylistsWith(ctx context.Context, song int64) ([]Playlist, error) {
	b, err := call[squareBody](ctx, c, "/simi/playlist", Params{"id": song})
	if err != nil {
		return nil, err
	}
	return playlists(b.Playlists), nil
}

// SimilarUsers are people who listened to a song lately.
func (c *Client) SimilarUsers(ctx context.Context, song int64) ([]User, error) {
	b, err := call[struct {
		Users list[wireUser] `json:"userprofiles"`
	}](ctx, c, "/simi/user", Params{"id": song})
	if err != nil {
		return nil, err
	}
	return each(b.Users, wireUser.user), nil
}

// SongLikes is how many like a song.
func (c *Client) SongLikes(ctx context.Context, song int64) (int64, error) {
	b, err := call[struct {
		Data object[struct {
			Count jsonInt `json:"count"`
		}] `json:"data"`
	}](ctx, c, "/song/red/count", Params{"id": song})
	return int64(b.Data.V.Count), err
}

// WikiBlock is a part of what the service knows about a song: a title and
// facts, as language or when it was first heard.
type WikiBlock struct {
	Code, Title string
	Facts       []WikiFact
}

// WikiFact is a fact with its values.
type WikiFact struct {
	Name   string
	Values []string
}

type wireElement struct {
	Main object[struct {
		Title jsonText `json:"title"`
	}] `json:"mainTitle"`
	Subs list[struct {
		Title jsonText `json:"title"`
	}] `json:"subTitles"`
	Links list[struct {
		Text jsonText `json:"text"`
	}] `json:"textLinks"`
	Descriptions list[struct {
		Text jsonText `json:"description"`
	}] `json:"descriptions"`
}

// values are all texts of an element but its title.
func (w wireElement) values() []string {
	var out []string
	add := func(t jsonText) {
		if t != "" {
			out = append(out, string(t))
		}
	}
	for _, s := range w.Subs {
		add(s.Title)
	}
	for _, l := range w.Links {
		add(l.Text)
	}
	for _, d := range w.Descriptions {
		add(d.Text)
	}
	return out
}

// Wiki is what the service knows about a song.
func (c *Client) Wiki(ctx context.Context, song int64) ([]WikiBlock, error) {
	type wireCreative struct {
		Element   object[wireElement] `json:"uiElement"`
		Resources list[struct {
			Element object[wireElement] `json:"uiElement"`
		}] `json:"resources"`
	}
	type wireBlock struct {
		Code      jsonText            `json:"code"`
		Element   object[wireElement] `json:"uiElement"`
		Creatives list[wireCreative]  `json:"creatives"`
	}
	b, err := call[struct {
		Data object[struct {
			Blocks list[wireBlock] `json:"blocks"`
		}] `json:"data"`
	}](ctx, c, "/song/wiki/summary", Params{"id": song})
	if err != nil {
		return nil, err
	}
	return each(b.Data.V.Blocks, func(w wireBlock) WikiBlock {
		out := WikiBlock{Code: string(w.Code), Title: string(w.Element.V.Main.V.Title)}
		for _, cr := range w.Creatives {
			f := WikiFact{string(cr.Element.V.Main.V.Title), cr.Element.V.values()}
			for _, r := range cr.Resources {
				if t := r.Element.V.Main.V.Title; t != "" {
					f.Values = append(f.Values, string(t))
				}
				f.Values = append(f.Values, r.Element.V.values()...)
			}
			out.Facts = append(out.Facts, f)
		}
		return out
	}), nil
}

// Available says whether a song can be played at a bitrate (bit/s), and if not
// the service's sentence about it.
func (c *Client) Available(ctx context.Context, song int64, bitrate int) (bool, string, error) {
	b, err := call[struct {
		OK      jsonBool `json:"success"`
		Message jsonText `json:"message"`
	}](ctx, c, "/check/music", Params{"id": song, "br": bitrate})
	return bool(b.OK), string(b.Message), err
}

// SongURLsAt asks for addresses of at most a bitrate (bit/s), the older way.
func (c *Client) SongURLsAt(ctx context.Context, bitrate int, ids ...int64) ([]SongURL, error) {
	a, err := c.Call(ctx, "/song/url", Params{"id": joined(ids), "br": bitrate})
	if err != nil {
		return nil, err
	}
	return decodeURLs(a.Body, ids)
}

// DownloadURL asks for the address of a song's file to keep, at a level; the
// service counts these. URL "" means that there is none.
func (c *Client) DownloadURL(ctx context.Context, id int64, level string) (SongURL, error) {
	return c.download(ctx, "/song/download/url/v1", id, Params{"id": id, "level": level})
}

// DownloadURLAt is DownloadURL by a bitrate (bit/s), the older way.
func (c *Client) DownloadURLAt(ctx context.Context, id int64, bitrate int) (SongURL, error) {
	return c.download(ctx, "/song/download/url", id, Params{"id": id, "br": bitrate})
}

func (c *Client) download(ctx context.Context, path string, id int64, p Params) (SongURL, error) {
	a, err := c.Call(ctx, path, p)
	if err != nil {
		return SongURL{}, err
	}
	all, err := decodeURLs(a.Body, []int64{id})
	if err != nil {
		return SongURL{}, err
	}
	if len(all) == 0 {
		return SongURL{}, badAnswer(path, fmt.Errorf("nothing about song %d", id))
	}
	return all[0], nil
}

// Quality is one of the files a song has.
type Quality struct {
	Level   string
	Bitrate int // bit/s
	Rate    int // Hz
	Size    int64
}

// qualities are the members of the answer, best last.
var qualities = [...]struct{ key, level string }{
	{"l", "standard"},
	{"m", "higher"},
	{"h", "exhigh"},
	{"sq", "lossless"},
	{"hr", "hires"},
	{"je", "jyeffect"},
	{"sk", "sky"},
	{"db", "dolby"},
	{"jm", "jymaster"},
}

// Qualities are the files a song has, whatever the account may play.
func (c *Client) Qualities(ctx context.Context, song int64) ([]Quality, error) {
	type wireQuality struct {
		BR   jsonInt `json:"br"`
		SR   jsonInt `json:"sr"`
		Size jsonInt `json:"size"`
	}
	b, err := call[struct {
		Data object[map[string]object[wireQuality]] `json:"data"`
	}](ctx, c, "/song/music/detail", Params{"id": song})
	if err != nil {
		return nil, err
	}
	var out []Quality
	for _, q := range qualities {
		if w := b.Data.V[q.key]; w.OK {
			out = append(out, Quality{q.level, int(w.V.BR), int(w.V.SR), int64(w.V.Size)})
		}
	}
	return out, nil
}
