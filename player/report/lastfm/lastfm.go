// Package lastfm speaks the part of Last.fm's API that tells of plays: web
// login, now playing, scrobbles, loves. It never keeps anything, and it has no
// key of its own: key and shared secret are the user's
// (https://www.last.fm/api/account/create).
package lastfm

import (
	"cmp"
	"context"
	"crypto/md5" //nolint:gosec // the service's signature is an md5
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/report"
)

// Batch is the most scrobbles of one call (last.fm/api/show/track.scrobble).
const Batch = 50

// Server is where Last.fm itself is asked.
const Server = "https://ws.audioscrobbler.com/2.0/"

// approveAt is where its users allow a program to act for them.
const approveAt = "https://www.last.fm/api/auth/"

const maxAnswer = 1 << 20

// Client acts with a key, and for a user when it has a session. HTTP is made
// by report.Client.
type Client struct {
	Server  string // "" Last.fm's own
	Key     string
	Secret  safe.Secret // shared, of the key
	Session safe.Secret // of the user, "" before Login
	HTTP    *http.Client
}

// Error is a refusal of the service, with its own code (last.fm/api/errorcodes;
// 0 when the answer had none) and HTTP status.
type Error struct {
	Code, Status int
	Message      string
}

func (e *Error) Error() string {
	return fmt.Sprintf("last.fm: error %d (HTTP %d): %s", e.Code, e.Status, e.Message)
}

// The codes that something is to be done about.
const (
	codeDenied     = 4  // the user has taken the permission back, or the token is wrong
	codeFailed     = 8  // something else went wrong: try again
	codeSession    = 9  // invalid session: log in again
	codeKey        = 10 // invalid key
	codeOffline    = 11 // try again
	codeSignature  = 13
	codeUnapproved = 14 // this token has not been allowed yet
	codeExpired    = 15 // this token has expired
	codeBusy       = 16 // try again
	codeSuspended  = 26 // the key
	codeLimit      = 29
)

// Unapproved says that the user has not allowed the token yet.
func Unapproved(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == codeUnapproved
}

// Classify says what an error means for a report.
func Classify(err error) (report.Class, string, time.Duration) {
	var e *Error
	if !errors.As(err, &e) {
		if report.NotSent(err) {
			return report.Unsent, "unsent", 0
		}
		return report.Unsure, "unsure", 0
	}
	word := fmt.Sprintf("%d/%d", e.Code, e.Status)
	switch e.Code {
	case codeDenied, codeSession, codeKey, codeSignature, codeUnapproved, codeSuspended:
		return report.LoginGone, word, 0
	case codeOffline, codeBusy:
		return report.Unsent, word, 0 // it asks for the same again (last.fm/api/scrobbling)
	case codeLimit:
		return report.TooOften, word, 0
	case codeFailed:
		return report.Unsure, word, 0
	case 0:
		if e.Status == http.StatusTooManyRequests {
			return report.TooOften, word, 0
		}
		return report.Unsure, word, 0
	}
	return report.Bad, word, 0
}

// Token asks for a token that the user is to allow at Approve; it is good for
// an hour.
func (c *Client) Token(ctx context.Context) (safe.Secret, error) {
	var a struct {
		Token safe.Secret `json:"token"`
	}
	if err := c.call(ctx, "auth.getToken", nil, &a); err != nil {
		return "", err
	}
	if a.Token == "" {
		return "", errors.New("last.fm: an answer without a token")
	}
	return a.Token, nil
}

