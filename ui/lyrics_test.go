package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

// mixed is a line of wide and narrow words, half a second each, from second 2
// on, and a short one after it.
const mixed = "[2000,4000](2000,500,0)春夏(2500,500,0) hello,(3000,500,0)秋(3500,500,0)、(4000,500,0)don't (4500,500,0)가나(5000,500,0)ア(5500,500,0)x\n[8000,500](8000,500,0)冬"

// wholeMixed is the mixed line as text.
const wholeMixed = "春夏 hello,秋、don't 가나アx"

func TestWordsAreLitOnScreensOfEverySize(t *testing.T) {
	t.Parallel()
	colours := theme.Dark().Plain
	roles := uitest.RolesOf(map[string]string{"loud": colours.Loud.Paint("x"), "strong": colours.Strong.Paint("x"), "rising": colours.Rising.Paint("x")})
	for _, c := range []struct {
		w, h int
		keys []string
	}{
		{160, 48, nil}, {160, 48, []string{"z"}}, {80, 24, nil}, {80, 24, []string{"z"}}, {40, 8, nil},
	} {
		scene(t, c.w, c.h, func(t *testing.T, s *uitest.Session, f fakes) {
			f.service.lyrics = catalogue.Lyrics{YRC: mixed}
			if c.w < 50 { // the mini player takes no songs
				s.Resize(80, 24)
			}
			s.Keys("enter").Keys(c.keys...)
			if c.w < 50 {
				s.Resize(c.w, c.h)
			}
			s.Until(wholeMixed, time.Second)
			began := f.player.snap.Taken
			for _, step := range []struct {
				at        int // ms
				lit, half string
			}{
				{2050, "", "春"},
				{2300, "春", ""},
				{2400, "春夏", ""},
				{2550, "春夏 h", ""},
				{2950, "春夏 hello,", ""},
				{3050, "春夏 hello,", "秋"},
				{3300, "春夏 hello,秋", ""},
				{3800, "春夏 hello,秋、", ""},
				{4050, "春夏 hello,秋、do", ""},
				{5450, "春夏 hello,秋、don't 가나ア", ""},
				{5600, wholeMixed, ""},
			} {
				s.Wait(time.Until(began.Add(time.Duration(step.at) * time.Millisecond)))
				if got := s.Styled(wholeMixed, "loud", roles); got != step.lit {
					t.Errorf("%dx%d %v at %d ms: %q is lit, want %q", c.w, c.h, c.keys, step.at, got, step.lit)
				}
				if got := s.Styled(wholeMixed, "rising", roles); got != step.half {
					t.Errorf("%dx%d %v at %d ms: %q is half lit, want %q", c.w, c.h, c.keys, step.at, got, step.half)
				}
			}
		}, func(svc *ui.Services) { svc.Theme = "dark" })
	}
}

func TestSlowTerminalsAreFollowedByLine(t *testing.T) {
	t.Parallel()
	colours := theme.Dark().Plain
	roles := uitest.RolesOf(map[string]string{"loud": colours.Loud.Paint("x"), "strong": colours.Strong.Paint("x")})
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		f.service.lyrics = catalogue.Lyrics{YRC: mixed}
		s.Keys("enter").Wait(2200 * time.Millisecond)
		if got := s.Styled(wholeMixed, "loud", roles); got != wholeMixed {
			t.Errorf("%q is lit", got)
		}
		s.Keys(":").Type("set lyrics word").Keys("enter").Wait(100 * time.Millisecond)
		if got := s.Styled(wholeMixed, "loud", roles); got == wholeMixed {
			t.Error("still the whole line")
		}
	}, func(svc *ui.Services) { svc.Theme, svc.Lyrics = "dark", "line" })
}

// The text comes to its next line row by row, and nothing is drawn while it
// stands.
func TestTheTextSlidesAndThenStands(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		f.service.lyrics = catalogue.Lyrics{LRC: "[00:02.00]春\n[00:04.50]夏\n[00:07.50]秋\n", Translation: "[00:02.00]spring\n[00:04.50]summer\n"}
		s.Keys("enter").Until("春", time.Second)
		began := f.player.snap.Taken
		row := func(at int) int {
			s.Wait(time.Until(began.Add(time.Duration(at) * time.Millisecond)))
			_, y, ok := s.Find("夏")
			if !ok {
				t.Fatal("the line is not there")
			}
			return y
		}
		before, first, there := row(4400), row(4530), row(4980)
		if before-there != 3 || first != before-1 {
			t.Errorf("the line is in row %d, then %d, then %d", before, first, there)
		}
		frames := s.Frames()
		s.Wait(time.Until(began.Add(7490 * time.Millisecond)))
		if n := s.Frames() - frames; n > 3 { // the seconds of the clock
			t.Errorf("%d frames while the text stood", n)
		}
	})
}

// A screen full of different Chinese signs, word by word, is what lyrics cost at
// most. The figures are of fake time: they are the same on every machine.
func BenchmarkBytesOfLyrics(b *testing.B) {
	for _, c := range []struct {
		name, level string
		w, h        int
		zoom        bool
	}{
		{"120x40/word", "word", 120, 40, false},
		{"120x40/line", "line", 120, 40, false},
		{"160x48/word", "word", 160, 48, false},
		{"160x48/word/full-screen", "word", 160, 48, true},
		{"160x48/line", "line", 160, 48, false},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				bytes, frames := sungFor(b, c.w, c.h, c.level, c.zoom)
				b.ReportMetric(bytes, "B/s")
				b.ReportMetric(frames, "frames/s")
			}
		})
	}
}

// sungFor plays a minute and gives bytes and frames a second.
func sungFor(b *testing.B, w, h int, level string, zoom bool) (bytes, frames float64) {
	// A bubble needs a test of its own.
	ok := testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			f := newFakes(func(svc *ui.Services) { svc.Lyrics, svc.Theme = level, "dark" })
			defer f.Close()
			f.service.lyrics = catalogue.Lyrics{YRC: poem(180)}
			s := uitest.Start(t, f.App, w, h)
			s.Keys("2", "enter").Wait(time.Second)
			s.Keys("enter").Wait(2 * time.Second)
			if zoom {
				s.Keys("z")
			}
			const seconds = 60
			written, drawn := s.Bytes(), s.Frames()
			s.Wait(seconds * time.Second)
			bytes, frames = float64(s.Bytes()-written)/seconds, float64(s.Frames()-drawn)/seconds
			f.Close()
			s.Quit()
		})
	}}})
	if !ok {
		b.Fatal("the scenario failed")
	}
	return bytes, frames
}

// poem is a text of so many seconds: a line every three, of eleven different
// signs, four a second.
func poem(seconds int) string {
	var text strings.Builder
	sign := 0x4e00
	for at := 0; at < seconds*1000; at += 3000 {
		_, _ = fmt.Fprintf(&text, "[%d,2750]", at)
		for i := range 11 {
			sign += 7
			_, _ = fmt.Fprintf(&text, "(%d,250,0)%c", at+i*250, rune(sign))
		}
		text.WriteByte('\n')
	}
	return text.String()
}
