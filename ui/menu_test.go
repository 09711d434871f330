package ui_test

import (
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/ui"
	"ncmtui/ui/uitest"
)

func TestMenuTakesKeysOfSeveral(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("j", "m").Expect("gi", "Enter 选择", "Esc 关闭")
		s.Keys("g").Expect("g …", "相似歌曲").Keys("esc").ExpectNot("g …").Expect("相似歌曲")
		s.Keys("g", "i").Wait(time.Second).ExpectNot("收藏到歌单").Expect("信息")
	})
}

func TestHintsUnderALayerAreItsOwn(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("ctrl+p").Wait(time.Second).Expect("Enter 选择", "Esc 关闭").Keys("esc").ExpectNot("Enter 选择")
		s.Keys("`").Wait(time.Second).Expect("Enter 选择").Keys("esc")
	})
}

func TestMarkedSongsAreLikedFromTheMenuWhenOneIsNot(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("<").Wait(time.Second).Keys("<").Expect("已经喜欢过了").Wait(10 * time.Second)
		s.Keys("j", "i", "g", "g", "i", "g", "g", "m").Expect("2 首", "取消喜欢").ClickOn(" 喜欢 ").Wait(time.Second).Expect("已加入喜欢")
		s.Keys("i", "i", ">").Wait(time.Second).Expect("取消喜欢 2 首").Keys("i", "i", ">").Expect("本来就没有喜欢")
	})
}

func TestMenuOfAnOwnPlaylistDoesNotOfferToFollowIt(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("2").Wait(time.Second).Keys("m").Expect("复制名称").ExpectNot("收藏/取消", "复制歌名").Keys("esc")
		s.Keys("G", "m").Expect("收藏/取消")
	})
}

func TestMenuOffersToDeleteOwnCommentsOnly(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("enter").Wait(time.Second).Keys("g", "c").Wait(time.Second)
		s.Keys("m").Expect("复制评论").ExpectNot("删除").Keys("esc", "j", "m").Expect("删除")
	}, commented(&fakeComments{}))
}

func TestAPickerThatNoLongerFitsIsClosed(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("enter").Wait(time.Second)
		f.player.commands()
		s.Keys("m").Expect("相似歌曲").Resize(50, 8).Keys("space").Wait(time.Second)
		if did := f.player.commands(); len(did) != 1 || did[0] != player.Command(player.Toggle{}) {
			t.Errorf("commands %v", did)
		}
		s.Resize(120, 40).ExpectNot("相似歌曲")
	})
}

func TestUndoOfAListMadeForSongsDeletesIt(t *testing.T) {
	t.Parallel()
	e := &fakeListEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys("`").Wait(time.Second).Type("雨天").Keys("enter").Wait(time.Second).Keys("u").Wait(time.Second).Expect("歌单《雨天》已删除")
		if len(e.asked) != 1 || e.asked[0] != "delete 77" {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(&fakeEdits{}), func(svc *ui.Services) { svc.ListEdit = e })
}

func TestPlayAllOnASongPlaysTheShownList(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("j", "j", "g", "a").Wait(time.Second).ExpectNot("出了问题")
		did := f.player.commands()
		if list, ok := did[0].(player.PlayList); !ok || list.At != 0 || len(list.Tracks) != 30 {
			t.Errorf("commands %v", did)
		}
	})
}

func TestFollowOnTheSongsOfAnArtistFollowsTheArtist(t *testing.T) {
	t.Parallel()
	e := &fakeEdits{}
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("S").Wait(time.Second).Keys(";").Wait(time.Second).Expect("已取消收藏：周杰伦")
		if len(e.asked) != 1 || !f.service.liked[1000] {
			t.Errorf("asked %q, liked %v", e.asked, f.service.liked)
		}
	}, editing(e))
}
