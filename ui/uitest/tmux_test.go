package uitest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"

	"ncmtui/ui/text"
)

// scripts are what the two terminals must agree on; each line is cleaned as
// every text of the screen is.
var scripts = []string{
	"望 周杰伦 夜曲 （「、」）", "がぎぐ か\u3099き\u3099 ﾊﾟﾝ ｶﾞｷﾞ ﾃｽﾄ", "🎵 👍🏽 👨\u200D👩\u200D👧 🇨🇳 ❤\uFE0F 1\uFE0F\u20E3 ☀ ⭐", "e\u0301 x\u0302\u0323 望\u0301 あ\u0308 ñ",
	"한국 \u1112\u1161\u11ab", "ทำ हिन्दी مرحبا שלום", "①②③ ％ ￥ ～ … — “ ” ● ♥ ▶ ‖",
}

// TestTmuxShowsWhatTheBuiltInTerminalShows replays what is written for frames
// that change in all ways, and looks at the last one.
func TestTmuxShowsWhatTheBuiltInTerminalShows(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			const w, h = 100, 24
			var written string
			var rows []string
			synctest.Test(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 7))
				lines := make([]string, h)
				for y := range lines {
					lines[y] = randomLine(r, w)
				}
				s := Start(t, still{frame: strings.Join(lines, "\n")}, w, h, Recorded(), Env("TERM=tmux-256color", "TMUX=/x", "TERM_PROGRAM=tmux"))
				for range 40 {
					lines = randomFrame(r, lines, w)
					s.Send(strings.Join(lines, "\n"))
				}
				for i, script := range scripts {
					lines[i*3] = text.Of(script).Fit(w, text.Left)
				}
				s.Send(strings.Join(lines, "\n"))
				rows = s.Frame()
				written = s.Written()
			})
			OnTmux(t, w, h, written, rows)
		})
	}
}
