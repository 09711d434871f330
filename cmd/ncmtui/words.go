package main

import (
	"errors"
	"fmt"
	"strings"

	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
)

// words are the sentences that are said without a screen.
type words struct{ lang lang.Lang }

func (w words) say(zh, en string) string { return lang.Both{ZH: zh, EN: en}.In(w.lang) }

// crashed is the farewell after a panic; path is the report's, "" without one.
func (w words) crashed(path string) string {
	what := w.say("程序内部出错，已退出；播放队列和登录都已保存", "an internal error ended the program; queue and login are kept")
	if path == "" {
		return what
	}
	return what + w.reportIn() + path
}

func (w words) reportIn() string { return w.say("。报告在 ", ". The report is in ") }

// screenEnded says that the terminal failed under the program.
func (w words) screenEnded(err error) string {
	return fmt.Sprintf(w.say("终端出了问题，程序已退出（已保存）：%v", "the terminal failed, so the program ended (all is saved): %v"), err)
}

func alreadyRuns(pid int, l lang.Lang) string {
	w := words{l}
	who := ""
	if pid > 0 {
		who = fmt.Sprintf(w.say("（进程 %d）", " (process %d)"), pid)
	}
	return w.say("ncmtui 已经在运行", "ncmtui is running already") + who +
		w.say("；请先退出它", "; quit that one first")
}

// warn says something on stderr before the screen is up.
func (c *console) warn(format string, args ...any) {
	_, _ = fmt.Fprintf(c.errOut, programName+format+"\n", args...)
}

var errNoCookie = errors.New("there is no MUSIC_U in it; copy the whole Cookie header of music.163.com, or the value of MUSIC_U")

// readCookies reads a Cookie header ("a=b; c=d") or the bare value of MUSIC_U.
func readCookies(text string) (map[string]safe.Secret, error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "Cookie:")
	cookies := map[string]safe.Secret{}
	for part := range strings.SplitSeq(text, ";") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if ok && name != "" && value != "" {
			cookies[name] = safe.Secret(value)
		}
	}
	if len(cookies) == 0 && len(text) >= 32 && !strings.ContainsAny(text, " \t\r\n") {
		cookies["MUSIC_U"] = safe.Secret(text)
	}
	if cookies["MUSIC_U"] == "" {
		return nil, errNoCookie
	}
	return cookies, nil
}
