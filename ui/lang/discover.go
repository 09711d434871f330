package lang

// DiscoverTexts are those of the discover pages.
type DiscoverTexts struct {
	Title                                             string
	Charts, NewSongs, NewAlbums, Square, Fine, Artist string // the tabs
	Region, Category, Order, Kind, Initial            string // what is chosen
	Regions                                           [6]string
	Kinds                                             [4]string
	Hot, New, All, Any                                string
	Choose, Choices, ChooseHint, NoChoice, Reading    string
	Tops, Every                                       string // columns of the charts
	Past, NoPast, PastGuest                           string
	Weekdays                                          [7]string // from Sunday
}

// Discover is what the discover pages say.
var Discover = pair(DiscoverTexts{
	Title:  "发现",
	Charts: "排行榜", NewSongs: "新歌", NewAlbums: "新碟", Square: "歌单广场", Fine: "精品歌单", Artist: "歌手",
	Region: "地区", Category: "分类", Order: "排序", Kind: "类型", Initial: "首字母",
	Regions: [6]string{"全部", "华语", "欧美", "日本", "韩国", "其他"},
	Kinds:   [4]string{"全部", "男歌手", "女歌手", "乐队 / 组合"},
	Hot:     "最热", New: "最新", All: "全部", Any: "不限",
	Choose: "选择", Choices: "选择", ChooseHint: "分类、地区、排序…", NoChoice: "这里没有可选的分类", Reading: "正在读取分类…",
	Tops: "前三名", Every: "更新",
	Past: "往日推荐", NoPast: "没有往日的推荐：这需要会员", PastGuest: "登录后可以看到往日的推荐",
	Weekdays: [7]string{"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
}, DiscoverTexts{
	Title:  "Discover",
	Charts: "Charts", NewSongs: "Songs", NewAlbums: "Albums", Square: "Playlists", Fine: "Featured", Artist: "Artists",
	Region: "Region", Category: "Category", Order: "Order", Kind: "Kind", Initial: "Initial",
	Regions: [6]string{"all", "Chinese", "Western", "Japanese", "Korean", "other"},
	Kinds:   [4]string{"all", "men", "women", "bands"},
	Hot:     "hot", New: "new", All: "all", Any: "any",
	Choose: "choose", Choices: "Choose", ChooseHint: "category, region, order…", NoChoice: "There is nothing to choose here", Reading: "Reading the categories…",
	Tops: "Top three", Every: "Updated",
	Past: "Earlier days", NoPast: "No earlier days: they need a membership", PastGuest: "Log in to see the songs of earlier days",
	Weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
})

// WorkTexts are those of the pages of artists and albums.
type WorkTexts struct {
	Hot, All, Songs, Albums, MVs, About, Similar string // the tabs
	NoAbout, KinGuest                            string
	Fans, Comments, Shares, Saves                string // %s is a number
	Kept, Following                              string
	Aliases, Company                             string
	Plays                                        string    // a column
	Units                                        [3]string // %s ten thousands and so on, or thousands
}

// Works is what the pages of artists and albums say.
var Works = pair(WorkTexts{
	Hot: "热门歌曲", All: "全部歌曲", Songs: "歌曲", Albums: "专辑", MVs: "MV", About: "介绍", Similar: "相似歌手",
	NoAbout: "还没有介绍", KinGuest: "登录后可以看到相似的歌手",
	Fans: "粉丝 %s", Comments: "评论 %s", Shares: "分享 %s", Saves: "收藏 %s",
	Kept: "已收藏", Following: "已关注",
	Aliases: "别名", Company: "发行公司",
	Plays: "播放", Units: [3]string{"%s万", "%s亿", "%s万亿"},
}, WorkTexts{
	Hot: "Hot", All: "All songs", Songs: "Songs", Albums: "Albums", MVs: "MVs", About: "About", Similar: "Similar",
	NoAbout: "No description yet", KinGuest: "Log in to see similar artists",
	Fans: "%s fans", Comments: "%s comments", Shares: "%s shares", Saves: "%s saves",
	Kept: "saved", Following: "following",
	Aliases: "Also known as", Company: "Label",
	Plays: "Plays", Units: [3]string{"%sk", "%sM", "%sB"},
})
