package config

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFoldersFollowXDG(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	abs := func(parts ...string) string { return filepath.Join(append([]string{root}, parts...)...) }
	env := map[string]string{
		"XDG_CONFIG_HOME": abs("c"), "XDG_DATA_HOME": abs("d"), "XDG_STATE_HOME": abs("s"),
		"XDG_CACHE_HOME": "relative/is/ignored", "XDG_RUNTIME_DIR": "",
	}
	p, err := dirs(func(k string) string { return env[k] }, abs("home"))
	if err != nil {
		t.Fatal(err)
	}
	if p.Config != abs("c", "ncmtui") || p.Data != abs("d", "ncmtui") || p.State != abs("s", "ncmtui") ||
		p.Runtime != abs("s", "ncmtui", "run") || !strings.HasPrefix(p.Cache, abs("home")) {
		t.Errorf("%+v", p)
	}
	if p.File() != abs("c", "ncmtui", "config.toml") {
		t.Error(p.File())
	}
	env["XDG_RUNTIME_DIR"] = abs("r")
	if p, _ = dirs(func(k string) string { return env[k] }, ""); p.Runtime != abs("r", "ncmtui") {
		t.Errorf("%+v", p)
	}
}

func TestWithoutAHomeThereIsNoPlace(t *testing.T) {
	t.Parallel()
	if _, err := dirs(func(string) string { return "" }, ""); !errors.Is(err, ErrNoHome) {
		t.Error(err)
	}
}

func TestFoldersAreMadePrivate(t *testing.T) {
	t.Parallel()
	p := DirsIn(filepath.Join(t.TempDir(), "root"))
	if err := p.Make(p.Data); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p.Cache); !errors.Is(err, os.ErrNotExist) {
		t.Error("a folder nobody asked for was made")
	}
	if err := p.Make(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{p.Config, p.Data, p.State, p.Cache, p.Runtime} {
		info, err := os.Stat(dir)
		if err != nil || (runtime.GOOS != "windows" && info.Mode().Perm() != 0o700) {
			t.Errorf("%s: %v %v", dir, info.Mode(), err)
		}
	}
	if err := os.WriteFile(filepath.Join(p.Data, "f"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.Make(filepath.Join(p.Data, "f")); err == nil {
		t.Error("a file passed for a folder")
	}
}
