package ui_test

import (
	"testing"
	"time"

	"ncmtui/ui/uitest"
)

func TestThePaletteFindsActionsByOtherWords(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"create", "新增"} {
		scene(t, 80, 24, func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("ctrl+p").Wait(time.Second).Type(word).Expect("新建歌单")
		}, listEditing(&fakeListEdits{}))
	}
}

func TestWhatThePaletteDoesNotKnowIsSearched(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{160, 48}, {60, 20}} {
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("ctrl+p").Wait(time.Second).Type("海豚湾").Expect("搜索 “海豚湾”").Keys("enter").Wait(time.Second)
			s.ExpectNot("跳转").Expect("搜索 “海豚湾”")
		})
	}
}
