package api

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"sort"
	"strconv"
	"time"

	"ncmtui/internal/safe"
)

// MV is a music video, or another video. VID names it: the digits of ID for a
// music video, 32 hex digits (and ID 0) for another.
type MV struct {
	ID          int64
	VID         string
	Name        string
	Cover       string
	Artists     []Ref // or the user who made it
	Duration    time.Duration
	Plays       int64
	Published   string // date as 2006-01-02, as the service writes it; "" not told
	Description string
	Saved       bool
	Likes       int
	Saves       int
	Comments    int
	Shares      int
	Heights     []int // of the pictures there are, in lines, smallest first
}

type wireMV struct {
	ID         jsonInt       `json:"id"`
	VID        jsonText      `json:"vid"`
	Name       jsonText      `json:"name"`
	Title      jsonText      `json:"title"`
	Cover      jsonText      `json:"cover"`
	CoverURL   jsonText      `json:"coverUrl"`
	PicURL     jsonText      `json:"picUrl"`
	SmallPic   jsonText      `json:"sPicUrl"`
	Wide       jsonText      `json:"imgurl16v9"`
	Image      jsonText      `json:"imgurl"`
	ArtistID   jsonInt       `json:"artistId"`
	ArtistName jsonText      `json:"artistName"`
	Artists    list[wireRef] `json:"artists"`
	// creator is a list in the searches and an object in recommendations.
	Creator    oneOrMany[wireUser] `json:"creator"`
	Artist     object[wireRef]     `json:"artist"`
	Duration   jsonInt             `json:"duration"` // ms
	DurationMS jsonInt             `json:"durationms"`
	Plays      jsonInt             `json:"playCount"`
	PlayTime   jsonInt             `json:"playTime"` // times played, in spite of its name
	Published  jsonText            `json:"publishTime"`
	Desc       jsonText            `json:"desc"`
	BriefDesc  jsonText            `json:"briefDesc"`
	Copywriter jsonText            `json:"copywriter"`
	Saved      jsonBool            `json:"subed"`
	Likes      jsonInt             `json:"likeCount"`
	Saves      jsonInt             `json:"subCount"`
	Comments   jsonInt             `json:"commentCount"`
	Shares     jsonInt             `json:"shareCount"`
	Brs        brs                 `json:"brs"`
}

// brs are the pictures there are: an object with the heights as keys, or a
// list of objects with br.
type brs []int

func (l *brs) UnmarshalJSON(b []byte) error {
	*l = nil
	switch {
	case bytes.HasPrefix(b, []byte("{")):
		var m map[string]json.RawMessage
		_ = json.Unmarshal(b, &m)
		for height := range m {
			if n, err := strconv.Atoi(height); err == nil {
				*l = append(*l, n)
			}
		}
	case bytes.HasPrefix(b, []byte("[")):
		var many list[struct {
			BR jsonInt `json:"br"`
		}]
		_ = many.UnmarshalJSON(b)
		for _, one := range many {
			*l = append(*l, int(one.BR))
		}
	}
	sort.Ints(*l)
	return nil
}

func (w wireMV) mv() MV {
	m := MV{
		ID: int64(w.ID), VID: string(w.VID), Name: first(string(w.Name), string(w.Title)),
		Cover:   secure(first(string(w.Cover), string(w.CoverURL), string(w.PicURL), string(w.Wide), string(w.Image), string(w.SmallPic))),
		Artists: refs(w.Artists), Duration: span(max(w.Duration, w.DurationMS), time.Millisecond),
		Plays: int64(max(w.Plays, w.PlayTime)), Published: string(w.Published),
		Description: first(string(w.Desc), string(w.BriefDesc), string(w.Copywriter)), Saved: bool(w.Saved),
		Likes: int(w.Likes), Saves: int(w.Saves), Comments: int(w.Comments), Shares: int(w.Shares), Heights: w.Brs,
	}
	if m.ID == 0 { // the id of a music video among videos is its vid
		m.ID, _ = strconv.ParseInt(m.VID, 10, 64)
	}
	if m.VID == "" {
		m.VID = idText(m.ID)
	}
	switch {
	case len(m.Artists) > 0:
	case w.ArtistName != "" || w.ArtistID != 0:
		m.Artists = []Ref{{int64(w.ArtistID), string(w.ArtistName)}}
		if m.Artists[0].ID == 0 {
			m.Artists[0].ID = int64(w.Artist.V.ID)
		}
	default:
		for _, u := range w.Creator {
			m.Artists = append(m.Artists, Ref{int64(u.ID), u.user().Name})
		}
	}
	return m
}

func mvID(m MV) string { return m.VID }

// MV is a music video's page.
func (c *Client) MV(ctx context.Context, id int64) (MV, error) {
	b, err := call[struct {
		Saved jsonBool       `json:"subed"`
		Data  object[wireMV] `json:"data"`
	}](ctx, c, "/mv/detail", Params{"mvid": id})
	if err != nil {
		return MV{}, err
	}
	m := b.Data.V.mv()
	m.Saved = m.Saved || bool(b.Saved)
	return m, nil
}

