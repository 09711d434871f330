package verb

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

func width(s string) int { return text.Of(s).Width() }

func (d *doctor) now() time.Time {
	if d.at.Now != nil {
		return d.at.Now()
	}
	return time.Now()
}

func (d *doctor) version(context.Context) Finding {
	return Finding{State: fine, Text: "ncmtui " + d.at.Version + ", " + d.at.System}
}

func (d *doctor) config(context.Context) Finding {
	file, _, err := d.Paths()
	if err != nil {
		return Finding{State: trouble, Text: err.Error()}
	}
	c, problems, err := d.Settings()
	if err != nil {
		return Finding{State: trouble, Text: err.Error()}
	}
	if n := len(slips(c, problems)); n > 0 {
		return Finding{State: note, Text: lang.Count(d.say(lang.Both{ZH: "%s，有 %d 处问题", EN: "%s, %d mistakes"}), n, file, n), Advice: "ncmtui config check"}
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return Finding{State: fine, Text: d.sayf("没有 %s，全部用默认值", "no %s: all as by default", file)}
	}
	return Finding{State: fine, Text: d.sayf("%s，改了 %d 项", "%s, %d keys set", file, len(c.Given)+len(c.Binds))}
}

// folders looks whether the program's places can be written, and by nobody
// else.
func (d *doctor) folders(context.Context) Finding {
	_, p, err := d.Paths()
	if err != nil {
		return Finding{State: trouble, Text: err.Error(), Advice: d.sayf("设置 HOME", "set HOME")}
	}
	for _, dir := range []string{p.Data, p.State, p.Cache} {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue // made when it is needed
		case err != nil:
			return Finding{State: trouble, Text: d.sayf("%s 不能使用：%v", "%s cannot be used: %v", dir, cause(err))}
		case !info.IsDir():
			return Finding{State: trouble, Text: d.sayf("%s 不是文件夹", "%s is no folder", dir), Advice: d.sayf("移走它", "move it away")}
		case runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0:
			return Finding{State: trouble, Text: d.sayf("别人能进入 %s（%v）", "others can enter %s (%v)", dir, info.Mode().Perm()), Advice: "chmod 700 " + dir}
		}
		if err := writable(dir); err != nil {
			return Finding{State: trouble, Text: d.sayf("%s 不能写入：%v", "%s cannot be written: %v", dir, cause(err)), Advice: d.sayf("检查磁盘空间和权限", "check the room on the disk and the permissions")}
		}
	}
	session := filepath.Join(p.Data, "session.json")
	if info, err := os.Stat(session); err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return Finding{State: trouble, Text: d.sayf("别人能读登录文件 %s（%v）", "others can read the login in %s (%v)", session, info.Mode().Perm()), Advice: "chmod 600 " + session}
	}
	return Finding{State: fine, Text: p.Data + ", " + p.State + ", " + p.Cache}
}

// cause is an error without the path that is said already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// writable tries a file: permissions do not tell of a full or read-only disk.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".doctor-")
	if err != nil {
		return err
	}
	_, werr := f.Write(make([]byte, 4096))
	return errors.Join(werr, f.Close(), os.Remove(f.Name()))
}

func (d *doctor) login(ctx context.Context) Finding {
	if d.svc == nil {
		return Finding{State: note, Text: d.sayf("连不上服务，没有检查", "not looked at without the service")}
	}
	if !d.svc.API.Session().LoggedIn() {
		return Finding{State: note, Text: d.sayf("没有登录", "nobody is logged in"), Advice: "ncmtui auth login"}
	}
	user, err := d.svc.Who(ctx)
	switch {
	case err != nil:
		return Finding{State: note, Text: d.fault(err).Error()}
	case !user.LoggedIn:
		return Finding{State: trouble, Text: d.sayf("登录已失效", "the login is over"), Advice: "ncmtui auth login"}
	}
	vip := ""
	if user.VIP {
		vip = d.sayf("，会员", ", member")
	}
	return Finding{State: fine, Text: fmt.Sprintf("%s (%d)%s", user.Name, user.ID, vip)}
}

// bus looks for the session bus, by which media keys reach the player.
func (d *doctor) bus(ctx context.Context) Finding {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return Finding{State: fine, Text: d.sayf("这个系统没有", "none on this system")}
	}
	address := d.at.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" {
		return Finding{State: note, Text: d.sayf("没有会话总线，媒体键和 playerctl 不能用", "no session bus: media keys and playerctl do not work"), Advice: "dbus-run-session ncmtui"}
	}
	path := ""
	for part := range strings.SplitSeq(strings.TrimPrefix(address, "unix:"), ",") {
		if v, ok := strings.CutPrefix(part, "path="); ok {
			path = v
		} else if v, ok := strings.CutPrefix(part, "abstract="); ok {
			path = "@" + v
		}
	}
	if path == "" {
		return Finding{State: fine, Text: clean(address)}
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", path)
	if err != nil {
		return Finding{State: note, Text: d.sayf("会话总线 %s 没有回答", "the session bus %s does not answer", path), Advice: "dbus-run-session ncmtui"}
	}
	_ = conn.Close()
	return Finding{State: fine, Text: path}
}
