package ui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/config"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
)

// What the terminal's answer may take on a line that is not slow.
const nearLine = 150 * time.Millisecond

func init() {
	commanded(command{
		name: "delay", args: "MS", help: lang.Both{ZH: "这个声音设备的歌词延迟（毫秒），蓝牙常用", EN: "by how many ms this sound device lags: lyrics wait for it"},
		complete: func(*App) []string { return []string{"0", "100", "150", "200", "250", "300"} }, run: setDelay,
	})
}

// setDelay tells or changes what the present sound device adds.
func setDelay(a *App, arg string) tea.Cmd {
	if arg != "" {
		ms, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(arg, "ms")), " "))
		by := time.Duration(ms) * time.Millisecond
		if err != nil || by.Abs() > pane.DelayLimit {
			a.say(fmt.Sprintf(lang.Commands.In(a.env.Lang).BadValue, arg, lang.Lyric.In(a.env.Lang).DelayWhat), true)
			return nil
		}
		a.env.SetDelay(by)
	}
	a.say(a.env.DelayText(), false)
	return nil
}

// follows says how finely lyrics are followed: line by line where the user
// wants it, or where the terminal is far away.
func (a *App) follows() {
	if a.lines.wish == "" {
		a.lines.wish = pick(a.svc.Lyrics == "", "auto", a.svc.Lyrics)
	}
	coarse := a.lines.wish == "line" || a.lines.wish == "auto" && a.lines.far
	if coarse != a.env.Coarse {
		a.env.Coarse = coarse
		a.env.Look++
	}
}

// lining is what decides how finely lyrics are followed.
type lining struct {
	wish  string    // auto, word, line
	asked time.Time // when the terminal was asked something
	far   bool      // it took long to answer
}

// lineMeasured measures the way to a terminal at the end of a network.
func (a *App) lineMeasured() {
	if a.svc.Remote && !a.lines.asked.IsZero() {
		a.lines.far = a.env.Now().Sub(a.lines.asked) > nearLine
		a.lines.asked = time.Time{}
		a.follows()
	}
}

func init() {
	tunes("lyrics", tuner{
		value: func(a *App) string { return a.lines.wish },
		set: func(a *App, c config.Config) tea.Cmd {
			a.lines.wish = c.Lyrics
			a.follows()
			return nil
		},
	})
}
