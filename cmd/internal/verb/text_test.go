package verb

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

func TestLinksOfTheServiceAreRead(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]struct {
		kind string
		id   int64
	}{
		"32311":                                               {"", 32311},
		"9223372036854775807":                                 {"", 9223372036854775807},
		"https://music.163.com/#/song?id=1":                   {"song", 1},
		"https://music.163.com/song?id=1&userid=2":            {"song", 1},
		"https://music.163.com/song/1/?app_version=9":         {"song", 1},
		"https://y.music.163.com/m/playlist?id=7&creatorId=3": {"playlist", 7},
		"http://music.163.com/#/discover/toplist?id=19723756": {"playlist", 19723756},
		"https://music.163.com/#/my/m/music/playlist?id=5":    {"playlist", 5},
		"https://music.163.com/#/user/home?id=9":              {"user", 9},
		"https://music.163.com/#/djradio?id=8":                {"podcast", 8},
		"https://music.163.com/#/program?id=8":                {"program", 8},
		"https://music.163.com/#/mv?id=8":                     {"mv", 8},
		"orpheus://album/3":                                   {"album", 3},
		"分享专辑《釉色》: https://music.163.com/album?id=4 (来自@网易云音乐)": {"album", 4},
	} {
		if kind, id, ok := target(link); !ok || kind != want.kind || id != want.id {
			t.Errorf("%s: %s %d %t", link, kind, id, ok)
		}
	}
	for _, link := range []string{
		"", "0", "-1", "1.5", "9223372036854775808", "12345678901234567890", "x1", "https://music.163.com/", "https://music.163.com/song?id=x",
		"https://music.163.com.evil.test/song?id=1", "https://evil163.com/song?id=1", "ftp://music.163.com/song?id=1", "https://music.163.com/nothing?id=1", "%zz",
	} {
		if kind, id, ok := target(link); ok {
			t.Errorf("%s: %s %d", link, kind, id)
		}
	}
}

func FuzzTarget(f *testing.F) {
	for _, s := range []string{"1", "https://music.163.com/#/song?id=1", "orpheus://album/3", "x http://y.163.com/m/artist/4 z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, word string) {
		kind, id, ok := target(word)
		if ok && (id <= 0 || kind != "" && !strings.Contains("song playlist album artist user podcast program mv", kind)) {
			t.Errorf("%q: %s %d", word, kind, id)
		}
	})
}

func FuzzWriteJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,2.0e-4,9007199254740993],"b":"\u001b[31m","c":"` + "\u202e\u009b\x7f\U000e0001" + `名"}`))
	f.Add([]byte("\"\xff\xfe\""))
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, terminal := range []bool{true, false} {
			var b bytes.Buffer
			err := writeJSON(&b, terminal, raw)
			if (err == nil) != json.Valid(raw) {
				t.Fatalf("%q: %v", raw, err)
			}
			if err != nil {
				return
			}
			if terminal && (bad(b.String()) || strings.Contains(b.String(), "\t")) {
				t.Errorf("%q reaches the terminal as %q", raw, b.String())
			}
			var was, is any
			_ = json.Unmarshal(raw, &was)
			if json.Unmarshal(b.Bytes(), &is) != nil || !reflect.DeepEqual(was, is) {
				t.Errorf("%q became %q", raw, b.String())
			}
		}
	})
}

func FuzzTable(f *testing.F) {
	f.Add("海风吹过第七站", "a\tb\nc", 20)
	f.Add("\x1b[31mé\u0301\u0301", "👨‍👩‍👧", 3)
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		width %= 200
		cols := []column[string]{
			{head: headID, text: func(string) string { return "1" }, right: true},
			word(headName, func(s string) string { return s }, 0, 8),
			word(headAlbum, func(s string) string { return s + s }, 1, 4),
		}
		var out bytes.Buffer
		if err := writeTable(&out, lang.ZH, width, cols, []string{a, b}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "\n"); n != 3 {
			t.Errorf("%d lines: %q", n, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if w := text.Width(strings.TrimSuffix(line, "\n")); w > max(width, 2+2+8) || bad(line) {
				t.Errorf("%d cells of %d: %q", w, width, line)
			}
		}
		out.Reset()
		if err := writeLines(&out, cols, []string{a, b}); err != nil || strings.Count(out.String(), "\n") != 2 || strings.Count(out.String(), "\t") != 4 || bad(out.String()) {
			t.Errorf("%v %q", err, out.String())
		}
	})
}

func TestLongTextsAreSafeAndWhole(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("很长的一行\x1b", 400)
	if got := safeText(long); got != strings.Repeat("很长的一行", 400) {
		t.Errorf("%d runes of %d", len([]rune(got)), 2000)
	}
	var out bytes.Buffer
	fields := []column[string]{word(headAbout, func(s string) string { return s }, 0, 0)}
	if err := writeFields(&out, lang.EN, fields, "one\r\ntwo\n\nthree"); err != nil || out.String() != "About  one\n       two\n\n       three\n" {
		t.Errorf("%v %q", err, out.String())
	}
}
