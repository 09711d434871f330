package stream

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzName is what the service says of a song becoming the name of a file.
func FuzzName(f *testing.F) {
	const sum = "0123456789abcdef0123456789abcdef"
	for _, s := range [][3]string{
		{"exhigh", sum, "mp3"},
		{"../../.bashrc", sum, "../x"},
		{"-rf", "../../" + sum, "CON"},
		{"CON", sum, "a\x00b"},
		{strings.Repeat("l", 300), sum, strings.Repeat("e", 300)},
		{"a/b", sum + "/..", "mp3\n"},
		{"ｅｘ", strings.ToUpper(sum), "."},
		{"", "", ""},
	} {
		f.Add(int64(7), s[0], s[1], s[2], int64(1<<40), false)
	}
	f.Add(int64(-7), "exhigh", sum, "mp3", int64(-1), true)
	f.Fuzz(func(t *testing.T, track int64, level, md5, format string, size int64, clip bool) {
		m := Media{Track: track, Level: level, MD5: md5, Format: format, Size: size, Clip: clip}
		name := m.name()
		if filepath.Base(name) != name || !filepath.IsLocal(name) || len(name) > 100 || strings.Trim(name, "-.?0123456789abcdefghijklmnopqrstuvwxyz") != "" {
			t.Fatalf("%+v is kept as %q", m, name)
		}
		if m.keepable() && (namePattern().FindString(name) == "" && len(word(format, "bin")) <= 5 || !strings.Contains(name, md5)) {
			t.Fatalf("%q is not found again", name)
		}
	})
}