// MVURL is where a video's file is. URL is "" when the service gives none.
type MVURL struct {
	ID      int64
	URL     safe.Secret // signed
	Height  int         // lines of the picture; may be lower than asked
	Size    int64
	MD5     string
	Code    int
	Expires time.Duration
	Message string
}

// MVURL asks for a music video's file, of at most a height (1080, 720, 480, 240).
func (c *Client) MVURL(ctx context.Context, id int64, height int) (MVURL, error) {
	b, err := call[struct {
		Data object[struct {
			ID      jsonInt  `json:"id"`
			URL     jsonText `json:"url"`
			Height  jsonInt  `json:"r"`
			Size    jsonInt  `json:"size"`
			MD5     jsonText `json:"md5"`
			Code    jsonInt  `json:"code"`
			Expi    jsonInt  `json:"expi"` // s
			Message jsonText `json:"msg"`
		}] `json:"data"`
	}](ctx, c, "/mv/url", Params{"id": id, "r": height})
	if err != nil {
		return MVURL{}, err
	}
	w := b.Data.V
	return MVURL{
		int64(w.ID), safe.Secret(w.URL), int(w.Height), int64(w.Size), string(w.MD5), int(w.Code),
		span(w.Expi, time.Second), string(w.Message),
	}, nil
}

type mvsBody struct {
	Data    list[wireMV] `json:"data"`
	HasMore jsonBool     `json:"hasMore"`
	More    jsonBool     `json:"more"`
	Count   jsonInt      `json:"count"`
	Result  list[wireMV] `json:"result"`
	MVs     list[wireMV] `json:"mvs"` // of the similar ones
}

func (b mvsBody) mvs() []MV {
	return each(append(append(b.Data, b.Result...), b.MVs...), wireMV.mv)
}

func (c *Client) mvPages(ctx context.Context, path string, p Params) iter.Seq2[MV, error] {
	return by(ctx, c, mvID, offsets[mvsBody, MV]{
		path: path, limit: 50, p: p, items: mvsBody.mvs,
		more: func(b mvsBody, upto int) bool { return bool(b.HasMore || b.More) || upto < int(b.Count) },
	})
}

// MVFilter chooses music videos by the service's words; "" is any. Area: 内地,
// 港台, 欧美, 日本, 韩国. Kind: 官方版, 原生, 现场版, 网易出品. Order: 上升最快, 最热, 最新.
type MVFilter struct{ Area, Kind, Order string }

// MVs are all music videos that pass a filter.
func (c *Client) MVs(ctx context.Context, f MVFilter) iter.Seq2[MV, error] {
	p := Params{}
	for name, v := range map[string]string{"area": f.Area, "type": f.Kind, "order": f.Order} {
		if v != "" {
			p[name] = v
		}
	}
	return c.mvPages(ctx, "/mv/all", p)
}

// MVChart are the most watched music videos of an area, "" for all.
func (c *Client) MVChart(ctx context.Context, area string) iter.Seq2[MV, error] {
	return c.mvPages(ctx, "/top/mv", Params{"area": area})
}

// SavedMVs are the videos the account keeps.
func (c *Client) SavedMVs(ctx context.Context) iter.Seq2[MV, error] {
	return c.mvPages(ctx, "/mv/sublist", nil)
}

// SaveMV keeps a music video, or no longer.
func (c *Client) SaveMV(ctx context.Context, id int64, on bool) error {
	return c.do(ctx, "/mv/sub", Params{"mvid": id, "t": onOff(on)})
}

// Exclusives are the service's own programmes on its front page.
func (c *Client) Exclusives(ctx context.Context) ([]MV, error) {
	return c.mvs(ctx, "/personalized/privatecontent", nil)
}

// AllExclusives are all of the service's own programmes.
func (c *Client) AllExclusives(ctx context.Context) iter.Seq2[MV, error] {
	return c.mvPages(ctx, "/personalized/privatecontent/list", nil)
}

// NewMVs are an area's newest music videos; area "" is all, else a Chinese
// word as of MVFilter.
func (c *Client) NewMVs(ctx context.Context, area string) ([]MV, error) {
	return c.mvs(ctx, "/mv/first", Params{"area": area, "limit": 50})
}

// SimilarMVs are like a music video.
func (c *Client) SimilarMVs(ctx context.Context, id int64) ([]MV, error) {
	return c.mvs(ctx, "/simi/mv", Params{"mvid": id})
}

// SuggestedMVs are a few that the service puts forward.
func (c *Client) SuggestedMVs(ctx context.Context) ([]MV, error) {
	return c.mvs(ctx, "/personalized/mv", nil)
}

func (c *Client) mvs(ctx context.Context, path string, p Params) ([]MV, error) {
	b, err := call[mvsBody](ctx, c, path, p)
	if err != nil {
		return nil, err
	}
	return b.mvs(), nil
}

// MVStats is how much was said about a music video, and whether the account
// likes it.
func (c *Client) MVStats(ctx context.Context, id int64) (CommentCount, error) {
	w, err := call[wireCount](ctx, c, "/mv/detail/info", Params{"mvid": id})
	return w.count(), err
}

// LikeMV praises a music video, or no longer.
func (c *Client) LikeMV(ctx context.Context, id int64, on bool) error {
	return c.do(ctx, "/resource/like", Params{"type": int(OnMV), "id": id, "t": onOff(on)})
}
