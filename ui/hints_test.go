package ui_test

import (
	"strings"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/ui"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

func TestRepeatsOfAHeldSeekAreNotForTheNextSong(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).Keys("V").Wait(time.Second)
		f.player.mu.Lock()
		f.player.start(1)
		f.player.publish()
		f.player.mu.Unlock()
		s.Wait(20 * time.Millisecond)
		f.player.commands()
		s.Keys("V", "v", "V").Wait(500 * time.Millisecond).Keys("V")
		if did := f.player.commands(); len(did) != 0 {
			t.Errorf("the next song was sought in: %v", did)
		}
		s.Wait(time.Second).Keys("V", "]").Wait(20 * time.Millisecond).Keys("V")
		want := []player.Command{player.SeekBy{By: 10 * time.Second}, player.Next{}, player.SeekBy{By: 10 * time.Second}}
		if did := f.player.commands(); len(did) != 3 || did[0] != want[0] || did[2] != want[2] {
			t.Errorf("commands %v, want %v", did, want)
		}
	})
}

// hint is the row of hints.
func hint(s *uitest.Session) string {
	rows := s.Screen()
	return strings.TrimSpace(rows[len(rows)-1])
}

func TestFirstHintSaysWhatEnterDoesHere(t *testing.T) {
	t.Parallel()
	scene(t, 160, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		want := func(beginning string) {
			t.Helper()
			if got := hint(s); !strings.HasPrefix(got, beginning) {
				t.Errorf("hints %q, want %q first", got, beginning)
			}
		}
		want("Enter 播放")
		s.Keys("2").Wait(time.Second)
		want("Enter 打开")
		s.Keys("3").Wait(time.Second)
		want("Enter 开始")
		s.Keys("enter").Wait(time.Second)
		want("Enter 播放")
		s.Keys("g", "l", "j")
		if got := hint(s); !strings.Contains(got, "Enter 跳到这句") {
			t.Errorf("hints over the lyrics: %q", got)
		}
		s.Keys("z")
		if got := hint(s); !strings.Contains(got, "Enter 跳到这句") || strings.Contains(got, "歌词/队列") {
			t.Errorf("hints of full-screen lyrics: %q", got)
		}
		s.Keys("?")
		if got := hint(s); strings.Contains(got, "Enter") {
			t.Errorf("hints of the help: %q", got)
		}
	})
	scene(t, 160, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Wait(time.Second)
		if got := hint(s); strings.Contains(got, "Enter") || !strings.Contains(got, "r 新二维码") {
			t.Errorf("hints of the login: %q", got)
		}
	}, func(svc *ui.Services) {
		svc.AtLogin = true
		svc.Account.(*fakeService).user = pane.User{}
	})
}

func TestKeysOfHiddenPanesLeaveFullScreenLyricsFirst(t *testing.T) {
	t.Parallel()
	for _, keys := range [][]string{{"w"}, {"g", "q"}} {
		scene(t, 160, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("enter").Wait(time.Second).Keys("z").ExpectNot("每日推荐  30 首")
			s.Keys(keys...).Wait(50*time.Millisecond).Expect("每日推荐  30 首", "\\ 移除")
		})
	}
}

func TestHelpJudgesByThePageItWasAskedFor(t *testing.T) {
	t.Parallel()
	scene(t, 160, 100, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("?").Wait(50 * time.Millisecond).Expect("加到队列末尾").ExpectNot("没有选中歌曲")
		s.Keys("2").Wait(time.Second).Keys("?").Wait(50 * time.Millisecond).Expect("没有选中歌曲")
	})
}

func TestRemovingOutsideTheQueueSaysWhereItWorks(t *testing.T) {
	t.Parallel()
	scene(t, 160, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.ExpectNot("移除").Keys("enter").Wait(time.Second)
		if strings.Contains(hint(s), "移除") {
			t.Errorf("offered where it does nothing: %q", hint(s))
		}
		f.player.commands()
		s.Keys("\\").Expect("只能在队列里移除 · gq 到队列")
		if did := f.player.commands(); len(did) != 0 {
			t.Errorf("commands %v", did)
		}
	})
}

func TestTheLoginPageNamesTheKeysOfACode(t *testing.T) {
	t.Parallel()
	scene(t, 160, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("L")
		if got := hint(s); strings.Contains(got, "Enter") || !strings.Contains(got, "r 新二维码") {
			t.Errorf("hints over the code: %q", got)
		}
	}, func(svc *ui.Services) {
		svc.Account.(*fakeService).user = pane.User{}
	})
}
