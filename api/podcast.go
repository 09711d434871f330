package api

import (
	"context"
	"iter"
	"time"
)

// Podcast is a radio of the service: a row of programs by one host.
type Podcast struct {
	ID          int64
	Name        string
	Cover       string
	Description string
	Category    Ref
	Host        Ref
	Programs    int
	Subscribers int
	Subscribed  bool
	Created     time.Time
	Updated     time.Time // of the last program
	Last        Ref       // the last program
	Reason      string
}

// Program is one part of a podcast. Song is what is played; its id is not the
// program's.
type Program struct {
	ID          int64
	Name        string
	Cover       string
	Description string
	Song        Song
	Podcast     Ref
	Host        Ref
	Number      int // in the podcast, the first is 1
	Duration    time.Duration
	Created     time.Time
	Listeners   int
	Likes       int
	Comments    int
	Shares      int
}

type wirePodcast struct {
	ID          jsonInt          `json:"id"`
	Name        jsonText         `json:"name"`
	Cover       jsonText         `json:"picUrl"`
	Desc        jsonText         `json:"desc"`
	CategoryID  jsonInt          `json:"categoryId"`
	Category    jsonText         `json:"category"`
	DJ          object[wireUser] `json:"dj"`
	Programs    jsonInt          `json:"programCount"`
	Subscribers jsonInt          `json:"subCount"`
	Subscribed  jsonBool         `json:"subed"`
	Created     jsonInt          `json:"createTime"`
	LastTime    jsonInt          `json:"lastProgramCreateTime"`
	LastID      jsonInt          `json:"lastProgramId"`
	LastName    jsonText         `json:"lastProgramName"`
	RcmdText    jsonText         `json:"rcmdText"` // rcmdtext as well
	Copywriter  jsonText         `json:"copywriter"`
}

func (w wirePodcast) podcast() Podcast {
	return Podcast{
		ID: int64(w.ID), Name: string(w.Name), Cover: secure(string(w.Cover)), Description: string(w.Desc),
		Category: Ref{int64(w.CategoryID), string(w.Category)}, Host: Ref{int64(w.DJ.V.ID), string(w.DJ.V.Name)},
		Programs: int(w.Programs), Subscribers: int(w.Subscribers), Subscribed: bool(w.Subscribed),
		Created: millis(w.Created), Updated: millis(w.LastTime), Last: Ref{int64(w.LastID), string(w.LastName)},
		Reason: first(string(w.RcmdText), string(w.Copywriter)),
	}
}

func podcastID(p Podcast) int64 { return p.ID }

type wireProgram struct {
	ID          jsonInt             `json:"id"`
	Name        jsonText            `json:"name"`
	Cover       jsonText            `json:"coverUrl"`
	Description jsonText            `json:"description"`
	Song        object[wireSong]    `json:"mainSong"`
	Radio       object[wirePodcast] `json:"radio"`
	DJ          object[wireUser]    `json:"dj"`
	Number      jsonInt             `json:"serialNum"`
	Duration    jsonInt             `json:"duration"` // ms
	Created     jsonInt             `json:"createTime"`
	Listeners   jsonInt             `json:"listenerCount"`
	Likes       jsonInt             `json:"likedCount"`
	Comments    jsonInt             `json:"commentCount"`
	Shares      jsonInt             `json:"shareCount"`
}

func (w wireProgram) program() Program {
	return Program{
		ID: int64(w.ID), Name: string(w.Name), Cover: secure(string(w.Cover)), Description: string(w.Description),
		Song: w.Song.V.song(), Podcast: Ref{int64(w.Radio.V.ID), string(w.Radio.V.Name)},
		Host: Ref{int64(w.DJ.V.ID), string(w.DJ.V.Name)}, Number: int(w.Number),
		Duration: span(w.Duration, time.Millisecond), Created: millis(w.Created),
		Listeners: int(w.Listeners), Likes: int(w.Likes), Comments: int(w.Comments), Shares: int(w.Shares),
	}
}

func programID(p Program) int64 { return p.ID }

type podcastsBody struct {
	Radios  list[wirePodcast] `json:"djRadios"`
	Toplist list[wirePodcast] `json:"toplist"`
	Data    list[wirePodcast] `json:"data"` // of the personal ones
	Count   jsonInt           `json:"count"`
	More    jsonBool          `json:"hasMore"`
}

func (b podcastsBody) podcasts() []Podcast {
	return each(append(append(b.Radios, b.Toplist...), b.Data...), wirePodcast.podcast)
}

func (c *Client) podcastPages(ctx context.Context, path string, p Params) iter.Seq2[Podcast, error] {
	return by(ctx, c, podcastID, offsets[podcastsBody, Podcast]{
		path: path, limit: 50, p: p, items: podcastsBody.podcasts,
		more: func(b podcastsBody, upto int) bool { return bool(b.More) || upto < int(b.Count) },
	})
}

// Podcasts are those the account has subscribed to.
func (c *Client) Podcasts(ctx context.Context) iter.Seq2[Podcast, error] {
	return c.podcastPages(ctx, "/dj/sublist", nil)
}

// PodcastCategories are what podcasts are sorted by.
func (c *Client) PodcastCategories(ctx context.Context) ([]Category, error) {
	b, err := call[struct {
		Categories list[wireCategory] `json:"categories"`
	}](ctx, c, "/dj/catelist", nil)
	if err != nil {
		return nil, err
	}
	return each(b.Categories, wireCategory.category), nil
}

// PodcastShelf is a category with some of its podcasts.
type PodcastShelf struct {
	Category Category
	Podcasts []Podcast
}

