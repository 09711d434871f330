package ui_test

import (
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/ui/uitest"
)

func TestToastOfAnotherSongPageOrQuestionGoes(t *testing.T) {
	t.Parallel()
	scene(t, 160, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
		grey := func() {
			s.Keys("1", "j", "j", "j", "j", "j", "j", "j", "j", "j", "enter").Expect("因版权原因不能播放")
		}
		grey()
		s.Keys("k", "enter").Wait(50 * time.Millisecond).ExpectNot("因版权原因不能播放").Expect("Enter 播放")
		grey()
		s.Keys("]").Wait(50 * time.Millisecond).ExpectNot("因版权原因不能播放")
		grey()
		s.Keys("2").Wait(50 * time.Millisecond).ExpectNot("因版权原因不能播放")
		grey()
		s.Keys("g", "o").Expect("退出登录？", "Enter 确认").ExpectNot("因版权原因不能播放")
	})
}

func TestSkippedSongIsToldDuringTheNextOneOnly(t *testing.T) {
	t.Parallel()
	scene(t, 120, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second)
		f.player.publish(player.Skipped{Track: *f.player.snap.Track})
		s.Wait(50 * time.Millisecond).Expect("跳过《")
		s.Keys("]").Wait(50 * time.Millisecond).Expect("跳过《")
		s.Keys("]").Wait(50 * time.Millisecond).ExpectNot("跳过《")
	})
}

func TestSongInAnotherFormIsTold(t *testing.T) {
	t.Parallel()
	scene(t, 120, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second)
		track := *f.player.snap.Track
		f.player.publish(player.Reformed{Track: track, Refused: "ec-3", Got: player.Delivered{Format: "flac"}})
		s.Wait(50*time.Millisecond).Expect("《"+track.Title+"》是 ec-3 格式", "改放 flac")
	})
}

func TestFirstOutputIsNoNewsAndAnotherOneIs(t *testing.T) {
	t.Parallel()
	scene(t, 120, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		to := func(name string) {
			f.player.snap.Output = player.Output{Name: name}
			f.player.publish(player.OutputChanged{Output: f.player.snap.Output})
			s.Wait(50 * time.Millisecond)
		}
		to("wav")
		s.ExpectNot("声音输出")
		to("pulse")
		s.Expect("声音输出：pulse")
	})
}

func TestUndoTakesBackTheLastThingAndNamesIt(t *testing.T) {
	t.Parallel()
	scene(t, 160, 40, func(_ *testing.T, s *uitest.Session, f fakes) {
		name := func(id int64) string { return "《" + f.service.song(id).Name + "》" }
		s.Keys("enter").Wait(time.Second)
		s.Keys("c", "j", "T").Wait(50 * time.Millisecond).Expect("不再推荐这首歌")
		s.Keys("1", "j", "j", "e").Wait(50 * time.Millisecond).Expect("下一首播放")
		s.Keys("u").Wait(50 * time.Millisecond).Expect("已撤销：" + name(1002) + "不在队列里了")
		s.Keys("u").Wait(50 * time.Millisecond).Expect("已撤销：" + name(1001) + "会留下")
		s.Keys("c", "\\").Wait(50*time.Millisecond).Keys("u").Wait(50*time.Millisecond).Expect("已撤销：《", "》回到队列")
	})
}
