package config

import "path/filepath"

// nativeDirs: settings roam with the user, the rest stays on the machine.
func nativeDirs(getenv func(string) string, home string) Places {
	roaming, local := getenv("APPDATA"), getenv("LOCALAPPDATA")
	if roaming == "" && home != "" {
		roaming = filepath.Join(home, "AppData", "Roaming")
	}
	if local == "" && home != "" {
		local = filepath.Join(home, "AppData", "Local")
	}
	if !filepath.IsAbs(roaming) || !filepath.IsAbs(local) {
		return Places{}
	}
	local = filepath.Join(local, "ncmtui")
	return Places{
		Config: filepath.Join(roaming, "ncmtui"),
		Data:   filepath.Join(local, "data"),
		State:  filepath.Join(local, "state"),
		Cache:  filepath.Join(local, "cache"),
	}
}
