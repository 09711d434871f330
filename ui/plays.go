package ui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// The settings of who is told of plays.
const (
	privateKey = "report.private"
	countKey   = "report.netease"
	exceptKey  = "report.except"
)

func init() {
	does(func(a *App) tea.Cmd { return a.setPrivate(!a.private()) }, keymap.Private)
	commanded(command{
		name: "private", args: "on | off", help: lang.Both{ZH: "私密收听：不上报，不记录", EN: "private listening: plays are neither reported nor recorded"},
		complete: func(*App) []string { return []string{"on", "off"} },
		run: func(a *App, arg string) tea.Cmd {
			switch arg {
			case "":
				return a.setPrivate(!a.private())
			case "on", "off":
				return a.setPrivate(arg == "on")
			}
			return a.usage("private")
		},
	})
	commanded(command{
		name: "count", args: "on | off", help: lang.Both{ZH: "播放记录报给网易云音乐，或不报", EN: "tell NetEase of plays, or not"},
		complete: func(*App) []string { return []string{"on", "off"} },
		run: func(a *App, arg string) tea.Cmd {
			if arg != "on" && arg != "off" {
				return a.usage("count")
			}
			t := lang.Plays.In(a.env.Lang)
			return a.setTold(countKey, arg == "on", pick(arg == "on", t.CountOn, t.CountOff))
		},
	})
}

// private says whether plays are kept to oneself.
func (a *App) private() bool {
	return a.svc.Settings != nil && a.svc.Settings.Value(privateKey) == "true"
}

func (a *App) setPrivate(on bool) tea.Cmd {
	t := lang.Plays.In(a.env.Lang)
	return a.setTold(privateKey, on, pick(on, t.PrivateOn, t.NotYet))
}

func (a *App) setTold(key string, on bool, said string) tea.Cmd {
	if a.svc.Settings == nil {
		a.say(lang.Plays.In(a.env.Lang).NoSetting, true)
		return nil
	}
	if err := a.svc.Settings.Set(key, strconv.FormatBool(on)); err != nil {
		a.fail(err)
		return nil
	}
	a.say(said, false)
	return nil
}

// told is what becomes of plays, for the header: what the service has taken and
// what its own record shows are two things.
func (a *App) told() []kit.Span {
	t := lang.Plays.In(a.env.Lang)
	span := func(s string, r kit.Role) []kit.Span {
		return []kit.Span{{Text: spaces}, {Text: text.Of(s), Role: r}}
	}
	switch {
	case a.private():
		return span(t.Private, kit.Accent)
	case !a.env.User.LoggedIn:
		return nil
	case a.untold():
		return span(t.Off, kit.Quiet)
	case a.counted == 0:
		return nil
	case a.svc.Tally == nil, a.tally.Counted >= a.counted:
		return span(fmt.Sprintf(a.env.Texts.Header.Counted, a.counted), kit.Quiet)
	case a.tally.Counted == 0:
		return span(fmt.Sprintf(t.Accepted, a.counted), kit.Quiet)
	}
	return span(fmt.Sprintf(t.Both, a.tally.Counted, a.counted), kit.Quiet)
}

// untold says that the music service is not told of this account's plays.
func (a *App) untold() bool {
	s := a.svc.Settings
	if s == nil {
		return false
	}
	if s.Value(countKey) == "false" {
		return true
	}
	id := strconv.FormatInt(a.env.User.ID, 10)
	return slices.ContainsFunc(strings.Split(s.Value(exceptKey), ","), func(v string) bool { return strings.TrimSpace(v) == id })
}
