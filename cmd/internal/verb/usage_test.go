package verb

import (
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ncmtui/ui/lang"
)

// TestEveryUsageSentenceIsThereInBothLanguages reads the sources: a sentence
// changed in one place only would be said in English to everybody.
func TestEveryUsageSentenceIsThereInBothLanguages(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	call, verb := regexp.MustCompile(`\busage\(("[^\n]*?[^\\]")[,)]`), regexp.MustCompile(`%(\[1\])?[a-z]`)
	bare := regexp.MustCompile(`^(%s: %s|%s|cookie: %s)$`) // errors from elsewhere
	used := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		raw, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
			format := strings.Trim(m[1], `"`)
			used[format] = true
			zh, ok := usagesZH[format]
			if !ok && !bare.MatchString(format) {
				t.Errorf("only in English: %s", format)
			}
			if ok && !slices.Equal(verb.FindAllString(format, -1), verb.FindAllString(zh, -1)) {
				t.Errorf("other arguments: %s", zh)
			}
		}
	}
	for format := range usagesZH {
		if !used[format] {
			t.Errorf("nobody says %s", format)
		}
	}
	var f *Fault
	if !errors.As(usage("%s takes no arguments: %s", "daily", "x"), &f) || f.In(lang.ZH) != "daily 不带参数：x" || f.In(lang.EN) != "daily takes no arguments: x" {
		t.Errorf("%+v", f)
	}
}
