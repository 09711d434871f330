package pane

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/lang"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

// lyricSource answers after a while; the other questions are not asked here.
type lyricSource struct {
	SongSource
	texts map[int64]catalogue.Lyrics
	fail  *int
}

func (s lyricSource) Lyrics(ctx context.Context, id int64) (catalogue.Lyrics, error) {
	select {
	case <-time.After(100 * time.Millisecond):
	case <-ctx.Done():
		return catalogue.Lyrics{}, ctx.Err()
	}
	if s.fail != nil && *s.fail > 0 {
		*s.fail--
		return catalogue.Lyrics{}, errors.New("no answer")
	}
	return s.texts[id], nil
}

var songTexts = map[int64]catalogue.Lyrics{
	1: {
		LRC:         "[00:00.00]作词 : 方文山\n[00:01.00]一群嗜血的蚂蚁\n[00:05.00]被腐肉所吸引\n[00:09.00]我面无表情\n",
		Translation: "[00:01.00]A swarm of ants\n[00:05.00]drawn by the flesh\n", Romanisation: "[00:01.00]yi qun shi xue",
	},
	2: {YRC: "[1000,3000](1000,1000,0)春夏(2000,1000,0)秋 (3000,1000,0)hello\n[5000,1000](5000,1000,0)冬"},
	3: {PureMusic: true},
	4: {None: true},
	5: {LRC: "no times\nat all\n"},
	6: {LRC: "[00:01.00]" + strings.Repeat("春夏秋冬", 12) + "\n[00:05.00]\x1b]0;evil\x07短\u202E句\n"},
	7: {LRC: manyLines(200)},
}

func manyLines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "[%02d:%02d.00]第 %d 句\n", i/60, i%60, i)
	}
	return b.String()
}

func lyricHostOf(fail *int) func() *lyricHost {
	return func() *lyricHost {
		return newLyricHost(Sources{Songs: lyricSource{texts: songTexts, fail: fail}}, func(e *Env) Page { return NewLyrics(e) })
	}
}

func TestLyricsGoWithTheSong(t *testing.T) {
	t.Parallel()
	onPage(t, 40, 11, lyricHostOf(nil), func(t *testing.T, s *uitest.Session) {
		s.Expect("还没有播放")
		s.Send(play(1)).Expect("正在读取歌词")
		s.Wait(200*time.Millisecond).Expect("作词: 方文山", "一群嗜血的蚂蚁").ExpectNot("▸")
		s.Wait(time.Second).Expect("▸ 一群嗜血的蚂蚁", "A swarm of ants", "被腐肉所吸引")
		if _, y, _ := s.Find("▸"); y != 4 {
			t.Errorf("the current line is in row %d of 11", y)
		}
		s.Wait(4 * time.Second).Expect("▸ 被腐肉所吸引")
		if _, y, _ := s.Find("▸"); y != 4 {
			t.Errorf("the next line is in row %d of 11", y)
		}
		s.Keys("I").Expect("yi qun shi xue").Keys("i").ExpectNot("A swarm").Keys("i", "I").Expect("A swarm").ExpectNot("yi qun")
		s.Resize(20, 3).Expect("▸ 被腐肉所吸引").Resize(3, 1).Resize(40, 11)
		s.Send(play(0)).Expect("还没有播放")
	})
}

func TestLyricWordsAreLitAsTheyAreSung(t *testing.T) {
	t.Parallel()
	onPage(t, 30, 5, lyricHostOf(nil), func(t *testing.T, s *uitest.Session) {
		s.Send(play(2))
		began := time.Now().Add(-20 * time.Millisecond) // Send waits for a frame
		s.Wait(200 * time.Millisecond)
		samples := uitest.RolesOf(map[string]string{"loud": theme.Dark().Plain.Loud.Paint("x"), "strong": theme.Dark().Plain.Strong.Paint("x"), "rising": theme.Dark().Plain.Rising.Paint("x")})
		// The lit part of the line at each moment, from 1.0 s on, and the sign of
		// which half is sung.
		for _, step := range []struct {
			after     time.Duration
			lit, half string
		}{
			{1050 * time.Millisecond, "", "春"},
			{1300 * time.Millisecond, "春", ""},
			{1550 * time.Millisecond, "春", "夏"},
			{1900 * time.Millisecond, "春夏", ""},
			{2100 * time.Millisecond, "春夏", "秋"},
			{2400 * time.Millisecond, "春夏秋", ""},
			{3010 * time.Millisecond, "春夏秋 h", ""},
			{3500 * time.Millisecond, "春夏秋 hel", ""},
			{4500 * time.Millisecond, "春夏秋 hello", ""},
		} {
			s.Wait(time.Until(began.Add(step.after)))
			if got := s.Styled("春夏秋 hello", "loud", samples); got != step.lit {
				t.Errorf("at %v %q is lit, want %q", step.after, got, step.lit)
			}
			if got := s.Styled("春夏秋 hello", "rising", samples); got != step.half {
				t.Errorf("at %v %q is half lit, want %q", step.after, got, step.half)
			}
		}
		frames := s.Frames()
		s.Wait(400 * time.Millisecond)
		if s.Frames() != frames {
			t.Errorf("%d frames in a pause", s.Frames()-frames)
		}
	})
}