// PodcastShelves are recommended podcasts by category.
func (c *Client) PodcastShelves(ctx context.Context) ([]PodcastShelf, error) {
	type wireShelf struct {
		ID     jsonInt           `json:"categoryId"`
		Name   jsonText          `json:"categoryName"`
		Radios list[wirePodcast] `json:"radios"`
	}
	b, err := call[struct {
		Data list[wireShelf] `json:"data"`
	}](ctx, c, "/dj/category/recommend", nil)
	if err != nil {
		return nil, err
	}
	return each(b.Data, func(w wireShelf) PodcastShelf {
		return PodcastShelf{Category{ID: int64(w.ID), Name: string(w.Name)}, each(w.Radios, wirePodcast.podcast)}
	}), nil
}

func (c *Client) podcastList(ctx context.Context, path string, p Params) ([]Podcast, error) {
	b, err := call[podcastsBody](ctx, c, path, p)
	if err != nil {
		return nil, err
	}
	return b.podcasts(), nil
}

// SuggestedPodcasts are chosen by the service for anybody.
func (c *Client) SuggestedPodcasts(ctx context.Context) ([]Podcast, error) {
	return c.podcastList(ctx, "/dj/recommend", nil)
}

// PersonalPodcasts are chosen for the account.
func (c *Client) PersonalPodcasts(ctx context.Context, limit int) ([]Podcast, error) {
	return c.podcastList(ctx, "/dj/personalize/recommend", Params{"limit": limit})
}

// PodcastsOf are the service's choice of a category.
func (c *Client) PodcastsOf(ctx context.Context, category int64) ([]Podcast, error) {
	return c.podcastList(ctx, "/dj/recommend/type", Params{"type": category})
}

// UserPodcasts are the podcasts that a user makes.
func (c *Client) UserPodcasts(ctx context.Context, user int64) ([]Podcast, error) {
	return c.podcastList(ctx, "/user/audio", Params{"uid": user})
}

// HotPodcasts are a category's podcasts, the hot ones first; 0: of all.
func (c *Client) HotPodcasts(ctx context.Context, category int64) iter.Seq2[Podcast, error] {
	if category == 0 {
		return c.podcastPages(ctx, "/dj/hot", nil)
	}
	return c.podcastPages(ctx, "/dj/radio/hot", Params{"cateId": category})
}

// PodcastChart are the hundred podcasts heard most, or the new ones of them.
func (c *Client) PodcastChart(ctx context.Context, newest bool) ([]Podcast, error) {
	kind := "hot"
	if newest {
		kind = "new"
	}
	return c.podcastList(ctx, "/dj/toplist", Params{"type": kind})
}

// programChartBody is a chart of programs, of all times or of the last day.
type programChartBody struct {
	Toplist list[wireRankedProgram] `json:"toplist"`
	Data    object[struct {
		List list[wireRankedProgram] `json:"list"`
	}] `json:"data"`
}

type wireRankedProgram struct {
	Program wireProgram `json:"program"`
}

func (c *Client) programChart(ctx context.Context, path string) ([]Program, error) {
	b, err := call[programChartBody](ctx, c, path, nil)
	if err != nil {
		return nil, err
	}
	return each(append(b.Toplist, b.Data.V.List...), func(w wireRankedProgram) Program { return w.Program.program() }), nil
}

// ProgramChart are the programs heard most, of all podcasts.
func (c *Client) ProgramChart(ctx context.Context) ([]Program, error) {
	return c.programChart(ctx, "/dj/program/toplist")
}

// HourlyPrograms are the programs heard most in the last day.
func (c *Client) HourlyPrograms(ctx context.Context) ([]Program, error) {
	return c.programChart(ctx, "/dj/program/toplist/hours")
}

// Podcast is a podcast's page, without programs.
func (c *Client) Podcast(ctx context.Context, id int64) (Podcast, error) {
	b, err := call[struct {
		Radio object[wirePodcast] `json:"djRadio"`
		Data  object[wirePodcast] `json:"data"`
	}](ctx, c, "/dj/detail", Params{"rid": id})
	if err != nil {
		return Podcast{}, err
	}
	if b.Data.OK && !b.Radio.OK {
		return b.Data.V.podcast(), nil
	}
	return b.Radio.V.podcast(), nil
}

type programsBody struct {
	Programs list[wireProgram] `json:"programs"`
	Count    jsonInt           `json:"count"`
	More     jsonBool          `json:"more"`
}

// Programs are a podcast's programs, the newest or the oldest first.
func (c *Client) Programs(ctx context.Context, podcast int64, oldest bool) iter.Seq2[Program, error] {
	return by(ctx, c, programID, offsets[programsBody, Program]{
		path: "/dj/program", limit: 100, p: Params{"rid": podcast, "asc": oldest},
		items: func(b programsBody) []Program { return each(b.Programs, wireProgram.program) },
		more:  func(b programsBody, upto int) bool { return bool(b.More) || upto < int(b.Count) },
	})
}

// Program is one program.
func (c *Client) Program(ctx context.Context, id int64) (Program, error) {
	b, err := call[struct {
		Program object[wireProgram] `json:"program"`
	}](ctx, c, "/dj/program/detail", Params{"id": id})
	if err != nil {
		return Program{}, err
	}
	return b.Program.V.program(), nil
}

// SubscribePodcast subscribes to a podcast, or no longer.
func (c *Client) SubscribePodcast(ctx context.Context, id int64, on bool) error {
	return c.do(ctx, "/dj/sub", Params{"rid": id, "t": onOff(on)})
}
