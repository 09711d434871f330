//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"ncmtui/api/ncmfake"
)

func TestAGuestLogsInByQRAndStaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{QRWaits: 1})
	s := r.run()
	s.shows("访客", "每日推荐", "按 L 登录")
	s.keys("L")
	s.shows("扫描二维码")
	s.shows("听潮", "每日推荐  30 首")
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
	for _, name := range []string{"session.json", "store.db"} {
		info, err := os.Stat(filepath.Join(r.folder("data"), name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	again := r.run()
	again.shows("听潮", "每日推荐  30 首")
	again.keys("q")
	again.exit()
	again.givenBack()
}
