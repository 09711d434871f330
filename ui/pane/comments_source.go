package pane

import (
	"context"
	"time"
)

// CommentKind is a comment. What is needed to act on one is known to the page
// that shows it alone.
const CommentKind Kind = "comment"

type (
	// CommentSource reads and writes what people say about things.
	CommentSource interface {
		// Comments gives a page.
		Comments(ctx context.Context, ask CommentAsk) (CommentPage, error)
		LikeComment(ctx context.Context, on Thread, comment int64, like bool) error
		// WriteComment publishes a text, as an answer to a comment unless that is 0.
		WriteComment(ctx context.Context, on Thread, answers int64, text string) (Comment, error)
		// DeleteComment takes an own comment away.
		DeleteComment(ctx context.Context, on Thread, comment int64) error
	}

	// Thread is what comments are about: a song, playlist, album, MV, program or
	// podcast.
	Thread struct {
		Kind Kind
		ID   int64
	}

	// CommentAsk asks for a page of comments: the first one, or the one that
	// begins at Next of the page before.
	CommentAsk struct {
		On    Thread
		Order CommentOrder
		Floor int64 // the answers to this comment, 0 the thread's own comments
		Next  CommentPlace
	}

	// CommentPlace is where a page begins, as the service names it.
	CommentPlace struct {
		Page   int
		Cursor string
	}

	// CommentPage is a page of comments.
	CommentPage struct {
		Comments []Comment
		Total    int // of all pages, 0 when not told
		More     bool
		Next     CommentPlace
	}

	// Comment is what somebody wrote. All texts are uncleaned; lines of Text end
	// with \n.
	Comment struct {
		ID      int64
		Author  int64
		Name    string
		Text    string
		At      time.Time
		Place   string // where it was written, "" not told
		Likes   int
		Liked   bool // by the account
		Answers int
		Quote   *Quote // what it answers, nil nothing
	}

	// Quote is what a comment answers. Without a text it was deleted.
	Quote struct{ Name, Text string }
)

// CommentOrder is an order of comments.
type CommentOrder uint8

// The orders, as the tabs have them.
const (
	HotFirst CommentOrder = iota
	NewFirst
	BestFirst
)
