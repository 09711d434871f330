// Package listenbrainz speaks the part of ListenBrainz's API that tells of
// plays: playing now, listens, feedback. It never keeps anything; the token is
// the user's, from the settings of the account.
package listenbrainz

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/report"
)

// Batch is how many listens go in one call. The service takes 1,000
// (MAX_LISTENS_PER_REQUEST) of at most 10,240 bytes each.
const Batch = 100

// Server is where ListenBrainz itself is asked; others run it, too.
const Server = "https://api.listenbrainz.org"

const (
	maxAnswer = 1 << 20
	maxWait   = 10 * time.Minute
	program   = "ncmtui"
)

// Client acts for the user that the token is of. HTTP is made by
// report.Client.
type Client struct {
	Server  string // "" ListenBrainz's own
	Token   safe.Secret
	Version string // of this program
	HTTP    *http.Client
}

// Error is a refusal of the service.
type Error struct {
	Status  int
	Message string
	Wait    time.Duration // it wants to be left alone for so long; 0 it did not say
}

func (e *Error) Error() string {
	return fmt.Sprintf("listenbrainz: HTTP %d: %s", e.Status, e.Message)
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
	word := strconv.Itoa(e.Status)
	switch {
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden:
		return report.LoginGone, word, 0
	case e.Status == http.StatusTooManyRequests:
		return report.TooOften, word, e.Wait
	case e.Status >= 400 && e.Status < 500:
		return report.Bad, word, 0
	}
	return report.Unsure, word, 0
}

// Login asks whose the token is; ErrToken when it is nobody's.
func (c *Client) Login(ctx context.Context) (user string, err error) {
	var a struct {
		Valid bool   `json:"valid"`
		User  string `json:"user_name"`
	}
	if err := c.call(ctx, http.MethodGet, "/1/validate-token", nil, &a); err != nil {
		return "", err
	}
	if !a.Valid || a.User == "" {
		return "", ErrToken
	}
	return a.User, nil
}

// ErrToken says that nobody has this token.
var ErrToken = errors.New("listenbrainz: the token is not valid")

// Send tells of plays or of a love; see report.Sender.
func (c *Client) Send(ctx context.Context, k report.Kind, reports []report.Report) error {
	switch k {
	case report.FullPlay:
		kind := "single"
		if len(reports) > 1 {
			kind = "import"
		}
		listens := make([]listen, len(reports))
		for i := range reports {
			listens[i] = c.listenOf(&reports[i])
			listens[i].At = reports[i].Started.Unix()
		}
		return c.submit(ctx, kind, listens)
	case report.Love:
		return c.rate(ctx, &reports[0], 1)
	case report.Unlove:
		return c.rate(ctx, &reports[0], 0)
	case report.StartPlay:
	}
	return nil
}

// NowPlaying tells what plays now; see report.Announcer.
func (c *Client) NowPlaying(ctx context.Context, r report.Report) error {
	return c.submit(ctx, "playing_now", []listen{c.listenOf(&r)})
}

// listen is one of a payload (listenbrainz.readthedocs.io, JSON documentation).
type listen struct {
	At    int64 `json:"listened_at,omitempty"` // Unix seconds of the start; not of what plays now
	Track struct {
		Artist  string `json:"artist_name"`
		Name    string `json:"track_name"`
		Release string `json:"release_name,omitempty"`
		Info    info   `json:"additional_info"`
	} `json:"track_metadata"`
}

type info struct {
	Player  string `json:"media_player"`
	Client  string `json:"submission_client"`
	Version string `json:"submission_client_version,omitempty"`
	Service string `json:"music_service"`
	Origin  string `json:"origin_url"`
	Length  int64  `json:"duration_ms,omitempty"`
}

func (c *Client) listenOf(r *report.Report) listen {
	var l listen
	l.Track.Artist, l.Track.Name, l.Track.Release = artists(r), text(r.Title), text(r.Album)
	l.Track.Info = info{
		Player: program, Client: program, Version: c.Version, Service: "music.163.com",
		Origin: "https://music.163.com/song?id=" + strconv.FormatInt(r.Song, 10), Length: r.Length.Milliseconds(),
	}
	return l
}

func artists(r *report.Report) string { return text(strings.Join(r.Artists, ", ")) }

// text is what the service takes: no NUL, and no more than there is room for.
func text(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "?"), "\x00", "")
	const most = 1000
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}

func (c *Client) submit(ctx context.Context, kind string, listens []listen) error {
	return c.call(ctx, http.MethodPost, "/1/submit-listens", struct {
		Type    string   `json:"listen_type"`
		Payload []listen `json:"payload"`
	}{kind, listens}, nil)
}

// rate gives feedback: 1 loved, 0 none. The service wants its own id of the
// recording; a song that it does not know by its names cannot be loved there.
func (c *Client) rate(ctx context.Context, r *report.Report, score int) error {
	query := url.Values{"artist_name": {artists(r)}, "recording_name": {text(r.Title)}}
	var found struct {
		ID string `json:"recording_mbid"`
	}
	err := c.call(ctx, http.MethodGet, "/1/metadata/lookup/?"+query.Encode(), nil, &found)
	var e *Error
	if errors.As(err, &e) && e.Status == http.StatusNotFound || err == nil && found.ID == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return c.call(ctx, http.MethodPost, "/1/feedback/recording-feedback", struct {
		ID    string `json:"recording_mbid"`
		Score int    `json:"score"`
	}{found.ID, score}, nil)
}

// call makes a call, and reads its answer into out.
func (c *Client) call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return fmt.Errorf("listenbrainz: %w", err)
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(cmp.Or(c.Server, Server), "/")+path, body)
	if err != nil {
		return fmt.Errorf("listenbrainz: %w", err)
	}
	req.Header.Set("Authorization", "Token "+c.Token.Reveal())
	req.Header.Set("User-Agent", strings.TrimSuffix(program+"/"+c.Version, "/"))
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := c.HTTP.Do(req)
	if err != nil {
		return fmt.Errorf("listenbrainz: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return fmt.Errorf("listenbrainz: %w", err)
	}
	return read(res, answer, out)
}

func read(res *http.Response, answer []byte, out any) error {
	if res.StatusCode != http.StatusOK {
		var said struct {
			Error string `json:"error"`
		}
		_ = json.Unmarshal(answer, &said) // a proxy's page says nothing
		e := &Error{Status: res.StatusCode, Message: said.Error}
		if n, err := strconv.Atoi(res.Header.Get("X-Ratelimit-Reset-In")); err == nil && n > 0 {
			e.Wait = min(time.Duration(n)*time.Second, maxWait)
		}
		return e
	}
	var whole json.RawMessage
	if err := json.Unmarshal(answer, &whole); err != nil {
		return &Error{Status: http.StatusBadGateway, Message: "an answer that is no JSON"} // of somebody in between
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("listenbrainz: an answer of another form: %w", err)
	}
	return nil
}
