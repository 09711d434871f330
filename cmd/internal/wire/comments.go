package wire

import (
	"context"

	"ncmtui/api"
	"ncmtui/ui/pane"
)

// remarks are the comments of the service, for the screen.
type remarks struct{ api *api.Client }

var threadKinds = map[pane.Kind]api.ThreadKind{
	pane.SongKind: api.OnSong, pane.PlaylistKind: api.OnPlaylist, pane.AlbumKind: api.OnAlbum,
	pane.MVKind: api.OnMV, pane.ProgramKind: api.OnProgram, pane.PodcastKind: api.OnPodcast,
}

func threadOf(t pane.Thread) api.Thread { return api.ThreadOf(threadKinds[t.Kind], t.ID) }

var commentSorts = [...]api.CommentSort{
	pane.HotFirst: api.Hottest, pane.NewFirst: api.Newest, pane.BestFirst: api.Recommended,
}

func (r remarks) Comments(ctx context.Context, ask pane.CommentAsk) (pane.CommentPage, error) {
	on, at := threadOf(ask.On), api.ThreadPlace(ask.Next)
	var got api.ThreadPage
	var err error
	if ask.Floor != 0 {
		got, err = r.api.FloorPage(ctx, on, ask.Floor, at)
	} else {
		got, err = r.api.CommentPage(ctx, on, commentSorts[ask.Order], at)
	}
	return pane.CommentPage{
		Comments: each(got.Comments, comment), Total: got.Total, More: got.More, Next: pane.CommentPlace(got.Next),
	}, err
}

func (r remarks) LikeComment(ctx context.Context, on pane.Thread, id int64, like bool) error {
	return r.api.LikeComment(ctx, threadOf(on), id, like)
}

func (r remarks) WriteComment(ctx context.Context, on pane.Thread, answers int64, text string) (pane.Comment, error) {
	if answers != 0 {
		c, err := r.api.ReplyComment(ctx, threadOf(on), answers, text)
		return comment(c), err
	}
	c, err := r.api.WriteComment(ctx, threadOf(on), text)
	return comment(c), err
}

func (r remarks) DeleteComment(ctx context.Context, on pane.Thread, id int64) error {
	return r.api.DeleteComment(ctx, threadOf(on), id)
}

func comment(c api.Comment) pane.Comment {
	out := pane.Comment{
		ID: c.ID, Author: c.User.ID, Name: c.User.Name, Text: c.Content, At: c.Time, Place: c.Place,
		Likes: c.Likes, Liked: c.Liked, Answers: c.Replies,
	}
	if c.Reply != nil {
		out.Quote = &pane.Quote{Name: c.Reply.User.Name, Text: c.Reply.Content}
	}
	return out
}
