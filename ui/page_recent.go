package ui

import (
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 80, action: keymap.Section8, digit: "8",
		name: func(t *lang.Texts) string { return lang.Recent.Of(t).Title },
		open: func(a *App) pane.Page { return pane.NewRecent(a.env, a.choose) },
	})
	commanded(command{name: "recent", help: lang.Both{ZH: "最近播放与听歌排行", EN: "heard lately, and most"}, run: act(keymap.Section8)})
}
