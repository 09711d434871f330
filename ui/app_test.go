package ui_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// scene runs a scenario on a fake player and a fake service.
func scene(t *testing.T, w, h int, play func(*testing.T, *uitest.Session, fakes), change ...func(*ui.Services)) {
	t.Helper()
	sceneWith(t, w, h, nil, play, change...)
}

// sceneWith is a scene on a terminal with options.
func sceneWith(t *testing.T, w, h int, opts []uitest.Option, play func(*testing.T, *uitest.Session, fakes), change ...func(*ui.Services)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		if apart {
			change = append(slices.Clip(change), func(svc *ui.Services) { svc.Player = behindLines(t, svc.Player) })
		}
		f := newFakes(change...)
		s := uitest.Start(t, f.App, w, h, opts...)
		defer f.Close()
		s.Wait(100 * time.Millisecond)
		play(t, s, f)
		f.Close()
		s.Quit()
	})
}

func TestEnterPlaysTheListFromTheSongUnderTheCursor(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Expect("每日推荐", "30 首", "林间小路", "已计入 12")
		s.Keys("j", "enter").Wait(time.Second)
		did := f.player.commands()
		list, ok := did[0].(player.PlayList)
		if !ok || list.At != 1 || len(list.Tracks) != 30 || list.Tracks[1].Source.Kind != "dailySongRecommend" {
			t.Fatalf("commands %+v", did)
		}
		s.Expect("▶  Bohemian Rhapsody (Remastered 2011)", "FLAC 24/96", "5:54")
		if got := s.Title(); got != "Bohemian Rhapsody (Remastered 2011) – Queen" {
			t.Errorf("window title %q", got)
		}
	})
}

func TestGreySongSaysWhyAndIsNotPlayed(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		for range 9 {
			s.Keys("j")
		}
		s.Keys("enter").Expect("因版权原因不能播放")
		if did := f.player.commands(); len(did) != 0 {
			t.Errorf("the player was asked: %v", did)
		}
	})
}

func TestPlaybackKeysReachThePlayer(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("]").Expect("队列是空的")
		s.Keys("enter").Wait(time.Second)
		f.player.commands()
		for _, c := range []struct {
			key  string
			want player.Command
		}{
			{"space", player.Toggle{}},
			{"space", player.Toggle{}},
			{"]", player.Next{}},
			{"[", player.Previous{}},
			{"x", player.SeekBy{By: -time.Second}},
			{"X", player.SeekBy{By: -5 * time.Second}},
			{"v", player.SeekBy{By: 5 * time.Second}},
			{"V", player.SeekBy{By: 10 * time.Second}},
			{"-", player.AddVolume{Percent: -5}},
			{"=", player.AddVolume{Percent: 5}},
			{"p", player.CycleMode{}},
			{"0", player.ToggleMute{}},
			{"u", player.UndoQueue{}},
		} {
			s.Keys(c.key)
			if did := f.player.commands(); len(did) != 1 || did[0] != c.want {
				t.Errorf("%s: %#v, want %#v", c.key, did, c.want)
			}
		}
	})
}

func TestFullWidthKeysWork(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second)
		f.player.commands()
		s.Type("】")
		if did := f.player.commands(); len(did) != 1 || did[0] != (player.Next{}) {
			t.Errorf("】 gave %#v", did)
		}
		s.Type("，").Wait(100 * time.Millisecond)
		if !f.service.liked[1001] {
			t.Errorf("， did not like the playing song: %v", f.service.all())
		}
	})
}

func TestLikeShowsAtOnceAndRollsBackWithTheReason(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		f.service.failSet = errors.New("refused")
		hearts := func() int { return strings.Count(strings.Join(s.Screen(), ""), "♥") }
		before := hearts()
		s.Keys("j", "<").Wait(100 * time.Millisecond)
		s.Expect("请求太频繁")
		if got := hearts(); got != before {
			t.Errorf("%d hearts, %d before", got, before)
		}
		f.service.failSet = nil
		s.Keys("<").Wait(100 * time.Millisecond).Expect("已加入喜欢")
		if got := hearts(); got != before+1 {
			t.Errorf("%d hearts, want %d", got, before+1)
		}
	}, func(svc *ui.Services) {
		svc.Classify = func(error) lang.Trouble { return lang.Limited }
	})
}

func TestGuestIsToldToLogIn(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Expect("访客", "L 登录")
		s.Keys("<").Expect("需要登录 · 按 L 登录")
		s.Keys("2").Wait(time.Second).Expect("登录后可以看到你的歌单", "按 L 登录").ExpectNot("已过期")
		s.Keys("g", "D").Wait(time.Second).Expect("登录后可以看到为你推荐的歌单")
		s.Keys("3").Wait(time.Second).Expect("登录后才能听私人 FM", "按 L 登录").Keys("enter").ExpectNot("扫描")
		if did := f.player.commands(); len(did) != 0 {
			t.Errorf("the player was asked: %v", did)
		}
		f.service.user = pane.User{ID: 7, Name: "林间小路", LoggedIn: true}
		s.Keys("L").Wait(time.Second).Expect("登录")
	}, func(svc *ui.Services) {
		svc.Account.(*fakeService).user = pane.User{}
	})
}

