// Package ncmtui_test keeps the house in order: which room may import which.
package ncmtui_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which rooms a room may see besides itself. internal/safe is
// open to all.
var mayImport = map[string][]string{
	"cmd":    {"ui", "api", "player", "lyrics", "store", "config"},
	"ui":     {"api", "player", "lyrics", "store", "config"},
	"api":    nil,
	"player": nil,
	"lyrics": nil,
	"store":  nil,
	"config": nil,
}

// screenOnly are module prefixes that only ui and cmd may import.
var screenOnly = []string{"charm.land/", "github.com/charmbracelet/", "github.com/mdp/qrterminal/"}

func TestImportsKeepTheDirections(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, file := range goFiles(t) {
		room, _, _ := strings.Cut(filepath.ToSlash(file), "/")
		allowed, known := mayImport[room]
		if !known {
			if room != "internal" && strings.Contains(filepath.ToSlash(file), "/") {
				t.Errorf("%s: %q is no room of this house", file, room)
			}
			continue
		}
		seen[room] = true
		for _, path := range importsOf(t, file) {
			if why := refuse(room, allowed, path); why != "" {
				t.Errorf("%s imports %s: %s", file, path, why)
			}
		}
	}
	for room := range mayImport {
		if !seen[room] {
			t.Errorf("room %s has no Go file: is the test looking at the right tree?", room)
		}
	}
}

// refuse gives the reason why a file in room may not import path, "" if it may.
func refuse(room string, allowed []string, path string) string {
	if rest, ours := strings.CutPrefix(path, "ncmtui/"); ours {
		target, _, _ := strings.Cut(rest, "/")
		switch {
		case target == room, path == "ncmtui/internal/safe", slices.Contains(allowed, target):
			return ""
		default:
			return room + " may not know " + target
		}
	}
	if room == "cmd" || room == "ui" {
		return ""
	}
	for _, prefix := range screenOnly {
		if strings.HasPrefix(path, prefix) {
			return "only ui and cmd draw"
		}
	}
	return ""
}

func TestRefuseKnowsTheDirections(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		room, path string
		refused    bool
	}{
		{"player", "ncmtui/api", true},
		{"api", "ncmtui/ui/text", true},
		{"ui", "ncmtui/cmd/ncmtui", true},
		{"store", "charm.land/bubbletea/v2", true},
		{"ui", "charm.land/bubbletea/v2", false},
		{"cmd", "ncmtui/api/ncmfake", false},
		{"api", "ncmtui/api/envelope", false},
		{"api", "ncmtui/internal/safe", false},
		{"player", "github.com/gopxl/beep/v2", false},
	} {
		if got := refuse(c.room, mayImport[c.room], c.path) != ""; got != c.refused {
			t.Errorf("refuse(%s, %s) = %v, want %v", c.room, c.path, got, c.refused)
		}
	}
}

func goFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); name == "testdata" || (strings.HasPrefix(name, ".") && path != ".") {
				return filepath.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(path, ".go") {
			files = append(files, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func importsOf(t *testing.T, file string) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	paths := make([]string, 0, len(f.Imports))
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}
