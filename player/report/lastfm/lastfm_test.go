package lastfm

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/player/report"
	"ncmtui/player/report/reportfake"
)

func fake() (*reportfake.LastFM, *Client) {
	f := &reportfake.LastFM{Key: "k", Secret: "canary-secret", User: "ann", Session: "session-of-ann"}
	c := &Client{Key: "k", Secret: "canary-secret", Session: "session-of-ann"}
	c.HTTP = report.Client(reportfake.Hosts{"ws.audioscrobbler.com": f})
	return f, c
}

func plays(n int) []report.Report {
	out := make([]report.Report, n)
	for i := range out {
		out[i] = report.Report{
			Title: fmt.Sprint("歌 & ", i), Artists: []string{"a=b", "c"}, Album: "专辑", Length: 200 * time.Second, Started: time.Unix(int64(1_700_000_000+i), 0),
		}
	}
	return out
}

func TestLoginByTheWeb(t *testing.T) {
	t.Parallel()
	f, c := fake()
	f.Session, c.Session = "", ""
	token, err := c.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(c.Approve(token))
	if err != nil || at.Host != "www.last.fm" || at.Path != "/api/auth/" || at.Query().Get("api_key") != "k" || at.Query().Get("token") != f.Token() {
		t.Errorf("to be allowed at %v, %v", at, err)
	}
	if _, _, err := c.Login(t.Context(), token); !Unapproved(err) {
		t.Errorf("before it was allowed: %v", err)
	}
	f.Allow()
	user, session, err := c.Login(t.Context(), token)
	if err != nil || user != "ann" || session.Reveal() != f.Session {
		t.Errorf("%q %q %v", user, session.Reveal(), err)
	}
	c.Session = session
	if err := c.Send(t.Context(), report.FullPlay, plays(1)); err != nil || len(f.Wrong()) > 0 {
		t.Errorf("%v %v", err, f.Wrong())
	}
}

func TestAnotherServerHasItsOwnPlaceToAllow(t *testing.T) {
	t.Parallel()
	c := Client{Server: "https://libre.example/2.0/", Key: "k"}
	if got := c.Approve("t"); got != "https://libre.example/api/auth/?api_key=k&token=t" {
		t.Error(got)
	}
}

func TestPlaysAndLovesHaveTheirFields(t *testing.T) {
	t.Parallel()
	f, c := fake()
	batch := plays(50)
	batch[3].Source = "userfm"
	if err := errors.Join(c.Send(t.Context(), report.FullPlay, batch), c.Send(t.Context(), report.FullPlay, plays(1)), c.NowPlaying(t.Context(), plays(1)[0]),
		c.Send(t.Context(), report.Love, plays(1)), c.Send(t.Context(), report.Unlove, plays(1))); err != nil {
		t.Fatal(err)
	}
	got := f.Scrobbles()
	want := reportfake.Play{Artist: "a=b", Track: "歌 & 12", Album: "专辑", At: 1_700_000_012, Seconds: 200, Chosen: true}
	if len(got) != 51 || got[12] != want || got[3].Chosen || !slices.Equal(f.Batches(), []int{50, 1}) {
		t.Errorf("%d scrobbles in %v, %+v", len(got), f.Batches(), got[12])
	}
	if now := f.NowPlaying(); len(now) != 1 || now[0].Track != "歌 & 0" || now[0].Seconds != 200 {
		t.Errorf("now playing %+v", now)
	}
	if loves := f.Loves(); !slices.Equal(loves, []string{"+a=b/歌 & 0", "-a=b/歌 & 0"}) {
		t.Errorf("loves %v", loves)
	}
	if len(f.Wrong()) > 0 {
		t.Error(f.Wrong())
	}
}

func TestWhatTheDaysLimitDropsIsNotTaken(t *testing.T) {
	t.Parallel()
	f, c := fake()
	f.DailyLimit = 3
	err := c.Send(t.Context(), report.FullPlay, plays(5))
	var split *report.Split
	if !errors.As(err, &split) || !slices.Equal(split.Taken, []bool{true, true, true, false, false}) {
		t.Fatalf("%v", err)
	}
	if class, _, _ := Classify(split.Err); class != report.TooOften {
		t.Errorf("class %d", class)
	}
	if err := c.Send(t.Context(), report.FullPlay, plays(1)); !errors.As(err, &split) {
		t.Errorf("a single one: %v", err)
	}
}

