package api

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"time"
)

// ThreadKind is what a comment is about, by the documented number.
type ThreadKind int

// The kinds.
const (
	OnSong ThreadKind = iota
	OnMV
	OnPlaylist
	OnAlbum
	OnProgram
	OnVideo
	OnEvent
	OnPodcast
)

// Thread is a thing with comments: an id, for OnVideo the vid and for OnEvent
// the event's Thread, as text.
type Thread struct {
	Kind ThreadKind
	ID   string
}

// ThreadOf is the thread of a thing with a numeric id.
func ThreadOf(kind ThreadKind, id int64) Thread { return Thread{kind, idText(id)} }

func (t Thread) params() Params {
	p := Params{"type": int(t.Kind), "id": t.ID}
	if t.Kind == OnEvent {
		p["threadId"] = t.ID
	}
	return p
}

// Comment is what somebody wrote. Reply is what it answers, nil for none.
type Comment struct {
	ID      int64
	Content string
	User    User
	Time    time.Time
	Place   string // where it was written, "" not told
	Likes   int
	Liked   bool // by the account
	Replies int  // in its floor, 0 also when not told
	Parent  int64
	Reply   *Quote
}

// Quote is a comment inside another. ID 0 and no content: it was deleted.
type Quote struct {
	ID      int64
	Content string
	User    User
}

type wireComment struct {
	ID      jsonInt          `json:"commentId"`
	WallID  jsonInt          `json:"id"` // of the comment wall
	Content jsonText         `json:"content"`
	User    object[wireUser] `json:"user"`
	Writer  object[wireUser] `json:"simpleUserInfo"`
	Time    jsonInt          `json:"time"`
	Likes   jsonInt          `json:"likedCount"`
	Liked   jsonBool         `json:"liked"`
	Replies jsonInt          `json:"replyCount"`
	Floor   object[struct {
		Replies jsonInt `json:"replyCount"`
	}] `json:"showFloorComment"`
	Parent jsonInt `json:"parentCommentId"`
	Place  object[struct {
		Location jsonText `json:"location"`
	}] `json:"ipLocation"`
	Quotes list[struct {
		ID      jsonInt          `json:"beRepliedCommentId"`
		Content jsonText         `json:"content"`
		User    object[wireUser] `json:"user"`
	}] `json:"beReplied"`
}

func (w wireComment) comment() Comment {
	u := w.User.V
	if !w.User.OK {
		u = w.Writer.V
	}
	m := Comment{
		ID: int64(max(w.ID, w.WallID)), Content: string(w.Content), User: u.user(), Time: millis(w.Time),
		Place: string(w.Place.V.Location), Likes: int(w.Likes), Liked: bool(w.Liked),
		Replies: int(max(w.Replies, w.Floor.V.Replies)), Parent: int64(w.Parent),
	}
	if len(w.Quotes) > 0 {
		q := w.Quotes[0]
		m.Reply = &Quote{int64(q.ID), string(q.Content), q.User.V.user()}
	}
	return m
}

func comments(in list[wireComment]) []Comment { return each(in, wireComment.comment) }

func commentID(m Comment) int64 { return m.ID }

// Comments are one page of a thread, newest first; Hot and Top come with the
// first page only.
type Comments struct {
	Total    int
	More     bool
	Top, Hot []Comment
	MoreHot  bool
	Comments []Comment
}

type commentsBody struct {
	Total    jsonInt           `json:"total"`
	More     jsonBool          `json:"more"`
	HasMore  jsonBool          `json:"hasMore"`
	MoreHot  jsonBool          `json:"moreHot"`
	Top      list[wireComment] `json:"topComments"`
	Hot      list[wireComment] `json:"hotComments"`
	Comments list[wireComment] `json:"comments"`
}

// resources are the addresses of comments by kind.
var resources = map[ThreadKind]string{
	OnSong: "/comment/music", OnMV: "/comment/mv", OnPlaylist: "/comment/playlist", OnAlbum: "/comment/album",
	OnProgram: "/comment/dj", OnVideo: "/comment/video", OnEvent: "/comment/event",
}

