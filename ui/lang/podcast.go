package lang

// PodcastTexts are those of podcasts and their programs.
type PodcastTexts struct {
	Title                                          string
	Subscribed, Picked, Sorts, Hot, New, HotPieces string // the tabs
	Guest, None, NoPrograms                        string
	Host, Programs, Plays, Date, Subs, Sort        string // columns
	Count, SubCount                                string // %d, %s
	Newest, Oldest                                 string // first
	Resumed, FromStart                             string // %s the place, %s the key; what is undone
}

// Podcast is what is said of podcasts.
var Podcast = pair(PodcastTexts{
	Title: "播客", Subscribed: "订阅", Picked: "推荐", Sorts: "分类", Hot: "热门榜", New: "新晋榜", HotPieces: "节目榜",
	Guest: "登录后可以看到订阅的播客", None: "还没有订阅播客", NoPrograms: "还没有节目",
	Host: "主播", Programs: "节目", Plays: "播放", Date: "日期", Subs: "订阅", Sort: "分类",
	Count: "%d 期", SubCount: "订阅 %s",
	Newest: "从新到旧", Oldest: "从旧到新",
	Resumed: "从 %s 接着听 · %s 从头听", FromStart: "接着上次听",
}, PodcastTexts{
	Title: "Podcasts", Subscribed: "Subscribed", Picked: "For you", Sorts: "Categories", Hot: "Top", New: "Rising", HotPieces: "Episodes",
	Guest: "Log in to see the podcasts you subscribed to", None: "No podcast subscribed to yet", NoPrograms: "No episodes yet",
	Host: "Host", Programs: "Episodes", Plays: "Plays", Date: "Date", Subs: "Followers", Sort: "Category",
	Count: "%d episodes", SubCount: "%s followers",
	Newest: "newest first", Oldest: "oldest first",
	Resumed: "Going on at %s · %s from the start", FromStart: "going on",
})
