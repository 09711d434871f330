//go:build unix

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
)

// BenchmarkStartToFirstFrame is from the start of the process to the first
// useful screen on the terminal: sections, list, bar and hints.
func BenchmarkStartToFirstFrame(b *testing.B) {
	r := newRig(b, ncmfake.Options{LoggedIn: true})
	r.run().leaveAfter("每日推荐  30 首") // the cache of a used program
	for b.Loop() {
		s := r.run()
		s.watchFor("退出")
		b.StopTimer()
		s.leaveAfter(firstSong)
		b.StartTimer()
	}
}

// BenchmarkStartToDailyList is the same until the songs of the day are there,
// from the service on loopback.
func BenchmarkStartToDailyList(b *testing.B) {
	r := newRig(b, ncmfake.Options{LoggedIn: true})
	for b.Loop() {
		s := r.run()
		s.watchFor(firstSong)
		b.StopTimer()
		s.leaveAfter(firstSong)
		b.StartTimer()
	}
}

// watchFor waits for text among what was written, without the emulator and
// the pauses of shows.
func (s *terminal) watchFor(text string) {
	for !strings.Contains(s.output(), text) {
		time.Sleep(200 * time.Microsecond)
	}
}

func (s *terminal) leaveAfter(text string) {
	s.shows(text)
	s.keys("q")
	s.exit()
	s.end()
}

// BenchmarkLeaving is from the key or the signal to the end of the process, the
// terminal given back and all saved: every way to go in every situation.
func BenchmarkLeaving(b *testing.B) {
	for _, how := range exits {
		for _, in := range situations {
			b.Run(how.name+" while "+in.name, func(b *testing.B) {
				r := newRig(b, ncmfake.Options{LoggedIn: true})
				r.login(b)
				if how.code == exitCrash {
					r.env["NCMTUI_TEST_PANIC"] = "goroutine"
				}
				var worst time.Duration
				for b.Loop() {
					b.StopTimer()
					s := in.in(r)
					time.Sleep(time.Second) // a start is over
					begun := time.Now()
					b.StartTimer()
					how.leave(s)
					s.exit()
					b.StopTimer()
					worst = max(worst, time.Since(begun))
					s.end()
					b.StartTimer()
				}
				b.ReportMetric(worst.Seconds()*1000, "ms/worst")
			})
		}
	}
}

// BenchmarkIdle reports what the program costs while nothing moves: wakeups
// and bytes a second and the part of a core, with nothing played and paused.
func BenchmarkIdle(b *testing.B) {
	for name, prepare := range map[string]func(s *terminal){
		"nothing": func(*terminal) {},
		"paused": func(s *terminal) {
			s.keys("\r")
			s.plays(firstSong, 1)
			s.keys(" ")
			s.shows("‖  " + firstSong)
		},
		"playing": func(s *terminal) {
			s.keys("\r")
			s.plays(firstSong, 1)
		},
	} {
		b.Run(name, func(b *testing.B) {
			s := newRig(b, ncmfake.Options{LoggedIn: true}).run()
			s.shows(firstSong)
			prepare(s)
			time.Sleep(2 * time.Second)
			for b.Loop() {
				wakes, cpu, drawn := s.cost(b)
				start := time.Now()
				time.Sleep(10 * time.Second)
				wakes2, cpu2, drawn2 := s.cost(b)
				secs := time.Since(start).Seconds()
				b.ReportMetric(float64(wakes2-wakes)/secs, "wakeups/s")
				b.ReportMetric((cpu2-cpu).Seconds()/secs*100, "%cpu")
				b.ReportMetric(float64(drawn2-drawn)/secs, "B/s")
			}
		})
	}
}

// cost is what the process has used so far: context switches of all threads,
// time on a processor, bytes to the terminal.
func (s *terminal) cost(b *testing.B) (switches int, cpu time.Duration, drawn int) {
	b.Helper()
	dir := fmt.Sprintf("/proc/%d", s.cmd.Process.Pid)
	threads, err := os.ReadDir(dir + "/task")
	if err != nil {
		b.Skipf("no /proc: %v", err)
	}
	for _, t := range threads {
		status, _ := os.ReadFile(dir + "/task/" + t.Name() + "/status")
		for line := range strings.SplitSeq(string(status), "\n") {
			var n int
			if _, err := fmt.Sscanf(line, "voluntary_ctxt_switches: %d", &n); err == nil {
				switches += n
			}
		}
		var run int64
		sched, _ := os.ReadFile(dir + "/task/" + t.Name() + "/schedstat")
		_, _ = fmt.Sscan(string(sched), &run)
		cpu += time.Duration(run)
	}
	return switches, cpu, len(s.output())
}
