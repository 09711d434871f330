package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

// SendCaptcha asks for a code by SMS. Country is a calling code, "" for 86.
// The service says yes also to numbers that do not exist.
func (c *Client) SendCaptcha(ctx context.Context, country string, phone safe.Secret) error {
	return c.do(ctx, "/captcha/sent", phoneParams(country, phone))
}

// VerifyCaptcha asks whether a code is right; a wrong one is ErrCredentials.
func (c *Client) VerifyCaptcha(ctx context.Context, country string, phone, captcha safe.Secret) error {
	p := phoneParams(country, phone)
	p["captcha"] = captcha.Reveal()
	return c.do(ctx, "/captcha/verify", p)
}

func phoneParams(country string, phone safe.Secret) Params {
	p := Params{"phone": phone.Reveal()}
	if country != "" {
		p["ctcode"] = country
	}
	return p
}

// PhoneLogin is a login by phone: with a Captcha, or with a Password.
type PhoneLogin struct {
	Country           string // calling code, "" for 86
	Phone             safe.Secret
	Captcha, Password safe.Secret
}

// LoginPhone logs in; the cookies are in the session afterwards. Errors to
// branch on: ErrCredentials, ErrLoginRefused, ErrVerify, ErrTooOften.
func (c *Client) LoginPhone(ctx context.Context, l PhoneLogin) (User, error) {
	p := Params{"phone": l.Phone.Reveal()}
	if l.Country != "" {
		p["countrycode"] = l.Country
	}
	if l.Captcha != "" {
		p["captcha"] = l.Captcha.Reveal()
	} else {
		p["password"] = l.Password.Reveal()
	}
	return c.logIn(ctx, "/login/cellphone", p)
}

// LoginEmail logs in with an address and a password, as LoginPhone does.
func (c *Client) LoginEmail(ctx context.Context, email string, password safe.Secret) (User, error) {
	return c.logIn(ctx, "/login", Params{"email": email, "password": password.Reveal()})
}

func (c *Client) logIn(ctx context.Context, path string, p Params) (User, error) {
	a, err := c.Call(ctx, path, p)
	if err != nil {
		return User{}, err
	}
	u, err := decodeAccount(a.Body)
	if err != nil {
		return User{}, err
	}
	if u == nil {
		return User{}, badAnswer(path, fmt.Errorf("no account"))
	}
	return *u, nil
}

// RegisterAnonymous makes a new identity for calls without login and gives its
// cookies by name; MUSIC_A is the token. The client gets one by itself when it
// needs it: this is for other programs.
func (c *Client) RegisterAnonymous(ctx context.Context) (map[string]safe.Secret, error) {
	b, err := call[struct {
		Cookie jsonText `json:"cookie"`
	}](ctx, c, "/register/anonimous", nil)
	if err != nil {
		return nil, err
	}
	out := map[string]safe.Secret{}
	for _, part := range strings.Split(string(b.Cookie), ";") { // lines of Set-Cookie, joined
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if ok && value != "" && strings.ToUpper(name) == name { // attributes are written Path, Expires …
			out[name] = safe.Secret(value)
		}
	}
	if len(out) == 0 {
		return nil, badAnswer("/register/anonimous", fmt.Errorf("no token"))
	}
	return out, nil
}

// Profile is a user's page.
type Profile struct {
	User
	Level      int
	Listened   int       // songs
	Since      time.Time // when the account was made
	Days       int       // since then
	Birthday   time.Time // zero: not set
	Gender     int       // 1 male, 2 female, 0 not told
	Province   int
	City       int
	Background string // picture
	ShowsPlays bool   // others may see what was played
	Bindings   []Binding
}

// Binding is an account elsewhere, or a phone, tied to this one. The token of
// the service's answer is left out.
type Binding struct {
	ID      int64
	User    int64
	Type    int // 1 phone, 2 Weibo, 5 QQ, 10 WeChat …
	Expired bool
	Bound   time.Time
}

type wireBinding struct {
	ID      jsonInt  `json:"id"`
	User    jsonInt  `json:"userId"`
	Type    jsonInt  `json:"type"`
	Expired jsonBool `json:"expired"`
	Bound   jsonInt  `json:"bindingTime"` // ms
}

func (w wireBinding) binding() Binding {
	return Binding{int64(w.ID), int64(w.User), int(w.Type), bool(w.Expired), millis(w.Bound)}
}

type profileBody struct {
	Level    jsonInt `json:"level"`
	Listened jsonInt `json:"listenSongs"`
	Created  jsonInt `json:"createTime"`
	Days     jsonInt `json:"createDays"`
	Profile  object[struct {
		wireUser
		Birthday   jsonInt  `json:"birthday"`
		Gender     jsonInt  `json:"gender"`
		Province   jsonInt  `json:"province"`
		City       jsonInt  `json:"city"`
		Background jsonText `json:"backgroundUrl"`
	}] `json:"profile"`
	ShowsPlays jsonBool          `json:"peopleCanSeeMyPlayRecord"`
	Bindings   list[wireBinding] `json:"bindings"`
}

func (b profileBody) profile() Profile {
	w := b.Profile.V
	return Profile{
		User: w.user(), Level: int(b.Level), Listened: int(b.Listened), Since: millis(b.Created), Days: int(b.Days),
		Birthday: millis(w.Birthday), Gender: int(w.Gender), Province: int(w.Province), City: int(w.City),
		Background: secure(string(w.Background)), ShowsPlays: bool(b.ShowsPlays),
		Bindings: each(b.Bindings, wireBinding.binding),
	}
}

