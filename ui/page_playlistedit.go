package ui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// maxTags is how many tags the service lets a playlist have.
const maxTags = 3

// listEdits are the actions on an own playlist, in the order of the menu.
var listEdits = []keymap.Action{
	keymap.RenameList, keymap.DescribeList, keymap.TagList, keymap.PublishList, keymap.DeleteList,
}

func init() {
	does(func(a *App) tea.Cmd { return a.ask("create ") }, keymap.NewList)
	does(func(a *App) tea.Cmd {
		return a.asksList("rename", func(l catalogue.Playlist) string { return l.Name })
	}, keymap.RenameList)
	does(func(a *App) tea.Cmd {
		return a.asksList("describe", func(l catalogue.Playlist) string { return strings.ReplaceAll(l.Description, "\n", `\n`) })
	}, keymap.DescribeList)
	does(func(a *App) tea.Cmd {
		return a.asksList("tags", func(l catalogue.Playlist) string { return strings.Join(l.Tags, " ") })
	}, keymap.TagList)
	does((*App).publishList, keymap.PublishList)
	does((*App).deleteList, keymap.DeleteList)
	offers(pane.PlaylistKind, listEdits...)
	for _, action := range listEdits {
		unfits[action] = func(a *App) bool {
			l, why := a.ownList(action == keymap.RenameList || action == keymap.DeleteList)
			return l.ID == 0 || why != ""
		}
	}
	listCommands()
}

func listCommands() {
	commanded(command{
		name: "rename", args: "NAME", help: lang.Both{ZH: "给自己的歌单改名", EN: "give your playlist another name"},
		needs: keymap.Account, run: (*App).renameList,
	})
	commanded(command{
		name: "describe", args: "TEXT", help: lang.Both{ZH: `改自己歌单的简介，\n 是换行`, EN: `describe your playlist; \n ends a line`},
		needs: keymap.Account, run: (*App).describeList,
	})
	commanded(command{
		name: "tags", args: "TAG TAG TAG", help: lang.Both{ZH: "改自己歌单的标签", EN: "tag your playlist"},
		needs: keymap.Account, run: (*App).tagList,
	})
	commanded(command{
		name: "publish", help: lang.Both{ZH: "公开自己的隐私歌单（先确认）", EN: "make your playlist public, after a confirmation"},
		needs: keymap.Account, run: func(a *App, _ string) tea.Cmd { return a.publishList() },
	})
	commanded(command{
		name: "delete-playlist", help: lang.Both{ZH: "删除自己的歌单（先确认）", EN: "delete your playlist, after a confirmation"},
		needs: keymap.Account, run: func(a *App, _ string) tea.Cmd { return a.deleteList() },
	})
	commanded(command{
		name: "create-private", args: "PLAYLIST", help: lang.Both{ZH: "新建隐私歌单", EN: "make a private playlist"},
		needs: keymap.Account, run: (*App).createPrivate,
	})
}

// ownList is the own playlist that is meant: the selected one, else the one
// whose page is shown. why is not empty when it cannot be changed.
func (a *App) ownList(whole bool) (l catalogue.Playlist, why string) {
	texts := lang.ListEdit.In(a.env.Lang)
	t, _ := a.thing()
	if p, ok := a.page().(pane.About); ok && t.Kind != pane.PlaylistKind {
		t, _ = p.About()
	}
	switch l = t.Playlist; {
	case t.Kind != pane.PlaylistKind || l.ID == 0:
		return l, texts.NoList
	case !l.Mine || a.env.ListEdit == nil:
		return l, texts.NotMine
	case whole && l.Liked:
		return l, texts.Liked
	}
	return l, ""
}

// asksList opens the command line with what there is now.
func (a *App) asksList(name string, now func(catalogue.Playlist) string) tea.Cmd {
	l, why := a.ownList(name == "rename")
	if why != "" {
		a.say(why, true)
		return nil
	}
	return a.ask(name + " " + now(l))
}

func (a *App) renameList(name string) tea.Cmd {
	l, why := a.ownList(true)
	switch {
	case why != "":
		a.say(why, true)
		return nil
	case name == "":
		return a.usage("rename")
	}
	said := fmt.Sprintf(lang.ListEdit.In(a.env.Lang).Renamed, name)
	return a.editList(l, pane.ListEdit{What: pane.ListName, Text: name}, pane.ListEdit{What: pane.ListName, Text: l.Name}, said)
}

