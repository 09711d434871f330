package lang_test

import (
	"testing"

	"ncmtui/ui/lang"
)

func TestOneIsCountedInTheSingular(t *testing.T) {
	t.Parallel()
	en, zh := lang.Of(lang.EN), lang.Of(lang.ZH)
	for _, tc := range []struct {
		format string
		n      int
		want   string
	}{
		{en.Lists.SongCount, 1, "1 song"},
		{en.Lists.SongCount, 0, "0 songs"},
		{en.Lists.AlbumCount, 1, "1 album"},
		{en.Lists.AlbumCount, 21, "21 albums"},
		{zh.Header.Songs, 1, "1 首"},
	} {
		if got := lang.Count(tc.format, tc.n, tc.n); got != tc.want {
			t.Errorf("%q of %d is %q, want %q", tc.format, tc.n, got, tc.want)
		}
	}
}
