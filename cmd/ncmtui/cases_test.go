//go:build unix

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestEveryCaseHasItsTests(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/CASES.md")
	if err != nil {
		t.Fatal(err)
	}
	sources := map[string]string{}
	of := func(folder string) string {
		if _, ok := sources[folder]; !ok {
			names, _ := filepath.Glob(filepath.Join("../..", folder, "*_test.go"))
			var all strings.Builder
			for _, name := range names {
				b, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				all.Write(b)
			}
			sources[folder] = all.String()
		}
		return sources[folder]
	}
	part := regexp.MustCompile("`([a-z/]+)` ((?:(?:Test|Fuzz)[A-Za-z0-9]+ ?)+)")
	found := 0
	for _, m := range part.FindAllStringSubmatch(string(text), -1) {
		for name := range strings.FieldsSeq(m[2]) {
			found++
			if !strings.Contains(of(m[1]), "func "+name+"(") {
				t.Errorf("%s has no %s", m[1], name)
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d tests are named", found)
	}
}
