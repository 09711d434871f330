package api

import (
	"testing"
	"time"
)

// TestShapesOfOtherClients holds the decoders against what only typed clients
// tell of (no capture exists).
func TestShapesOfOtherClients(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"code":200,"account":{"id":8,"anonimousUser":true},"profile":null}`: false, `{"code":200,"account":{"id":8,"anonymousUser":true}}`: false,
		`{"code":200,"account":{"id":8,"anonymousUser":false},"profile":null}`: true, `{"code":200,"account":null,"profile":null}`: false,
	} {
		c := answered(t, true, 200, []byte(`{"data":`+body+`}`))
		if u, err := c.Account(t.Context()); err != nil || (u != nil) != want {
			t.Errorf("%s: %+v, %v", body, u, err)
		}
	}
	url := `{"code":200,"data":[{"id":1,"url":"u","freeTrialInfo":{"fragmentType":1,"start":60,"end":90,"algData":{"fragSource":"x"}}}]}`
	if u, err := answered(t, false, 200, []byte(url)).SongURL(t.Context(), 1, "exhigh"); err != nil || u.Clip == nil || *u.Clip != (Clip{time.Minute, 90 * time.Second}) {
		t.Errorf("trial: %+v, %v", u, err)
	}
	lyric := `{"code":200,"lrc":{"lyric":"a"},"ytlrc":{"version":1,"lyric":"b"},"yromalrc":{"version":1,"lyric":"c"}}`
	if l, err := answered(t, false, 200, []byte(lyric)).Lyric(t.Context(), 1); err != nil || l.YTranslation != "b" || l.YRoman != "c" {
		t.Errorf("lyric: %+v, %v", l, err)
	}
	for body, right := range map[string]bool{`{"code":200,"data":true}`: true, `{"code":503,"message":"验证码错误","data":false}`: false} {
		if err := answered(t, false, 200, []byte(body)).VerifyCaptcha(t.Context(), "", "1", "2"); (err == nil) != right {
			t.Errorf("%s: %v", body, err)
		}
	}
}
