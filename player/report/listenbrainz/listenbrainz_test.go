package listenbrainz

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/player/report"
	"ncmtui/player/report/reportfake"
)

func fake() (*reportfake.ListenBrainz, *Client) {
	f := &reportfake.ListenBrainz{Token: "canary-token", User: "ben"}
	return f, &Client{Token: "canary-token", Version: "v1", HTTP: report.Client(reportfake.Hosts{"api.listenbrainz.org": f, "own.example:8100": f})}
}

func plays(n int) []report.Report {
	out := make([]report.Report, n)
	for i := range out {
		out[i] = report.Report{
			Song: 7, Title: fmt.Sprint("歌", i), Artists: []string{"a", "b"}, Album: "专辑", Length: 200 * time.Second, Started: time.Unix(int64(1_700_000_000+i), 0),
		}
	}
	return out
}

func TestTheTokenSaysWhoseItIs(t *testing.T) {
	t.Parallel()
	_, c := fake()
	c.Server = "http://own.example:8100/"
	if user, err := c.Login(t.Context()); err != nil || user != "ben" {
		t.Errorf("%q %v", user, err)
	}
	c.Token = "another"
	if _, err := c.Login(t.Context()); !errors.Is(err, ErrToken) {
		t.Errorf("a wrong token: %v", err)
	}
}

func TestPlaysAndLovesHaveTheirFields(t *testing.T) {
	t.Parallel()
	f, c := fake()
	if err := errors.Join(c.Send(t.Context(), report.FullPlay, plays(1)), c.Send(t.Context(), report.FullPlay, plays(100)), c.NowPlaying(t.Context(), plays(1)[0]),
		c.Send(t.Context(), report.Love, plays(1)), c.Send(t.Context(), report.Unlove, plays(1))); err != nil {
		t.Fatal(err)
	}
	if got := f.Kinds(); !slices.Equal(got, []string{"single 1", "import 100", "playing_now 1"}) {
		t.Errorf("submitted %v", got)
	}
	want := reportfake.Play{Artist: "a, b", Track: "歌12", Album: "专辑", At: 1_700_000_012, Seconds: 200, Chosen: true}
	if got := f.Listens(); len(got) != 100 || got[12] != want {
		t.Errorf("%d listens, %+v", len(got), got[min(12, len(got)-1)])
	}
	if got := f.Loves(); !slices.Equal(got, []string{"1 mbid of 歌0", "0 mbid of 歌0"}) || len(f.Wrong()) > 0 {
		t.Errorf("loves %v, wrong %v", got, f.Wrong())
	}
	f.Unknown = func(string) bool { return true }
	if err := c.Send(t.Context(), report.Love, plays(1)); err != nil || len(f.Loves()) != 2 {
		t.Errorf("a song without a recording: %v", err)
	}
}

func TestHugeAndBrokenNamesAreTaken(t *testing.T) {
	t.Parallel()
	f, c := fake()
	p := plays(1)
	p[0].Title, p[0].Artists = strings.Repeat("长", 100_000)+"\xff", []string{"a\x00b\xc3"}
	if err := c.Send(t.Context(), report.FullPlay, p); err != nil || len(f.Wrong()) > 0 {
		t.Fatalf("%v %v", err, f.Wrong())
	}
	if got := f.Listens()[0]; got.Artist != "ab?" || len(got.Track) > 1000 {
		t.Errorf("%q, a title of %d bytes", got.Artist, len(got.Track))
	}
}

func TestErrorsHaveTheirClass(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answer reportfake.Answer
		want   report.Class
		wait   time.Duration
	}{
		{reportfake.Answer{Status: 401, Body: `{"code":401,"error":"Invalid authorization token."}`}, report.LoginGone, 0},
		{reportfake.Answer{Status: 429, Body: `{}`, Header: map[string]string{"X-RateLimit-Reset-In": "7"}}, report.TooOften, 7 * time.Second},
		{reportfake.Answer{Status: 429, Body: `{}`, Header: map[string]string{"X-RateLimit-Reset-In": "99999999"}}, report.TooOften, maxWait},
		{reportfake.Answer{Status: 429, Body: `x`}, report.TooOften, 0},
		{reportfake.Answer{Status: 400, Body: `{"code":400,"error":"x"}`}, report.Bad, 0},
		{reportfake.Answer{Status: 413, Body: ``}, report.Bad, 0},
		{reportfake.Answer{Status: 503, Body: ``}, report.Unsure, 0},
		{reportfake.Answer{Status: 200, Body: `<html>log in to this wifi`}, report.Unsure, 0},
		{reportfake.Answer{Status: 307, Header: map[string]string{"Location": "https://evil.test/"}}, report.Unsure, 0},
		{reportfake.Answer{}, report.Unsure, 0},
	} {
		f, client := fake()
		f.Next(c.answer)
		err := client.Send(t.Context(), report.FullPlay, plays(1))
		if class, word, wait := Classify(err); err == nil || class != c.want || word == "" || wait != c.wait {
			t.Errorf("%+v: class %d, wait %v, %v", c.answer, class, wait, err)
		}
		if err != nil && strings.Contains(err.Error(), "canary") {
			t.Errorf("the token is told: %v", err)
		}
	}
	if class, _, _ := Classify(context.DeadlineExceeded); class != report.Unsure {
		t.Errorf("too slow: class %d", class)
	}
	if s := fmt.Sprintf("%v %+v %#v", Client{Token: "canary"}, Client{Token: "canary"}, Client{Token: "canary"}); strings.Contains(s, "canary") {
		t.Error(s)
	}
}
