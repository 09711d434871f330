package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// The commands of the screen: pages, lists, the account.
func init() {
	commanded(command{name: "quit", help: lang.Both{ZH: "退出", EN: "quit"}, run: act(keymap.Quit)})
	commanded(command{name: "help", help: lang.Both{ZH: "全部按键", EN: "all keys"}, run: act(keymap.Help)})
	commanded(command{name: "settings", help: lang.Both{ZH: "设置", EN: "settings"}, run: act(keymap.Settings)})
	commanded(command{name: "messages", help: lang.Both{ZH: "消息记录", EN: "messages so far"}, run: act(keymap.Messages)})
	commanded(command{name: "login", help: lang.Both{ZH: "登录", EN: "log in"}, run: act(keymap.Login)})
	commanded(command{
		name: "logout", help: lang.Both{ZH: "退出登录（先确认）", EN: "log out, after a confirmation"},
		needs: keymap.Account, run: act(keymap.Logout),
	})
	commanded(command{name: "undo", help: lang.Both{ZH: "撤销最近的改动", EN: "undo what was done last"}, needs: keymap.Undoable, run: act(keymap.Undo)})
	commanded(command{name: "refresh", help: lang.Both{ZH: "刷新", EN: "refresh"}, run: act(keymap.Refresh)})
}

func init() {
	commanded(command{
		name: "search", args: "WORDS", help: lang.Both{ZH: "搜索全部", EN: "search everything"},
		run: func(a *App, arg string) tea.Cmd { return a.searchFor(arg) },
	})
	commanded(command{
		name: "open", args: "LINK", help: lang.Both{ZH: "打开 music.163.com 的链接", EN: "open a link of music.163.com"},
		run: func(a *App, arg string) tea.Cmd { return a.openLink(arg) },
	})
	commanded(command{
		name: "sort", args: "COLUMN [desc] | off", help: lang.Both{ZH: "排序当前列表", EN: "sort this list"},
		complete: sortNames, run: sortList,
	})
	commanded(command{
		name: "layout", args: strings.Join(layouts, " | "), help: lang.Both{ZH: "窗格的布局", EN: "layout of the panes"},
		complete: func(*App) []string { return layouts }, run: setLayout,
	})
	commanded(command{
		name: "add", args: "PLAYLIST", help: lang.Both{ZH: "把选中的歌收藏到歌单", EN: "add the chosen songs to a playlist"},
		needs: keymap.Account, complete: ownNames, run: addNamed,
	})
	commanded(command{
		name: "create", args: "PLAYLIST", help: lang.Both{ZH: "新建歌单", EN: "make a playlist"}, needs: keymap.Account,
		run: func(a *App, arg string) tea.Cmd {
			if arg == "" {
				return a.usage("create")
			}
			return a.create(arg, nil)
		},
	})
	commanded(command{
		name: "save", args: "PLAYLIST", help: lang.Both{ZH: "把队列存成歌单", EN: "keep the queue as a playlist"},
		needs: keymap.Account | keymap.Queued,
		run: func(a *App, arg string) tea.Cmd {
			if arg == "" {
				return a.usage("save")
			}
			return a.create(arg, a.queued())
		},
	})
	commanded(command{
		name: "cache", args: "clear", help: lang.Both{ZH: "清空音频缓存（先确认）", EN: "delete the songs kept on disk, after a confirmation"},
		complete: func(*App) []string { return []string{"clear"} }, run: clearCache,
	})
}

// act makes a command of an action.
func act(action keymap.Action) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd { return a.do(action) }
}

func (a *App) searchFor(words string) tea.Cmd {
	cmd := a.enterSection(a.sectionOf(keymap.Section5))
	if s, ok := a.page().(*pane.Search); ok && words != "" {
		return tea.Batch(cmd, s.For(words))
	}
	return cmd
}

// queued are the ids of the queue, as listed.
func (a *App) queued() []int64 {
	var ids []int64
	for i := range a.env.Snap.Queue.Tracks {
		ids = append(ids, a.env.Snap.Queue.Tracks[i].ID)
	}
	return ids
}

// openLink opens the page of a link.
func (a *App) openLink(address string) tea.Cmd {
	t, ok := pane.ThingOf(address)
	if !ok {
		return a.usage("open")
	}
	if _, has := openers[t.Kind]; t.Kind != pane.SongKind || has {
		return a.openThing(t)
	}
	src := a.env.Songs
	return a.desk.Ask("open song", writeLimit, func(ctx context.Context) (any, error) {
		songs, err := src.Songs(ctx, []int64{t.ID})
		return then(func(a *App) tea.Cmd {
			a.env.Book.Put(songs)
			if len(songs) == 0 {
				a.say(lang.Things.In(a.env.Lang).NoPage, true)
				return nil
			}
			return a.album(songs[0].Album)
		}), err
	})
}

func sortNames(a *App) []string {
	s, ok := a.focused().(pane.Sorter)
	if !ok {
		return nil
	}
	var out []string
	for _, c := range s.Sorts() {
		out = append(out, c.Name, c.Name+" desc")
	}
	return append(out, "off")
}

func sortList(a *App, arg string) tea.Cmd {
	t := lang.List.In(a.env.Lang)
	s, ok := a.focused().(pane.Sorter)
	if !ok || len(s.Sorts()) == 0 {
		a.say(t.Never, true)
		return nil
	}
	column, desc, _ := strings.Cut(arg, " ")
	switch {
	case column == "off":
		s.Sort("", false)
		a.say(t.Own, false)
	case column == "" || !s.Sort(column, desc == "desc"):
		a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).Usage, ":sort "+strings.Join(sortNames(a), " | ")), true)
	}
	return nil
}

func ownNames(a *App) []string {
	var out []string
	for _, l := range a.mine() {
		out = append(out, text.Of(l.Name).String())
	}
	return out
}

func addNamed(a *App, arg string) tea.Cmd {
	songs := a.wanted()
	if len(songs) == 0 || arg == "" {
		return a.addTo()
	}
	return a.readOwn(func(a *App) tea.Cmd {
		lists := a.mine()
		for i := range lists {
			if text.Of(lists[i].Name).String() == arg {
				return a.add(lists[i], songs)
			}
		}
		a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).NoList, arg), true)
		return nil
	})
}

func setLayout(a *App, arg string) tea.Cmd {
	if !slices.Contains(layouts, arg) {
		return a.usage("layout")
	}
	a.env.Memory.Remember("layout", arg)
	a.preset = arg
	return a.show()
}

func clearCache(a *App, arg string) tea.Cmd {
	t := lang.Commands.In(a.env.Lang)
	wipe := a.svc.ClearCache
	switch {
	case arg != "clear":
		return a.usage("cache")
	case wipe == nil:
		a.say(t.NoCache, true)
		return nil
	}
	a.question(pane.Sure{Question: t.ClearCache, Yes: func() tea.Cmd {
		return a.desk.AskKept("cache", writeLimit, func(ctx context.Context) (any, error) {
			n, err := wipe(ctx)
			return then(func(a *App) tea.Cmd {
				a.say(fmt.Sprintf(t.Cleared, float64(n)/1e6), false)
				return nil
			}), err
		})
	}})
	return nil
}
