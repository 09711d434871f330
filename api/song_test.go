package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestRightsFollowThePrivilege(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, song, privilege string
		want                  Right
		cloud                 bool
	}{
		{"free", `"fee":8`, `"st":0,"pl":128000,"fee":8`, Free, false},
		{"member's", `"fee":1`, `"st":0,"pl":320000,"fee":1`, VIP, false},
		{"no member: a clip", `"fee":1`, `"st":0,"pl":0,"fee":1`, Trial, false},
		{"album not bought", `"fee":4`, `"st":0,"pl":0,"fee":4`, Trial, false},
		{"gone", `"fee":1`, `"st":-200,"pl":0,"fee":1`, Grey, false},
		{"gone, free", `"fee":8`, `"st":-100,"pl":0,"fee":0`, Grey, false},
		{"nothing to play", `"fee":0`, `"st":0,"pl":0,"fee":0`, Grey, false},
		{"upload of a gone song", `"fee":0,"pc":{"sn":"x"}`, `"st":-1,"pl":0,"fee":0`, Free, true},
		{"matched upload", `"fee":1`, `"st":-1,"pl":0,"fee":1,"cs":true`, Free, true},
	} {
		b, err := decode[songsBody]("test", []byte(`{"songs":[{"id":"7",`+c.song+`}],"privileges":[{"id":8,"st":-1},{"id":7,`+c.privilege+`}]}`))
		if err != nil {
			t.Fatal(err)
		}
		got := songs(b.Songs, b.Privileges)[0]
		if got.Right != c.want || got.Cloud != c.cloud || !got.Privileged {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
	grey, err := bodySongs(func(b songsBody) []Song { return songs(b.Songs, b.Privileges) })(fixture(t, "v3-song-detail/one-greyed-st-minus-100-2025.json"))
	if err != nil || grey[0].Right != Grey {
		t.Errorf("greyed capture: %+v, %v", grey, err)
	}
}

func TestUploadsHaveTheNamesOfTheirFile(t *testing.T) {
	t.Parallel()
	body := `{"songs":[{"id":9007199254740993,"name":null,"ar":[{"id":0,"name":null}],"al":{"id":0,"name":null},"pc":{"sn":"题","ar":"人","alb":"辑"}}]}`
	b, err := decode[songsBody]("test", []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	got := songs(b.Songs, nil)[0]
	if got.ID != 9007199254740993 || got.Name != "题" || got.Artists[0].Name != "人" || got.Album.Name != "辑" || !got.Cloud {
		t.Errorf("got %+v", got)
	}
}

func TestEverySongURLFixtureDecodes(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"song-enhance-player-url-v1/*.json", "song-enhance-player-url/*.json", "song-enhance-download-url/*.json"} {
		for _, file := range fixtures(t, pattern) {
			body := fixture(t, file)
			items, ok := at(tree(t, body), "data").([]any)
			if !ok {
				items = []any{at(tree(t, body), "data")}
			}
			var ids []int64
			for _, w := range items {
				n, err := at(w, "id").(json.Number).Int64()
				if err != nil {
					t.Fatal(err)
				}
				ids = append(ids, n)
			}
			got, err := decodeURLs(body, ids)
			if err != nil || len(got) != len(items) {
				t.Errorf("%s: %d of %d, %v", file, len(got), len(items), err)
				continue
			}
			for i, w := range items {
				sameURL(t, file, got[i], w)
			}
		}
	}
}

func sameURL(t *testing.T, file string, got SongURL, want any) {
	t.Helper()
	for what, pair := range map[string][2]string{
		"url": {got.URL.Reveal(), str(at(want, "url"))}, "code": {fmt.Sprint(got.Code), str(at(want, "code"))},
		"size": {fmt.Sprint(got.Size), str(at(want, "size"))}, "md5": {got.MD5, strings.ToLower(str(at(want, "md5")))},
		"type": {got.Type, strings.ToLower(str(at(want, "type")))}, "level": {got.Level, str(at(want, "level"))},
		"br": {fmt.Sprint(got.Bitrate), str(at(want, "br"))}, "expi": {fmt.Sprint(int(got.Expires.Seconds())), str(at(want, "expi"))},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s: got %q, want %q", file, what, pair[0], pair[1])
		}
	}
	for _, f := range []struct {
		name string
		v    float64
		has  bool
	}{{"gain", got.Gain, got.HasGain}, {"peak", got.Peak, got.HasPeak}} {
		raw, given := at(want, f.name).(json.Number)
		w, _ := raw.Float64()
		given = given && at(want, "url") != nil
		if f.has != given || (given && f.v != w) {
			t.Errorf("%s: %s: got %v %v, want %v %v", file, f.name, f.v, f.has, w, given)
		}
	}
	if (got.Clip != nil) != (at(want, "freeTrialInfo") != nil) {
		t.Errorf("%s: clip %v", file, got.Clip)
	}
	if ms := at(want, "time"); ms != nil && fmt.Sprint(got.Duration.Milliseconds()) != str(ms) {
		t.Errorf("%s: time %v, want %v", file, got.Duration, ms)
	}
}

func TestSongURLSaysWhyThereIsNone(t *testing.T) {
	t.Parallel()
	clip, err := decodeURLs(fixture(t, "song-enhance-player-url-v1/trial-clip-30s.json"), []int64{347230})
	if err != nil || clip[0].Why() != Given || *clip[0].Clip != (Clip{0, 30 * time.Second}) {
		t.Errorf("clip: %+v, %v", clip, err)
	}
	for body, want := range map[string]Refusal{
		`{"data":[{"id":1,"url":null,"code":404,"fee":0}]}`:                         NoCopyright,
		`{"data":[{"id":1,"url":null,"code":-110,"fee":1}]}`:                        MembersOnly,
		`{"data":[{"id":1,"url":null,"code":404,"fee":1,"payed":0}]}`:               MembersOnly,
		`{"data":{"id":"1","url":null,"code":404,"fee":4}}`:                         PurchaseOnly,
		`{"data":[null,{"id":1,"url":"http://m/x.FLAC?a=b","type":null,"br":"9"}]}`: Given,
	} {
		got, err := decodeURLs([]byte(body), []int64{1})
		if err != nil || len(got) != 1 || got[0].Why() != want {
			t.Errorf("%s: got %+v, %v", body, got, err)
		}
		if want == Given && (got[0].Type != "flac" || got[0].Bitrate != 9) {
			t.Errorf("%s: got %+v", body, got[0])
		}
	}
}
