package safe_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryGoroutineIsStartedHere walks all Go files of the module but tests
// and fails on what starts a goroutine outside the recover boundary: a go
// statement, and the one-argument Go of WaitGroup and its relatives. There is
// no list of exceptions.
func TestEveryGoroutineIsStartedHere(t *testing.T) {
	t.Parallel()
	root := moduleRoot(t)
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (name == "testdata" || name == "vendor" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		if filepath.ToSlash(rel) == "internal/safe/safe.go" {
			return nil
		}
		files++
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, finding := range bareStarts(rel, src) {
			t.Error(finding)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 5 {
		t.Errorf("only %d files seen under %s", files, root)
	}
}

// bareStarts gives a line for each unguarded start. A file that does not
// parse is the compiler's to report.
func bareStarts(name string, src []byte) []string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			found = append(found, fmt.Sprintf("%s: bare go statement; use safe.Go", fset.Position(n.Pos())))
		case *ast.CallExpr:
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Go" && len(n.Args) == 1 {
				found = append(found, fmt.Sprintf("%s: .Go(f) starts a goroutine without a name and a recover; use safe.Go or safe.Group", fset.Position(n.Pos())))
			}
		}
		return true
	})
	return found
}

func TestBareStartsAreFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, body string
		want       int
	}{
		{"statement", "go f()", 1},
		{"literal", "go func() {}()", 1},
		{"wait group", "var g sync.WaitGroup; g.Go(f)", 1},
		{"nested", "x := func() { if true { go f() } }; x()", 1},
		{"guarded", `safe.Go("x", f); var g safe.Group; g.Go("y", f)`, 0},
		{"word", `_ = "go f()" // go f()`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			src := "package p\nfunc p() {\n" + c.body + "\n}\n"
			if got := bareStarts("p.go", []byte(src)); len(got) != c.want {
				t.Errorf("found %v, want %d", got, c.want)
			}
		})
	}
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above this test")
		}
		dir = up
	}
}
