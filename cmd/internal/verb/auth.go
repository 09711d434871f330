package verb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mdp/qrterminal/v3"
	"github.com/spf13/cobra"
	"rsc.io/qr"

	"ncmtui/api"
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
			return err
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
	cmd := w.keeping("import [@FILE|-]", "Keep a login made in a browser, by its cookie", 1, true, func(ctx context.Context, r *run, args []string) error {
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
music.163.com, or the value of MUSIC_U. It is read from a file (@FILE), from the
standard input (-), from NCMTUI_COOKIE, or asked for without showing it; never
from the command line, where others can read it.`
	return cmd
}

// secret reads the cookie to import.
func (r *run) secret(args []string) (safe.Secret, error) {
	switch {
	case len(args) == 1 && args[0] != "-" && !strings.HasPrefix(args[0], "@"):
		return "", usage("a cookie is not taken from the command line, where others can read it: ncmtui auth import @FILE, or through the standard input")
	case len(args) == 1:
		text, err := r.valueOf(args[0])
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

const (
	pollEvery = 2 * time.Second // the service's own pace; faster is punished
	qrLife    = 5 * time.Minute
	maxQR     = 300 // bytes of an address; real ones have 80
	misses    = 5   // polls in a row that may fail for the network
)

func newLogin(w *World) *cobra.Command {
	return w.keeping("login", "Log in by a QR code, scanned with the app", 0, true, func(ctx context.Context, r *run, _ []string) error {
		code, err := r.svc.NewQR(ctx)
		if err != nil {
			return err
		}
		if err := r.showQR(code.URL); err != nil {
			return err
		}
		if err := r.waitQR(ctx, code.Key); err != nil {
			return err
		}
		user, err := r.svc.Who(ctx)
		if err == nil && !user.LoggedIn {
			err = api.ErrLoginNeeded
		}
		if err != nil {
			return err
		}
		return r.account(user)
	})
}

// showQR draws the code on stderr: stdout is for who logged in. It is black on
// white whatever the terminal's colours: cameras do not read every inverted one.
// Where no terminal shows it, the link says it all.
func (r *run) showQR(link string) error {
	var b strings.Builder
	if r.ErrTerminal && len(link) <= maxQR {
		var art strings.Builder
		qrterminal.GenerateWithConfig(link, qrterminal.Config{
			Level: qr.L, Writer: &art, HalfBlocks: true, QuietZone: 2,
			WhiteChar: "█", BlackChar: " ", WhiteBlackChar: "▀", BlackWhiteChar: "▄",
		})
		for row := range strings.Lines(art.String()) {
			b.WriteString("\x1b[38;2;255;255;255;48;2;0;0;0m" + strings.TrimSuffix(row, "\n") + "\x1b[m\n")
		}
	}
	how := lang.Both{ZH: "用网易云音乐 App 扫码，或在手机上打开：", EN: "Scan this with the NetEase Cloud Music app, or open on the phone: "}
	if b.Len() == 0 {
		how = lang.Both{ZH: "在手机上打开：", EN: "Open on the phone: "}
	}
	b.WriteString(r.say(how) + clean(link) + "\n")
	_, err := io.WriteString(r.Err, b.String())
	return err
}

// waitQR asks until the phone has confirmed.
func (r *run) waitQR(ctx context.Context, key string) error {
	scanned, missed := false, 0
	for end := time.Now().Add(qrLife); time.Now().Before(end); {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pollEvery):
		}
		state, err := r.svc.CheckQR(ctx, key)
		if err != nil {
			if missed++; !errors.Is(err, api.ErrNetwork) || missed >= misses {
				return err
			}
			continue
		}
		missed = 0
		switch state {
		case pane.QRConfirmed:
			return nil
		case pane.QRExpired:
			end = time.Time{}
		case pane.QRScanned:
			if !scanned {
				scanned = true
				_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "已扫码，在手机上确认", EN: "Scanned, confirm on the phone"}))
			}
		case pane.QRWaiting:
		}
	}
	return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "二维码已过期，再运行一次", EN: "the code has expired; run it again"})}
}
