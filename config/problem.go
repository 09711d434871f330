package config

import (
	"fmt"
	"strings"
)

// ProblemKind says what is wrong.
type ProblemKind uint8

// The kinds.
const (
	Unreadable ProblemKind = iota + 1 // the file cannot be read; Got says why
	Syntax                            // no TOML; Got says why
	UnknownKey
	BadValue
	Twice   // set before in the same file; the first holds
	BadBind // of [keys.bind]; Said says what
)

// Problem is one thing that is wrong with the settings. All else still holds.
type Problem struct {
	Source       string // file, variable or flag
	Line, Column int    // 1-based; 0 when Source is no file
	Key          string
	Kind         ProblemKind
	Got, Want    string
	Suggestion   string // the nearest right word, "" when none is near
	Said         Text   // of a BadBind
}

// Error is the English sentence.
func (p Problem) Error() string { return p.Sentence().EN }

// Sentence says where and what is wrong, and what to do.
func (p Problem) Sentence() Text {
	where := p.Source
	if p.Line > 0 {
		where = fmt.Sprintf("%s:%d:%d", p.Source, p.Line, p.Column)
	}
	t := p.what()
	if p.Suggestion != "" {
		t.ZH += fmt.Sprintf("，是否想写 %q？", p.Suggestion)
		t.EN += fmt.Sprintf("; did you mean %q?", p.Suggestion)
	}
	if where != "" && !p.flagged() {
		t.ZH = where + "：" + t.ZH
		t.EN = where + ": " + t.EN
	}
	return t
}

// flagged says that a flag has a bad value: its name is the key's.
func (p Problem) flagged() bool { return p.Kind == BadValue && strings.HasPrefix(p.Source, "--") }

func (p Problem) what() Text {
	switch p.Kind {
	case Unreadable:
		return Text{"无法读取：" + p.Got, "cannot be read: " + p.Got}
	case Syntax:
		return Text{"语法错误：" + p.Got, "no valid TOML: " + p.Got}
	case UnknownKey:
		return Text{fmt.Sprintf("没有 %q 这一项", p.Key), fmt.Sprintf("unknown key %q", p.Key)}
	case BadBind:
		return p.Said
	case Twice:
		return Text{fmt.Sprintf("%q 重复，使用第一个", p.Key), fmt.Sprintf("%q is set twice; the first holds", p.Key)}
	default:
		if p.flagged() { // nothing goes on with a default then
			return Text{
				fmt.Sprintf("%s 不能是 %q，应为 %s", p.Source, p.Got, p.Want),
				fmt.Sprintf("%s cannot be %q, it takes %s", p.Source, p.Got, p.Want),
			}
		}
		if p.Line == 0 { // of a variable: what the file says holds
			return Text{
				fmt.Sprintf("%q 不能是 %q，应为 %s，已忽略", p.Key, p.Got, p.Want),
				fmt.Sprintf("%q cannot be %q, it takes %s; it is left out", p.Key, p.Got, p.Want),
			}
		}
		return Text{
			fmt.Sprintf("%q 不能是 %q，应为 %s，使用默认值", p.Key, p.Got, p.Want),
			fmt.Sprintf("%q cannot be %q, it takes %s; the default is used", p.Key, p.Got, p.Want),
		}
	}
}

// Nearest gives the word that differs from got by at most a third of its
// letters, "" when none does.
func Nearest(got string, words []string) string {
	best, bestDistance := "", 1+max(len(got), 3)/3
	for _, w := range words {
		if d := distance(strings.ToLower(got), w); d < bestDistance {
			best, bestDistance = w, d
		}
	}
	if best != "" {
		return best
	}
	// Half a name, or the last part of one: size for cache.size.
	for _, w := range words {
		if len(got) >= 3 && (strings.HasPrefix(w, got) || strings.HasSuffix(w, "."+got)) {
			return w
		}
	}
	return ""
}

// distance counts the insertions, deletions, replacements and swaps of
// neighbours between two words, by byte; long words count as far.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	var before, last, next [65]int
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, last = last, next
	}
	return last[len(b)]
}
