package api

import (
	"context"
	"encoding/json"
	"iter"
	"time"
)

// Conversation is a person with whom messages were exchanged, and the last of
// them.
type Conversation struct {
	With, Me User // With is who sent the last message
	Last     Message
	Unread   int
}

// Message is one message. Its body is JSON of the service: Text is the
// sentence in it, Song and so on what it shares.
type Message struct {
	ID       int64
	From     User
	Time     time.Time
	Text     string
	Song     *Song
	Playlist *Playlist
	Album    *Album
}

// wireInner is the JSON text inside a message or an event.
type wireInner struct {
	Text     jsonText             `json:"msg"`
	Song     object[wireSong]     `json:"song"`
	Playlist object[wirePlaylist] `json:"playlist"`
	Album    object[wireAlbum]    `json:"album"`
	Video    object[struct {
		wireMV
		VideoID jsonText `json:"videoId"`
	}] `json:"video"`
	MV object[wireMV] `json:"mv"`
}

func inner(text jsonText) wireInner {
	var w object[wireInner]
	_ = json.Unmarshal([]byte(text), &w)
	return w.V
}

func (w wireInner) message() Message {
	m := Message{Text: string(w.Text)}
	if w.Song.OK {
		s := w.Song.V.song()
		m.Song = &s
	}
	if w.Playlist.OK {
		p := w.Playlist.V.playlist()
		m.Playlist = &p
	}
	if w.Album.OK {
		a := w.Album.V.album()
		m.Album = &a
	}
	return m
}

type conversationsBody struct {
	More jsonBool `json:"more"`
	Msgs list[struct {
		From   object[wireUser] `json:"fromUser"`
		To     object[wireUser] `json:"toUser"`
		Time   jsonInt          `json:"lastMsgTime"`
		Last   jsonText         `json:"lastMsg"`
		Unread jsonInt          `json:"newMsgCount"`
	}] `json:"msgs"`
}

func (b conversationsBody) conversations() []Conversation {
	out := make([]Conversation, 0, len(b.Msgs))
	for _, w := range b.Msgs {
		m := inner(w.Last).message()
		m.Time, m.From = millis(w.Time), w.From.V.user()
		out = append(out, Conversation{w.From.V.user(), w.To.V.user(), m, int(w.Unread)})
	}
	return out
}

// Conversations are the account's private messages by person, newest first.
func (c *Client) Conversations(ctx context.Context) iter.Seq2[Conversation, error] {
	type pair struct{ from, to int64 }
	id := func(m Conversation) pair { return pair{m.With.ID, m.Me.ID} }
	return by(ctx, c, id, offsets[conversationsBody, Conversation]{
		path: "/msg/private", limit: 30, items: conversationsBody.conversations,
		more: func(b conversationsBody, _ int) bool { return bool(b.More) },
	})
}

// Messages are the messages exchanged with a person, newest first.
func (c *Client) Messages(ctx context.Context, user int64) iter.Seq2[Message, error] {
	return walk(0, func(m Message) int64 { return m.ID }, func(before int64) (page[Message, int64], error) {
		b, err := call[struct {
			More jsonBool `json:"more"`
			Msgs list[struct {
				ID   jsonInt          `json:"id"`
				From object[wireUser] `json:"fromUser"`
				Time jsonInt          `json:"time"`
				Msg  jsonText         `json:"msg"`
			}] `json:"msgs"`
		}](ctx, c, "/msg/private/history", Params{"uid": user, "limit": 30, "before": before})
		out := page[Message, int64]{more: bool(b.More), next: before}
		for _, w := range b.Msgs {
			m := inner(w.Msg).message()
			m.ID, m.From, m.Time = int64(w.ID), w.From.V.user(), millis(w.Time)
			out.items = append(out.items, m)
			out.next = int64(w.Time)
		}
		return out, err
	})
}

// SendText writes a private message to users.
func (c *Client) SendText(ctx context.Context, text string, users ...int64) error {
	return c.do(ctx, "/send/text", Params{"msg": text, "user_ids": joined(users)})
}

// Event is something a person has published.
type Event struct {
	Message
	Thread   string // for comments, of kind OnEvent
	Kind     int    // 18 a song, 13 a playlist, 19 an album, 39 a video …
	MV       *MV
	Pictures []string
	Likes    int
	Liked    bool
	Comments int
	Shares   int
}

type wireEvent struct {
	ID   jsonInt          `json:"id"`
	Type jsonInt          `json:"type"`
	User object[wireUser] `json:"user"`
	Time jsonInt          `json:"eventTime"`
	JSON jsonText         `json:"json"`
	Pics list[struct {
		URL jsonText `json:"originUrl"`
	}] `json:"pics"`
	Info object[wireCount] `json:"info"`
}

func (w wireEvent) event() Event {
	in := inner(w.JSON)
	e := Event{Message: in.message(), Kind: int(w.Type), Thread: string(w.Info.V.Thread)}
	e.ID, e.From, e.Time = int64(w.ID), w.User.V.user(), millis(w.Time)
	n := w.Info.V.count()
	e.Likes, e.Liked, e.Comments, e.Shares = n.Likes, n.Liked, n.Comments, n.Shares
	for _, p := range w.Pics {
		e.Pictures = append(e.Pictures, secure(string(p.URL)))
	}
	switch {
	case in.MV.OK:
		m := in.MV.V.mv()
		e.MV = &m
	case in.Video.OK:
		v := in.Video.V
		if v.VideoID != "" {
			v.VID = v.VideoID
		}
		m := v.mv()
		e.MV = &m
	}
	return e
}

type eventsBody struct {
	Event  list[wireEvent] `json:"event"`
	Events list[wireEvent] `json:"events"` // of one user
	More   jsonBool        `json:"more"`
	Last   jsonInt         `json:"lasttime"`
}

func (c *Client) events(ctx context.Context, path string, p Params) iter.Seq2[Event, error] {
	return walk(-1, func(e Event) int64 { return e.ID }, func(last int64) (page[Event, int64], error) {
		q := Params{"lasttime": last}
		for name, v := range p {
			q[name] = v
		}
		b, err := call[eventsBody](ctx, c, path, q)
		return page[Event, int64]{each(append(b.Event, b.Events...), wireEvent.event), int64(b.Last), bool(b.More)}, err
	})
}

// Events are what the people the account follows have published, newest first.
func (c *Client) Events(ctx context.Context) iter.Seq2[Event, error] {
	return c.events(ctx, "/event", Params{"pagesize": 30})
}

// UserEvents are what a user has published, newest first.
func (c *Client) UserEvents(ctx context.Context, user int64) iter.Seq2[Event, error] {
	return c.events(ctx, "/user/event", Params{"uid": user, "limit": 30})
}