// Approve is the address where the user allows a token.
func (c *Client) Approve(token safe.Secret) string {
	at := approveAt
	if u, err := url.Parse(c.Server); err == nil && c.Server != "" {
		at = (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/api/auth/"}).String()
	}
	return at + "?" + url.Values{"api_key": {c.Key}, "token": {token.Reveal()}}.Encode()
}

// Login takes the session of a token that was allowed; see Unapproved. The
// session has no end, until the user takes the permission back.
func (c *Client) Login(ctx context.Context, token safe.Secret) (user string, session safe.Secret, err error) {
	var a struct {
		Session struct {
			Name string      `json:"name"`
			Key  safe.Secret `json:"key"`
		} `json:"session"`
	}
	if err := c.call(ctx, "auth.getSession", map[string]string{"token": token.Reveal()}, &a); err != nil {
		return "", "", err
	}
	if a.Session.Name == "" || a.Session.Key == "" {
		return "", "", errors.New("last.fm: an answer without a session")
	}
	return a.Session.Name, a.Session.Key, nil
}

// Send tells of plays or of a love; see report.Sender.
func (c *Client) Send(ctx context.Context, k report.Kind, reports []report.Report) error {
	switch k {
	case report.Love, report.Unlove:
		method := map[report.Kind]string{report.Love: "track.love", report.Unlove: "track.unlove"}[k]
		return c.call(ctx, method, map[string]string{"track": text(reports[0].Title), "artist": artist(&reports[0])}, nil)
	case report.FullPlay:
		return c.scrobble(ctx, reports)
	case report.StartPlay:
	}
	return nil
}

// NowPlaying tells what plays now; see report.Announcer.
func (c *Client) NowPlaying(ctx context.Context, r report.Report) error {
	p := map[string]string{}
	describe(p, "", &r)
	return c.call(ctx, "track.updateNowPlaying", p, nil)
}

func (c *Client) scrobble(ctx context.Context, reports []report.Report) error {
	p := map[string]string{}
	for i := range reports {
		r := &reports[i]
		at := fmt.Sprintf("[%d]", i)
		describe(p, at, r)
		p["timestamp"+at] = fmt.Sprint(r.Started.Unix())
		if r.Source == "userfm" {
			p["chosenByUser"+at] = "0"
		}
	}
	var a struct {
		Scrobbles struct {
			Scrobble oneOrMany[struct {
				Ignored struct {
					Code json.Number `json:"code"`
				} `json:"ignoredMessage"`
			}] `json:"scrobble"`
		} `json:"scrobbles"`
	}
	if err := c.call(ctx, "track.scrobble", p, &a); err != nil {
		return err
	}
	// What the filters drop is done with; but what the day's limit drops is not.
	split := &report.Split{Taken: make([]bool, len(reports)), Err: &Error{Code: codeLimit, Status: http.StatusOK, Message: "the day's limit of scrobbles"}}
	all := true
	for i := range reports {
		split.Taken[i] = i >= len(a.Scrobbles.Scrobble) || a.Scrobbles.Scrobble[i].Ignored.Code != dailyLimit
		all = all && split.Taken[i]
	}
	if all {
		return nil
	}
	return split
}

// dailyLimit is the code of a scrobble that came on top of the day's limit.
const dailyLimit = "5"

// describe adds the song's fields. Last.fm knows songs by their first artist.
func describe(p map[string]string, at string, r *report.Report) {
	p["artist"+at], p["track"+at] = artist(r), text(r.Title)
	if r.Album != "" {
		p["album"+at] = text(r.Album)
	}
	if s := int(r.Length / time.Second); s > 0 {
		p["duration"+at] = fmt.Sprint(s)
	}
}

func artist(r *report.Report) string {
	if len(r.Artists) == 0 {
		return ""
	}
	return text(r.Artists[0])
}

func text(s string) string { return strings.ToValidUTF8(s, "?") }

// oneOrMany is a list, whose only member may stand without it.
type oneOrMany[T any] []T

// UnmarshalJSON reads both forms.
func (l *oneOrMany[T]) UnmarshalJSON(b []byte) error {
	if strings.HasPrefix(strings.TrimSpace(string(b)), "[") {
		return json.Unmarshal(b, (*[]T)(l))
	}
	var one T
	if err := json.Unmarshal(b, &one); err != nil {
		return err
	}
	*l = []T{one}
	return nil
}

// call signs and makes a call, and reads its answer into out. All values stand
// in the body, so that no error tells them.
func (c *Client) call(ctx context.Context, method string, params map[string]string, out any) error {
	p := map[string]string{"method": method, "api_key": c.Key}
	if c.Session != "" {
		p["sk"] = c.Session.Reveal()
	}
	maps.Copy(p, params)
	form := url.Values{"format": {"json"}, "api_sig": {sign(p, c.Secret)}}
	for name, value := range p {
		form.Set(name, value)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, cmp.Or(c.Server, Server), strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("last.fm: %w", err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("User-Agent", "ncmtui")
	res, err := c.HTTP.Do(req)
	if err != nil {
		return fmt.Errorf("last.fm: %s: %w", method, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("last.fm: %s: %w", method, err)
	}
	return read(res.StatusCode, body, out)
}

// read reads an answer. The status alone says nothing: refusals come with 200
// as well.
func read(status int, body []byte, out any) error {
	var refusal struct {
		Code    int    `json:"error"`
		Message string `json:"message"`
	}
	err := json.Unmarshal(body, &refusal)
	if err != nil || refusal.Code != 0 || status != http.StatusOK {
		return &Error{Code: refusal.Code, Status: status, Message: refusal.Message}
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return &Error{Status: status, Message: "an answer of another form"}
	}
	return nil
}

// sign makes the signature: the md5 of all names and values, sorted by the
// bytes of the names, and the shared secret (last.fm/api/authspec, 8). format
// is no part of it.
func sign(p map[string]string, secret safe.Secret) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p)) {
		b.WriteString(name + p[name])
	}
	b.WriteString(secret.Reveal())
	sum := md5.Sum([]byte(b.String())) //nolint:gosec // see above
	return hex.EncodeToString(sum[:])
}
