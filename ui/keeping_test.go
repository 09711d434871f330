package ui_test

import (
	"context"
	"fmt"
	"time"

	"ncmtui/internal/safe"
	"ncmtui/store"
	"ncmtui/store/heard"
	"ncmtui/ui"
	"ncmtui/ui/pane"
)

// fakeKept is what this machine keeps: two logins, offsets of lyrics, and what
// was heard.
type fakeKept struct{ fail error }

// keeping gives the screen all of it.
func keeping(k *fakeKept) func(*ui.Services) {
	return func(svc *ui.Services) { svc.Ways, svc.Accounts, svc.Offsets, svc.History = k, k, k, k }
}

func (k *fakeKept) Import(context.Context, safe.Secret) (pane.User, error) {
	return pane.User{ID: 7, Name: "林间小路", LoggedIn: true}, k.fail
}

func (k *fakeKept) SendCode(context.Context, string, safe.Secret) error { return k.fail }

func (k *fakeKept) LogIn(context.Context, pane.Credentials) (pane.User, error) {
	return pane.User{ID: 7, Name: "林间小路", LoggedIn: true}, k.fail
}

func (k *fakeKept) Picture(context.Context, string) (string, error) { return "login.png", k.fail }

func (k *fakeKept) Accounts(context.Context) ([]pane.KeptLogin, error) {
	return []pane.KeptLogin{{ID: 7, Name: "林间小路", Active: true}, {ID: 8, Name: "山那边"}}, k.fail
}

func (k *fakeKept) Switch(_ context.Context, uid int64) (pane.User, error) {
	return pane.User{ID: uid, Name: "山那边", LoggedIn: uid != 0}, k.fail
}

func (k *fakeKept) ForgetLogin(context.Context, int64) error { return k.fail }

func (k *fakeKept) LyricOffsets(context.Context) (map[int64]time.Duration, error) {
	return map[int64]time.Duration{1001: 200 * time.Millisecond}, k.fail
}

func (k *fakeKept) SetLyricOffset(context.Context, int64, time.Duration) error { return k.fail }

func (k *fakeKept) Plays(_ context.Context, _, before time.Time, limit int) ([]store.Play, error) {
	if !before.IsZero() && before.Before(time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)) {
		return nil, k.fail
	}
	out := make([]store.Play, min(limit, 40))
	for i := range out {
		out[i] = store.Play{
			ID: fmt.Sprint("play ", i), UID: 7, Song: int64(1000 + i%30), Title: realistic[i%len(realistic)][0],
			Artists: []string{realistic[i%len(realistic)][1]}, Album: realistic[i%len(realistic)][2],
			SourceKind: "list", SourceName: "写代码的时候", Started: time.Date(1999, 12, 31, 20, 0, 0, 0, time.UTC).Add(-time.Duration(i) * 4 * time.Hour),
			Listened: 3 * time.Minute, Length: 4 * time.Minute, Ending: "end", Counted: true,
		}
	}
	return out, k.fail
}

func (k *fakeKept) Told(context.Context, time.Time, time.Time) (heard.Stats, error) {
	day := time.Date(1999, 12, 31, 0, 0, 0, 0, time.UTC)
	one := heard.Entry{ID: 1000, Name: "晴天", By: "周杰伦", Plays: 12, Listened: 48 * time.Minute, First: day}
	all := []heard.Entry{one, {ID: 1001, Name: "稻香", By: "周杰伦", Plays: 3, Listened: 11 * time.Minute, First: day}}
	s := heard.Stats{
		First: day, Last: day.Add(20 * time.Hour), Plays: 15, Listened: time.Hour, Songs: 2, Artists: 1, Albums: 2, Days: 1,
		TopSongs: all, TopArtists: all, TopAlbums: all, NewSongs: 2, NewArtists: 1, TopNewSongs: all, TopNewArtists: all,
		Longest: heard.Streak{Days: 1, From: day, To: day}, Busiest: heard.Day{Date: day, Plays: 15, Listened: time.Hour},
		Obsession: one, ObsessionDay: day, Years: []int{1999},
	}
	s.Hours[20], s.Weekdays[4], s.Months[11] = time.Hour, time.Hour, time.Hour
	return s, k.fail
}
