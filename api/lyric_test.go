package api

import (
	"testing"
)

func TestEveryLyricFixtureDecodes(t *testing.T) {
	t.Parallel()
	for _, file := range append(fixtures(t, "song-lyric/*.json"), fixtures(t, "song-lyric-v1/*.json")...) {
		body := fixture(t, file)
		b, err := decode[lyricBody]("test", body)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		l, want := b.lyric(), tree(t, body)
		for key, got := range map[string]string{
			"lrc": l.LRC, "yrc": l.YRC, "klyric": l.KLyric, "tlyric": l.Translation, "romalrc": l.Romanisation,
			"ytlrc": l.YTranslation, "yromalrc": l.YRoman,
		} {
			if got != str(at(want, key, "lyric")) {
				t.Errorf("%s: %s: got %.40q", file, key, got)
			}
		}
		if l.PureMusic != (at(want, "pureMusic") == true) || l.None {
			t.Errorf("%s: pure %v, none %v", file, l.PureMusic, l.None)
		}
	}
	for body, want := range map[string]Lyric{
		`{"code":200,"uncollected":true}`:                         {None: true},
		`{"code":200,"nolyric":true}`:                             {PureMusic: true},
		`{"code":200,"lrc":{"version":0,"lyric":""},"yrc":null}`:  {None: true},
		`{"code":200,"lrc":null,"yrc":{"lyric":"[0,1](0,1,0)x"}}`: {YRC: "[0,1](0,1,0)x"},
	} {
		b, err := decode[lyricBody]("test", []byte(body))
		if err != nil || b.lyric() != want {
			t.Errorf("%s: %+v, %v", body, b.lyric(), err)
		}
	}
}
