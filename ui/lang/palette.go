package lang

// PaletteTexts are those of the palette.
type PaletteTexts struct {
	Title, Hint, Page, Action string
	Search                    string // the last row: search %s everywhere
}

// PaletteText is what the palette says.
var PaletteText = pair(
	PaletteTexts{Title: "跳转", Hint: "页面、歌单、操作", Page: "页面", Action: "操作", Search: "搜索 “%s”"},
	PaletteTexts{Title: "Go to", Hint: "a page, a playlist, an action", Page: "page", Action: "action", Search: "Search for “%s”"},
)
