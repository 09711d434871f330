package ui_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store"
	"ncmtui/store/heard"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

// fakePast is what was heard before: plays, newest first.
type fakePast struct {
	mu      sync.Mutex
	plays   []store.Play
	fail    error
	offsets map[int64]time.Duration
	kept    []string
}

func (f *fakePast) Plays(_ context.Context, since, before time.Time, limit int) ([]store.Play, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []store.Play
	for _, p := range f.plays {
		if !p.Started.Before(since) && (before.IsZero() || p.Started.Before(before)) && len(out) < limit {
			out = append(out, p)
		}
	}
	return out, f.fail
}

func (f *fakePast) Told(_ context.Context, since, until time.Time) (heard.Stats, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := inSpring()
	l := heard.NewLedger()
	for _, p := range f.plays {
		l.Add(p)
	}
	return l.Stats(since, until, now, now.Location()), f.fail
}

func (f *fakePast) LyricOffsets(context.Context) (map[int64]time.Duration, error) {
	return f.offsets, nil
}

func (f *fakePast) SetLyricOffset(_ context.Context, song int64, by time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, fmt.Sprint(song, " ", by))
	return f.fail
}

// inSpring is a while after the bubbles' first day of the year, at noon.
func inSpring() time.Time { return time.Now().Add(130*24*time.Hour + 12*time.Hour) }

func remembering(f *fakePast) func(*ui.Services) {
	return func(svc *ui.Services) { svc.History, svc.Offsets = f, f }
}

// plenty are plays of 40 days before the bubble's time, three a day, and a few
// of the year before.
func plenty(now time.Time) []store.Play {
	var out []store.Play
	add := func(at time.Time, song int64, title, artist string, listened time.Duration) {
		out = append(out, store.Play{
			ID: fmt.Sprint(at.Unix(), song), Song: song, Title: title, Artists: []string{artist}, Album: "叶惠美", Started: at,
			Listened: listened, Length: 4 * time.Minute, Counted: true, Accepted: at,
		})
	}
	for day := range 40 {
		at := now.AddDate(0, 0, -day).Add(-time.Minute)
		add(at, 1000, "十年", "陈奕迅", 4*time.Minute)
		add(at.Add(-10*time.Minute), 1001, "Viva La Vida", "Coldplay", 3*time.Minute)
		add(at.Add(-20*time.Minute), 0, "别处的歌", "某人", 5*time.Second)
	}
	add(now.AddDate(-1, -2, 0), 1002, "红豆", "王菲", 4*time.Minute)
	return out
}

func TestPlaysOfThisMachineAreShownByDayAndPlayedAgain(t *testing.T) {
	t.Parallel()
	past := &fakePast{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		past.plays = plenty(inSpring())
		s.Keys("g", "r").Wait(time.Second).Expect("本机记录", "今天", "昨天", "十年", "Coldplay", "3:00", "✓", "别处的歌")
		s.Keys("j", "enter").Wait(time.Second)
		did := f.player.commands()
		list, ok := did[0].(player.PlayList)
		if !ok || list.At != 1 || len(list.Tracks) != 3 || list.Tracks[1].ID != 1001 || list.Tracks[0].ID != 1000 {
			t.Fatalf("commands %+v", did)
		}
		s.Keys("j", "enter").Expect("没有歌曲编号")
		s.Keys("k", "k", "m").Expect("下一首播放").Keys("esc")
		s.Keys("i", "i", "E").Wait(time.Second)
		if did := f.player.commands(); len(did) != 1 || len(did[0].(player.Append).Tracks) != 2 {
			t.Errorf("marked: %+v", did)
		}
		s.Keys("/").Type("红豆").Keys("enter").Wait(time.Second).Expect("红豆").ExpectNot("Viva La Vida").Keys("esc")
		s.Keys(")").Wait(time.Second).ExpectNot("昨天").Expect("今天")
		s.Keys("C").Expect("最近 30 天", "今年").Keys("esc")
		past.fail = errors.New("x")
		s.Keys("r").Wait(time.Second).Expect("出了问题")
	}, remembering(past), func(svc *ui.Services) { svc.Now = inSpring })
}

func TestStatisticsAreToldAtEverySize(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {120, 40}, {80, 24}, {60, 20}, {50, 12}} {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			past := &fakePast{}
			scene(t, size[0], size[1], func(t *testing.T, s *uitest.Session, f fakes) {
				past.plays = plenty(inSpring())
				texts := lang.History.In(l)
				s.Keys(":").Type("stats").Keys("enter").Wait(time.Second).Expect(texts.Minutes, texts.Plays)
				var seen []string
				for range 40 {
					seen = append(seen, s.Screen()...)
					s.Keys("j", "j")
				}
				all := strings.Join(seen, "\n")
				for _, want := range []string{texts.Review, texts.ByHour, texts.ByWeekday, texts.TopSongs, texts.TopArtists, texts.TopAlbums, "十年", "陈奕迅", "━"} {
					if !strings.Contains(all, want) {
						t.Errorf("%v: %q is nowhere", size, want)
					}
				}
				s.Keys("enter").Wait(time.Second)
				if list, ok := f.player.commands()[0].(player.PlayList); !ok || len(list.Tracks) == 0 {
					t.Error("the songs are not played")
				}
				s.Keys("(").Wait(time.Second).Expect(fmt.Sprint(inSpring().Year() - 1))
			}, remembering(past), func(svc *ui.Services) { svc.Lang, svc.Now = l, inSpring })
		}
	}
}

func TestNothingHeardIsSaidSo(t *testing.T) {
	t.Parallel()
	past := &fakePast{}
	scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "y").Wait(time.Second).Expect("这里还没有听歌记录", "放一首歌")
		s.Keys("left").Wait(time.Second).Expect("这里还没有听歌记录")
		s.Keys(")").Wait(time.Second).Expect("这段时间没有听歌")
	}, remembering(past))
}

func TestOffsetsAreKeptBySongAndDelaysByDevice(t *testing.T) {
	t.Parallel()
	past := &fakePast{offsets: map[int64]time.Duration{1000: 2 * time.Second}}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(5*time.Second).Expect("▸ 故事的小黄花").Wait(1200*time.Millisecond).Expect("▸ 从出生那年就飘着", "+2.0 s")
		s.Keys("}", "{", "{").Expect("+1.9 秒")
		if want := []string{"1000 2.1s", "1000 2s", "1000 1.9s"}; !slices.Equal(past.kept, want) {
			t.Errorf("kept %v, want %v", past.kept, want)
		}
		s.Keys(":").Type("delay 3000").Keys("enter").Expect("歌词推后 3000 毫秒", "▸ 故事的小黄花")
		s.Keys(":").Type("delay x").Keys("enter").Expect("-5000 到 5000 毫秒")
		s.Keys(":").Type("delay 0").Keys("enter").Expect("▸ 从出生那年就飘着")
		// A line is copied while browsing, the song's name else.
		s.Keys("g", "l", "j", "y").Expect("已复制这句歌词", "回到当前句", "y 复制")
		if got := s.Copied(); got != "童年的荡秋千" {
			t.Errorf("copied %q", got)
		}
	}, remembering(past))
}
