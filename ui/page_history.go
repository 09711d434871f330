package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	does(func(a *App) tea.Cmd { return a.heardHere(pane.HistoryTab) }, keymap.History)
	does(func(a *App) tea.Cmd { return a.heardHere(pane.StatsTab) }, keymap.Stats)
	commanded(command{name: "history", help: lang.Both{ZH: "本机的听歌记录", EN: "what was heard on this machine"}, run: act(keymap.History)})
	commanded(command{name: "stats", help: lang.Both{ZH: "听歌统计", EN: "statistics of what was heard"}, run: act(keymap.Stats)})
}

// heardHere shows a tab of what was heard on this machine.
func (a *App) heardHere(tab int) tea.Cmd {
	i := a.sectionOf(keymap.Section8)
	if r, ok := a.sections[i].page.(*pane.Recent); ok {
		r.Turn(tab)
	}
	return a.enterSection(i)
}
