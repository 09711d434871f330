package ui_test

import (
	"errors"
	"testing"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

func TestLogoutSaysSoAndEmptiesThePages(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, f fakes) {
		s.Keys("2").Wait(time.Second).Expect("我喜欢的音乐").Keys("enter").Wait(time.Second)
		f.service.fail = errors.New("who are you")
		s.Keys("g", "o").Expect("退出登录").Keys("y").Wait(time.Second)
		s.Expect("已退出登录", "登录后可以看到你的歌单", "访客").ExpectNot("我喜欢的音乐", "需要登录")
		s.Keys("1").Wait(time.Second).Expect("登录后可以看到你的每日推荐").ExpectNot("夜的第七章")
		s.Keys("esc", "esc", "esc").Wait(time.Second).ExpectNot("我喜欢的音乐", "夜的第七章")
	}, func(svc *ui.Services) {
		svc.Classify = func(err error) lang.Trouble {
			if err.Error() == "who are you" {
				return lang.LoginNeeded
			}
			return lang.Limited
		}
	})
}

func TestLostLoginKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Send(ui.LoseLogin()).Expect("夜的第七章", "登录已过期")
	})
}

func TestAnswerToALogoutIsNoLostLogin(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "o", "y").Wait(time.Second).Send(ui.LoseLogin()).Expect("已退出登录").ExpectNot("过期")
	})
}
