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
	"ncmtui/cmd/internal/wire"
	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

const (
	pollEvery = 2 * time.Second // the service's own pace; faster is punished
	qrLife    = 5 * time.Minute
	maxQR     = 300 // bytes of an address; real ones have 80
	misses    = 5   // polls in a row that may fail for the network
	renews    = 3   // codes that follow an expired one by themselves
)

// loginWay are the flags of a login.
type loginWay struct {
	picture       string
	sms, password bool
}

func newLogin(w *World) *cobra.Command {
	var way loginWay
	cmd := w.keeping("login", "Log in by a QR code, scanned with the app", 0, true, func(ctx context.Context, r *run, _ []string) error {
		if way.sms && way.password || way.picture != "" && (way.sms || way.password) {
			return usage("--qr-png, --sms and --password are three ways: take one")
		}
		user, err := way.user(ctx, r)
		if err == nil && !user.LoggedIn {
			err = api.ErrLoginNeeded
		}
		if err != nil {
			return err
		}
		if at := r.svc.KeptAt(); at != "-" { // a demo's is kept nowhere
			_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "登录信息只保存在本机：", EN: "The login is kept on this computer alone: "})+at)
		}
		return r.account(user)
	})
	cmd.Long = `login draws a QR code in the terminal, also over ssh, and waits until the app has
scanned and confirmed it; an expired code is followed by another. --qr-png writes
it as a picture as well. --sms asks for the phone number and for the code that is
sent to it. --password asks for phone or e-mail and password; the service's
document warns that such logins set off its risk control, so take it last.
Numbers, codes and passwords are asked for, or read line by line from the
standard input; NCMTUI_PHONE and NCMTUI_PASSWORD are taken from the environment.
They are never taken from the command line, where others can read them.`
	cmd.Flags().StringVar(&way.picture, "qr-png", "", "write the QR code to `FILE` as a picture as well")
	cmd.Flags().BoolVar(&way.sms, "sms", false, "log in by phone number and a code sent by SMS")
	cmd.Flags().BoolVar(&way.password, "password", false, "log in by phone or e-mail and password; risky, take it last")
	return cmd
}

func (way loginWay) user(ctx context.Context, r *run) (pane.User, error) {
	switch {
	case way.sms:
		return r.bySMS(ctx)
	case way.password:
		return r.byPassword(ctx)
	}
	if err := r.byQR(ctx, way.picture); err != nil {
		return pane.User{}, err
	}
	return r.svc.Who(ctx)
}

// bySMS asks for the number, has a code sent, and asks for it.
func (r *run) bySMS(ctx context.Context) (pane.User, error) {
	number, err := r.typed(ctx, "NCMTUI_PHONE", lang.Both{ZH: "手机号（国外号码以 +国家码 空格 开头）：", EN: "Phone number (+COUNTRY and a blank before it outside China): "}, true)
	if err != nil {
		return pane.User{}, err
	}
	c := pane.ByPassword(strings.ReplaceAll(number.Reveal(), "@", ""), "")
	if err := r.svc.API.SendCaptcha(ctx, c.Country, c.Phone); err != nil {
		return pane.User{}, err
	}
	_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "验证码已发送", EN: "The code is on its way"}))
	if c.Code, err = r.typed(ctx, "", lang.Both{ZH: "验证码：", EN: "Code: "}, true); err != nil {
		return pane.User{}, err
	}
	return r.svc.LogIn(ctx, c)
}

func (r *run) byPassword(ctx context.Context) (pane.User, error) {
	_, _ = fmt.Fprintln(r.Err, lang.Ways.In(r.lang).PasswordRisk)
	name, err := r.typed(ctx, "NCMTUI_PHONE", lang.Both{ZH: "手机号或邮箱：", EN: "Phone number or e-mail: "}, true)
	if err != nil {
		return pane.User{}, err
	}
	password, err := r.typed(ctx, "NCMTUI_PASSWORD", lang.Both{ZH: "密码（不会显示）：", EN: "Password (it is not shown): "}, false)
	if err != nil {
		return pane.User{}, err
	}
	return r.svc.LogIn(ctx, pane.ByPassword(name.Reveal(), password))
}

// maxTyped bounds a line that is typed, in bytes.
const maxTyped = 1000