func (a *App) describeList(words string) tea.Cmd {
	l, why := a.ownList(false)
	if why != "" {
		a.say(why, true)
		return nil
	}
	said := fmt.Sprintf(lang.ListEdit.In(a.env.Lang).Described, text.Of(l.Name).String())
	now := strings.ReplaceAll(words, `\n`, "\n")
	return a.editList(l, pane.ListEdit{What: pane.ListText, Text: now}, pane.ListEdit{What: pane.ListText, Text: l.Description}, said)
}

func (a *App) tagList(words string) tea.Cmd {
	l, why := a.ownList(false)
	tags := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" ,，、;；", r) })
	if len(tags) > maxTags {
		why = fmt.Sprintf(lang.ListEdit.In(a.env.Lang).TooMany, maxTags)
	}
	if why != "" {
		a.say(why, true)
		return nil
	}
	said := fmt.Sprintf(lang.ListEdit.In(a.env.Lang).Tagged, text.Of(l.Name).String())
	return a.editList(l, pane.ListEdit{What: pane.ListTags, Tags: tags}, pane.ListEdit{What: pane.ListTags, Tags: l.Tags}, said)
}

// editList changes a playlist; undo changes it back.
func (a *App) editList(l catalogue.Playlist, now, former pane.ListEdit, said string) tea.Cmd {
	src := a.env.ListEdit
	send := func(e pane.ListEdit) write {
		return write{
			send:  func(ctx context.Context) error { return src.EditList(ctx, l.ID, e) },
			after: func(a *App) tea.Cmd { return a.broadcast(pane.ListNews{List: l.ID, Stale: true}) },
		}
	}
	a.say(said, false)
	w := send(now)
	w.undo = change{name: said, back: func() tea.Cmd { return a.alter("edit list", send(former)) }}
	return a.alter("edit list", w)
}

// publishList makes a private playlist public, after a question.
func (a *App) publishList() tea.Cmd {
	l, why := a.ownList(false)
	if why != "" {
		a.say(why, true)
		return nil
	}
	src, t, name := a.env.ListEdit, lang.ListEdit.In(a.env.Lang), text.Of(l.Name).String()
	a.question(pane.Sure{Question: fmt.Sprintf(t.SurePublish, name), Yes: func() tea.Cmd {
		return a.alter("edit list", write{
			send: func(ctx context.Context) error {
				return src.EditList(ctx, l.ID, pane.ListEdit{What: pane.ListPublic})
			},
			after: func(a *App) tea.Cmd {
				a.say(fmt.Sprintf(t.Published, name), false)
				return a.broadcast(pane.ListNews{List: l.ID, Stale: true})
			},
		})
	}})
	return nil
}

// deleteList deletes an own playlist, after a question, and leaves its page.
func (a *App) deleteList() tea.Cmd {
	l, why := a.ownList(true)
	if why != "" {
		a.say(why, true)
		return nil
	}
	src, t, name := a.env.ListEdit, lang.ListEdit.In(a.env.Lang), text.Of(l.Name).String()
	a.question(pane.Sure{Question: fmt.Sprintf(t.SureDelete, name), Yes: func() tea.Cmd {
		return a.alter("delete list", write{
			send: func(ctx context.Context) error { return src.DeleteList(ctx, l.ID) },
			after: func(a *App) tea.Cmd {
				var cmd tea.Cmd
				if p, ok := a.page().(*pane.Playlist); ok {
					if about, _ := p.About(); about.ID == l.ID {
						cmd = a.back()
					}
				}
				a.say(fmt.Sprintf(t.Deleted, name), false)
				return tea.Batch(cmd, a.broadcast(pane.ListNews{Stale: true}))
			},
		})
	}})
	return nil
}

func (a *App) createPrivate(name string) tea.Cmd {
	src := a.env.ListEdit
	if name == "" || src == nil {
		return a.usage("create-private")
	}
	return a.desk.Ask("create", writeLimit, func(ctx context.Context) (any, error) {
		list, err := src.CreatePrivate(ctx, name)
		return then(func(a *App) tea.Cmd {
			list.Mine = true
			a.own = append(a.own, list)
			a.noteMade(list)
			a.say(fmt.Sprintf(lang.Changes.In(a.env.Lang).Created, text.Of(name).String()), false)
			return a.broadcast(pane.ListNews{Stale: true})
		}), err
	})
}
