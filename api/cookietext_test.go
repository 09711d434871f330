package api

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"ncmtui/internal/safe"
)

func TestALoginIsReadHoweverItIsCopied(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("00ab", 20)
	for name, c := range map[string]struct {
		text string
		want map[string]safe.Secret // nil: no login
	}{
		"header":            {"MUSIC_U=" + token + "; __csrf=cc", map[string]safe.Secret{"MUSIC_U": safe.Secret(token), "__csrf": "cc"}},
		"header with name":  {"cookie: __csrf=cc; MUSIC_U=" + token + "\n", map[string]safe.Secret{"MUSIC_U": safe.Secret(token), "__csrf": "cc"}},
		"broken by a shell": {"Cookie: MUSIC_U=" + token[:30] + "\r\n" + token[30:] + ";\n__csrf=cc", map[string]safe.Secret{"MUSIC_U": safe.Secret(token), "__csrf": "cc"}},
		"bare":              {" " + token + "\n", map[string]safe.Secret{"MUSIC_U": safe.Secret(token)}},
		"one pair":          {"MUSIC_U=" + token, map[string]safe.Secret{"MUSIC_U": safe.Secret(token)}},
		"netscape": {
			"# Netscape HTTP Cookie File\n# http://curl.haxx.se/rfc/cookie_spec.html\n\n" +
				"#HttpOnly_.music.163.com\tTRUE\t/\tTRUE\t1893456000\tMUSIC_U\t" + token + "\r\n" +
				"music.163.com\tFALSE\t/\tFALSE\t0\t__csrf\tcc\n" +
				".163.com\tTRUE\t/\tFALSE\t0\tNMTID\tnm\n" +
				".evil.test\tTRUE\t/\tFALSE\t0\tMUSIC_U\tother\n" +
				".notmusic.163.com.evil.test\tTRUE\t/\tFALSE\t0\tos\tx\n",
			map[string]safe.Secret{"MUSIC_U": safe.Secret(token), "__csrf": "cc", "NMTID": "nm"},
		},
		"control characters": {"MUSIC_U=" + token + "; x=a\x00b; y=a\x1b[0m", map[string]safe.Secret{"MUSIC_U": safe.Secret(token)}},
		"a guest's":          {"MUSIC_A=" + token, nil},
		"empty value":        {"MUSIC_U=; __csrf=cc", nil},
		"a sentence":         {"this is no cookie at all, but it is long enough for one", nil},
		"short":              {"abc", nil},
		"nothing":            {"", nil},
		"another site's":     {".example.com\tTRUE\t/\tFALSE\t0\tMUSIC_U\t" + token, nil},
		"a gigabyte's start": {strings.Repeat("x", maxCookieText+1), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := LoginCookies(c.text)
			if !maps.Equal(got, c.want) || (err == nil) != (c.want != nil) || err != nil && !errors.Is(err, ErrNoLogin) {
				t.Errorf("%d cookies, %v", len(got), err)
			}
		})
	}
}

func FuzzLoginCookies(f *testing.F) {
	f.Add("MUSIC_U=00112233445566778899; __csrf=x")
	f.Add(".music.163.com\tTRUE\t/\tTRUE\t0\tMUSIC_U\tv")
	f.Add("Cookie: \"MUSIC_U\"=\"x\"\r\n;;=;")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := LoginCookies(text)
		if (err == nil) != (got["MUSIC_U"] != "") {
			t.Fatalf("%d cookies, %v", len(got), err)
		}
		for name, value := range got {
			if strings.ContainsAny(name+value.Reveal(), "\r\n\x00;") {
				t.Fatalf("%q", name)
			}
		}
	})
}