func TestLyricsAreBrowsedAndSought(t *testing.T) {
	t.Parallel()
	onPage(t, 40, 9, lyricHostOf(nil), func(t *testing.T, s *uitest.Session) {
		s.Send(play(7)).Wait(10 * time.Second).Expect("▸ 第 10 句")
		s.Keys("j", "j", "j").Expect("第 13 句", "F 回到当前句", "▸ 第 10 句")
		s.Wait(30 * time.Second).Expect("第 13 句").ExpectNot("▸")
		s.Keys("F").Expect("▸ 第 40 句").ExpectNot("回到当前句")
		s.Keys("G").Expect("第 199 句", "回到当前句").Keys("enter").Expect("▸ 第 199 句").ExpectNot("回到当前句")
		if c, n := lastDone(s); n != 1 || c != (player.SeekTo{Pos: 199 * time.Second}) {
			t.Errorf("%d commands, the last %v", n, c)
		}
		s.Keys("g").Wheel(5, 5, 3).Wheel(5, 5, -1).ClickOn("第 3 句").Keys("enter").Expect("▸ 第 3 句")
		see(s.Keys("k"), func(h *lyricHost) {
			if p := h.page.(*Lyrics); !p.Back() || p.Back() {
				t.Error("Back does not end browsing once")
			}
		})
		s.ExpectNot("回到当前句")
		// A hundred milliseconds at a time, remembered with the song.
		for range 12 {
			s.Keys("}")
		}
		s.Keys("{")
		if w := lastPosted(s); w != (Say{Text: "偏移 +1.1 秒"}) {
			t.Errorf("posted %v", w)
		}
		s.Keys("g", "enter")
		if c, _ := lastDone(s); c != (player.SeekTo{Pos: 1100 * time.Millisecond}) {
			t.Errorf("with an offset: %v", c)
		}
		s.Send(play(7)).Wait(1200 * time.Millisecond).Expect("▸ 第 0 句")
	})
}

func TestLyricsSayWhyThereAreNone(t *testing.T) {
	t.Parallel()
	fail := 1
	onPage(t, 50, 8, lyricHostOf(&fail), func(t *testing.T, s *uitest.Session) {
		s.Send(play(1)).Wait(200*time.Millisecond).Expect("歌词读取失败", "no answer", "按 r 再试一次")
		s.Keys("r").Expect("正在读取歌词").Wait(200 * time.Millisecond).Expect("一群嗜血的蚂蚁")
		s.Send(play(3)).Wait(200 * time.Millisecond).Expect("纯音乐，请欣赏")
		s.Send(play(4)).Wait(200 * time.Millisecond).Expect("这首歌没有歌词")
		s.Send(play(5)).Wait(200*time.Millisecond).Expect("no times", "at all").Keys("j", "enter").Expect("at all")
		if w := lastPosted(s); w != (Say{Text: lang.Of(lang.ZH).Lyrics.Plain}) {
			t.Errorf("posted %v", w)
		}
		// The song changes while its text is on the way.
		s.Send(play(1)).Send(play(4)).Wait(300 * time.Millisecond).Expect("这首歌没有歌词").ExpectNot("蚂蚁")
	})
}

func TestLongAndHostileLines(t *testing.T) {
	t.Parallel()
	onPage(t, 24, 8, lyricHostOf(nil), func(t *testing.T, s *uitest.Session) {
		s.Send(play(6)).Wait(2*time.Second).Expect("▸ 春夏秋冬春夏秋冬春夏", "]0;evil短句")
		if s.Title() != "" {
			t.Errorf("the lyrics wrote the title %q", s.Title())
		}
	})
}

func TestLyricStrip(t *testing.T) {
	t.Parallel()
	host := func() *lyricHost {
		h := lyricHostOf(nil)()
		h.strip = 2
		return h
	}
	onPage(t, 32, 4, host, func(t *testing.T, s *uitest.Session) {
		s.Expect("还没有播放").Send(play(1)).Wait(500 * time.Millisecond)
		if got := strings.TrimSpace(s.Row(0)); got != "一群嗜血的蚂蚁" {
			t.Errorf("before the first line: %q", got)
		}
		s.Wait(time.Second)
		if a, b := strings.TrimSpace(s.Row(0)), strings.TrimSpace(s.Row(1)); a != "一群嗜血的蚂蚁" || b != "A swarm of ants" {
			t.Errorf("with translation: %q, %q", a, b)
		}
		s.Keys("i")
		if b := strings.TrimSpace(s.Row(1)); b != "被腐肉所吸引" {
			t.Errorf("without: %q", b)
		}
		s.Send(play(6)).Wait(2 * time.Second).Expect("春夏秋冬").Send(play(5)).Wait(time.Second).Expect("no times")
	})
}

func TestLyricsInEveryTheme(t *testing.T) {
	t.Parallel()
	for _, th := range []*theme.Theme{theme.Dark(), theme.Light(), theme.None()} {
		t.Run(th.Name, func(t *testing.T) {
			t.Parallel()
			onPage(t, 36, 14, func() *lyricHost {
				h := lyricHostOf(nil)()
				h.env.Theme = th
				return h
			}, func(t *testing.T, s *uitest.Session) {
				p := th.Plain
				s.Send(play(2)).Wait(2500*time.Millisecond).Golden("lyrics-"+th.Name, uitest.RolesOf(map[string]string{
					"loud": p.Loud.Paint("x"), "strong": p.Strong.Paint("x"), "quiet": p.Quiet.Paint("x"), "faint": p.Faint.Paint("x"), "accent": p.Accent.Paint("x"),
				}))
			})
		})
	}
}

func TestLyricTextsExistInBothLanguages(t *testing.T) {
	t.Parallel()
	if zh, en := lang.Of(lang.ZH).Lyrics, lang.Of(lang.EN).Lyrics; zh == en || strings.Contains(fmt.Sprint(en), "歌词") {
		t.Errorf("%v, %v", zh, en)
	}
}
