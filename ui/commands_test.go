package ui_test

import (
	"testing"
	"time"

	"ncmtui/ui"
	"ncmtui/ui/uitest"
)

type quietBands struct{}

func (quietBands) Bands([]float32, time.Time) bool { return false }

func TestCommandsAnswer(t *testing.T) {
	t.Parallel()
	scene(t, 120, 40, func(_ *testing.T, s *uitest.Session, _ fakes) {
		s.Keys(":").Type("speed 1.5").Keys("enter").Expect("速度 1.5×")
		s.Keys(":").Type("spectrum").Keys("enter").Expect("播放时显示").Keys(":").Type("spectrum").Keys("enter").Expect("频谱已关闭")
		s.Keys(":").Type("lang en").Keys("enter").Wait(100 * time.Millisecond).ExpectNot("界面语言").Expect(": en")
	}, func(svc *ui.Services) { svc.Spectrum = quietBands{} })
}
