package api

import (
	"fmt"
	"slices"
	"testing"
)

func TestLoginAnswersDecode(t *testing.T) {
	t.Parallel()
	for _, file := range fixtures(t, "login-qrcode-unikey/*.json") {
		b, err := decode[qrKeyBody]("test", fixture(t, file))
		if err != nil || b.key() != "00000000-0000-0000-0000-000000000000" {
			t.Errorf("%s: %q, %v", file, b.key(), err)
		}
	}
	for file, want := range map[string]QRCheck{
		"800-expired": {State: QRExpired}, "801-waiting": {State: QRWaiting}, "803-authorized": {State: QRConfirmed},
		"802-authorizing": {QRConfirm, "用户01", "https://p2.music.126.net/AAAAAAAAAAAAAAAAAAAAAA==/109951160000000001.jpg"},
	} {
		b, err := decode[qrCheckBody]("test", fixture(t, "login-qrcode-client-login/"+file+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := b.check(); err != nil || got != want {
			t.Errorf("%s: %+v, %v", file, got, err)
		}
	}
	out, err := decodeAccount(fixture(t, "login-status/wrapped-not-logged-in.json"))
	if err != nil || out != nil {
		t.Errorf("logged out: %+v, %v", out, err)
	}
	for _, file := range fixtures(t, "login-cellphone/*.json") {
		for _, wrap := range []string{"%s", `{"data":%s}`} {
			u, err := decodeAccount(fmt.Appendf(nil, wrap, fixture(t, file)))
			want := at(tree(t, fixture(t, file)), "profile")
			if err != nil || u == nil || fmt.Sprint(u.ID) != str(at(want, "userId")) || u.Name != str(at(want, "nickname")) {
				t.Errorf("%s: %+v, %v", file, u, err)
			}
		}
	}
	b, err := decode[likedBody]("test", fixture(t, "song-like-get/ids.json"))
	if err != nil || !slices.Equal(b.IDs, []jsonInt{297845, 354601}) {
		t.Errorf("likelist: %v, %v", b.IDs, err)
	}
}
