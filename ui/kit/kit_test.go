package kit_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"ncmtui/ui/kit"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

func TestFrameIsExactAndShowsWhereOneIs(t *testing.T) {
	t.Parallel()
	th := theme.Dark()
	title := []kit.Span{{Text: text.Of("我喜欢的音乐")}}
	for w := 2; w < 40; w++ {
		lines := kit.Frame(th, w, title, kit.Blanks(w-2, 10), true, kit.Bar{Top: 50, Shown: 10, Total: 100})
		if len(lines) != 12 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, l := range lines {
			if text.Width(l) != w {
				t.Errorf("width %d: %q has %d", w, ansi.Strip(l), text.Width(l))
			}
		}
	}
	lines := kit.Frame(th, 20, nil, kit.Blanks(18, 10), false, kit.Bar{Top: 90, Shown: 10, Total: 100})
	if !strings.Contains(lines[10], "┃") || strings.Contains(lines[1], "┃") {
		t.Error("the thumb is not at the end")
	}
}

func TestSeekBarReadsWithoutColour(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w     int
		at    float64
		known bool
		parts []kit.Part
		want  string
	}{
		{10, 0.5, true, []kit.Part{{From: 0, To: 0.8}}, "━━━━━●━━──"},
		{10, 0, true, nil, "●─────────"},
		{10, 1, true, nil, "━━━━━━━━━●"},
		{10, 0.2, true, []kit.Part{{From: 0.7, To: 1}}, "━━●────━━━"},
		{10, 0.5, false, nil, "──────────"},
		{1, 0.5, true, nil, "●"},
		{0, 0.5, true, nil, ""},
	} {
		if got := ansi.Strip(kit.SeekBar(theme.Dark(), c.w, c.at, c.known, c.parts)); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "0:00", -time.Second: "0:00", 83 * time.Second: "1:23", 59999 * time.Millisecond: "0:59",
		time.Hour + 2*time.Minute + 3*time.Second: "1:02:03", 600 * time.Second: "10:00",
	} {
		if got := kit.Clock(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

func TestInputEditsWholeCharacters(t *testing.T) {
	t.Parallel()
	var in kit.Input
	press := func(k tea.Key) { in.Type(tea.KeyPressMsg(k)) }
	in.Insert("周杰\n伦")
	press(tea.Key{Code: tea.KeyLeft})
	press(tea.Key{Code: tea.KeyBackspace})
	press(tea.Key{Code: 'x', Text: "x"})
	if in.Value() != "周杰x伦" {
		t.Errorf("%q", in.Value())
	}
	line, at := in.Line(&theme.Dark().Plain, 20, "")
	if text.Width(line) != 20 || at != 5 {
		t.Errorf("cursor at %d in %q", at, line)
	}
	press(tea.Key{Code: tea.KeyHome})
	press(tea.Key{Code: tea.KeyDelete})
	press(tea.Key{Code: 'k', Mod: tea.ModCtrl})
	if in.Value() != "" {
		t.Errorf("%q", in.Value())
	}
	in.Set(strings.Repeat("长", 80))
	for w := range 30 {
		if line, at := in.Line(&theme.Dark().Plain, w, "x"); text.Width(line) != w || at > w {
			t.Errorf("%d cells: %d, cursor %d", w, text.Width(line), at)
		}
	}
	in.Insert(strings.Repeat("长", 1000))
	if text.Width(in.Value()) > 300 {
		t.Errorf("%d cells were taken", text.Width(in.Value()))
	}
}

func TestOverlayKeepsTheWidthOfCutCharacters(t *testing.T) {
	t.Parallel()
	for x := range 10 {
		screen := []string{"天地玄黄宇宙洪荒日月", theme.Dark().Plain.Accent.Paint("天地玄黄宇宙洪荒日月")}
		kit.Overlay(screen, []string{"[box]", "[box]"}, 20, 5, x, 0)
		for _, l := range screen {
			if text.Width(l) != 20 || !strings.Contains(l, "[box]") {
				t.Errorf("x=%d: %q has %d cells", x, ansi.Strip(l), text.Width(l))
			}
		}
	}
}

func TestTabAtFindsWhatTabsDraws(t *testing.T) {
	t.Parallel()
	titles := []string{"歌词", "队列"}
	for x, want := range map[int]int{0: 0, 3: 0, 4: -1, 6: -1, 7: 1, 10: 1, 11: -1} {
		if got := kit.TabAt(titles, x); got != want {
			t.Errorf("cell %d is tab %d, want %d", x, got, want)
		}
	}
}

func TestOverlayKeepsTheCellsBesideIt(t *testing.T) {
	t.Parallel()
	for x := range 8 {
		screen := []string{"宽宽宽宽宽宽│"}
		kit.Overlay(screen, []string{"[  ]"}, 13, 4, x, 0)
		if text.Width(screen[0]) != 13 || !strings.HasSuffix(screen[0], "│") {
			t.Errorf("at %d: %q", x, screen[0])
		}
	}
}
