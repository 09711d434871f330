package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"rsc.io/qr"

	"ncmtui/api"
	"ncmtui/internal/safe"
	"ncmtui/ui/pane"
)

// ways are the ways in beside the QR code, and the change between logins that
// are kept.
type ways struct {
	*account
	probe func(api.Session) (*api.Client, error) // a client for a login that is not ours yet
	dir   string                                 // where pictures of codes go; "" keeps none
}

// maxCookieFile bounds what is read of a file that may be anything.
const maxCookieFile = 1 << 20

// Import takes a login from outside and keeps it, once the service has said
// whose it is: a cookie that it does not know changes nothing.
func (w *ways) Import(ctx context.Context, cookie safe.Secret) (pane.User, error) {
	text := cookie.Reveal()
	if name, ok := strings.CutPrefix(strings.TrimSpace(text), "@"); ok {
		var err error
		if text, err = readCookieFile(name); err != nil {
			return pane.User{}, err
		}
	}
	cookies, err := api.LoginCookies(text)
	if err != nil {
		return pane.User{}, errors.Join(pane.ErrCookie, err)
	}
	user, session, err := whose(ctx, w.probe, w.api.Session().Device, cookies)
	if err != nil {
		return pane.User{}, refusal(err)
	}
	w.keep.own(user.ID, user.Name, session)
	w.api.SetSession(session)
	w.unpicture()
	return w.entered(user), nil
}

func readCookieFile(name string) (string, error) {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		name = filepath.Join(home, rest)
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxCookieFile))
	return string(text), err
}

// whose asks the service whose a login is that nobody here has yet.
func whose(ctx context.Context, probe func(api.Session) (*api.Client, error), device string, cookies map[string]safe.Secret) (pane.User, api.Session, error) {
	client, err := probe(api.Session{Device: device, Cookies: cookies})
	if err != nil {
		return pane.User{}, api.Session{}, err
	}
	got, err := client.Account(ctx)
	if err != nil {
		return pane.User{}, api.Session{}, err
	}
	if got == nil {
		return pane.User{}, api.Session{}, fmt.Errorf("the service does not know this cookie: %w", api.ErrLoginNeeded)
	}
	user := pane.User{ID: got.ID, Name: got.Name, VIP: got.VIP > 0, LoggedIn: true}
	return user, client.Session(), nil
}

// entered makes the account that logged in that of every room.
func (a *account) entered(user pane.User) pane.User {
	a.known.Store(&user)
	how := asKnown
	if a.lost.Swap(false) {
		how = again
	}
	a.adopt(user.ID, how)
	return user
}

// SendCode asks for a code by SMS.
func (w *ways) SendCode(ctx context.Context, country string, phone safe.Secret) error {
	return refusal(w.api.SendCaptcha(ctx, country, phone))
}

// LogIn logs in by a phone or an address.
func (w *ways) LogIn(ctx context.Context, c pane.Credentials) (pane.User, error) {
	w.keep.fresh()
	var got api.User
	var err error
	if c.Email != "" {
		got, err = w.api.LoginEmail(ctx, c.Email.Reveal(), c.Password)
	} else {
		got, err = w.api.LoginPhone(ctx, api.PhoneLogin{Country: c.Country, Phone: c.Phone, Captcha: c.Code, Password: c.Password})
	}
	if err != nil {
		return pane.User{}, refusal(err)
	}
	user := pane.User{ID: got.ID, Name: got.Name, VIP: got.VIP > 0, LoggedIn: true}
	w.keep.own(user.ID, user.Name, w.api.Session())
	return w.entered(user), nil
}

// refusal tells the screen what the service said.
func refusal(err error) error {
	var e *api.Error
	if !errors.As(err, &e) || e.Code == 0 {
		return err
	}
	return &pane.Refusal{Code: e.Code, Text: e.Text, Verify: e.Verify, Err: err}
}

// pictureScale is how many pixels a module of a code's picture has.
const pictureScale = 8

// QRPicture is a code as a PNG, black on white with its quiet zone.
func QRPicture(text string) ([]byte, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil, err
	}
	code.Scale = pictureScale
	return code.PNG(), nil
}

// Picture writes a code where only this user can read it: whoever scans it
// first is logged in here.
func (w *ways) Picture(_ context.Context, url string) (string, error) {
	if w.dir == "" {
		return "", os.ErrNotExist
	}
	png, err := QRPicture(url)
	if err != nil {
		return "", err
	}
	if err := safe.MakeDir(w.dir); err != nil {
		return "", err
	}
	file := filepath.Join(w.dir, pictureName)
	if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	f, err := safe.OpenPrivate(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return "", err
	}
	_, err = f.Write(png)
	return file, errors.Join(err, f.Close())
}

const pictureName = "login-qr.png"

// unpicture removes the picture of a code, which is of no use any more.
func (w *ways) unpicture() {
	if w.dir != "" {
		_ = os.Remove(filepath.Join(w.dir, pictureName))
	}
}

// Accounts are the logins that are kept.
func (w *ways) Accounts(context.Context) ([]pane.KeptLogin, error) {
	s := w.keep.file.Load()
	var out []pane.KeptLogin
	for _, a := range s.Accounts {
		if a.UID != 0 {
			out = append(out, pane.KeptLogin{ID: a.UID, Name: a.Name, Active: a.UID == s.Active})
		}
	}
	return out, nil
}

// Switch makes another kept login the one that acts, at once and from the next
// start on.
func (w *ways) Switch(ctx context.Context, uid int64) (pane.User, error) {
	login, err := w.keep.use(uid)
	if errors.Is(err, ErrNoAccount) {
		return pane.User{}, err
	}
	w.lost.Store(false)
	w.api.SetSession(api.Session{Cookies: login.Cookies, Anonymous: w.api.Session().Anonymous})
	if uid == 0 {
		w.known.Store(nil)
		w.adopt(0, switched)
		return pane.User{}, nil
	}
	user := pane.User{ID: uid, Name: login.Name, LoggedIn: true}
	w.known.Store(&user)
	w.adopt(uid, switched)
	now, err := w.Who(ctx)
	switch {
	case err != nil:
		return user, nil // as it was known last: what is on disk can be had
	case !now.LoggedIn:
		user.LoggedIn = false // its login is over
		return user, nil
	}
	return now, nil
}

// ForgetLogin removes a login that does not act now from the disk.
func (w *ways) ForgetLogin(_ context.Context, uid int64) error {
	return w.keep.file.Forget(uid)
}
