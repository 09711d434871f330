package lang

// RecentTexts are those of what was heard lately, and most.
type RecentTexts struct {
	Title                                             string
	Songs, Lists, Albums, Programs, Videos, Week, All string // the tabs
	Guest                                             string
	None, NoRank                                      string
	When, Plays                                       string // columns
	Now, Minutes, Hours, Yesterday                    string // Minutes, Hours: %d
}

// Recent is what is said there.
var Recent = pair(RecentTexts{
	Title: "最近", Songs: "歌曲", Lists: "歌单", Albums: "专辑", Programs: "播客", Videos: "视频", Week: "一周排行", All: "总排行",
	Guest: "登录后可以看到最近播放和听歌排行", None: "最近还没有播放", NoRank: "这里还没有听歌记录",
	When: "时间", Plays: "次数",
	Now: "刚刚", Minutes: "%d 分钟前", Hours: "%d 小时前", Yesterday: "昨天",
}, RecentTexts{
	Title: "Recent", Songs: "Songs", Lists: "Playlists", Albums: "Albums", Programs: "Podcasts", Videos: "Videos", Week: "Week", All: "All time",
	Guest: "Log in to see what you heard lately and most", None: "Nothing heard lately", NoRank: "No plays counted here yet",
	When: "When", Plays: "Plays",
	Now: "just now", Minutes: "%d min ago", Hours: "%d h ago", Yesterday: "yesterday",
})
