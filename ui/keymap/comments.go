package keymap

// Comments of songs and of other things.
const (
	GoComments    Action = "go-comments"       // of the playing song
	CommentsRow   Action = "comments-selected" // of the selected thing
	LikeComment   Action = "like-comment"      // or no longer
	WriteComment  Action = "write-comment"
	ReplyComment  Action = "reply-comment"
	DeleteComment Action = "delete-comment"
	CommentAuthor Action = "comment-author"
)

// Comments is where comments are read.
const Comments Scope = "comments"

func init() {
	add([]Entry{
		{GoComments, Finding, t("在播歌曲的评论", "comments on the playing song"), t("评论", "comments"), Track},
		{CommentsRow, Finding, t("选中内容的评论", "comments on the selection"), t("评论", "comments"), Thing},
		{LikeComment, Taste, t("赞评论，或取消", "like or unlike the comment"), t("赞/取消", "like"), Account | Thing},
		{WriteComment, Listing, t("写评论", "write a comment"), t("写评论", "write"), Account},
		{ReplyComment, Listing, t("回复评论", "reply to the comment"), t("回复", "reply"), Account | Thing},
		{DeleteComment, Listing, t("删除自己的评论（先确认）", "delete your own comment, after a confirmation"), t("删除", "delete"), Account | Thing},
		{CommentAuthor, Finding, t("评论作者的主页", "the page of the comment's author"), t("作者", "author"), Thing},
	}, []bind{
		{Global, GoComments, []string{"g c"}},
		{Global, CommentsRow, []string{"g C"}},
		{Comments, LikeComment, []string{"<", ">", "+"}},
		{Comments, WriteComment, []string{"i"}},
		{Comments, ReplyComment, []string{"I"}},
		{Comments, DeleteComment, []string{"\\", "delete"}},
		{Comments, CommentAuthor, []string{"S"}},
	})
}
