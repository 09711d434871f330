// Command gen makes readings.txt from the readings of
// github.com/mozillazg/go-pinyin v0.20.0 (pinyin_dict.go, MIT licence), which
// follow the Unihan database (kHanyuPinyin, kMandarin, commonest first):
//
//	go run ./ui/pinyin/gen pinyin_dict.go ui/pinyin/readings.txt
package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	first, last = 0x4E00, 0x9FFF
	most        = 3 // readings kept of a character
)

var line = regexp.MustCompile(`0x([0-9A-Fa-f]{4,5}): "([^"]+)"`)

// plain takes the tones away; ü is typed v.
var plain = strings.NewReplacer(
	"ā", "a", "á", "a", "ǎ", "a", "à", "a", "ō", "o", "ó", "o", "ǒ", "o", "ò", "o",
	"ē", "e", "é", "e", "ě", "e", "è", "e", "ê", "e", "ế", "e", "ề", "e", "ê̄", "e", "ê̌", "e",
	"ī", "i", "í", "i", "ǐ", "i", "ì", "i", "ū", "u", "ú", "u", "ǔ", "u", "ù", "u",
	"ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ü", "v", "ń", "n", "ň", "n", "ǹ", "n", "ḿ", "m",
	"\u0304", "", "\u030c", "", "\u0300", "", "\u0301", "",
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	src, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	main, other := map[string][]rune{}, map[string][]rune{} // a character's first reading sorts it
	syllables := map[string]bool{}
	for _, m := range line.FindAllStringSubmatch(string(src), -1) {
		code, err := strconv.ParseInt(m[1], 16, 32)
		if err != nil || code < first || code > last {
			continue
		}
		var seen []string
		for _, toned := range strings.Split(m[2], ",") {
			s := plain.Replace(toned)
			if slices.Contains(seen, s) || len(seen) == most {
				continue
			}
			if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") != "" {
				return fmt.Errorf("%U: a reading that is no letters: %q", code, s)
			}
			if seen == nil {
				main[s] = append(main[s], rune(code))
			} else {
				other[s] = append(other[s], rune(code))
			}
			seen = append(seen, s)
			syllables[s] = true
		}
	}
	var out strings.Builder
	for _, s := range slices.Sorted(maps.Keys(syllables)) {
		out.WriteString(s + " " + string(main[s]) + "|" + string(other[s]) + "\n")
	}
	return os.WriteFile(to, []byte(out.String()), 0o644)
}
