package lang

// PlayTexts are what is said of plays that are told, or not.
type PlayTexts struct {
	Accepted          string // %d plays that the service took, not counted yet
	Both              string // %d counted, %d accepted
	Private, Off      string // in the header
	PrivateOn, NotYet string // NotYet: PrivateOn taken back
	CountOn, CountOff string
	NoSetting         string
}

// Plays is what is said of them.
var Plays = pair(PlayTexts{
	Accepted: "已送达 %d", Both: "已计入 %d · 已送达 %d", Private: "私密", Off: "不上报",
	PrivateOn: "私密收听：播放不上报，也不写入本地记录 · 再次 :private 结束", NotYet: "私密收听已结束",
	CountOn: "播放记录会报给网易云音乐", CountOff: "播放记录不再报给网易云音乐（只限这次运行；长期关闭：report.netease）",
	NoSetting: "这里不能更改",
}, PlayTexts{
	Accepted: "%d sent", Both: "%d counted · %d sent", Private: "private", Off: "not reported",
	PrivateOn: "Private: plays are neither reported nor recorded · :private again to end it", NotYet: "No longer private",
	CountOn: "Plays are reported to NetEase", CountOff: "Plays are not reported to NetEase, for this run (for good: report.netease)",
	NoSetting: "This cannot be changed here",
})
