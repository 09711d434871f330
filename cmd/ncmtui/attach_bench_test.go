//go:build linux || darwin

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player/remote"
)

// BenchmarkAttachToFirstFrame is from the start of a screen's process to the
// song of the running player on it.
func BenchmarkAttachToFirstFrame(b *testing.B) {
	r := far(b, closeDetaches)
	r.daemon()
	r.verb("play", "daily")
	r.becomes("playing", playing)
	r.attach().leaveAfter(firstSong)
	for b.Loop() {
		s := r.attach()
		s.watchFor("▶")
		b.StopTimer()
		s.leaveAfter(firstSong)
		b.StartTimer()
	}
}

// BenchmarkAttachToTenThousandSongs is the same with a long queue.
func BenchmarkAttachToTenThousandSongs(b *testing.B) {
	r := far(b, closeDetaches)
	r.daemon()
	r.verb("play", "playlist", fmt.Sprint(seed.PlaylistHuge))
	r.becomes("playing", func(st remote.State) bool { return playing(st) && st.Queue.Length > 9000 })
	r.attach().leaveAfter(firstSong)
	for b.Loop() {
		s := r.attach()
		s.watchFor("▶")
		b.StopTimer()
		s.leaveAfter(firstSong)
		b.StartTimer()
	}
}

// BenchmarkDaemonVerb is a verb to a player without a screen, from the start of
// its process to its end.
func BenchmarkDaemonVerb(b *testing.B) {
	r := far(b, closeQuits)
	r.daemon()
	for _, args := range [][]string{{"volume", "70"}, {"status"}} {
		b.Run(args[0], func(b *testing.B) {
			for b.Loop() {
				r.verb(args...)
			}
		})
	}
}

// BenchmarkIdleDaemon reports what a player without a screen costs while
// nothing plays.
func BenchmarkIdleDaemon(b *testing.B) {
	r := far(b, closeQuits)
	d := r.daemon()
	time.Sleep(3 * time.Second)
	for b.Loop() {
		before := processorTime(b, d.Process.Pid)
		begun := time.Now()
		time.Sleep(window)
		used := processorTime(b, d.Process.Pid) - before
		b.ReportMetric(used.Seconds()/time.Since(begun).Seconds()*100, "%cpu")
	}
	b.ReportMetric(resident(b, d.Process.Pid), "MB-rss")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what all threads of a process have used.
func processorTime(b *testing.B, pid int) time.Duration {
	b.Helper()
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	if err != nil {
		b.Skipf("no /proc: %v", err)
	}
	var all time.Duration
	for _, t := range threads {
		var run int64
		sched, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/schedstat", pid, t.Name()))
		_, _ = fmt.Sscan(string(sched), &run)
		all += time.Duration(run)
	}
	return all
}

func resident(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skipf("no /proc: %v", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	var kb float64
	_, _ = fmt.Sscan(rest, &kb)
	return kb * 1024 / 1e6
}
