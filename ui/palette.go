package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

func init() {
	does((*App).palette, keymap.Palette)
}

// synonyms are other words under which an action is looked for.
var synonyms = map[keymap.Action]string{
	keymap.NewList:    "create new add 创建 新增 建歌单",
	keymap.RenameList: "rename name title 重命名 改名字",
	keymap.DeleteList: "delete remove 删歌单 移除",
}

// paletteKeyWidth is the room of the keys behind the kinds.
const paletteKeyWidth = 7

// atRight puts a kind and a key into columns of their own at the right end.
func atRight(kind, key string) string {
	return kind + text.Of(key).Fit(max(paletteKeyWidth, text.Width(key)+2), text.Right)
}

// palette finds sections, own playlists and actions by what is typed.
func (a *App) palette() tea.Cmd {
	t := lang.PaletteText.In(a.env.Lang)
	p := &picker{}
	p.Title, p.Hint = t.Title, t.Hint
	p.New = func(words string) kit.Pick {
		return kit.Pick{Text: fmt.Sprintf(t.Search, text.Of(words).String())}
	}
	fill := func(a *App) tea.Cmd {
		picks, goes := a.places(t)
		more, acts := a.deeds(t)
		goes = append(goes, acts...)
		p.choose = func(a *App, i int) tea.Cmd {
			if i == len(goes) {
				return a.searchFor(strings.TrimSpace(p.Typed()))
			}
			return goes[i](a)
		}
		p.Set(append(picks, more...))
		return nil
	}
	fill(a)
	a.over(p)
	if !a.env.User.LoggedIn {
		return nil
	}
	return a.readOwn(fill)
}

// places are the sections and the account's playlists.
func (a *App) places(t *lang.PaletteTexts) (picks []kit.Pick, goes []func(*App) tea.Cmd) {
	for i, s := range a.sections {
		picks = append(picks, kit.Pick{
			Text: s.name(a.env.Texts), Key: atRight(t.Page, a.env.Keys.KeyOf(nil, s.action)),
			Match: s.name(lang.Of(lang.ZH)) + " " + s.name(lang.Of(lang.EN)),
		})
		goes = append(goes, func(a *App) tea.Cmd { return a.enterSection(i) })
	}
	for _, l := range a.own {
		picks = append(picks, kit.Pick{Text: l.Name, Key: atRight(lang.Things.In(a.env.Lang).List, "")})
		goes = append(goes, func(a *App) tea.Cmd { return a.openThing(pane.PlaylistThing(l)) })
	}
	return picks, goes
}

// deeds are the actions, those that make no sense now with the reason.
func (a *App) deeds(t *lang.PaletteTexts) (picks []kit.Pick, acts []func(*App) tea.Cmd) {
	for _, e := range a.env.Keys.Entries() {
		if e.Group == keymap.Moving || e.Action == keymap.Palette || e.Action == keymap.Confirm || e.Action == keymap.Cancel ||
			a.isSection(e.Action) {
			continue
		}
		picks = append(picks, kit.Pick{
			Text: e.Text.In(a.env.Lang), Key: atRight(t.Action, a.env.Keys.KeyOf(a.scopes(), e.Action)), Off: a.whyNot(e),
			Match: string(e.Action) + " " + e.Text.ZH + " " + e.Text.EN + " " + synonyms[e.Action],
		})
		acts = append(acts, func(a *App) tea.Cmd { return a.do(e.Action) })
	}
	return picks, acts
}

func (a *App) isSection(action keymap.Action) bool { return a.sectionOf(action) >= 0 }
