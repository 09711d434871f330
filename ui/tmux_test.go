package ui_test

import (
	"fmt"
	"testing"
	"time"

	"ncmtui/ui/uitest"
)

// strange are names in scripts on whose widths terminals like to differ.
var strange = []string{
	"夜に駆ける がぎぐ か\u3099", "ﾊﾟﾝ ｶﾞｷﾞ ﾃｽﾄ", "🎵 👍🏽 👨\u200D👩\u200D👧 🇨🇳 ❤\uFE0F", "Café e\u0301 x\u0302\u0323", "한국 \u1112\u1161\u11ab", "ทำ हिन्दी مرحبا", "①②③％￥～…—“”",
}

func TestTmuxShowsThePagesAsTheBuiltInTerminalDoes(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {80, 24}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Parallel()
			type look struct {
				written string
				rows    []string
			}
			var looks []look
			inTmux := []uitest.Option{uitest.Recorded(), uitest.Env("TERM=tmux-256color", "TMUX=/x", "TERM_PROGRAM=tmux")}
			sceneWith(t, size[0], size[1], inTmux, func(_ *testing.T, s *uitest.Session, f fakes) {
				for i := range f.service.songs {
					f.service.songs[i].Name = strange[i%len(strange)]
					f.service.songs[i].Artists[0].Name = strange[(i+3)%len(strange)]
				}
				s.Keys("r").Wait(time.Second)
				for _, keys := range [][]string{{"j", "j", "enter"}, {"G"}, {"/", "e"}, {"esc", "m"}, {"esc", "z"}, {"esc", "2", "enter"}, {"g", "c"}} {
					s.Keys(keys...).Wait(time.Second)
					rows := s.Frame()
					looks = append(looks, look{s.Written(), rows})
				}
			}, whole()...)
			for _, l := range looks {
				uitest.OnTmux(t, size[0], size[1], l.written, l.rows)
			}
		})
	}
}
