package ui

import (
	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/lang"
)

// Beyond is what goes on when the screen is left.
type Beyond struct {
	// Detach prepares that the music goes on without the screen; nil: it cannot.
	// It must be quick.
	Detach func()
	// End ends the player with all of its screens; nil: leaving the screen does.
	// It must be quick.
	End func()
}

func init() {
	commanded(command{
		name: "detach", help: lang.Both{ZH: "离开界面，音乐继续（再运行 ncmtui 回来）", EN: "leave the screen, the music goes on (run ncmtui to come back)"},
		run: func(a *App, _ string) tea.Cmd {
			if a.svc.Beyond.Detach == nil {
				a.say(lang.Both{ZH: "这里不能离开界面而让音乐继续", EN: "the music cannot go on without the screen here"}.In(a.env.Lang), true)
				return nil
			}
			a.svc.Beyond.Detach()
			return a.quit()
		},
	})
	commanded(command{
		name: "end", help: lang.Both{ZH: "结束播放，关掉它的所有界面", EN: "end the player, and all of its screens"},
		run: func(a *App, _ string) tea.Cmd {
			if a.svc.Beyond.End != nil {
				a.svc.Beyond.End()
			}
			return a.quit()
		},
	})
}
