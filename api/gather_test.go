package api

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"
)

var osDir = os.DirFS(".")

func isError(err, want error) bool { return want == nil || errors.Is(err, want) }

// scalars counts the texts and numbers of a tree.
func scalars(v any, into map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		for _, sub := range v {
			scalars(sub, into)
		}
	case []any:
		for _, sub := range v {
			scalars(sub, into)
		}
	default:
		into[strings.TrimSpace(str(v))]++
	}
}

// gather collects what a path leads to; "" is the tree itself.
func gather(v any, where string, into *[]any) {
	if where == "" {
		if v != nil {
			*into = append(*into, v)
		}
		return
	}
	name, rest, _ := strings.Cut(where, ".")
	if name != "*" {
		gather(at(v, name), rest, into)
		return
	}
	switch v := v.(type) {
	case []any:
		for _, sub := range v {
			gather(sub, rest, into)
		}
	case map[string]any:
		for _, sub := range v {
			gather(sub, rest, into)
		}
	}
}

func TestLyricBodiesPassUnchanged(t *testing.T) {
	t.Parallel()
	for _, file := range fixtures(t, "lyric-bodies/*.json") {
		var one struct{ Field, Lyric string }
		if err := json.Unmarshal(fixture(t, file), &one); err != nil {
			t.Fatal(err)
		}
		body, err := json.Marshal(map[string]any{"code": 200, one.Field: map[string]any{"version": 3, "lyric": one.Lyric}})
		if err != nil {
			t.Fatal(err)
		}
		l, err := answered(t, false, http.StatusOK, body).Lyric(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if got := map[string]string{"lrc": l.LRC, "yrc": l.YRC}[one.Field]; got != one.Lyric || got == "" {
			t.Errorf("%s: %q", file, got)
		}
	}
}

func TestLoginTakesTheServicesCookies(t *testing.T) {
	t.Parallel()
	var one struct {
		Lines []string `json:"set-cookie"`
	}
	if err := json.Unmarshal(fixture(t, "login-qrcode-client-login/803-set-cookie-headers.json"), &one); err != nil {
		t.Fatal(err)
	}
	c, err := New(Options{Rate: -1, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"code":803}`, one.Lines...), nil
	})})
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.QRCheck(t.Context(), "k")
	if err != nil || got.State != QRConfirmed || !c.Session().LoggedIn() {
		t.Errorf("%+v, %v", got, err)
	}
	if _, ok := c.Session().Cookies["MUSIC_SNS"]; ok {
		t.Error("kept a cookie that was ended")
	}
}

var newComments = func(c *Client, ctx context.Context) iter.Seq2[Comment, error] {
	return c.NewComments(ctx, ThreadOf(OnSong, 1), Newest)
}

var floor = func(c *Client, ctx context.Context) iter.Seq2[Comment, error] {
	return c.Floor(ctx, ThreadOf(OnSong, 1), 2)
}

var hotComments = func(c *Client, ctx context.Context) iter.Seq2[Comment, error] {
	return c.HotComments(ctx, ThreadOf(OnSong, 1))
}

var monthAlbums = func(c *Client, ctx context.Context) iter.Seq2[Album, error] {
	return c.MonthAlbums(ctx, AreaAll, time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC))
}

var newAlbums = func(c *Client, ctx context.Context) iter.Seq2[Album, error] {
	return c.NewAlbums(ctx, AreaChinese)
}

var allMVs = func(c *Client, ctx context.Context) iter.Seq2[MV, error] {
	return c.MVs(ctx, MVFilter{Area: "内地"})
}

var squareChinese = func(c *Client, ctx context.Context) iter.Seq2[Playlist, error] {
	return c.Square(ctx, "华语", true)
}

var finePlaylists = func(c *Client, ctx context.Context) iter.Seq2[Playlist, error] {
	return c.FinePlaylists(ctx, "")
}

func items[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var out []T
	for item, err := range seq {
		if err != nil {
			return out, err
		}
		out = append(out, item)
	}
	return out, nil
}
