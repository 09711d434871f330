package lang

// LyricPageTexts are those of reading along and of timing.
type LyricPageTexts struct {
	Follow, FromHere, Copy, Copied string // while browsing
	TranslationOn, TranslationOff  string // where the song has none
	RomanOn, RomanOff              string
	Delay                          string // %s: the device, %d ms
	DelayWhat                      string
	Found                          string // %s: the song whose text it is
}

// Lyric is what the lyrics say.
var Lyric = pair(LyricPageTexts{
	Follow: "回到当前句", FromHere: "从这句播放", Copy: "复制", Copied: "已复制这句歌词",
	TranslationOn: "有翻译时会显示", TranslationOff: "不再显示翻译", RomanOn: "有罗马音时会显示", RomanOff: "不再显示罗马音",
	Delay: "%s：歌词推后 %d 毫秒", DelayWhat: "-5000 到 5000 毫秒", Found: "歌词来自搜索：%s",
}, LyricPageTexts{
	Follow: "to the sung line", FromHere: "play from here", Copy: "copy", Copied: "Line copied",
	TranslationOn: "Translations are shown where there are any", TranslationOff: "Translations are no longer shown",
	RomanOn: "Latin letters are shown where there are any", RomanOff: "Latin letters are no longer shown",
	Delay: "%s: lyrics %d ms later", DelayWhat: "-5000 to 5000 ms", Found: "Lyrics found by search: %s",
})