func TestLoginFirstThenTheDailySongs(t *testing.T) {
	t.Parallel()
	scene(t, 100, 36, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Wait(time.Second).Expect("每日推荐 › 登录", "扫描二维码")
		f.service.confirm(pane.User{ID: 7, Name: "林间小路", LoggedIn: true})
		s.Wait(10*time.Second).Expect("30 首", "林间小路").ExpectNot("扫描二维码")
	}, func(svc *ui.Services) {
		svc.AtLogin = true
		svc.Account.(*fakeService).user = pane.User{}
	})
}

func TestPlaylistShowsAllAndReadsDetailsInViewOrder(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("2").Wait(time.Second).Expect("我喜欢的音乐", "写代码的时候")
		s.Keys("enter").Wait(time.Second).Expect("我的歌单 › 我喜欢的音乐", "10000 首")
		s.Keys("G", "k").Wait(time.Second).Expect("10000")
		s.Keys("enter").Wait(time.Second)
		var list player.PlayList
		for _, c := range f.player.commands() {
			if l, ok := c.(player.PlayList); ok {
				list = l
			}
		}
		if len(list.Tracks) != 10000 || list.At != 9998 || list.Tracks[0].Source != (player.Source{Kind: "list", ID: 1, Name: "我喜欢的音乐"}) {
			t.Fatalf("%d tracks from %d", len(list.Tracks), list.At)
		}
		asked := f.service.all()
		if asked[len(asked)-1] != "songs 1000" && asked[len(asked)-1] != "lyrics" {
			t.Errorf("asked %v", asked)
		}
		s.Keys("esc").Wait(time.Second).Expect("深夜 · 一个人听")
	})
}

func TestFilterIsAViewOverTheSameList(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("/").Paste("米津 lemon").Expect("2 / 30", "日剧")
		if x, y, shown := s.Cursor(); !shown || y < 30 || x < 18 {
			t.Errorf("cursor at %d,%d %v", x, y, shown)
		}
		s.Keys("enter", "enter").Wait(time.Second)
		list, ok := f.player.commands()[0].(player.PlayList)
		if !ok || list.At != 13 || len(list.Tracks) != 30 {
			t.Errorf("played %+v", list.At)
		}
		s.Keys("esc").ExpectNot("2 / 30").Expect("30 首")
	})
}

func TestSearchIsDebouncedAndPaged(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("g", "/")
		for _, r := range "晴天" {
			s.Type(string(r)).Wait(100 * time.Millisecond)
		}
		if n := count(f.service.all(), "search"); n != 0 {
			t.Errorf("%d searches while typing", n)
		}
		s.Wait(time.Second).Expect("共 120 个结果")
		if n := count(f.service.all(), "search"); n != 1 {
			t.Errorf("%d searches after typing", n)
		}
		s.Keys("enter", "G").Wait(time.Second)
		if n := count(f.service.all(), "search 0 晴天 50"); n != 1 {
			t.Errorf("asked %v", f.service.all())
		}
		s.Keys("l").Wait(time.Second).Expect("叶惠美").Keys("l").Wait(time.Second).Expect("Jay Chou")
		s.Keys("enter").Wait(time.Second).Expect("› 周杰伦", "568 首").Keys("esc").Expect("Jay Chou")
	})
}

func count(asked []string, prefix string) int {
	n := 0
	for _, a := range asked {
		if strings.HasPrefix(a, prefix) {
			n++
		}
	}
	return n
}

func TestFMStartsTrashesAndGoesOn(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("3").Expect("私人 FM 没有在播放").Keys("enter").Wait(time.Second)
		s.Expect("接下来", "不喜欢")
		f.player.commands()
		s.Keys("t").Wait(time.Second).Expect("不再推荐这首歌 · u 撤销")
		if did := f.player.commands(); len(did) != 1 || did[0] != (player.Next{}) {
			t.Errorf("commands %v", did)
		}
		if n := len(f.service.thrown()); n != 0 {
			t.Errorf("the service was told at once, and cannot be told otherwise")
		}
		s.Wait(4 * time.Second).ExpectNot("不再推荐")
		if got := f.service.thrown(); len(got) != 1 || got[0] != 3000 {
			t.Errorf("trashed %v", got)
		}
		f.player.commands()
		s.Keys("t", "t", "u").Wait(time.Second).Expect("已撤销：《" + f.service.song(3002).Name + "》会留下")
		if did := fmt.Sprint(f.player.commands()); did != "[{} {} {2}]" {
			t.Errorf("commands %s", did)
		}
		s.Wait(10 * time.Second)
		if got := f.service.thrown(); len(got) != 2 || got[1] != 3001 {
			t.Errorf("trashed %v; the second time another one followed, the third was taken back", got)
		}
	})
}

