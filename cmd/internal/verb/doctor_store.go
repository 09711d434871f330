package verb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"ncmtui/store"
)

// database looks at what is kept of queue, history and lists.
func (d *doctor) database(ctx context.Context) Finding {
	_, p, err := d.Paths()
	if err != nil || p.Data == "" {
		return Finding{State: note, Text: d.sayf("没有数据文件夹，什么都不保存", "no data folder: nothing is kept")}
	}
	h := store.Examine(ctx, p.Data)
	switch {
	case h.Err != nil && ctx.Err() != nil:
		return Finding{State: note, Text: d.sayf("%s 太大，没有检查完", "%s is too large to be read in time", h.Path)}
	case errors.Is(h.Err, fs.ErrPermission):
		return Finding{State: trouble, Text: d.sayf("不能读取 %s", "%s cannot be read", h.Path), Advice: "chmod 600 " + h.Path}
	case h.Schema > h.Newest:
		return Finding{
			State: trouble, Text: d.sayf("%s 来自更新的版本（%d，本程序 %d）", "%s is of a newer version (%d, this program has %d)", h.Path, h.Schema, h.Newest),
			Advice: d.sayf("升级 ncmtui；在那之前不会改动它", "update ncmtui; it is left alone until then"),
		}
	case h.Err != nil:
		advice := d.sayf("启动 ncmtui：损坏的文件会移到旁边，从备份恢复", "start ncmtui: the damaged file is set aside and the backup takes its place")
		if h.Backup.IsZero() {
			advice = d.sayf("启动 ncmtui：损坏的文件会移到旁边；没有备份，从空白开始", "start ncmtui: the damaged file is set aside; without a backup it begins empty")
		}
		return Finding{State: trouble, Text: d.sayf("%s 损坏：%v", "%s is damaged: %v", h.Path, h.Err), Advice: advice}
	case h.Size == 0:
		return Finding{State: fine, Text: d.sayf("还没有 %s", "no %s yet", h.Path)}
	}
	f := Finding{State: fine, Text: fmt.Sprintf("%s, %.1f MB, ", h.Path, float64(h.Size)/1e6) +
		d.sayf("检查通过，版本 %d，%d 次播放，%d 条待上报，备份 %s", "quick check ok, schema %d, %d plays, %d reports waiting, backup %s",
			h.Schema, h.Plays, h.Unsent, d.stampOf(h.Backup))}
	if h.Schema < h.Newest {
		f.Text += d.sayf("（下次启动升级到 %d）", " (the next start brings it to %d)", h.Newest)
	}
	if h.Set > 0 {
		f.State = note
		f.Text += d.sayf("；%d 个损坏的文件在旁边", "; %d damaged files lie beside it", h.Set)
		f.Advice = d.sayf("不再需要时删除 %s.corrupt-*", "delete %s.corrupt-* when you need them no more", h.Path)
	}
	return f
}

func (d *doctor) stampOf(t time.Time) string {
	if t.IsZero() {
		return d.sayf("没有", "none")
	}
	return t.Local().Format(time.DateTime)
}

// player says whether one runs, and which.
func (d *doctor) player(context.Context) Finding {
	_, p, err := d.Paths()
	if err != nil || p.Data == "" {
		return Finding{State: note, Text: d.sayf("没有数据文件夹", "no data folder")}
	}
	if _, err := os.Stat(filepath.Join(p.Data, "instance.lock")); errors.Is(err, fs.ErrNotExist) {
		return Finding{State: fine, Text: d.sayf("没有在运行", "none runs")}
	}
	release, err := store.Lock(p.Data)
	var held *store.ErrLocked
	switch {
	case errors.As(err, &held):
		return Finding{State: fine, Text: d.sayf("正在运行（进程 %d）", "runs (process %d)", held.PID)}
	case err != nil:
		return Finding{State: note, Text: clean(err.Error())}
	}
	_ = release()
	return Finding{State: fine, Text: d.sayf("没有在运行", "none runs")}
}
