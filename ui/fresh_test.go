package ui_test

import (
	"testing"
	"time"

	"ncmtui/ui/uitest"
)

func TestNewSearchReplacesTheLastOneAndSlashEditsIt(t *testing.T) {
	t.Parallel()
	for _, key := range [][]string{{"5"}, {"g", "/"}} {
		scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
			s.Keys("5").Type("海").Keys("enter").Wait(time.Second).Expect("搜索 “海”")
			s.Keys(key...).Expect("› 海").Type("zjl").Keys("enter").Wait(time.Second).Expect("› zjl", "搜索 “zjl”")
			s.Keys(key...).Paste("晴天").Wait(time.Second).Expect("› 晴天", "搜索 “晴天”").Keys("enter")
			s.Keys("/").Type("x").Wait(time.Second).Expect("› 晴天x").Keys("enter")
			s.Keys(key...).Keys("left").Type("y").Expect("› 晴天yx").Keys("enter")
			s.Keys(key...).Keys("backspace").ExpectNot("› 晴天")
		})
	}
}

func TestNewSearchThatTypesNothingKeepsTheLastOne(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("5").Type("海").Keys("enter").Wait(time.Second)
		asked := count(f.service.all(), "search")
		s.Keys("5", "enter").Wait(time.Second).Expect("› 海", "共 120 个结果")
		if n := count(f.service.all(), "search"); n != asked {
			t.Errorf("searched %d times more", n-asked)
		}
	})
}
