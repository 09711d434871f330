package pane

import (
	"testing"

	"ncmtui/ui/lang"
)

func TestLargeNumbersAreToldRoughly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n      int64
		zh, en string
	}{
		{0, "0", "0"},
		{999, "999", "999"},
		{1000, "1000", "1k"},
		{9999, "9999", "9.9k"},
		{12_345, "1.2万", "12.3k"},
		{45_600_000, "4560万", "45.6M"},
		{8_043_061_234, "80.4亿", "8B"},
		{5_000_000_000_000, "5万亿", "5000B"},
	} {
		if zh, en := roughly(lang.ZH, c.n), roughly(lang.EN, c.n); zh != c.zh || en != c.en {
			t.Errorf("%d is %q and %q", c.n, zh, en)
		}
	}
}

func TestInitialsAreLettersAnyAndNone(t *testing.T) {
	t.Parallel()
	for at, want := range map[int]string{0: "", 1: "a", 26: "z", 27: "#"} {
		if got := initialOf(at); got != want {
			t.Errorf("%d is %q, want %q", at, got, want)
		}
	}
}
