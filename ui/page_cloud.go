package ui

import (
	"os"
	"path/filepath"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

func init() {
	section(sectionSpec{
		order: 70, action: keymap.Section7, digit: "7",
		name: func(t *lang.Texts) string { return lang.Cloud.Of(t).Title },
		open: func(a *App) pane.Page { return pane.NewCloud(a.env) },
	})
	does(func(a *App) tea.Cmd {
		if c := a.cloud(); c != nil {
			c.CancelUpload()
		}
		return nil
	}, keymap.CloudCancel)
	commanded(command{name: "cloud", help: lang.Both{ZH: "云盘", EN: "cloud disk"}, run: act(keymap.Section7)})
	commanded(command{
		name: "upload", args: "FILE | cancel", help: lang.Both{ZH: "上传一首歌到云盘", EN: "put a song on the cloud disk"},
		needs: keymap.Account, complete: func(*App) []string { return []string{"cancel"} }, run: upload,
	})
}

// cloud is the page of the cloud disk; nil without one.
func (a *App) cloud() *pane.Cloud {
	c, _ := a.sections[a.sectionOf(keymap.Section7)].page.(*pane.Cloud)
	return c
}

func upload(a *App, path string) tea.Cmd {
	c := a.cloud()
	if path == "" || c == nil {
		return a.usage("upload")
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	return c.Upload(path)
}
