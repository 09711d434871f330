package ui_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// payloads are names that would do harm if they reached the terminal.
var payloads = []string{
	"\x1b]0;owned\x07title", "\x1b]52;c;b3duZWQ=\x07clip", "\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
	"\x1bP1$r0m\x1b\\dcs", "\x1b_Gf=100;AAAA\x1b\\apc", "\x1b[6n\x1b[2J\x1b[31mred", "a\rb\bc\x00d", "\u009b31mC1",
	"\u202erotcer\u202c bidi", "Z\u0334\u0335\u0336\u0337\u0338\u0300\u0301\u0302\u0303\u0304\u0305algo", "👨‍👩‍👧‍👦 🇨🇳 ❤️ ①",
	"ｶﾞｷﾞ", "tab\there\nand there", "\xff\xfe broken", strings.Repeat("长", 4000), "",
}

// spoil puts a payload into every text of a song.
func spoil(s catalogue.Song, p string) catalogue.Song {
	s.Name = p + s.Name
	s.Alias = []string{p}
	s.Artists = []catalogue.Ref{{ID: 1, Name: p}}
	s.Album.Name, s.Reason = p, p
	return s
}

func TestHostileNamesDrawTheSameScreenAsCleanOnes(t *testing.T) {
	long(t)
	t.Parallel()
	for _, p := range payloads {
		var shown [2][]string
		var titles [2]string
		for i, name := range []string{p, text.Of(p).String()} {
			synctest.Test(t, func(t *testing.T) {
				f := newFakes()
				defer f.Close()
				f.service.user.Name = name
				for k := range f.service.songs {
					f.service.songs[k] = spoil(f.service.songs[k], name)
				}
				s := uitest.Start(t, f.App, 160, 48)
				s.Wait(time.Second).Keys("j", "enter", "j", "e", "w").Wait(4 * time.Second)
				shown[i], titles[i] = s.Screen(), s.Title()
				f.Close()
				s.Quit()
			})
		}
		if !slices.Equal(shown[0], shown[1]) || titles[0] != titles[1] {
			t.Errorf("%q draws\n%s\n%q, clean\n%s\n%q", p, strings.Join(shown[0], "\n"), titles[0], strings.Join(shown[1], "\n"), titles[1])
		}
	}
}

// TestOnlyCleanTextIsPainted walks the screen's code: what is painted raw must
// be a literal, or come out of ui/text.
func TestOnlyCleanTextIsPainted(t *testing.T) {
	t.Parallel()
	painted := 0
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if strings.HasPrefix(path, "theme") || strings.HasPrefix(path, "uitest") {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Paint" && len(call.Args) == 1 {
				painted++
				if !cleanExpr(call.Args[0]) {
					t.Errorf("%s: paints text that may not be clean", set.Position(call.Pos()))
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if painted < 8 {
		t.Errorf("only %d places paint: is the test looking at the right tree?", painted)
	}
}

// cleanExpr: literals, joined literals, and the results of ui/text and of
// repeating a literal.
func cleanExpr(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.BinaryExpr:
		return cleanExpr(e.X) && cleanExpr(e.Y)
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		return ok && slices.Contains([]string{"Fit", "String", "Blank", "Repeat"}, sel.Sel.Name)
	}
	return false
}
