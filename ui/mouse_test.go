package ui_test

import (
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/ui/uitest"
)

func TestMouseSelectsPlaysScrollsAndSeeks(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		s.ClickOn("一个人的北京").Wait(time.Second)
		if did := f.player.commands(); len(did) != 0 {
			t.Fatalf("one click did %v", did)
		}
		s.ClickOn("夜空中最亮的星").ClickOn("夜空中最亮的星").Wait(time.Second)
		if list, ok := f.player.commands()[0].(player.PlayList); !ok || list.At != 3 {
			t.Fatalf("a double click played %+v", list.At)
		}
		s.Click(80, 46).Wait(time.Second)
		seek, ok := f.player.commands()[0].(player.SeekTo)
		if half := f.player.snap.Duration / 2; !ok || seek.Pos < half-5*time.Second || seek.Pos > half+5*time.Second {
			t.Errorf("a click in the middle of the bar seeks to %v", seek.Pos)
		}
		s.ClickOn("我的歌单").Wait(time.Second).Expect("写代码的时候")
		s.ClickOn("队列").Wait(time.Second).Expect("富士山下")
		s.Wheel(150, 45, -1)
		if did := f.player.commands(); len(did) != 1 {
			t.Errorf("the wheel over the bar did %v", did)
		}
	})
}

func TestHintsAreClickedAsTheirKeys(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.ClickOn("Enter 播放  e").Wait(time.Second) // not the sentence above it
		if did := f.player.commands(); len(did) != 1 || did[0].(player.PlayList).At != 0 {
			t.Fatalf("commands %v", did)
		}
		s.ClickOn("? 帮助").Wait(time.Second).Expect("移动", "Esc 返回").ClickOn("Esc 返回").Wait(time.Second).Expect("30 首")
		s.ClickOn("m 操作").Expect("收藏到歌单").ClickOn("Esc 关闭").ExpectNot("收藏到歌单")
		s.Keys("y").Expect("已复制歌名").Click(5, 29).Wait(time.Second).Expect("消息")
		s.ClickOn("q 退出").Ended()
	})
}

func TestQuestionsAreAnsweredByClicks(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {60, 20}, {40, 6}} {
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			ask := func() {
				s.Resize(160, 48).Keys("g", "o").Resize(size[0], size[1]).Expect("退出登录？", "Enter 确认")
			}
			ask()
			s.ClickOn("退出登录？").Expect("退出登录？").ClickOn("Esc 取消").ExpectNot("退出登录？")
			ask()
			s.Click(size[0]-1, 0).ExpectNot("退出登录？")
			ask()
			s.ClickOn("Enter 确认").ExpectNot("退出登录？").Resize(160, 48).Wait(time.Second).Expect("访客")
		})
	}
}

func TestTheTrailLeadsBackAndTheNameToThePalette(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {60, 20}} {
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("2").Wait(time.Second).Keys("j", "enter").Wait(time.Second).Keys("A").Wait(time.Second).Expect("叶惠美")
			s.ClickOn("深夜").Wait(time.Second).Expect("我的歌单 › 深夜").ExpectNot("› 叶惠美")
			s.ClickOn("我的歌单").Wait(time.Second).Expect("写代码的时候")
			s.Click(2, 0).Expect("跳转").Keys("esc", "z").ClickOn("我的歌单").Wait(time.Second).Expect("写代码的时候")
		})
	}
}

func TestMiniPlayerTakesTheMouse(t *testing.T) {
	t.Parallel()
	scene(t, 40, 6, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Resize(100, 30).Keys("enter").Wait(time.Second).Resize(40, 6)
		f.player.commands()
		s.Click(1, 0).Click(20, 3).Wheel(5, 2, -1).ClickOn("] 下一首")
		did := f.player.commands()
		if len(did) != 4 || did[0] != (player.Toggle{}) || did[2] != (player.AddVolume{Percent: 3}) || did[3] != (player.Next{}) {
			t.Fatalf("commands %#v", did)
		}
		half := f.service.songs[0].Duration / 2
		if to := did[1].(player.SeekTo).Pos; to < half-10*time.Second || to > half+10*time.Second {
			t.Errorf("a click in the middle of the bar seeks to %v", to)
		}
	})
}
