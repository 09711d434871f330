//go:build unix

package wire

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player"
	"ncmtui/player/output"
)

// window is how long a player is watched.
const window = 20 * time.Second

// BenchmarkPlaying is the program without its screen playing into nothing: the
// part of a core, and how often it wakes.
func BenchmarkPlaying(b *testing.B) {
	null, err := output.Spec{Kind: "null"}.Opener()
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range []struct {
		name, quality string
		is            func(seed.Song) bool
		pause         bool
	}{
		{"mp3-320k", "exhigh", full320, false},
		{"flac-16-44", "lossless", cdQuality, false},
		{"flac-24-96", "hires", hiRes, false},
		{"paused", "exhigh", full320, true},
	} {
		b.Run(f.name, func(b *testing.B) {
			x := newBench(b, 0, f.quality, null)
			x.start()
			defer x.stop()
			x.m.Player.Do(player.PlayList{Tracks: x.songs(1, f.is)})
			x.loaded()
			if f.pause {
				x.m.Player.Do(player.Pause{})
			}
			time.Sleep(3 * time.Second)
			for b.Loop() {
				var before, after runtime.MemStats
				cpu, wakes := used(b)
				runtime.ReadMemStats(&before)
				begun := time.Now()
				time.Sleep(window)
				runtime.ReadMemStats(&after)
				cpu2, wakes2 := used(b)
				secs := time.Since(begun).Seconds()
				b.ReportMetric((cpu2-cpu).Seconds()/secs*100, "%cpu")
				b.ReportMetric(float64(wakes2-wakes)/secs, "wakeups/s")
				b.ReportMetric(float64(after.Mallocs-before.Mallocs)/secs, "allocs/s")
				b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1000/secs, "kB-alloc/s")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// used is the processor time and the voluntary context switches so far.
func used(b *testing.B) (cpu time.Duration, wakes int64) {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), int64(u.Nvcsw)
}
