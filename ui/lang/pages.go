package lang

// PageTexts are the names of pages without texts of their own.
type PageTexts struct{ Similar, Settings, Messages string }

// Pages are names of pages.
var Pages = pair(
	PageTexts{Similar: "相似歌曲", Settings: "设置", Messages: "消息"},
	PageTexts{Similar: "Similar songs", Settings: "Settings", Messages: "Messages"},
)