func TestQueueMovesRemovesAndAsksBeforeClearing(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter", "c").Wait(time.Second)
		f.player.commands()
		s.Keys("j", "J", "\\")
		did := fmt.Sprint(f.player.commands())
		if did != "[{1 2} {2}]" {
			t.Errorf("commands %s", did)
		}
		s.Keys("C").Expect("清空队列？").Keys("esc").ExpectNot("清空队列？").Keys("C", "enter").Wait(50 * time.Millisecond)
		if did := f.player.commands(); len(did) != 1 || did[0] != (player.Clear{}) {
			t.Errorf("commands %v", did)
		}
	})
}

func TestPrefixShowsWhatCanFollow(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g").ExpectNot("第一行").Wait(time.Second).Expect("第一行", "到队列")
		s.Keys("q").ExpectNot("第一行").Expect("队列是空的")
	})
}

func TestCopyGoesToTheClipboard(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("y").Expect("已复制歌名")
		if got := s.Copied(); got != "夜的第七章 (Live) – 周杰伦 / 潘儿" {
			t.Errorf("clipboard %q", got)
		}
		s.Keys("Y")
		if got := s.Copied(); got != "https://music.163.com/song?id=1000" {
			t.Errorf("clipboard %q", got)
		}
	})
}

func TestFailureIsASentenceAndRefreshTriesAgain(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Expect("连不上网易云音乐", "按 r 再试一次").ExpectNot("dial tcp")
		f.service.fail = nil
		s.Keys("r").Wait(time.Second).Expect("30 首")
	}, func(svc *ui.Services) {
		svc.Lists.(*fakeService).fail = errors.New("dial tcp: no route to host")
		svc.Classify = func(error) lang.Trouble { return lang.Offline }
	})
}

func TestKeptSongsStandInWhenTheServiceFails(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Expect("6 首", "晴天", "连不上网易云音乐")
	}, func(svc *ui.Services) {
		f := svc.Lists.(*fakeService)
		f.fail, f.kept = errors.New("dial tcp: no route to host"), f.songs[4:10]
		svc.Classify = func(error) lang.Trouble { return lang.Offline }
	})
}

// The catalogue keeps today's songs; r asks for them all the same.
func TestRefreshAsksTheServiceAndKeepsTheCursor(t *testing.T) {
	t.Parallel()
	cat := make(chan *catalogue.Catalogue, 1)
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		defer (<-cat).Close()
		s.Keys("2").Wait(time.Second).Keys("1", "j", "j").Wait(time.Second)
		first := f.service.asks("daily")
		f.service.songs = append([]catalogue.Song{f.service.song(99)}, f.service.songs...)
		s.Keys("r").Wait(time.Second).Expect("31 首")
		if again := f.service.asks("daily"); first != 1 || again != 2 {
			t.Errorf("asked %d times, then %d", first, again)
		}
		s.Keys("y")
		if want := f.service.songs[3].Name; !strings.HasPrefix(s.Copied(), want) {
			t.Errorf("the cursor is on %q, want %q", s.Copied(), want)
		}
	}, func(svc *ui.Services) {
		c := catalogue.New(catalogue.Options{Songs: svc.Songs.(*fakeService), Lists: svc.Lists.(*fakeService)})
		svc.Songs, svc.Lists = c, c
		cat <- c
	})
}

func TestQuitEndsAtOnce(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"q", "ctrl+c"} {
		synctest.Test(t, func(t *testing.T) {
			f := newFakes()
			uitest.Start(t, f.App, 80, 24).Keys("enter", key).Ended()
		})
	}
}

func TestPausedScreenIsNeverDrawn(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(5 * time.Second).Keys("space").Wait(10 * time.Second)
		frames, bytes := s.Frames(), s.Bytes()
		s.Wait(10 * time.Minute)
		if s.Frames() != frames || s.Bytes() != bytes {
			t.Errorf("%d frames and %d bytes in ten paused minutes", s.Frames()-frames, s.Bytes()-bytes)
		}
	})
}

func TestPlayingDrawsOncePerVisibleChange(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(30 * time.Second)
		frames := s.Frames()
		s.Wait(60 * time.Second)
		if n := s.Frames() - frames; n < 59 || n > 75 {
			t.Errorf("%d frames in a minute of playing with lyrics by line", n)
		}
	})
}