// Comments is one page of a thread. Past 5,000 the service wants before: the
// time of the last comment seen, zero otherwise. A podcast itself has no such
// page: NewComments has its comments.
func (c *Client) Comments(ctx context.Context, t Thread, offset, limit int, before time.Time) (Comments, error) {
	path, ok := resources[t.Kind]
	if !ok {
		return Comments{}, fmt.Errorf("comments of kind %d: %w", t.Kind, ErrUnknownAddress)
	}
	p := t.params()
	delete(p, "type")
	p["limit"], p["offset"] = limit, offset
	if !before.IsZero() {
		p["before"] = before.UnixMilli()
	}
	b, err := call[commentsBody](ctx, c, path, p)
	if err != nil {
		return Comments{}, err
	}
	return Comments{
		int(b.Total), bool(b.More || b.HasMore), comments(b.Top), comments(b.Hot), bool(b.MoreHot), comments(b.Comments),
	}, nil
}

// HotComments are a thread's hot comments.
func (c *Client) HotComments(ctx context.Context, t Thread) iter.Seq2[Comment, error] {
	return by(ctx, c, commentID, offsets[commentsBody, Comment]{
		path: "/comment/hot", limit: 50, p: t.params(),
		items: func(b commentsBody) []Comment { return comments(b.Hot) },
		more:  func(b commentsBody, upto int) bool { return bool(b.More || b.HasMore) || upto < int(b.Total) },
	})
}

// CommentSort is an order of comments, by the service's number.
type CommentSort int

// The orders.
const (
	Recommended CommentSort = 99
	Hottest     CommentSort = 2
	Newest      CommentSort = 3
)

type threadBody struct {
	Data object[struct {
		Comments list[wireComment] `json:"comments"`
		More     jsonBool          `json:"hasMore"`
		Cursor   jsonText          `json:"cursor"`
		Time     jsonInt           `json:"time"`
		Total    jsonInt           `json:"totalCount"`
	}] `json:"data"`
}

// ThreadPage is a page of a thread in one of its orders. Next is where the page
// after it begins; More says whether there is one.
type ThreadPage struct {
	Comments []Comment
	Total    int // of the whole thread, answers included
	More     bool
	Next     ThreadPlace
}

// ThreadPlace is how far a thread was read: by page, and for the newest by the
// service's cursor. The zero one is the beginning.
type ThreadPlace struct {
	Page   int
	Cursor string
}

// CommentPage is a page of 50 of a thread's comments in an order, as the
// service's newer clients ask for them.
func (c *Client) CommentPage(ctx context.Context, t Thread, s CommentSort, at ThreadPlace) (ThreadPage, error) {
	p := t.params()
	p["sortType"], p["pageSize"], p["pageNo"] = int(s), 50, at.Page+1
	if s == Newest && at.Cursor != "" {
		p["cursor"] = at.Cursor
	}
	b, err := call[threadBody](ctx, c, "/comment/new", p)
	d := b.Data.V
	return ThreadPage{comments(d.Comments), int(d.Total), bool(d.More), ThreadPlace{at.Page + 1, string(d.Cursor)}}, err
}

// NewComments are a thread's comments in an order, page by page.
func (c *Client) NewComments(ctx context.Context, t Thread, s CommentSort) iter.Seq2[Comment, error] {
	return walk(ThreadPlace{}, commentID, func(at ThreadPlace) (page[Comment, ThreadPlace], error) {
		p, err := c.CommentPage(ctx, t, s, at)
		return page[Comment, ThreadPlace]{p.Comments, p.Next, p.More}, err
	})
}

// FloorPage is a page of 50 of the answers to a comment; its Next holds the
// service's time as the cursor.
func (c *Client) FloorPage(ctx context.Context, t Thread, comment int64, at ThreadPlace) (ThreadPage, error) {
	p := t.params()
	p["parentCommentId"], p["time"], p["limit"] = comment, -1, 50
	if ms, err := strconv.ParseInt(at.Cursor, 10, 64); err == nil {
		p["time"] = ms
	}
	b, err := call[threadBody](ctx, c, "/comment/floor", p)
	d := b.Data.V
	return ThreadPage{comments(d.Comments), int(d.Total), bool(d.More), ThreadPlace{at.Page + 1, idText(int64(d.Time))}}, err
}

// Floor are the answers to a comment.
func (c *Client) Floor(ctx context.Context, t Thread, comment int64) iter.Seq2[Comment, error] {
	return walk(ThreadPlace{}, commentID, func(at ThreadPlace) (page[Comment, ThreadPlace], error) {
		p, err := c.FloorPage(ctx, t, comment, at)
		return page[Comment, ThreadPlace]{p.Comments, p.Next, p.More}, err
	})
}

