package lyrics

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// jsonCredit reads {"t":0,"c":[{"tx":"作词: "},{"tx":"name"},{"tx":"/"},…]},
// a line that stands before the stamped ones of lrc and yrc. ok is true for
// any line that opens an object: it is not to be sung.
func jsonCredit(line string) (credit string, ok bool) {
	if !strings.HasPrefix(line, `{"`) || !strings.HasSuffix(line, "}") {
		return "", false
	}
	var v struct {
		C []struct {
			Text string `json:"tx"`
		} `json:"c"`
	}
	if json.Unmarshal([]byte(line), &v) != nil {
		return "", true
	}
	var b strings.Builder
	for _, part := range v.C {
		b.WriteString(part.Text)
	}
	return strings.TrimSpace(b.String()), true
}

func addCredit(credits []string, c string) []string {
	if c == "" || len(credits) >= maxCredits {
		return credits
	}
	return append(credits, c)
}

// roles are what a credit line names before its colon; the service writes the
// Chinese ones into the lyrics itself, uploaders use all of them.
var roles = []string{
	"作词", "作曲", "填词", "词曲", "编曲", "制作", "监制", "出品", "发行", "企划", "统筹", "混音", "母带", "录音", "和声", "和音",
	"吉他", "贝斯", "钢琴", "键盘", "弦乐", "演唱", "原唱", "翻唱", "配唱", "调校", "调教", "策划", "编写", "后期", "封面",
	"作詞", "編曲", "詞", "曲绘", "歌手", "版权", "宣传", "营销", "工作室", "工程", "乐器", "音乐总监", "文案", "美工", "海报",
	"lyric", "compos", "arrang", "produc", "mixing", "mixed", "master", "vocal", "guitar", "bass", "drum", "piano", "written by", "engineer",
}

// lineCredit reads " 作词 : name" or "编曲：name". An unknown role counts only
// in a block: afterCredit says that a credit of the same stamp stands before.
func lineCredit(text string, afterCredit bool) (credit string, ok bool) {
	role, name, ok := cutColon(text)
	if !ok || name == "" || utf8.RuneCountInString(role) > 24 {
		return "", false
	}
	if !afterCredit && !isRole(role) {
		return "", false
	}
	return role + ": " + name, true
}

func cutColon(text string) (before, after string, ok bool) {
	i := strings.IndexAny(text, ":：")
	if i <= 0 {
		return "", "", false
	}
	_, n := utf8.DecodeRuneInString(text[i:])
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+n:]), true
}

func isRole(s string) bool {
	switch s {
	case "词", "曲", "鼓", "OP", "SP", "ISRC":
		return true
	}
	s = strings.ToLower(s)
	for _, r := range roles {
		if strings.Contains(s, r) {
			return true
		}
	}
	return false
}
