package ui_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// fakeFacts knows the same of every song.
type fakeFacts struct {
	*fakeService
	failFacts error
}

func (f *fakeFacts) Qualities(context.Context, int64) ([]pane.Quality, error) {
	return []pane.Quality{
		{Level: "standard", Bitrate: 128000, Rate: 44100, Size: 4_200_000},
		{Level: "hires", Bitrate: 2_304_000, Rate: 96000, Size: 77_000_000},
	}, f.failFacts
}

func (f *fakeFacts) SongNumbers(context.Context, int64) (pane.SongNumbers, error) {
	return pane.SongNumbers{Likes: 123456, Comments: 789}, f.failFacts
}

func (f *fakeFacts) Wiki(context.Context, int64) ([]pane.WikiPart, error) {
	return []pane.WikiPart{{Title: "音乐百科", Facts: []pane.WikiFact{{Name: "曲风", Values: []string{"流行", "民谣"}}, {Name: "BPM", Values: []string{"88"}}}}}, f.failFacts
}

func (f *fakeFacts) PlaylistsWith(context.Context, int64) ([]catalogue.Playlist, error) {
	return f.lists()[3:], f.failFacts
}

// noSongs has no songs at first.
type noSongs struct {
	*fakeService
	has bool
}

func (n *noSongs) Songs(ctx context.Context, ids []int64) ([]catalogue.Song, error) {
	if !n.has {
		return nil, errors.New("broken")
	}
	return n.fakeService.Songs(ctx, ids)
}

func facted(fail error) func(*ui.Services) {
	return func(s *ui.Services) {
		src := newService()
		s.Facts, s.Related, s.Comments = &fakeFacts{src, fail}, fakeRelated{src}, &fakeComments{}
	}
}

func TestASongsPageTellsWhatIsKnownAndLeadsOn(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {100, 30}, {80, 24}, {60, 20}, {50, 12}} {
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("g", "i").Wait(time.Second).Expect("信息 │ 相似歌曲 │ 相关歌单", "歌手       周杰伦 / 潘儿", "专辑       依然范特西")
			if size[1] >= 20 {
				s.Expect("2003-07-31 · 杰威尔音乐", "Hi-Res  2304 kbps · 96 kHz · 77.0 MB", "12.3万 人")
			}
			s.Keys("G").Expect("BPM        88")
			s.Keys("g", "g", "j", "j", "enter").Wait(time.Second).Expect("叶惠美").Keys("esc")
			s.Keys("l").Wait(time.Second).Expect("Bohemian").Keys("l").Wait(time.Second).Expect("华语经典 500 首")
			s.Keys("j", "enter").Wait(time.Second).Expect("日系治愈").Keys("esc").Expect("华语经典 500 首")
		}, facted(nil))
	}
}

func TestASongsPageIsUsedLikeASong(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("j", "m").ClickOn("歌曲页").Wait(time.Second).Expect("Bohemian Rhapsody", "信息")
		s.Keys("e").Expect("下一首播放").Keys("enter").Wait(time.Second)
		did := f.player.commands()
		if len(did) != 2 {
			t.Fatalf("commands %v", did)
		}
		if list, ok := did[1].(player.PlayList); !ok || len(list.Tracks) != 1 || list.Tracks[0].ID != 1001 {
			t.Errorf("played %+v", did[1])
		}
		s.ClickOn("相似歌曲").Wait(time.Second).Keys("e").Keys("h").Wait(0)
		x, y, _ := s.Find("789 条")
		s.Click(x, y).Click(x, y).Wait(time.Second).Expect("评论 · Bohemian Rhapsody", "第 1 条评论")
	}, facted(nil))
}

func TestASongsPageStandsWithoutItsFacts(t *testing.T) {
	t.Parallel()
	scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "i").Wait(time.Second).Expect("周杰伦 / 潘儿").ExpectNot("音质", "评论       ")
		s.Keys("l", "l").Wait(time.Second).Expect("出了问题")
	}, facted(errors.New("broken")))
}

func TestASongIsOpenedByItsLink(t *testing.T) {
	t.Parallel()
	songs := &noSongs{fakeService: newService()}
	scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("open https://music.163.com/song?id=4003").Keys("enter").Wait(time.Second).Expect("出了问题", "按 r 再试一次")
		songs.has = true
		s.Keys("r").Wait(time.Second).Expect("十年", "陈奕迅", "黑白灰")
	}, facted(nil), func(svc *ui.Services) { svc.Songs = songs })
}

func TestASongsPageSpeaksEnglish(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "i").Wait(time.Second).Expect("About │ Similar songs │ Playlists with it", "123k people", "Quality    standard")
	}, facted(nil), func(svc *ui.Services) { svc.Lang = lang.EN })
}
