package ui_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi/kitty"

	"ncmtui/player"
	"ncmtui/ui"
	"ncmtui/ui/cover"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

// fakeCovers has the same picture for every song, of a colour that can be read.
type fakeCovers struct{ fail error }

func (c fakeCovers) Cover(context.Context, string) (*cover.Picture, error) {
	if c.fail != nil {
		return nil, c.fail
	}
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			img.SetRGBA(x, y, color.RGBA{80, 200, 120, 255})
		}
	}
	return cover.New(img), nil
}

// fakeSound is as loud as it is told.
type fakeSound struct{ level float32 }

func (s fakeSound) Bands(dst []float32, _ time.Time) bool {
	for i := range dst {
		dst[i] = s.level
	}
	return true
}

// alter changes what the player says of itself.
func (p *fakePlayer) alter(change func(*player.Snapshot)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.snap)
	p.publish()
}

func pictured(svc *ui.Services) {
	svc.Covers = fakeCovers{}
	songs := svc.Songs.(*fakeService).songs
	for i := range songs {
		songs[i].Cover = "https://p1.music.126.net/x.jpg"
	}
}

func TestCoversStandInTheBarAndBesideTheLyrics(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {100, 30}, {80, 24}, {60, 20}, {40, 6}} {
		scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("enter").Wait(time.Second)
			blocks := func() int { return strings.Count(strings.Join(s.Screen(), ""), "▀") }
			bar := map[bool]int{true: 8, false: 0}[size[0] >= 80]
			if size[1] >= 36 {
				bar = 18
			}
			if got := blocks(); got != bar {
				t.Errorf("%v: %d cells of cover, want %d", size, got, bar)
			}
			if size[0] == 160 {
				s.Keys("z").Wait(time.Second)
				if got := blocks(); got != 44*22 {
					t.Errorf("%d cells of cover beside the lyrics", got)
				}
				s.Keys("z").Keys(":").Type("cover off").Keys("enter").Wait(time.Second)
				if got := blocks(); got != 0 {
					t.Errorf("%d cells of cover although it is off", got)
				}
			}
		}, pictured)
	}
}

func TestASongWithoutACoverIsNoTrouble(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).ExpectNot("▀").Keys("z").Wait(time.Second).ExpectNot("▀", "连不上")
	}, pictured, func(svc *ui.Services) { svc.Covers = fakeCovers{errors.New("gone")} })
}

func TestImagesGoToATerminalThatAnsweredForThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, answer string
		want, images int
	}{
		{"kitty(0.35.2)", "\x1b_Gi=31;OK\x1b\\", 18, 1},
		{"kitty(0.35.2)", "\x1b_Gi=31;ENOENT\x1b\\", 0, 0},
		{"kitty(0.35.2)", "", 0, 0},
	} {
		scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
			s.Raw("\x1bP>|" + c.name + "\x1b\\").Raw(c.answer).Keys("enter").Wait(time.Second)
			if got := strings.Count(f.View().Content, string(kitty.Placeholder)); got != c.want {
				t.Errorf("%s, %q: %d cells of the image, want %d", c.name, c.answer, got, c.want)
			}
			if got := s.Images(); got != c.images {
				t.Errorf("%s, %q: the terminal keeps %d images, want %d", c.name, c.answer, got, c.images)
			}
			if s.Keys("q").Ended(); s.Images() != 0 {
				t.Errorf("%s, %q: %d images stay in the terminal", c.name, c.answer, s.Images())
			}
		}, pictured)
	}
}

func TestTheAccentComesFromTheCover(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second)
		if !strings.Contains(f.View().Content, "38;2;80;200;120m") {
			t.Error("the accent is not the cover's")
		}
		s.Keys(":").Type("set theme_accent theme").Keys("enter").Wait(time.Second)
		if strings.Contains(strings.ReplaceAll(f.View().Content, "38;2;80;200;120;48", ""), "38;2;80;200;120m") {
			t.Error("the accent is still the cover's")
		}
	}, pictured, func(svc *ui.Services) { svc.Accent = "cover" })
}

func TestSpectrumIsSeenOnlyWhileItPlays(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).ExpectNot("█ █")
		s.Keys("g", "v").Wait(200 * time.Millisecond).Expect("█ █ █")
		s.Keys("space").Wait(200 * time.Millisecond).ExpectNot("█ █")
		before := s.Bytes()
		s.Wait(10 * time.Second)
		if got := s.Bytes() - before; got != 0 {
			t.Errorf("%d bytes while paused", got)
		}
		s.Keys("space").Wait(200*time.Millisecond).Expect("█ █ █").Keys("z").Expect("█ █ █").Keys("g", "v").ExpectNot("█ █")
	}, func(svc *ui.Services) { svc.Spectrum = fakeSound{1} })
}

func TestTheBannerSaysWhatIsWrongAndWhatStillWorks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*player.Snapshot)
		want   string
	}{
		{"offline", func(s *player.Snapshot) { s.Problem = "offline" }, "缓存的歌和列表照常可用"},
		{"portal", func(s *player.Snapshot) { s.Problem = "portal" }, "用浏览器完成认证"},
		{"no device", func(s *player.Snapshot) { s.Problem = "no-device" }, "浏览和收藏照常"},
		{"silent", func(s *player.Snapshot) { s.Output.Silent = true }, "有了设备会自动出声"},
	} {
		for _, size := range [][2]int{{160, 48}, {80, 24}, {60, 20}} {
			scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
				s.Keys("enter").Wait(time.Second).ExpectNot("▲")
				f.player.alter(c.change)
				s.Wait(100*time.Millisecond).Expect("▲", c.want)
				f.player.alter(func(s *player.Snapshot) { s.Problem, s.Output.Silent = "", false })
				s.Wait(100 * time.Millisecond).ExpectNot("▲")
			})
		}
	}
}

func TestALimitedServiceIsSaidForAMinute(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Expect("▲", "服务限制了请求").Wait(2 * time.Minute).ExpectNot("▲")
	}, func(svc *ui.Services) {
		svc.Songs.(*fakeService).fail = errors.New("slow down")
		svc.Classify = func(error) lang.Trouble { return lang.Limited }
	})
}

func TestWhatIsNotAsUsualStandsInTheBar(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).ExpectNot("×", "后暂停", "均衡", "≈")
		f.player.alter(func(s *player.Snapshot) {
			s.Speed, s.Equalizer, s.SleepAt, s.Estimated = 1.25, "rock", time.Now().Add(12*time.Minute), true
		})
		s.Wait(100*time.Millisecond).Expect("1.25×", "12 分钟后暂停", "均衡器 rock", "≈0:0")
		s.Wait(61 * time.Second).Expect("11 分钟后暂停")
		f.player.alter(func(s *player.Snapshot) { s.SleepAt, s.SleepAtEnd = time.Time{}, true })
		s.Wait(100 * time.Millisecond).Expect("播完这首暂停")
	})
}

func TestWithoutTheFocusTheScreenGoesWithTheSeconds(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "v")
		s.Raw("\x1b[O").Wait(time.Second)
		before := s.Frames()
		s.Wait(10 * time.Second)
		if got := s.Frames() - before; got > 11 {
			t.Errorf("%d frames in ten seconds without the focus", got)
		}
	}, func(svc *ui.Services) { svc.Spectrum = fakeSound{0.5} })
}