// typed asks for a line, shown or not, unless the environment has it.
func (r *run) typed(ctx context.Context, env string, prompt lang.Both, shown bool) (safe.Secret, error) {
	if env != "" && r.Around.Getenv != nil {
		if v := r.Around.Getenv(env); v != "" {
			return safe.Secret(v), nil
		}
	}
	if r.Ask != nil && !shown {
		text, err := r.Ask(r.say(prompt))
		return filled(text, err)
	}
	if r.Ask != nil {
		_, _ = io.WriteString(r.Err, r.say(prompt))
	}
	got := make(chan error, 1)
	var line string
	// Nothing ends its waiting for a key but a key, or the end of the program.
	safe.Go("typed line", func() {
		text, err := lineOf(r.In)
		line = text
		got <- err
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case err := <-got:
		if err != nil {
			return "", err
		}
		return filled(line, nil)
	}
}

// lineOf reads a line a byte at a time: what is behind it is for the next
// question.
func lineOf(in io.Reader) (string, error) {
	var line []byte
	for one := make([]byte, 1); len(line) < maxTyped; {
		n, err := in.Read(one)
		if n > 0 && one[0] != '\n' {
			line = append(line, one[0])
		}
		if n > 0 && one[0] == '\n' || errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", err
		}
	}
	return string(line), nil
}

func filled(text string, err error) (safe.Secret, error) {
	if text = strings.TrimSpace(text); text == "" && err == nil {
		return "", usage("nothing was typed")
	}
	return safe.Secret(text), err
}

// byQR shows codes until one is confirmed.
func (r *run) byQR(ctx context.Context, picture string) error {
	for n := 0; ; n++ {
		code, err := r.svc.NewQR(ctx)
		if err != nil {
			return err
		}
		if err := r.showQR(code.URL, picture); err != nil {
			return err
		}
		ok, err := r.waitQR(ctx, code.Key)
		if ok || err != nil {
			return err
		}
		if n == renews {
			return &Fault{Code: Failed, Text: r.say(lang.Both{ZH: "二维码已过期，再运行一次", EN: "the code has expired; run it again"})}
		}
		_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "二维码已过期，换一个：", EN: "The code has expired; here is another one:"}))
	}
}

// showQR draws the code on stderr: stdout is for who logged in. It is black on
// white whatever the terminal's colours: cameras do not read every inverted one.
// Where no terminal shows it, the link says it all.
func (r *run) showQR(link, picture string) error {
	if picture != "" {
		png, err := wire.QRPicture(link)
		if err == nil {
			err = safe.WriteFile(picture, png)
		}
		if err != nil {
			return usage("--qr-png: %s", clean(err.Error()))
		}
		_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "二维码图片：", EN: "The code as a picture: "})+clean(picture))
	}
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

// waitQR asks until the phone has confirmed, or the code has expired.
func (r *run) waitQR(ctx context.Context, key string) (confirmed bool, err error) {
	scanned, missed := false, 0
	end := time.Now().Add(qrLife)
	defer r.countDown(0)
	for time.Now().Before(end) {
		if err := r.tick(ctx, end); err != nil {
			return false, err
		}
		state, err := r.svc.CheckQR(ctx, key)
		if err != nil {
			if missed++; !errors.Is(err, api.ErrNetwork) || missed >= misses {
				return false, err
			}
			continue
		}
		missed = 0
		switch state {
		case pane.QRConfirmed:
			return true, nil
		case pane.QRExpired:
			return false, nil
		case pane.QRScanned:
			if !scanned {
				scanned = true
				r.countDown(0)
				_, _ = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "已扫码，在手机上确认", EN: "Scanned, confirm on the phone"}))
			}
		case pane.QRWaiting:
		}
	}
	return false, nil
}

// tick waits for the next poll, counting down the seconds.
func (r *run) tick(ctx context.Context, end time.Time) error {
	for next := time.Now().Add(pollEvery); ; {
		r.countDown(time.Until(end))
		left := time.Until(next)
		if left <= 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(min(left, time.Second)):
		}
	}
}

// countDown shows how long a code can still be scanned, in a line of its own;
// 0 takes it away.
func (r *run) countDown(left time.Duration) {
	if !r.ErrTerminal {
		return
	}
	line := "\r\x1b[K"
	if s := int((left + time.Second - 1) / time.Second); s > 0 {
		line += fmt.Sprintf(r.say(lang.Both{ZH: "等待扫码 %d:%02d", EN: "waiting for the scan %d:%02d"}), s/60, s%60)
	}
	_, _ = io.WriteString(r.Err, line)
}
