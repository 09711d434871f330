package ui

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

func init() {
	commanded(command{
		name: "account", args: "NAME | guest", help: lang.Both{ZH: "切换账号", EN: "change the account"},
		run: func(a *App, arg string) tea.Cmd { return a.accounts(arg) },
	})
}

// guestName is the guest on the command line.
const guestName = "guest"

// accounts offers the logins that are kept, or changes to the one that is
// named by its name or number.
func (a *App) accounts(arg string) tea.Cmd {
	src := a.env.Accounts
	if src == nil {
		return a.login()
	}
	return a.desk.AskKept("accounts", whoLimit, func(ctx context.Context) (any, error) {
		kept, err := src.Accounts(ctx)
		return then(func(a *App) tea.Cmd {
			if arg == "" {
				a.pickAccount(kept)
				return nil
			}
			return a.accountNamed(kept, arg)
		}), err
	})
}

func (a *App) accountNamed(kept []pane.KeptLogin, arg string) tea.Cmd {
	if strings.EqualFold(arg, guestName) {
		return a.switchTo(pane.KeptLogin{})
	}
	for _, k := range kept {
		if text.Of(k.Name).String() == arg || strconv.FormatInt(k.ID, 10) == arg {
			return a.switchTo(k)
		}
	}
	a.say(fmt.Sprintf(lang.Ways.In(a.env.Lang).NoAccount, arg), true)
	return nil
}

// pickAccount is the box of the accounts: those kept, the guest, another login,
// and what takes one from the disk.
func (a *App) pickAccount(kept []pane.KeptLogin) {
	t := lang.Ways.In(a.env.Lang)
	var rows []kit.Pick
	var does []func(*App) tea.Cmd
	add := func(row kit.Pick, do func(*App) tea.Cmd) {
		rows, does = append(rows, row), append(does, do)
	}
	for _, k := range kept {
		row := kit.Pick{Text: text.Of(k.Name).String(), Detail: strconv.FormatInt(k.ID, 10)}
		if k.Active {
			row.Detail = t.Active + " · " + row.Detail
		}
		add(row, func(a *App) tea.Cmd { return a.switchTo(k) })
	}
	add(kit.Pick{Text: t.Guest}, func(a *App) tea.Cmd { return a.switchTo(pane.KeptLogin{}) })
	add(kit.Pick{Text: t.Other}, func(a *App) tea.Cmd { return a.goTo(pane.NewLogins(a.env)) })
	for _, k := range kept {
		if k.Active {
			continue // that is what logging out is for
		}
		add(kit.Pick{Text: fmt.Sprintf(t.Forget, text.Of(k.Name).String())}, func(a *App) tea.Cmd { return a.forget(k) })
	}
	p := &picker{choose: func(a *App, i int) tea.Cmd { return does[i](a) }}
	p.Title = t.Accounts
	p.Set(rows)
	a.over(p)
}

// switchTo makes another account that of the program.
func (a *App) switchTo(k pane.KeptLogin) tea.Cmd {
	t, src := lang.Ways.In(a.env.Lang), a.env.Accounts
	return a.desk.Ask("switch", whoLimit, func(ctx context.Context) (any, error) {
		user, err := src.Switch(ctx, k.ID)
		return then(func(a *App) tea.Cmd {
			switch a.lost = k.ID != 0 && !user.LoggedIn; {
			case a.lost:
				a.fail(pane.ErrLogin)
			case user.LoggedIn:
				a.say(fmt.Sprintf(t.Switched, text.Of(user.Name).String()), false)
			default:
				a.say(t.GuestNow, false)
			}
			a.toast.kept = true // the account's own song comes with it
			return tea.Batch(a.home(), a.know(user))
		}), err
	})
}

// elsewhere leaves the open pages of an account that another process has
// changed for the next one.
func (a *App) elsewhere(u pane.User) tea.Cmd {
	before := a.env.User.ID
	if !a.userKnown || a.lost || before == 0 || before == u.ID {
		return nil
	}
	t := lang.Ways.In(a.env.Lang)
	if u.LoggedIn {
		a.say(fmt.Sprintf(t.Switched, text.Of(u.Name).String()), false)
	} else {
		a.say(t.GuestNow, false)
	}
	return a.home()
}

func (a *App) forget(k pane.KeptLogin) tea.Cmd {
	t, src := lang.Ways.In(a.env.Lang), a.env.Accounts
	name := text.Of(k.Name).String()
	a.question(pane.Sure{Question: fmt.Sprintf(t.ForgetSure, name), Yes: func() tea.Cmd {
		return a.desk.Ask("forget login", writeLimit, func(ctx context.Context) (any, error) {
			err := src.ForgetLogin(ctx, k.ID)
			return then(func(a *App) tea.Cmd {
				a.say(fmt.Sprintf(t.Forgotten, name), false)
				return nil
			}), err
		})
	}})
	return nil
}