// LikeComment likes a comment, or no longer.
func (c *Client) LikeComment(ctx context.Context, t Thread, comment int64, on bool) error {
	p := t.params()
	p["cid"], p["t"] = comment, onOff(on)
	return c.do(ctx, "/comment/like", p)
}

// WriteComment comments on a thing.
func (c *Client) WriteComment(ctx context.Context, t Thread, text string) (Comment, error) {
	return c.write(ctx, t, 1, 0, text)
}

// ReplyComment answers a comment.
func (c *Client) ReplyComment(ctx context.Context, t Thread, comment int64, text string) (Comment, error) {
	return c.write(ctx, t, 2, comment, text)
}

func (c *Client) write(ctx context.Context, t Thread, what int, comment int64, text string) (Comment, error) {
	p := t.params()
	p["t"], p["content"] = what, text
	if comment != 0 {
		p["commentId"] = comment
	}
	b, err := call[struct {
		Comment object[wireComment] `json:"comment"`
	}](ctx, c, "/comment", p)
	return b.Comment.V.comment(), err
}

// DeleteComment takes an own comment away.
func (c *Client) DeleteComment(ctx context.Context, t Thread, comment int64) error {
	p := t.params()
	p["t"], p["commentId"] = 0, comment
	return c.do(ctx, "/comment", p)
}

// CommentCount is how much was said about a thing.
type CommentCount struct {
	ID       int64 // of the thing, 0 where the answer is about one only
	Thread   string
	Comments int
	Likes    int
	Shares   int
	Liked    bool
}

type wireCount struct {
	ID       jsonInt  `json:"resourceId"`
	Thread   jsonText `json:"threadId"`
	Comments jsonInt  `json:"commentCount"`
	Likes    jsonInt  `json:"likedCount"`
	Shares   jsonInt  `json:"shareCount"`
	Liked    jsonBool `json:"liked"`
}

func (w wireCount) count() CommentCount {
	return CommentCount{int64(w.ID), string(w.Thread), int(w.Comments), int(w.Likes), int(w.Shares), bool(w.Liked)}
}

// decodeCounts reads both shapes: a list in data, or one count as the body.
func decodeCounts(path string, body []byte) ([]CommentCount, error) {
	b, err := decode[struct {
		Data     oneOrMany[wireCount] `json:"data"`
		Comments json.RawMessage      `json:"commentCount"`
	}](path, body)
	if err != nil {
		return nil, err
	}
	if len(b.Data) == 0 && b.Comments != nil {
		one, err := decode[wireCount](path, body)
		return []CommentCount{one.count()}, err
	}
	return each(b.Data, wireCount.count), nil
}

// SongCommentCount is how much was said about a song.
func (c *Client) SongCommentCount(ctx context.Context, song int64) (CommentCount, error) {
	const path = "/api"
	a, err := c.Call(ctx, path, Params{
		"uri": "/api/comment/commentthread/info", "crypto": "weapi",
		"data": map[string]any{"threadId": "R_SO_4_" + idText(song)},
	})
	if err != nil {
		return CommentCount{}, err
	}
	all, err := decodeCounts(path, a.Body)
	if err != nil || len(all) == 0 {
		return CommentCount{}, err
	}
	return all[0], nil
}

// WallComment is a comment on the wall of hot ones, with its song.
type WallComment struct {
	Comment
	Song Song
}

// CommentWall are hot comments of the whole service. The document says that
// the service has given it up.
func (c *Client) CommentWall(ctx context.Context) ([]WallComment, error) {
	type wireWall struct {
		wireComment
		On object[struct {
			ID    jsonInt          `json:"songId"`
			Name  jsonText         `json:"name"`
			Cover jsonText         `json:"songCoverUrl"`
			Song  object[wireSong] `json:"song"`
		}] `json:"simpleResourceInfo"`
	}
	b, err := call[struct {
		Data list[wireWall] `json:"data"`
	}](ctx, c, "/comment/hotwall/list", nil)
	if err != nil {
		return nil, err
	}
	return each(b.Data, func(w wireWall) WallComment {
		s := w.On.V.Song.V.song()
		if !w.On.V.Song.OK {
			s = Song{ID: int64(w.On.V.ID), Name: string(w.On.V.Name), Cover: secure(string(w.On.V.Cover))}
		}
		return WallComment{w.comment(), s}
	}), nil
}
