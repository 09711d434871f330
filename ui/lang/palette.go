package lang

// PaletteTexts are those of the palette.
type PaletteTexts struct {
	Title, Hint, Page, Action string
	Search                    string // in place of rows, when what was typed names nothing
}

// PaletteText is what the palette says.
var PaletteText = pair(
	PaletteTexts{Title: "跳转", Hint: "页面、歌单、操作", Page: "页面", Action: "操作", Search: "没有这一项，Enter 搜索全部"},
	PaletteTexts{Title: "Go to", Hint: "a page, a playlist, an action", Page: "page", Action: "action", Search: "No such entry; Enter searches everything"},
)
