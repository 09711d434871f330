package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"ncmtui/config"
	"ncmtui/store"
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

// process is an addition to a sentence; pid 0: it is not known.
func (w words) process(pid int) string {
	if pid <= 0 {
		return ""
	}
	return fmt.Sprintf(w.say("（进程 %d）", " (process %d)"), pid)
}

// otherVersion says that the running player is not to be shown by this program.
func (w words) otherVersion(pid int) string {
	return w.say("正在运行的 ncmtui", "the running ncmtui") + w.process(pid) +
		w.say("是别的版本：先在它自己的界面里退出，或用 kill 结束它，再启动", " is of another version: quit it in its own screen, or end it with kill, and start again")
}

func alreadyRuns(pid int, l lang.Lang) string {
	w := words{l}
	return w.say("ncmtui 已经在运行", "ncmtui is running already") + w.process(pid) +
		w.say("；请先退出它（ncmtui quit），或用命令控制它：ncmtui status、toggle、next、play …",
			"; quit that one first (ncmtui quit), or command it: ncmtui status, toggle, next, play …")
}

// playsOn says how to come back to music that was left on.
func (w words) playsOn() string {
	return w.say("音乐继续播放 · 回到界面：ncmtui · 结束：ncmtui quit", "the music goes on · back to the screen: ncmtui · end it: ncmtui quit")
}

// playerGone says that the player has ended by itself.
func (w words) playerGone() string {
	return w.say("播放器意外退出了；再运行 ncmtui 从原处继续", "the player has died; run ncmtui again to go on where it was")
}

// noSocket says why there can be no player without a screen.
func (w words) noSocket(why error) string {
	return fmt.Sprintf(w.say("没有控制接口，播放器不能在后台运行：%v", "without a control socket no player can run in the background: %v"), why)
}

// notKept says what is lost without folders.
func (w words) notKept(why error) string {
	return fmt.Sprintf(w.say("没有可写的文件夹，这次的队列、登录、缓存或日志不会保存：%v",
		"a folder cannot be written, so queue, login, songs or log will not be kept: %v"), why)
}

func (w words) problem(p config.Problem) string {
	s := p.Sentence()
	return w.say(s.ZH, s.EN)
}

// notice says what the store has to tell; "" for nothing.
func (w words) notice(n store.Notice) string {
	switch n.Code {
	case store.NoticeNewer:
		return w.say("数据文件来自更新的版本，没有改动它，这次的内容不会保存：",
			"a data file is of a newer version; it is left alone, and nothing of it is kept: ") + n.Path
	case store.NoticeRestored:
		return damaged(w, n.Path) + w.say("，已换上备份；损坏的文件在 ", " and its backup took its place; the damaged file is ") + n.Path
	case store.NoticeEmpty:
		return damaged(w, n.Path) + w.say("，没有备份，已重新开始；损坏的文件在 ", ", without a backup, and begins anew; the damaged file is ") + n.Path
	case store.NoticeMemory:
		return w.notKept(n.Err)
	case store.NoticeNoWAL, store.NoticeBack: // nothing to do about it any more
	case store.NoticeKeyring:
		return w.say("系统钥匙串没有接受登录信息，已存到文件：", "the keyring did not take the login, it is in the file: ") + n.Path
	case store.NoticeLocked:
		return fmt.Sprintf(w.say("系统钥匙串没有给出登录信息：%v", "the keyring did not give the login: %v"), n.Err)
	case store.NoticeLeft:
		return fmt.Sprintf(w.say("登录信息已在文件里，但没能从系统钥匙串里删除：%v", "the login is in the file, but the keyring's copy could not be removed: %v"), n.Err)
	case store.NoticeSession:
		return fmt.Sprintf(w.say("登录信息没能保存，下次要重新登录：%v", "the login could not be kept and is needed again next time: %v"), n.Err)
	}
	return ""
}

// damaged says which of the data files was; path is where it lies now.
func damaged(w words, path string) string {
	if strings.HasPrefix(filepath.Base(path), "session.json") {
		return w.say("登录文件损坏", "the file of the logins was damaged")
	}
	return w.say("数据库损坏", "the database was damaged")
}

// warn says something on stderr before the screen is up.
func (c *console) warn(format string, args ...any) {
	_, _ = fmt.Fprintf(c.errOut, programName+format+"\n", args...)
}
