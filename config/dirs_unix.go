//go:build !windows && !darwin

package config

import "path/filepath"

// nativeDirs are the defaults of the XDG base directory specification.
func nativeDirs(_ func(string) string, home string) Places {
	if !filepath.IsAbs(home) {
		return Places{}
	}
	return Places{
		Config: filepath.Join(home, ".config", "ncmtui"),
		Data:   filepath.Join(home, ".local", "share", "ncmtui"),
		State:  filepath.Join(home, ".local", "state", "ncmtui"),
		Cache:  filepath.Join(home, ".cache", "ncmtui"),
	}
}
