package config

import "path/filepath"

func nativeDirs(_ func(string) string, home string) Places {
	if !filepath.IsAbs(home) {
		return Places{}
	}
	support := filepath.Join(home, "Library", "Application Support", "ncmtui")
	return Places{
		Config: support,
		Data:   filepath.Join(support, "data"),
		State:  filepath.Join(home, "Library", "Logs", "ncmtui"),
		Cache:  filepath.Join(home, "Library", "Caches", "ncmtui"),
	}
}
