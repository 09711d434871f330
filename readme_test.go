package ncmtui_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ncmtui/config"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
)

var update = flag.Bool("update", false, "write the generated parts of the READMEs anew")

// TestReadmesTellTheKeysAndSettings compares the tables of the READMEs with
// the keymap and the configuration they describe.
func TestReadmesTellTheKeysAndSettings(t *testing.T) {
	for _, r := range []struct {
		file string
		lang lang.Lang
	}{{"README.md", lang.EN}, {"README.zh-CN.md", lang.ZH}} {
		old, err := os.ReadFile(r.file)
		if err != nil {
			t.Fatal(err)
		}
		want := between(t, string(old), "keys", keyTable(r.lang))
		want = between(t, want, "settings", settingTable(r.lang))
		if want == string(old) {
			continue
		}
		if !*update {
			t.Errorf("%s does not tell the keys or settings of the program: run go test -run Readmes -update .", r.file)
			continue
		}
		if err := os.WriteFile(r.file, []byte(want), 0o644); err != nil { //nolint:gosec // a document
			t.Fatal(err)
		}
	}
}

// between puts text between the marks of a generated part.
func between(t *testing.T, doc, part, text string) string {
	t.Helper()
	begin, end := "<!-- "+part+":begin -->\n", "<!-- "+part+":end -->"
	before, rest, ok := strings.Cut(doc, begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("no marks for %s", part)
	}
	return before + begin + text + end + after
}

func keyTable(l lang.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | |\n|---|---|\n", lang.Both{ZH: "键", EN: "keys"}.In(l))
	group, first := keymap.Group(0), true
	entries := keymap.Default().Everything()
	slices.SortStableFunc(entries, func(a, b keymap.Bound) int { return cmp.Compare(a.Group, b.Group) })
	for _, e := range entries {
		if first || e.Group != group {
			fmt.Fprintf(&b, "| **%s** | |\n", keymap.Groups[e.Group].In(l))
			group, first = e.Group, false
		}
		keys := make([]string, 0, len(e.Keys))
		for _, k := range e.Keys {
			if !strings.ContainsFunc(k, fullWidth) { // they have a sentence of their own
				keys = append(keys, code(k))
			}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, " "), e.Text.In(l))
	}
	return b.String()
}

func settingTable(l lang.Lang) string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s | |\n|---|---|---|\n", lang.Both{ZH: "键", EN: "key"}.In(l), lang.Both{ZH: "默认值", EN: "default"}.In(l))
	for _, k := range config.Keys {
		text, values := k.Text.EN, k.Range
		if l == lang.ZH {
			text = k.Text.ZH
		}
		if values == "" {
			values = strings.Join(k.Choices, " | ")
		}
		def := k.Default
		if def == "" {
			def = `""`
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s: `%s` |\n", k.Name, def, text, strings.ReplaceAll(values, "|", `\|`))
	}
	return b.String()
}

// fullWidth says whether a rune comes from a Chinese input method.
func fullWidth(r rune) bool {
	return r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef || strings.ContainsRune("·…—", r)
}

// code is a key as it stands in a table.
func code(k string) string {
	if k == "`" {
		return "`` ` ``"
	}
	return "`" + strings.ReplaceAll(k, "|", `\|`) + "`"
}

var link = regexp.MustCompile(`\]\(([^)#]+)\)`)

func TestDocumentsLinkToWhatExists(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "README.md", "README.zh-CN.md") {
		doc, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(doc), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(file), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", file, m[1], err)
			}
		}
	}
}
