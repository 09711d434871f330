package pinyin_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"ncmtui/ui/pinyin"
)

func TestContainsFindsSyllablesAndInitials(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, word string
		want       bool
	}{
		{"周杰伦", "zjl", true},
		{"周杰伦", "zhoujielun", true},
		{"周杰伦", "zhoujl", true},
		{"周杰伦", "zhjl", true},
		{"周杰伦", "zjielu", true}, // the last syllable is still typed
		{"周杰伦", "jl", true},
		{"周杰伦", "zl", false},
		{"周杰伦", "zoujl", false},
		{"晴天 周杰伦 叶惠美", "qtzjl", true}, // over a gap
		{"音乐", "yinyue", true},
		{"快乐", "kuaile", true},
		{"重庆", "cq", true},
		{"重量", "zl", true},
		{"单依纯", "syc", true},
		{"长大", "zhangda", true},
		{"绿色", "lvse", true},
		{"周杰伦 feat. 潘儿", "lunfeat", true},
		{"beyond 海阔天空", "beyondhktk", true},
		{"ひまわり", "h", false},
		{"", "a", false},
	} {
		if got := pinyin.Contains(c.text, c.word); got != c.want {
			t.Errorf("%q in %q: %v", c.word, c.text, got)
		}
	}
}

func TestTypedIsLowerCaseLettersOnly(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]bool{"zjl": true, "": false, "z1": false, "周": false, "Z": false, "z j": false} {
		if pinyin.Typed(word) != want {
			t.Errorf("%q", word)
		}
	}
}

func TestSortKeyPutsChineseAmongLetters(t *testing.T) {
	t.Parallel()
	want := []string{"beyond", "陈奕迅", "五月天", "周杰伦", "周深", "zz"}
	got := slices.Clone(want)
	slices.SortFunc(got, func(a, b string) int { return cmp.Compare(pinyin.SortKey(b), pinyin.SortKey(a)) })
	slices.SortFunc(got, func(a, b string) int { return cmp.Compare(pinyin.SortKey(a), pinyin.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("sorted: %q", got)
	}
}

func FuzzContains(f *testing.F) {
	f.Add("周杰伦 Live", "zjl")
	f.Add("\xff乐\u3007龥\U00020000", "le")
	f.Fuzz(func(t *testing.T, text, word string) {
		if !pinyin.Typed(word) {
			return
		}
		if plain := strings.ReplaceAll(word, " ", ""); utf8.ValidString(text) && len(word) <= 48 && !pinyin.Contains(text+" "+plain, word) {
			t.Errorf("%q does not hold %q itself", text+" "+plain, word)
		}
	})
}

func BenchmarkContains(b *testing.B) {
	const row = "夜的第七章 (live) 周杰伦 / 潘儿 依然范特西"
	b.ReportAllocs()
	for b.Loop() {
		pinyin.Contains(row, "zjlx")
	}
}
