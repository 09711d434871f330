package lang

// MVTexts are those of music videos.
type MVTexts struct {
	Name                      string
	Watch, Save, Unsave, Copy string
	NoPicture                 string
	Plays                     string // %s
}

// MV is what is said of music videos.
var MV = pair(MVTexts{
	Name: "MV", Watch: "在浏览器里看", Save: "收藏", Unsave: "取消收藏", Copy: "复制链接",
	NoPicture: "终端里不放视频画面", Plays: "播放 %s",
}, MVTexts{
	Name: "MV", Watch: "watch it in the browser", Save: "save it", Unsave: "remove it from saved", Copy: "copy its link",
	NoPicture: "The terminal shows no video", Plays: "%s plays",
})
