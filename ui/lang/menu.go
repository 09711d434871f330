package lang

// MenuTexts are those of menus and of what is chosen in them.
type MenuTexts struct {
	Choose, Close, Run  string // what Enter and Esc do
	CopyName, CopyText  string // of what is no song; of a comment
	AllLiked, NoneLiked string
	NotAll              string // %s is the key: what it plays, where it cannot
	CreatedWith         string // %s, %d songs
	Stays               string // %s is the list
	DeletedAgain        string // %s is the list
}

// Menu is what is said in menus.
var Menu = pair(MenuTexts{
	Choose: "选择", Close: "关闭", Run: "执行",
	CopyName: "复制名称", CopyText: "复制评论",
	AllLiked: "已经喜欢过了", NoneLiked: "本来就没有喜欢",
	NotAll:      "%s 播放整个歌单、专辑或歌手：先选中一个",
	CreatedWith: "已新建歌单《%s》，加入 %d 首", Stays: "已移除歌曲；歌单《%s》还在", DeletedAgain: "已撤销：歌单《%s》已删除",
}, MenuTexts{
	Choose: "choose", Close: "close", Run: "run",
	CopyName: "copy the name", CopyText: "copy the comment",
	AllLiked: "Liked already", NoneLiked: "Not liked before either",
	NotAll:      "%s plays a whole playlist, album or artist: select one first",
	CreatedWith: "Made the playlist “%s” with %d songs", Stays: "The songs are out again; the playlist “%s” stays", DeletedAgain: "Undone: the playlist “%s” is deleted again",
})
