package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"ncmtui/internal/safe"
)

// Places are the program's own folders. Nothing is created by finding them;
// Make does that.
type Places struct {
	Config  string // config.toml
	Data    string // session, database, instance lock
	State   string // log, crash reports
	Cache   string // audio, covers; may be deleted at any time
	Runtime string // control socket
}

// ErrNoHome says that there is no folder to keep anything in.
var ErrNoHome = errors.New("no home folder: set HOME or XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME and XDG_CACHE_HOME")

// Dirs finds the folders: XDG everywhere it is set (absolute paths only, as
// its specification wants), else the system's own places.
func Dirs() (Places, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	return dirs(os.Getenv, home)
}

// DirsIn puts all folders below root: for tests and the demo.
func DirsIn(root string) Places {
	return Places{
		Config:  filepath.Join(root, "config"),
		Data:    filepath.Join(root, "data"),
		State:   filepath.Join(root, "state"),
		Cache:   filepath.Join(root, "cache"),
		Runtime: filepath.Join(root, "run"),
	}
}

func dirs(getenv func(string) string, home string) (Places, error) {
	native := nativeDirs(getenv, home)
	pick := func(variable, fallback string) string {
		if v := getenv(variable); filepath.IsAbs(v) {
			return filepath.Join(v, "ncmtui")
		}
		return fallback
	}
	p := Places{
		Config:  pick("XDG_CONFIG_HOME", native.Config),
		Data:    pick("XDG_DATA_HOME", native.Data),
		State:   pick("XDG_STATE_HOME", native.State),
		Cache:   pick("XDG_CACHE_HOME", native.Cache),
		Runtime: pick("XDG_RUNTIME_DIR", native.Runtime),
	}
	if p.Runtime == "" && p.State != "" {
		p.Runtime = filepath.Join(p.State, "run") // never /tmp: others can squat there
	}
	if p.Config == "" || p.Data == "" || p.State == "" || p.Cache == "" {
		return p, ErrNoHome
	}
	return p, nil
}

// File is the path of config.toml.
func (p Places) File() string { return filepath.Join(p.Config, "config.toml") }

// Make creates the folders, 0700. Call it with those about to be written to;
// without any it makes all of them. The folder of the user's config is made
// too, but never anything in it.
func (p Places) Make(folders ...string) error {
	if len(folders) == 0 {
		folders = []string{p.Config, p.Data, p.State, p.Cache, p.Runtime}
	}
	var all error
	for _, dir := range folders {
		if err := safe.MakeDir(dir); err != nil {
			all = errors.Join(all, fmt.Errorf("%s: %w", dir, err))
		}
	}
	return all
}
