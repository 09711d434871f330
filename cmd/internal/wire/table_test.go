package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/envelope"
	"ncmtui/config"
	"ncmtui/player"
	"ncmtui/player/decode"
	"ncmtui/player/output"
	"ncmtui/player/report"
	"ncmtui/ui/lang"
)

func TestEveryErrorHasItsSentence(t *testing.T) {
	t.Parallel()
	is := func(class error) error { return fmt.Errorf("/song: %w", &api.Error{Class: class}) }
	for _, c := range []struct {
		err  error
		want lang.Trouble
	}{
		{is(api.ErrLoginNeeded), lang.LoginNeeded},
		{is(api.ErrTooOften), lang.Limited},
		{is(api.ErrRisk), lang.Judged},
		{is(api.ErrVerify), lang.Verify},
		{is(api.ErrLoginRefused), lang.LoginRefused},
		{is(api.ErrBadAnswer), lang.BadAnswer},
		{is(api.ErrNetwork), lang.Offline},
		{is(api.ErrProxy), lang.ProxyFails},
		{is(api.ErrCaptivePortal), lang.Portal},
		{is(api.ErrParameters), lang.Missing},
		{is(api.ErrRefused), lang.Missing},
		{&api.Error{Class: api.ErrNetwork, Cause: context.DeadlineExceeded}, lang.Slow},
		{context.DeadlineExceeded, lang.Slow},
		{fmt.Errorf("x: %w", decode.ErrDamaged), lang.BadFile},
		{decode.ErrNotAudio, lang.BadFile},
		{decode.ErrUnsupported, lang.BadFile},
		{fmt.Errorf("x: %w", output.ErrNoDevice), lang.NoDevice},
		{syscall.ENOSPC, lang.DiskFull},
		{&fs.PathError{Err: fs.ErrPermission}, lang.DiskFull},
		{&player.Unavailable{Why: player.NoCopyright}, lang.NoCopyright},
		{&player.Unavailable{Why: player.MembersOnly}, lang.MembersOnly},
		{&player.Unavailable{Why: player.PurchaseOnly}, lang.PurchaseOnly},
		{&player.Unavailable{Why: player.LoginNeeded}, lang.LoginNeeded},
		{fmt.Errorf("x: %w", &player.Unavailable{Why: player.Refused}), lang.Refused},
		{errors.New("anything"), lang.Unknown},
	} {
		if got := Explain(c.err); got != c.want {
			t.Errorf("%v is %d, want %d", c.err, got, c.want)
		}
	}
}

