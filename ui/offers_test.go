package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

func TestLeftOfTheFirstModeIsTheLeftPane(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("3").Wait(time.Second).Keys("l", "h")
		if got := f.Showing(); got != "FM" {
			t.Errorf("back at the first mode: %s", got)
		}
		s.Keys("h")
		if got := f.Showing(); got != "sections" {
			t.Errorf("left of the first mode: %s", got)
		}
	}, whole()...)
}

func TestNothingToOpenIsNotOffered(t *testing.T) {
	t.Parallel()
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		for _, key := range []string{"2", "3"} {
			if s.Keys(key).Wait(time.Second); strings.Contains(hint(s), "Enter") {
				t.Errorf("%s offers a guest %q", key, hint(s))
			}
		}
		s.Keys("esc", "4").Wait(time.Second)
		if got := hint(s); !strings.HasPrefix(got, "Enter") {
			t.Errorf("hints over charts: %q", got)
		}
	}, append(whole(), func(svc *ui.Services) { svc.Account.(*fakeService).user = pane.User{} })...)
}

func TestAnEmptyPlaylistIsUnmade(t *testing.T) {
	t.Parallel()
	e := &fakeListEdits{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("create 夜").Keys("enter").Wait(time.Second).Keys("u").Wait(time.Second)
		if !slices.Contains(e.asked, "delete 77") {
			t.Errorf("asked %q", e.asked)
		}
	}, editing(&fakeEdits{}), listEditing(e))
}

func TestThePresetOfKeysIsSetWhileRunning(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("set keys.preset rmpc").Keys("enter").Wait(time.Second).Keys("?").Wait(time.Second).Expect("帮助")
		s.Keys("esc").Keys(":").Type("set keys.preset default").Keys("enter").Wait(time.Second).Keys("2").Wait(time.Second).Expect("写代码的时候")
	})
}

func TestNothingCountedIsNotSaid(t *testing.T) {
	t.Parallel()
	scene(t, 100, 30, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Expect("林间小路").ExpectNot("已计入")
	}, func(svc *ui.Services) { svc.Counted = func() int { return 0 } })
}

func TestTheHelpEndsWithWhatTheSignsMean(t *testing.T) {
	t.Parallel()
	for l, want := range map[lang.Lang][]string{lang.ZH: {"标记", "已计入 3", "只能试听一段"}, lang.EN: {"Signs", "3 counted", "a clip only"}} {
		scene(t, 160, 48, func(_ *testing.T, s *uitest.Session, _ fakes) {
			s.Keys("?").Wait(time.Second).Keys("G").Expect(want...)
		}, func(svc *ui.Services) { svc.Lang = l })
	}
}