// User is a user's page.
func (c *Client) User(ctx context.Context, id int64) (Profile, error) {
	b, err := call[profileBody](ctx, c, "/user/detail", Params{"uid": id})
	if err != nil {
		return Profile{}, err
	}
	return b.profile(), nil
}

// Level is how far the account has come, and what the next level wants.
type Level struct {
	Level              int
	Progress           float64 // 0 to 1
	Plays, NextPlays   int
	Logins, NextLogins int
	Info               string // rights of the level, parted by $
	Full               bool   // the highest
	UserID             int64
}

// Level is the account's level; login needed.
func (c *Client) Level(ctx context.Context) (Level, error) {
	b, err := call[struct {
		Full jsonBool `json:"full"`
		Data object[struct {
			User       jsonInt   `json:"userId"`
			Info       jsonText  `json:"info"`
			Progress   jsonFloat `json:"progress"`
			Plays      jsonInt   `json:"nowPlayCount"`
			NextPlays  jsonInt   `json:"nextPlayCount"`
			Logins     jsonInt   `json:"nowLoginCount"`
			NextLogins jsonInt   `json:"nextLoginCount"`
			Level      jsonInt   `json:"level"`
		}] `json:"data"`
	}](ctx, c, "/user/level", nil)
	if err != nil {
		return Level{}, err
	}
	d := b.Data.V
	return Level{
		Level: int(d.Level), Progress: d.Progress.V, Plays: int(d.Plays), NextPlays: int(d.NextPlays),
		Logins: int(d.Logins), NextLogins: int(d.NextLogins), Info: string(d.Info), Full: bool(b.Full), UserID: int64(d.User),
	}, nil
}

// Counts are how much the account has collected.
type Counts struct {
	Created, Subscribed   int // playlists
	Artists, MVs          int
	Podcasts, OwnPodcasts int
	Programs, NewPrograms int
}

// Counts counts the account's collections; login needed.
func (c *Client) Counts(ctx context.Context) (Counts, error) {
	b, err := call[struct {
		Created    jsonInt `json:"createdPlaylistCount"`
		Subscribed jsonInt `json:"subPlaylistCount"`
		Artists    jsonInt `json:"artistCount"`
		MVs        jsonInt `json:"mvCount"`
		Radios     jsonInt `json:"djRadioCount"`
		Own        jsonInt `json:"createDjRadioCount"`
		Programs   jsonInt `json:"programCount"`
		News       jsonInt `json:"newProgramCount"`
	}](ctx, c, "/user/subcount", nil)
	if err != nil {
		return Counts{}, err
	}
	return Counts{
		int(b.Created), int(b.Subscribed), int(b.Artists), int(b.MVs),
		int(b.Radios), int(b.Own), int(b.Programs), int(b.News),
	}, nil
}

// Bindings are the accounts tied to a user.
func (c *Client) Bindings(ctx context.Context, user int64) ([]Binding, error) {
	b, err := call[struct {
		Bindings list[wireBinding] `json:"bindings"`
	}](ctx, c, "/user/binding", Params{"uid": user})
	if err != nil {
		return nil, err
	}
	return each(b.Bindings, wireBinding.binding), nil
}

// SignIn is the outcome of a daily sign-in.
type SignIn struct {
	Points  int
	Already bool // was done before today
}

// SignIn signs in for today, as the phone (mobile) or the web client; nothing
// calls it by itself. The service gives points once per day and kind.
func (c *Client) SignIn(ctx context.Context, mobile bool) (SignIn, error) {
	b, err := call[struct {
		Point jsonInt `json:"point"`
	}](ctx, c, "/daily_signin", Params{"type": onOff(!mobile)})
	var e *Error
	if errors.As(err, &e) && errors.Is(e.Class, ErrRefused) && e.Code == -2 {
		return SignIn{Already: true}, nil
	}
	return SignIn{Points: int(b.Point)}, err
}

// SignInCloudShell signs in for the service's other points, 云贝.
func (c *Client) SignInCloudShell(ctx context.Context) (SignIn, error) {
	b, err := call[struct {
		Data object[struct {
			Sign   jsonBool `json:"sign"`
			Points jsonInt  `json:"yunbeiNum"`
		}] `json:"data"`
	}](ctx, c, "/yunbei/sign", nil)
	if err != nil {
		return SignIn{}, err
	}
	return SignIn{Points: int(b.Data.V.Points), Already: !bool(b.Data.V.Sign)}, nil
}

// Notice is a text that the service wants its users to read, of its privacy
// terms for one. Needed: it must be agreed to.
type Notice struct {
	Title, Content string
	Needed         bool
}

// PrivacyNotice is the notice on privacy.
func (c *Client) PrivacyNotice(ctx context.Context) (Notice, error) {
	b, err := call[struct {
		Data object[struct {
			Title   jsonText `json:"title"`
			Content jsonText `json:"content"`
			Needed  jsonBool `json:"needPop"`
		}] `json:"data"`
	}](ctx, c, "/api", Params{"uri": "/api/privacy/info/get/v2"})
	if err != nil {
		return Notice{}, err
	}
	return Notice{string(b.Data.V.Title), string(b.Data.V.Content), bool(b.Data.V.Needed)}, nil
}

// MediaHosts are the hosts that files come from.
func (c *Client) MediaHosts(ctx context.Context) ([]string, error) {
	b, err := call[struct {
		Data list[texts] `json:"data"`
	}](ctx, c, "/api", Params{"uri": "/api/misc/cdns"})
	if err != nil {
		return nil, err
	}
	var out []string
	for _, hosts := range b.Data {
		out = append(out, hosts...)
	}
	return out, nil
}
