package ui_test

import (
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"ncmtui/ui"
	"ncmtui/ui/theme"
	"ncmtui/ui/uitest"
)

func themed(t *testing.T, name, text string) theme.Folder {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name+".toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return theme.Folder(dir)
}

func TestOwnThemeIsWornAndItsSlipsAreTold(t *testing.T) {
	t.Parallel()
	folder := themed(t, "sea", "acent = \"#00ffff\"\n")
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Expect("sea.toml:1:1", `是否想写 "accent"`).Keys("esc")
		s.Keys(":").Type("theme dark").Keys("enter").Expect("dark")
		s.Keys(":").Type("theme sae").Keys("enter").Expect(`是否想写 "sea"`)
		s.Keys(":").Type("theme sea").Keys("enter").Expect("acent")
	}, func(svc *ui.Services) { svc.Theme, svc.Themes = "sea", folder })
}

func TestTheFirstFrameWaitsForTheBackgroundButNotLong(t *testing.T) {
	t.Parallel()
	f := newFakes(func(svc *ui.Services) { svc.Theme = "auto" })
	defer f.Close()
	f.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	if got := strings.TrimSpace(f.View().Content); got != "" {
		t.Errorf("drawn before the background is known: %.60q", got)
	}
	f.Update(tea.BackgroundColorMsg{Color: color.White})
	if got := strings.TrimSpace(f.View().Content); got == "" {
		t.Error("nothing is drawn although the background is known")
	}
}

func TestATerminalWithoutColoursGetsNone(t *testing.T) {
	t.Parallel()
	f := newFakes()
	defer f.Close()
	f.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	f.Update(tea.BackgroundColorMsg{Color: color.White})
	if !strings.Contains(f.View().Content, "38;2") {
		t.Fatal("no colours to begin with")
	}
	f.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if got := f.View().Content; strings.Contains(got, "38;2") || strings.Contains(got, "48;2") {
		t.Error("colours on a terminal without colours")
	}
}

func TestAnotherLanguageKeepsTheWayBack(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(t *testing.T, s *uitest.Session, f fakes) {
		s.Keys("2", "enter").Wait(time.Second).Expect("我的歌单 ›", "10000 首")
		s.Keys(":").Type("lang en").Keys("enter").Wait(time.Second).Expect("Playlists ›", "10000 songs")
		s.Keys("esc", "esc").Expect("Playlists").ExpectNot("›")
	})
}
