package verb

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"ncmtui/ui/term"
)

// answerLimit bounds what a terminal over a slow line may take to answer.
const answerLimit = 2 * time.Second

// The question: how far the cursor is behind a wide character and behind one
// of ambiguous width, whether there are keyboard protocol, images and a name,
// and at last what kind of terminal it is, which every one answers.
var question = "\r中\x1b[6n\r①\x1b[6n\r\x1b[K\x1b[?u\x1b[>q" + "\x1b[c"

var (
	reCursor = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\x1b\[\d+;(\d+)R`)
	})
	reKeyboard = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\x1b\[\?\d+u`)
	})
	reName = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\x1bP>\|([^\x1b]{1,60})\x1b\\`)
	})
	reImages = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\x1b_Gi=(\d+);(\w+)`)
	})
)

// answers are what a terminal said of itself; a width of 0 is unknown.
type answers struct {
	wide, ambiguous int
	keyboard        bool
	images          bool
	name            string
}

func readAnswers(said string) answers {
	var a answers
	for i, m := range reCursor().FindAllStringSubmatch(said, 2) {
		var column int
		if _, err := fmt.Sscan(m[1], &column); err != nil {
			continue
		}
		if i == 0 {
			a.wide = column - 1
		} else {
			a.ambiguous = column - 1
		}
	}
	a.keyboard = reKeyboard().MatchString(said)
	if m := reName().FindStringSubmatch(said); m != nil {
		a.name = clean(m[1])
	}
	for _, m := range reImages().FindAllStringSubmatch(said, -1) {
		var id int
		if _, err := fmt.Sscan(m[1], &id); err == nil && term.ImagesAnswered(id, m[2]) {
			a.images = true
		}
	}
	return a
}

func (d *doctor) terminal(ctx context.Context) Finding {
	w, h, ok := 0, 0, false
	if d.at.Size != nil {
		w, h, ok = d.at.Size()
	}
	if !ok {
		return Finding{State: note, Text: d.sayf("没有连着终端", "there is none here")}
	}
	said := []string{fmt.Sprintf("%d×%d", w, h), d.colours()}
	f := Finding{State: fine}
	if name := d.at.Getenv("TERM"); name == "" || name == "dumb" {
		f.State, f.Advice = trouble, d.sayf("设置 TERM，例如 xterm-256color", "set TERM, xterm-256color for one")
	}
	a := d.ask(ctx)
	if a.name != "" {
		said = append(said, a.name)
	}
	switch {
	case a.wide == 0:
		said = append(said, d.sayf("不回答光标位置", "does not tell its cursor"))
	case a.wide != 2:
		f.State, f.Advice = trouble, d.sayf("把终端的区域设置改成 UTF-8", "set the locale of the terminal to UTF-8")
		fallthrough
	default:
		said = append(said, d.sayf("中文宽 %d 格，①宽 %d 格", "CJK %d cells, ① %d", a.wide, a.ambiguous))
	}
	if a.wide == 2 && a.ambiguous == 2 {
		f.State, f.Advice = note, d.sayf("终端把 ① 这类字符画成两格，表格会错位：在终端里关掉“歧义宽度为双宽”", "characters like ① take two cells, so tables are askew: switch “ambiguous width” to narrow in the terminal")
	}
	for _, k := range []struct {
		is     bool
		zh, en string
	}{
		{a.keyboard, "kitty 键盘协议", "kitty keyboard"},
		{a.images, "kitty 图形", "kitty graphics"},
		{d.at.Getenv("TMUX") != "", "tmux", "tmux"},
		{d.at.Getenv("SSH_CONNECTION") != "", "ssh", "ssh"},
	} {
		if k.is {
			said = append(said, d.sayf(k.zh, k.en))
		}
	}
	f.Text = strings.Join(said, ", ")
	return f
}

// ask asks the terminal; images only one that told its name, since others
// print the question.
func (d *doctor) ask(ctx context.Context) answers {
	if d.at.Ask == nil {
		return answers{}
	}
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	said, err := d.at.Ask(ctx, question)
	a := readAnswers(said)
	if err != nil || a.name == "" {
		return a
	}
	more, _ := d.at.Ask(ctx, term.AskImages()+"\x1b[c")
	a.images = readAnswers(more).images
	return a
}

// colours is how many the environment promises.
func (d *doctor) colours() string {
	switch t := d.at.Getenv("COLORTERM"); {
	case d.at.Getenv("NO_COLOR") != "":
		return "NO_COLOR"
	case t == "truecolor" || t == "24bit":
		return d.sayf("真彩色", "truecolor")
	case strings.Contains(d.at.Getenv("TERM"), "256color"):
		return d.sayf("256 色", "256 colours")
	}
	return d.sayf("16 色", "16 colours")
}
