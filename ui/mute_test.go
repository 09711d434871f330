package ui_test

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/ui/uitest"
)

func TestSilenceIsExplained(t *testing.T) {
	t.Parallel()
	none := "没有可用的声音输出"
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		none = "没有可用的声音设备"
	}
	for want, e := range map[string]player.OutputChanged{
		"声音设备断开，正在重连":           {Lost: true, Err: output.ErrNoDevice},
		none:                    {Err: fmt.Errorf("pulse: %w", output.ErrNoDevice)},
		"exec：找不到程序 nosuch":     {Err: fmt.Errorf("nosuch: %w", &output.Unusable{Kind: "exec", Name: "nosuch", Err: syscall.ENOENT})},
		"wav：不能写入 /none/x.wav：": {Err: &output.Unusable{Kind: "wav", Name: "/none/x.wav", Err: syscall.ENOENT}},
		"声音输出用不了：no such sink":  {Err: errors.New("no such sink")},
	} {
		scene(t, 120, 40, func(_ *testing.T, s *uitest.Session, f fakes) {
			e.Output.Silent = true
			f.player.publish(e)
			s.Wait(100 * time.Millisecond).Expect(want)
		})
	}
}
