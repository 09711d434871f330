package lang

// SongTexts are those of a song's page.
type SongTexts struct {
	Info, Similar, Lists                                string // the tabs
	Name, Alias, Artists, Album, Published, Length      string
	Right, Files, MV, Watch, Likes, LikeCount, Comments string // LikeCount: %s people
	Grey, Trial, VIP, Cloud                             string
	Levels                                              map[string]string // by the service's word
	None                                                string            // neither selected nor playing
	Play                                                string
}

// Song is what a song's page says.
var Song = pair(SongTexts{
	Info: "信息", Similar: "相似歌曲", Lists: "相关歌单",
	Name: "歌曲", Alias: "别名", Artists: "歌手", Album: "专辑", Published: "发行", Length: "时长",
	Right: "权限", Files: "音质", MV: "MV", Watch: "有 MV", Likes: "喜欢", LikeCount: "%s 人", Comments: "评论",
	Grey: "没有版权", Trial: "只能试听", VIP: "会员歌曲", Cloud: "自己的云盘",
	Levels: map[string]string{
		"standard": "标准", "higher": "较高", "exhigh": "极高", "lossless": "无损", "hires": "Hi-Res",
		"jyeffect": "高清环绕声", "sky": "沉浸环绕声", "dolby": "杜比全景声", "jymaster": "超清母带",
	},
	None: "没有选中的歌，也没有在播的歌", Play: "播放",
}, SongTexts{
	Info: "About", Similar: "Similar songs", Lists: "Playlists with it",
	Name: "Song", Alias: "Alias", Artists: "Artists", Album: "Album", Published: "Released", Length: "Length",
	Right: "Access", Files: "Quality", MV: "Video", Watch: "available", Likes: "Liked by", LikeCount: "%s people", Comments: "Comments",
	Grey: "not licensed", Trial: "a clip only", VIP: "for members", Cloud: "your own upload",
	Levels: map[string]string{
		"standard": "standard", "higher": "higher", "exhigh": "very high", "lossless": "lossless", "hires": "Hi-Res",
		"jyeffect": "surround", "sky": "immersive", "dolby": "Dolby Atmos", "jymaster": "master",
	},
	None: "No song is selected, and none plays", Play: "play",
})
