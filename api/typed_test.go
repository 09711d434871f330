package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestPlayReportsSpeakAsTheDesktopClient(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200,"data":"success"}`))
	p := Played{Song: 518066366, Source: "list", SourceID: 36780169, Alg: "RT", End: PlayedOut, Heard: 291*time.Second + 900*time.Millisecond}
	if err := client.StartPlay(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if err := client.Play(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	want := []string{
		`[{"action":"startplay","json":{"content":"id=36780169","id":"518066366","mainsite":"1","mainsiteWeb":"1","type":"song"}}]`,
		`[{"action":"play","json":{"alg":"RT","content":"id=36780169","download":0,"end":"playend","id":"518066366","mainsite":"1","mainsiteWeb":"1","source":"list","sourceId":"36780169","time":291,"type":"song","wifi":0}}]`,
	}
	for i, s := range f.calls("/api/feedback/weblog") {
		header, _ := s.Params["header"].(map[string]any)
		if s.Host != "clientlog.music.163.com" || s.Params["logs"] != want[i] || s.Header.Get("User-Agent") != desktopAgent ||
			header["os"] != "osx" || s.Cookies["appver"] != "3.1.10.5100" || s.Cookies["osver"] != "15.5" || s.Cookies["MUSIC_U"] != "u1" {
			t.Errorf("%d: %s %v\n%v", i, s.Host, s.Params["logs"], s.Cookies)
		}
	}
	if n := len(f.calls("")); n != 2 {
		t.Errorf("%d requests", n)
	}
	refused, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":405}`))
	if err := refused.Play(t.Context(), p); !errors.Is(err, ErrTooOften) || len(f.calls("")) != 1 {
		t.Errorf("405: %v", err)
	}
}

func TestSongsAreAskedForByTheThousandInOrder(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
		var asked []struct{ ID int64 }
		if err := json.Unmarshal([]byte(s.Params["c"].(string)), &asked); err != nil || len(asked) > 1000 {
			t.Errorf("%d asked, %v", len(asked), err)
		}
		var b strings.Builder
		for i := range asked { // backwards, without the first
			if id := asked[len(asked)-1-i].ID; id != 1 {
				fmt.Fprintf(&b, `,{"id":%d,"name":"n"}`, id)
			}
		}
		return reply(200, `{"code":200,"songs":[`+strings.TrimPrefix(b.String(), ",")+`]}`), nil
	})
	ids := make([]int64, 2500)
	for i := range ids {
		ids[i] = int64(i + 1)
	}
	got, err := client.Songs(t.Context(), ids)
	if err != nil || len(got) != 2499 || got[0].ID != 2 || got[2498].ID != 2500 || len(f.calls("")) != 3 {
		t.Fatalf("%d songs, %d requests, %v", len(got), len(f.calls("")), err)
	}
}

func TestSongsKeepWhatCameBeforeARefusal(t *testing.T) {
	t.Parallel()
	n := 0
	client, _ := newTest(t, Options{Session: loggedIn()}, func(sent) (*http.Response, error) {
		if n++; n == 2 {
			return reply(200, `{"code":405}`), nil
		}
		return reply(200, `{"code":200,"songs":[{"id":5,"name":"n"}]}`), nil
	})
	ids := make([]int64, 1500)
	ids[0] = 5
	if got, err := client.Songs(t.Context(), ids); len(got) != 1 || !errors.Is(err, ErrTooOften) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestUserPlaylistsReadsAllPages(t *testing.T) {
	t.Parallel()
	for _, stuck := range []bool{false, true} {
		client, f := newTest(t, Options{Session: loggedIn()}, func(s sent) (*http.Response, error) {
			offset, _ := s.Params["offset"].(json.Number).Int64()
			first, count := offset, 200
			if stuck && offset > 0 {
				first = 0
			}
			if offset >= 400 {
				count = 7
			}
			items := make([]string, count)
			for i := range items {
				items[i] = fmt.Sprintf(`{"id":%d,"name":"n"}`, first+int64(i)+1)
			}
			return reply(200, fmt.Sprintf(`{"code":200,"more":%v,"playlist":[%s]}`, stuck || offset < 400, strings.Join(items, ","))), nil
		})
		got, err := client.UserPlaylists(t.Context(), 3722748181)
		want, requests := 407, 3
		if stuck {
			want, requests = 200, 2
		}
		if err != nil || len(got) != want || len(f.calls("")) != requests || f.calls("")[0].Params["uid"] != json.Number("3722748181") {
			t.Errorf("stuck %v: %d lists, %d requests, %v", stuck, len(got), len(f.calls("")), err)
		}
	}
}

func TestQRLoginEndsLoggedIn(t *testing.T) {
	t.Parallel()
	state := 800
	client, f := newTest(t, Options{Session: Session{Anonymous: "a"}}, func(s sent) (*http.Response, error) {
		switch {
		case strings.HasSuffix(s.Path, "unikey"):
			return reply(200, `{"code":200,"unikey":"k-1"}`), nil
		case state < 803:
			state++
			return reply(200, fmt.Sprintf(`{"code":%d,"nickname":"n"}`, state-1)), nil
		}
		return reply(200, `{"code":803}`, "MUSIC_SNS=; Max-Age=0; Path=/", "MUSIC_U=fresh; Path=/; HTTPOnly", "__csrf=c; Path=/"), nil
	})
	key, err := client.QRKey(t.Context())
	if err != nil || key != "k-1" || QRAddress(key) != "https://music.163.com/login?codekey=k-1" {
		t.Fatalf("%q, %v", key, err)
	}
	for _, want := range []QRState{QRExpired, QRWaiting, QRConfirm, QRConfirmed} {
		got, err := client.QRCheck(t.Context(), key)
		if err != nil || got.State != want {
			t.Errorf("got %+v, %v, want %d", got, err, want)
		}
	}
	if s := client.Session(); s.Cookies["MUSIC_U"] != "fresh" || s.Cookies["__csrf"] != "c" {
		t.Error("not logged in")
	}
	if s := f.calls("/api/login/qrcode/client/login")[0]; s.Params["key"] != "k-1" || s.Params["type"] != json.Number("3") {
		t.Errorf("sent %v", s.Params)
	}
}

func TestTasteCallsSendWhatTheyShould(t *testing.T) {
	t.Parallel()
	client, f := newTest(t, Options{Session: loggedIn()}, always(200, `{"code":200}`))
	for _, err := range []error{
		client.Like(t.Context(), 33894312, true), client.Like(t.Context(), 33894312, false),
		client.Trash(t.Context(), 7, 12900*time.Millisecond), client.Trash(t.Context(), 7, 0),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	all := f.calls("")
	if all[0].Params["like"] != true || all[1].Params["like"] != false || all[0].Params["trackId"] != json.Number("33894312") {
		t.Errorf("like: %v, %v", all[0].Params, all[1].Params)
	}
	if all[2].Params["time"] != json.Number("12") || all[3].Params["time"] != json.Number("25") || all[2].Params["songId"] != json.Number("7") {
		t.Errorf("trash: %v, %v", all[2].Params, all[3].Params)
	}
}