func TestReportsKnowWhatAFailureMeans(t *testing.T) {
	t.Parallel()
	for class, want := range map[error]report.Class{
		api.ErrLoginNeeded: report.LoginGone, api.ErrTooOften: report.TooOften, api.ErrRisk: report.Suspicious,
		api.ErrVerify: report.Suspicious, api.ErrParameters: report.Bad, api.ErrRefused: report.Bad, api.ErrNetwork: report.Unsure,
		api.ErrBadAnswer: report.Unsure,
	} {
		if got, word := classify(fmt.Errorf("x: %w", &api.Error{Class: class})); got != want || word == "" {
			t.Errorf("%v is %d (%q), want %d", class, got, word, want)
		}
	}
	refused := roundTrip(func(*http.Request) (*http.Response, error) { return nil, syscall.ECONNREFUSED })
	client, err := api.New(api.Options{Transport: refused, Rate: -1, Session: api.Session{Device: "D"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := classify(client.StartPlay(t.Context(), api.Played{Song: 1})); got != report.Unsent {
		t.Errorf("a refused connection is %d", got)
	}
}

// answers is a service that has addresses by level.
type answers struct {
	byLevel map[string]string // a JSON object of the list data
	asked   []string
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	_, plain, err := envelope.OpenEapi(form)
	if err != nil {
		return nil, err
	}
	var q struct{ Level string }
	if err := json.Unmarshal(plain, &q); err != nil {
		return nil, err
	}
	a.asked = append(a.asked, q.Level)
	text := `{"code":200,"data":[` + a.byLevel[q.Level] + `]}`
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

func TestAnAddressIsWhatTheServiceGives(t *testing.T) {
	t.Parallel()
	file := func(kind, extra string) string {
		return `{"id":5,"url":"http://m701.music.126.net/x.` + kind + `","type":"` + kind + `","code":200,"size":9,"expi":1200` + extra + `}`
	}
	none := `{"id":5,"url":null,"code":404,"fee":0}`
	clip := file("mp3", `,"freeTrialInfo":{"start":40,"end":70},"fee":1`)
	for _, c := range []struct {
		name, level string
		by          map[string]string
		skip        bool
		format      string
		why         player.Why
		asked       []string
	}{
		{"at once", "exhigh", map[string]string{"exhigh": file("mp3", "")}, false, "mp3", 0, []string{"exhigh"}},
		{"m4a too", "hires", map[string]string{"hires": file("m4a", "")}, false, "m4a", 0, []string{"hires"}},
		{"grey", "exhigh", map[string]string{"exhigh": none}, false, "", player.NoCopyright, []string{"exhigh"}},
		{"for members", "exhigh", map[string]string{"exhigh": `{"id":5,"url":null,"code":404,"fee":1}`}, false, "", player.MembersOnly, []string{"exhigh"}},
		{"to be bought", "exhigh", map[string]string{"exhigh": `{"id":5,"url":null,"code":404,"fee":4}`}, false, "", player.PurchaseOnly, []string{"exhigh"}},
		{"a clip", "exhigh", map[string]string{"exhigh": clip}, false, "mp3", 0, []string{"exhigh"}},
		{"a clip nobody wants", "exhigh", map[string]string{"exhigh": clip}, true, "", player.MembersOnly, []string{"exhigh"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := &answers{byLevel: c.by}
			client, err := api.New(api.Options{Transport: a, Rate: -1, Session: api.Session{Device: "D", Anonymous: "x"}})
			if err != nil {
				t.Fatal(err)
			}
			now := time.Unix(1_800_000_000, 0)
			m, err := resolver{api: client, level: c.level, skipTrials: c.skip, now: func() time.Time { return now }}.Resolve(t.Context(), 5)
			var gone *player.Unavailable
			why := player.Why(0)
			if errors.As(err, &gone) {
				why = gone.Why
			} else if err != nil {
				t.Fatal(err)
			}
			if m.Format != c.format || why != c.why || !slices.Equal(a.asked, c.asked) {
				t.Errorf("got %q, why %d, asked %v", m.Format, why, a.asked)
			}
			if err == nil && !m.Expires.Equal(now.Add(1200*time.Second)) {
				t.Errorf("expires %v", m.Expires)
			}
			if (m.Clip != nil) != (c.name == "a clip") || m.Clip != nil && *m.Clip != (player.Clip{Start: 40 * time.Second, End: 70 * time.Second}) {
				t.Errorf("clip %v", m.Clip)
			}
		})
	}
}

// TestAFileNobodyCanDecodeIsAskedForOnceAtAnotherLevel: what the player does
// once a decoder has refused the file.
func TestAFileNobodyCanDecodeIsAskedForOnceAtAnotherLevel(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ level, refused, asked string }{
		{"jymaster", "jymaster", "lossless"},
		{"sky", "", "lossless"},
		{"hires", "hires", "lossless"},
		{"lossless", "lossless", "exhigh"},
		{"exhigh", "exhigh", "lossless"},
		{"jymaster", "standard", "exhigh"},
		{"higher", "", "exhigh"},
	} {
		a := &answers{byLevel: map[string]string{c.asked: `{"id":5,"url":"http://m701.music.126.net/x.flac","type":"flac","code":200,"size":9}`}}
		client, err := api.New(api.Options{Transport: a, Rate: -1, Session: api.Session{Device: "D", Anonymous: "x"}})
		if err != nil {
			t.Fatal(err)
		}
		m, err := resolver{api: client, level: c.level, now: time.Now}.ResolveOther(t.Context(), 5, player.Media{Level: c.refused, Format: "m4a"})
		if err != nil || m.Format != "flac" || !slices.Equal(a.asked, []string{c.asked}) {
			t.Errorf("%+v: %v, %v, asked %v", c, m.Format, err, a.asked)
		}
	}
}

func TestRefusalsOfTheServiceReachThePlayer(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]player.Why{301: player.LoginNeeded, -460: player.Refused, -462: player.Refused} {
		rt := roundTrip(func(r *http.Request) (*http.Response, error) {
			body := fmt.Sprintf(`{"code":%d,"message":"no"}`, code)
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
		})
		client, err := api.New(api.Options{Transport: rt, Rate: -1, Session: api.Session{Device: "D", Anonymous: "x"}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = resolver{api: client, level: "exhigh", now: time.Now}.Resolve(t.Context(), 5)
		var gone *player.Unavailable
		if !errors.As(err, &gone) || gone.Why != want {
			t.Errorf("%d: %v", code, err)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSettingsTakeTheOutputsThatExist(t *testing.T) {
	t.Parallel()
	for _, v := range []string{
		"auto", "pulse", "pulse:x", "pulse:", "pulse: ", "alsa", "alsa:hw:0,1", "exec", "exec:aplay -q", "exec:", "oto", "oto:x", "auto:",
		"wav", "wav:", "wav:x", "wav:x,fast", "wav:x,float", "wav:x,fast,float", "wav:,fast", "wav:,float,fast", "wav:x,slow",
		"null", "null,fast", "null,float", "null:", "null:,fast", "null,fast,fast", "jack", ",fast", "auto,fast",
	} {
		c := config.Default()
		_, parsed := output.Parse(v)
		if p := c.Set("output", v, "test"); (p == nil) != (parsed == nil) {
			t.Errorf("%q: the settings say %v, the outputs %v", v, p, parsed)
		}
	}
}
