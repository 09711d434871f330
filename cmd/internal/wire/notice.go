package wire

import (
	"errors"
	"fmt"
	"syscall"

	"ncmtui/config"
	"ncmtui/store"
	"ncmtui/ui"
	"ncmtui/ui/lang"
)

// maxNotices bounds what waits to be said; nobody reads more.
const maxNotices = 16

// board carries notices to the screen from any goroutine. What does not fit is
// dropped: it is in the log as well.
type board chan ui.Notice

func (b board) post(n ui.Notice) {
	select {
	case b <- n:
	default:
	}
}

func (b board) problems(list []config.Problem) {
	for i, p := range list {
		if i == 3 && len(list) > 4 {
			b.post(ui.Notice{Bad: true, Stays: true, Text: lang.Both{
				ZH: fmt.Sprintf("设置里还有 %d 处问题", len(list)-i), EN: fmt.Sprintf("%d more problems in the settings", len(list)-i),
			}})
			return
		}
		t := p.Sentence()
		b.post(ui.Notice{Bad: true, Stays: true, Text: lang.Both(t)})
	}
}

// like tells the screen of a like that was not made on it.
func (b board) like(song int64, on bool) {
	said := lang.Both{ZH: "已取消喜欢（在别处）", EN: "no longer liked (elsewhere)"}
	if on {
		said = lang.Both{ZH: "已喜欢（在别处）", EN: "liked (elsewhere)"}
	}
	b.post(ui.Notice{Text: said, Like: &ui.LikeNews{Song: song, On: on}})
}

// loginGone is the client's hook.
func (b board) loginGone() { b.post(ui.Notice{LoginLost: true}) }

// kept is the store's hook.
func (b board) kept(n store.Notice) {
	if said, ok := sentences[n.Code]; ok {
		if n.Code == store.NoticeMemory && errors.Is(n.Err, syscall.ENOSPC) {
			said = diskFull
		}
		b.post(ui.Notice{Bad: n.Code != store.NoticeBack, Text: said})
	}
}

var diskFull = lang.Both{
	ZH: "磁盘已满：队列和播放记录暂时只在内存里 · 腾出空间后会自动写回",
	EN: "The disk is full: queue and history are in memory only · make room, they are written by themselves",
}

// sentences are said of the store's notices. A slower journal is none of the
// user's business.
var sentences = map[store.NoticeCode]lang.Both{
	store.NoticeMemory: {
		ZH: "数据目录不能写入：这次的队列和播放记录不会保留 · 检查磁盘和权限",
		EN: "The data folder cannot be written: queue and history of this run are not kept · check disk and permissions",
	},
	store.NoticeNewer: {
		ZH: "数据文件来自更新的版本：没有改动它，这次的内容不会保留 · 请升级 ncmtui",
		EN: "The data files are of a newer version: they are left alone and nothing is kept · update ncmtui",
	},
	store.NoticeRestored: {
		ZH: "数据文件损坏，已用备份恢复 · 损坏的文件留在旁边（.corrupt）",
		EN: "A data file was damaged and a backup took its place · the damaged one lies beside it (.corrupt)",
	},
	store.NoticeEmpty: {
		ZH: "数据文件损坏，也没有备份：从空白开始 · 损坏的文件留在旁边（.corrupt）",
		EN: "A data file was damaged and had no backup: starting empty · the damaged one lies beside it (.corrupt)",
	},
	store.NoticeBack: {
		ZH: "磁盘恢复正常，内容已经保存",
		EN: "The disk works again, everything is kept",
	},
	store.NoticeKeyring: {
		ZH: "系统钥匙串没有接受登录信息：已存到文件（0600） · 解锁钥匙串，或设置 auth.keyring = false",
		EN: "The keyring did not take the login: it is in the file (0600) · unlock the keyring, or set auth.keyring = false",
	},
	store.NoticeLocked: {
		ZH: "系统钥匙串没有给出登录信息：现在是访客，登录没有丢 · 解锁钥匙串后重新启动",
		EN: "The keyring did not give the login: you are a guest, the login is not lost · unlock the keyring and start again",
	},
	store.NoticeLeft: {
		ZH: "登录信息已在文件里，但系统钥匙串里的那份没能删除 · 解锁钥匙串后再启动，或在钥匙串里删除 ncmtui",
		EN: "The login is in the file now, but the keyring's copy could not be removed · unlock it and start again, or remove ncmtui there",
	},
	store.NoticeSession: {
		ZH: "登录信息不能写入磁盘：退出后需要重新登录 · 检查数据目录的权限",
		EN: "The login cannot be written to disk: it ends with this run · check the permissions of the data folder",
	},
}
