package wire

import (
	"path/filepath"

	"ncmtui/ui/theme"
)

// themesIn is where the user's themes lie, beside the configuration.
func themesIn(folder string) theme.Folder {
	if folder == "" {
		return ""
	}
	return theme.Folder(filepath.Join(folder, "themes"))
}
