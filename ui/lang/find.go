package lang

// FindTexts are those of the search beside its results.
type FindTexts struct {
	Users, Lyrics, Podcasts, MVs string // tabs
	Lately, Hot                  string // where a word to search comes from
	Nothing                      string // in place of words
	Try                          string // before suggestions
	Forgotten                    string // %s
}

// Find is what the search says.
var Find = pair(FindTexts{
	Users: "用户", Lyrics: "歌词", Podcasts: "播客", MVs: "MV",
	Lately: "搜过", Hot: "热搜", Nothing: "输入歌名、歌手或专辑，也可以粘贴 music.163.com 的链接", Try: "Tab",
	Forgotten: "已从搜索历史删除：%s",
}, FindTexts{
	Users: "Users", Lyrics: "Lyrics", Podcasts: "Podcasts", MVs: "MVs",
	Lately: "before", Hot: "hot", Nothing: "Type a song, an artist or an album, or paste a link of music.163.com", Try: "Tab",
	Forgotten: "No longer among what was searched: %s",
})
