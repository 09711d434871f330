package wire

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestPodcastsRecentPlaysAndSearchAreReadFromTheService(t *testing.T) {
	long(t)
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("6").Wait(2*time.Second).Expect("夜航电台", "长夜读书会").Keys("j", "enter").Wait(2*time.Second).Expect("64 期", "从新到旧", "第64回")
		r.Keys("R").Wait(2 * time.Second).Expect("从旧到新").ExpectNot("第64回").Keys(";").Wait(2 * time.Second).Expect("已取消收藏")
		r.Keys("enter")
		r.until("a program plays", 10*time.Second, func() bool {
			s := r.snap()
			return s.Moving && s.Track.Source.Kind == "djradio" && s.Track.Source.Name == "长夜读书会"
		})
		r.Keys("8").Wait(2 * time.Second).Expect("小时前")
		for _, key := range []string{"l", "l", "l", "l", "l", "l"} {
			r.Keys(key).Wait(2 * time.Second).ExpectNot("按 r 再试一次")
		}
		r.Expect("━━━━━━━━━━━━━━━━")
		r.Keys("5").Wait(2 * time.Second).Expect("热搜").Type("夜").Keys("enter").Wait(2 * time.Second).Expect("个结果")
		for range 7 {
			r.Keys("l").Wait(2 * time.Second).ExpectNot("按 r 再试一次")
		}
	})
}

func TestFileIsUploadedPlayedAndDeleted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "hum.mp3")
	if err := os.WriteFile(path, make([]byte, 300_000), 0o600); err != nil {
		t.Fatal(err)
	}
	scenario(t, member, func(r *rig) {
		r.Keys("7").Wait(2*time.Second).Expect("已用 5.1 MB").Keys(":").Paste("upload "+path).Keys("enter").Until("已上传：hum.mp3", 5*time.Second).Expect("2 首")
		r.Keys("\\").Expect("永久删除").Keys("enter").Until("已从云盘删除", 3*time.Second).Expect("1 首")
		r.Keys(":").Paste("upload " + path + ".gone").Keys("enter").Wait(time.Second).Expect("读不了文件 hum.mp3.gone")
	})
}

func TestFMBringsWhatItsModeAsksFor(t *testing.T) {
	t.Parallel()
	scenario(t, member, func(r *rig) {
		r.Keys("3").Wait(time.Second).Keys("enter")
		r.until("the radio plays", 10*time.Second, func() bool { s := r.snap(); return s.Queue.FM && s.Moving })
		before := r.snap().Queue
		r.Keys("l").Wait(3 * time.Second).Expect("私人 FM：熟悉")
		after := r.snap().Queue
		if len(after.Tracks) <= after.Current+1 || after.Tracks[after.Current].ID != before.Tracks[before.Current].ID ||
			after.Tracks[after.Current+1].ID == before.Tracks[before.Current+1].ID {
			t.Errorf("before %v, after %v", before.Tracks, after.Tracks)
		}
	})
}
