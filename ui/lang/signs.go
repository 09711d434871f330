package lang

// SignTexts say what the screen's signs mean.
type SignTexts struct {
	Title                                 string
	Liked, Plays, VIP, Trial, Grey, Cloud string
	Counted                               string // of the number in the header
	Shift, Select                         string // how text is selected
}

// Signs is the last chapter of the help.
var Signs = pair(SignTexts{
	Title: "标记", Liked: "喜欢的歌；收藏、关注的内容", Plays: "正在播放", VIP: "会员才有的歌，可以听整首", Trial: "只能试听一段：需要会员或购买",
	Grey: "没有版权或已下架，不能播放", Cloud: "自己上传到云盘的歌", Counted: "今天网易云音乐计入的播放次数（第一次计入后显示）",
	Shift: "Shift+鼠标", Select: "选中文字来复制（终端自己的选择；macOS 是 Option 或 Fn）",
}, SignTexts{
	Title: "Signs", Liked: "a song you like; what you save or follow", Plays: "playing now", VIP: "members only, and you can play all of it", Trial: "a clip only: needs a membership or a purchase",
	Grey: "no copyright or taken down, cannot be played", Cloud: "your own upload", Counted: "plays that the service counted today, shown from the first one on",
	Shift: "Shift+mouse", Select: "select text to copy, as the terminal does it (Option or Fn on macOS)",
})