func TestErrorsHaveTheirClass(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer reportfake.Answer
		want   report.Class
	}{
		{reportfake.Answer{Status: 403, Body: `{"error":9,"message":"Invalid session key"}`}, report.LoginGone},
		{reportfake.Answer{Status: 200, Body: `{"error":4,"message":"x"}`}, report.LoginGone},
		{reportfake.Answer{Status: 403, Body: `{"error":10,"message":"x"}`}, report.LoginGone},
		{reportfake.Answer{Status: 403, Body: `{"error":13,"message":"x"}`}, report.LoginGone},
		{reportfake.Answer{Status: 403, Body: `{"error":26,"message":"x"}`}, report.LoginGone},
		{reportfake.Answer{Status: 503, Body: `{"error":11,"message":"offline"}`}, report.Unsent},
		{reportfake.Answer{Status: 200, Body: `{"error":16,"message":"busy"}`}, report.Unsent},
		{reportfake.Answer{Status: 500, Body: `{"error":8,"message":"x"}`}, report.Unsure},
		{reportfake.Answer{Status: 400, Body: `{"error":6,"message":"x"}`}, report.Bad},
		{reportfake.Answer{Status: 429, Body: `{"error":29,"message":"x"}`}, report.TooOften},
		{reportfake.Answer{Status: 429, Body: `<html>`}, report.TooOften},
		{reportfake.Answer{Status: 502, Body: `<html>`}, report.Unsure},
		{reportfake.Answer{Status: 200, Body: `<html>log in to this wifi`}, report.Unsure},
		{reportfake.Answer{Status: 302, Header: map[string]string{"Location": "https://evil.test/"}}, report.Unsure},
		{reportfake.Answer{}, report.Unsure},
	} {
		f, client := fake()
		f.Next(c.answer)
		err := client.Send(t.Context(), report.FullPlay, plays(1))
		if class, word, _ := Classify(err); err == nil || class != c.want || word == "" {
			t.Errorf("%+v: class %d, %v", c.answer, class, err)
		}
		if err != nil && strings.Contains(err.Error(), "canary") || fmt.Sprintf("%v %+v %#v", client, client, *client) == "" {
			t.Errorf("the secret is told: %v", err)
		}
	}
	if class, _, _ := Classify(&net.OpError{Op: "dial", Err: errors.New("x")}); class != report.Unsent {
		t.Errorf("no connection: class %d", class)
	}
	if class, _, _ := Classify(context.DeadlineExceeded); class != report.Unsure {
		t.Errorf("too slow: class %d", class)
	}
	f, client := fake()
	client.Secret = "other"
	if class, _, _ := Classify(client.Send(t.Context(), report.FullPlay, plays(1))); class != report.LoginGone || len(f.Scrobbles()) != 0 {
		t.Error("a wrong signature is taken")
	}
}

func TestNothingPrintsTheSecrets(t *testing.T) {
	t.Parallel()
	c := Client{Key: "k", Secret: "canary-secret", Session: "canary-session"}
	if s := fmt.Sprintf("%v %+v %#v %s", c, c, c, safe.Secret("canary")); strings.Contains(s, "canary") {
		t.Error(s)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"scrobbles":{"scrobble":{"ignoredMessage":{"code":5}}}}`, `{"scrobbles":{"scrobble":[{"ignoredMessage":{"code":"0"}}]}}`, `{"error":9}`, `[]`, `null`} {
		f.Add(200, []byte(s))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		var a struct {
			Scrobbles struct {
				Scrobble oneOrMany[struct{ Ignored any }] `json:"scrobble"`
			} `json:"scrobbles"`
		}
		if err := read(status, body, &a); err != nil {
			if class, word, _ := Classify(err); class > report.Suspicious || word == "" {
				t.Errorf("%v: class %d", err, class)
			}
		}
	})
}
