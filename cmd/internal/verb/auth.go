package verb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/cmd/internal/wire"
	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func newAuth(w *World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "auth",
		Short: "The stored logins: status, login, import, refresh, list, switch, logout",
		Args:  words(0, 0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newStatus(w), newLogin(w), newImport(w), newRefresh(w), newAccounts(w), newSwitch(w), newLogout(w))
	return cmd
}

// keeping makes a verb that changes the stored login.
func (w *World) keeping(use, short string, most int, login bool, do func(context.Context, *run, []string) error) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{Use: use, Short: short, Args: words(0, most), RunE: w.wanting(f, func() Want {
		return Want{Demo: f.demo, Login: login}
	}, do)}
	cmd.Flags().BoolVar(&f.demo, "demo", false, "try it on the embedded service: nothing of yours is touched")
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON, with the fields that docs/VERBS.md tells")
	return cmd
}

func newStatus(w *World) *cobra.Command {
	return w.keeping("status", "Who is logged in; exit code 4 for nobody", 0, false, func(ctx context.Context, r *run, _ []string) error {
		user, err := r.svc.Who(ctx)
		if err != nil {
			return err
		}
		if err := r.account(user); err != nil || user.LoggedIn {
			return err
		}
		return api.ErrLoginNeeded
	})
}

func newLogout(w *World) *cobra.Command {
	return w.keeping("logout", "End the login here and at the service", 0, true, func(ctx context.Context, r *run, _ []string) error {
		known := r.svc.API.Session().LoggedIn()
		if err := r.svc.Logout(ctx); err != nil {
			return r.unwiped(err)
		}
		if !known {
			_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "本来就没有登录", EN: "nobody was logged in"}))
			if !r.flags.json {
				return nil
			}
		}
		return r.account(pane.User{})
	})
}

// unwiped says of a logout that failed what is still there.
func (r *run) unwiped(err error) error {
	if !errors.Is(err, wire.ErrStillKept) {
		return err
	}
	return &Fault{Code: Failed, Err: err, Text: r.say(lang.Both{
		ZH: "登录信息没能从磁盘上删除：", EN: "the login could not be wiped from the disk: ",
	}) + clean(strings.TrimPrefix(err.Error(), wire.ErrStillKept.Error()+"\n"))}
}

func (r *run) account(u pane.User) error {
	return r.rows(Account{LoggedIn: u.LoggedIn, ID: u.ID, Name: u.Name, VIP: u.VIP}, func() error {
		switch {
		case !r.Terminal && !u.LoggedIn:
			return nil // nobody is no row
		case !r.Terminal:
			return writeLines(r.Out, accountFields, []pane.User{u})
		case !u.LoggedIn:
			_, err := fmt.Fprintln(r.Out, r.say(lang.Both{ZH: "没有登录", EN: "nobody is logged in"}))
			return err
		}
		return writeFields(r.Out, r.lang, accountFields, u)
	})
}

var accountFields = []column[pane.User]{
	num(headID, func(u pane.User) int64 { return u.ID }, 0),
	word(lang.Both{ZH: "昵称", EN: "Name"}, func(u pane.User) string { return u.Name }, 0, 0),
	word(lang.Both{ZH: "会员", EN: "Member"}, func(u pane.User) string {
		if u.VIP {
			return "vip"
		}
		return ""
	}, 0, 0),
}

func newImport(w *World) *cobra.Command {
	cmd := w.keeping("import [FILE|-]", "Keep a login made in a browser, by its cookie", 1, true, func(ctx context.Context, r *run, args []string) error {
		text, err := r.secret(args)
		if err != nil {
			return err
		}
		cookies, err := r.Cookie(text.Reveal())
		if err != nil {
			return usage("%s", clean(err.Error()))
		}
		user, err := r.svc.Import(ctx, cookies)
		if errors.Is(err, api.ErrLoginNeeded) {
			return &Fault{Code: Login, Err: err, Text: r.say(lang.Both{
				ZH: "服务端不认这个 Cookie，原来的登录没有改动", EN: "the service does not know this cookie; the login before stays",
			})}
		}
		if err != nil {
			return err
		}
		return r.account(user)
	})
	cmd.Long = `import keeps a login that was made in a browser: the Cookie header of
music.163.com, the value of MUSIC_U, or a cookie file of Netscape's form
(cookies.txt). It is read from a file (FILE or @FILE), from the standard input
(-), from NCMTUI_COOKIE, or asked for without showing it; never from the command
line, where others can read it.`
	return cmd
}

// secret reads the cookie to import.
func (r *run) secret(args []string) (safe.Secret, error) {
	switch {
	case len(args) == 1:
		from := args[0]
		if from != "-" && !strings.HasPrefix(from, "@") {
			if info, err := os.Stat(from); err != nil || !info.Mode().IsRegular() {
				return "", usage("this is no file, and a cookie is not taken from the command line, where others can read it: ncmtui auth import FILE, or through the standard input")
			}
			from = "@" + from
		}
		text, err := r.valueOf(from)
		if err != nil {
			return "", usage("%s", clean(err.Error()))
		}
		return safe.Secret(text), nil
	case r.Env != "":
		return r.Env, nil
	case r.Ask != nil:
		text, err := r.Ask(r.say(lang.Both{ZH: "粘贴 Cookie 后按回车（不会显示）：", EN: "Paste the cookie and press Enter (it is not shown): "}))
		return safe.Secret(text), err
	}
	text, err := r.valueOf("-")
	return safe.Secret(text), err
}
