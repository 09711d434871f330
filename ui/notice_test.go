package ui_test

import (
	"testing"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/uitest"
)

func TestNoticesThatStayCanBeRead(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 40}, {80, 24}, {50, 12}, {40, 6}} {
		scene(t, size[0], size[1], func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Expect("volum").Keys("down").Wait(5 * time.Second).Keys("down").Expect("volum")
			s.Wait(time.Minute).Expect("volum").Keys("down").ExpectNot("volum")
		}, func(svc *ui.Services) {
			notices := make(chan ui.Notice, 1)
			notices <- ui.Notice{Stays: true, Bad: true, Text: lang.Both{ZH: "没有 volum 这一项", EN: "unknown key"}}
			svc.Notices = notices
		})
	}
}

func TestEscapeTakesTheNoticesAway(t *testing.T) {
	t.Parallel()
	scene(t, 40, 14, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Expect("第一", "Esc 关闭").ExpectNot("第三").Keys("esc").Expect("第三").Keys("esc").ExpectNot("第三", "关闭")
	}, func(svc *ui.Services) {
		notices := make(chan ui.Notice, 3)
		for _, n := range []string{"第一处很长很长很长很长很长很长很长很长很长很长很长很长很长", "第二处很长很长很长很长很长很长很长很长很长很长很长很长很长", "第三处很长很长很长很长很长很长很长很长很长很长很长"} {
			notices <- ui.Notice{Stays: true, Text: lang.Both{ZH: n, EN: n}}
		}
		svc.Notices = notices
	})
}
