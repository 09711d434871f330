package lang

// ChangeTexts are those of what was changed and taken back.
type ChangeTexts struct {
	Undone                              string // before what was done
	Liked, Unliked                      string // %d songs
	Added, Taken, Created               string // Added, Taken: %s playlist, %d songs; Created: %s
	AddTitle, AddHint, NewList, NoLists string // NewList: %s is the name
	NotMine, NotHere                    string
	HeartFrom, HeartNone                string
	ManyQueued, ManyNext                string // %d songs
	Playing                             string // %s, %d songs
}

// Changes is what is said of changes.
var Changes = pair(ChangeTexts{
	Undone: "已撤销：", Liked: "已喜欢 %d 首", Unliked: "已取消喜欢 %d 首",
	Added: "已加入《%s》：%d 首", Taken: "已从《%s》移除：%d 首", Created: "已创建歌单《%s》",
	AddTitle: "加入歌单", AddHint: "歌单名，或新歌单的名字", NewList: "新建歌单《%s》", NoLists: "还没有自己的歌单，输入名字来新建",
	NotMine: "只能从自己的歌单移除", NotHere: "这里不是歌单",
	HeartFrom: "心动模式：从《%s》出发", HeartNone: "心动模式要从喜欢的歌出发",
	ManyQueued: "%d 首已加到队列末尾", ManyNext: "%d 首排在下一首",
	Playing: "播放《%s》：%d 首",
}, ChangeTexts{
	Undone: "Undone: ", Liked: "Liked %d songs", Unliked: "%d songs no longer liked",
	Added: "Added to “%s”: %d songs", Taken: "Out of “%s”: %d songs", Created: "Made the playlist “%s”",
	AddTitle: "Add to playlist", AddHint: "a playlist, or the name of a new one", NewList: "make the playlist “%s”", NoLists: "No playlist yet; type a name to make one",
	NotMine: "Songs are removed from your own playlists only", NotHere: "This is no playlist",
	HeartFrom: "Heart mode, from “%s”", HeartNone: "Heart mode begins with a song",
	ManyQueued: "%d songs appended to the queue", ManyNext: "%d songs play next",
	Playing: "Playing “%s”: %d songs",
})
