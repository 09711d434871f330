package lang_test

import (
	"reflect"
	"regexp"
	"slices"
	"testing"

	"ncmtui/ui/lang"
)

func TestNoTextIsMissingInAnyLanguage(t *testing.T) {
	t.Parallel()
	zh, en := reflect.ValueOf(*lang.Of(lang.ZH)), reflect.ValueOf(*lang.Of(lang.EN))
	compare(t, "Texts", zh, en)
	for _, p := range lang.Pairs() {
		zh, en := reflect.ValueOf(p[0]), reflect.ValueOf(p[1])
		compare(t, zh.Type().Name(), zh, en)
	}
}

var verb = regexp.MustCompile(`%[+.0-9]*[a-z]`)

// compare walks two structs of texts: both filled, with the same verbs.
func compare(t *testing.T, name string, a, b reflect.Value) {
	t.Helper()
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			compare(t, name+"."+a.Type().Field(i).Name, a.Field(i), b.Field(i))
		}
	case reflect.Array:
		for i := range a.Len() {
			compare(t, name, a.Index(i), b.Index(i))
		}
	case reflect.Map:
		if a.Len() != b.Len() {
			t.Errorf("%s: %d and %d entries", name, a.Len(), b.Len())
		}
		for _, k := range a.MapKeys() {
			if !b.MapIndex(k).IsValid() {
				t.Errorf("%s: %v only in one language", name, k)
				continue
			}
			compare(t, name, a.MapIndex(k), b.MapIndex(k))
		}
	case reflect.String:
		if a.String() == "" || b.String() == "" {
			t.Errorf("%s is empty: %q, %q", name, a, b)
		}
		if va, vb := verb.FindAllString(a.String(), -1), verb.FindAllString(b.String(), -1); !slices.Equal(va, vb) {
			t.Errorf("%s: verbs %v and %v", name, va, vb)
		}
	default:
		t.Errorf("%s: a %v among the texts", name, a.Kind())
	}
}

func TestEveryTroubleHasASentence(t *testing.T) {
	t.Parallel()
	for tr := lang.Unknown; tr <= lang.ProxyFails; tr++ {
		if s := lang.Of(lang.ZH).Troubles[tr]; s.What == "" || s.Do == "" {
			t.Errorf("trouble %d: %q", tr, s)
		}
	}
}

func TestParseReadsLocales(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]lang.Lang{
		"zh": lang.ZH, "zh_CN.UTF-8": lang.ZH, "en": lang.EN, "en_GB.UTF-8": lang.EN, "EN": lang.EN, "": lang.ZH, "C": lang.ZH,
	} {
		if got := lang.Parse(s); got != want {
			t.Errorf("%q is %d", s, got)
		}
	}
}
