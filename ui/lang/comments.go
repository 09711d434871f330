package lang

// CommentTexts are those of comments.
type CommentTexts struct {
	Title, Hot, New, Best    string
	Total, Floor, More       string // %d comments; Floor: %s whose; More: %d lines are folded
	Answer, Answers          string // Answers: %d
	NoAnswers                string
	Empty, EmptyDo           string // EmptyDo: %s is the key
	Gone, Mine               string // a quote that was deleted; what stands behind one's own
	Write, Reply, Sending    string // Reply: %s whom
	SureWrite, SureReply     string // %s the text; SureReply: %s whom, %s the text
	SureDelete               string // %s the text
	Sent, Deleted            string
	Liked, Unliked           string
	NotMine, Author, Open    string
	TooLong                  string // %d characters
	Nothing, None            string // nothing plays; this has no comments
	TenThousand, HundredMill string // units of big numbers
}

// Comments is what the comments say.
var Comments = pair(CommentTexts{
	Title: "评论", Hot: "最热", New: "最新", Best: "推荐",
	Total: "%d 条", Floor: "%s 的评论", More: "… 还有 %d 行",
	Answer: "1 条回复", Answers: "%d 条回复", NoAnswers: "还没有人回复",
	Empty: "还没有评论", EmptyDo: "按 %s 写第一条",
	Gone: "原评论已删除", Mine: "我",
	Write: "写评论", Reply: "回复 %s", Sending: "正在发布…",
	SureWrite: "发布这条评论？“%s”", SureReply: "回复 %s？“%s”", SureDelete: "删除自己的评论？“%s”",
	Sent: "已发布", Deleted: "评论已删除", Liked: "已赞", Unliked: "已取消赞",
	NotMine: "只能删除自己的评论", Author: "作者", Open: "看回复", TooLong: "最多 %d 个字",
	Nothing: "还没有播放", None: "这里没有评论", TenThousand: "万", HundredMill: "亿",
}, CommentTexts{
	Title: "Comments", Hot: "Top", New: "Newest", Best: "Picked",
	Total: "%d", Floor: "A comment of %s", More: "… %d more lines",
	Answer: "1 reply", Answers: "%d replies", NoAnswers: "Nobody has replied yet",
	Empty: "No comments yet", EmptyDo: "Press %s to write the first one",
	Gone: "the comment was deleted", Mine: "you",
	Write: "Write a comment", Reply: "Reply to %s", Sending: "Posting…",
	SureWrite: "Post this comment? “%s”", SureReply: "Reply to %s? “%s”", SureDelete: "Delete your comment? “%s”",
	Sent: "Posted", Deleted: "Comment deleted", Liked: "Liked", Unliked: "No longer liked",
	NotMine: "Only your own comments can be deleted", Author: "author", Open: "replies", TooLong: "At most %d characters",
	Nothing: "Nothing plays", None: "There are no comments on this", TenThousand: "k", HundredMill: "M",
})
