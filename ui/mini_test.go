package ui_test

import (
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

func TestMiniPlayerTakesOnlyThePlayersKeys(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second).Resize(40, 6).Wait(time.Second)
		f.player.commands()
		for _, key := range []string{"5", "enter", "?", "L", "j", "tab", "z"} {
			s.Wait(10 * time.Second).ExpectNot("这要").Keys(key).Expect("这要更大的窗口：至少 50×12")
		}
		s.Type("海").Keys("]", "space")
		if did := f.player.commands(); len(did) != 2 || did[0] != (player.Next{}) || did[1] != (player.Toggle{}) {
			t.Errorf("commands %#v", did)
		}
		s.Resize(120, 40).Wait(time.Second).ExpectNot("歌名、歌手、专辑…").Expect("夜的第七章")
	})
}

func TestMiniPlayerWithoutASongSaysTheWayOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		user pane.User
		lang lang.Lang
		want string
	}{
		{pane.User{ID: 7, LoggedIn: true}, lang.ZH, "放大窗口来选歌：至少 50×12"},
		{pane.User{}, lang.ZH, "放大窗口来登录：至少 50×12"},
		{pane.User{ID: 7, LoggedIn: true}, lang.EN, "Enlarge to choose songs: 50×12"},
		{pane.User{}, lang.EN, "Enlarge to log in: 50×12"},
	} {
		scene(t, 40, 6, func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Wait(time.Second).Expect(c.want)
		}, func(svc *ui.Services) {
			svc.Lang = c.lang
			svc.Account.(*fakeService).user = c.user
		})
	}
}

func TestUnboundSequenceIsDropped(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("g", "z").Expect("gz 没有绑定", "1  每日推荐")
		s.Keys("g", "g").Wait(5 * time.Second).ExpectNot("没有绑定")
	})
}
