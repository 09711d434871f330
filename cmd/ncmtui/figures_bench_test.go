//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
)

// window is how long a running program is watched.
const window = 20 * time.Second

// BenchmarkPlaying is the whole program playing into nothing at 120×40, the
// lyrics running on the screen word by word: part of a core, memory, wakeups and bytes to
// the terminal. The service runs in another process. mpg123 decodes the same
// file in the same run, where it is installed.
func BenchmarkPlaying(b *testing.B) {
	for _, tc := range []struct {
		name, quality string
		id            int64
		keys          []string
	}{
		{"mp3-320k", "exhigh", seed.SongFull, nil},
		{"flac-16-44", "lossless", seed.SongFirst, nil},
		{"flac-24-96", "hires", seed.SongHiRes, nil},
		{"spectrum", "exhigh", seed.SongFull, []string{"g", "v"}},
	} {
		b.Run(tc.name, func(b *testing.B) {
			r := newRig(b, ncmfake.Options{LoggedIn: true})
			r.h = 40
			r.env["NCMTUI_QUALITY"] = tc.quality
			s := r.run()
			s.openSpecial(r, tc.id)
			s.shows("▶  ")
			s.until("a whole song on disk", func() bool { return r.songFile(tc.id) != "" })
			s.keys(tc.keys...)
			time.Sleep(3 * time.Second)
			for b.Loop() {
				wakes, cpu, drawn := s.cost(b)
				begun := time.Now()
				time.Sleep(window)
				wakes2, cpu2, drawn2 := s.cost(b)
				secs := time.Since(begun).Seconds()
				b.ReportMetric((cpu2-cpu).Seconds()/secs*100, "%cpu")
				b.ReportMetric(float64(wakes2-wakes)/secs, "wakeups/s")
				b.ReportMetric(float64(drawn2-drawn)/secs, "B/s")
			}
			b.ReportMetric(s.memory(b), "MB-rss")
			b.ReportMetric(0, "ns/op")
			if tc.name == "mp3-320k" {
				mpg123(b, r.songFile(tc.id), lengthOf(r, tc.id))
			}
		})
	}
}

func lengthOf(r *rig, id int64) time.Duration {
	song, _ := r.service.Catalogue().Song(id)
	return song.Sound.Length()
}

// openSpecial plays a song of the list that holds every kind.
func (s *terminal) openSpecial(r *rig, id int64) {
	s.t.Helper()
	song, _ := r.service.Catalogue().Song(id)
	list, _ := r.service.Catalogue().Playlist(seed.PlaylistSpecial)
	s.shows(firstSong)
	s.keys("2")
	begin := string([]rune(list.Name)[:8])
	s.shows(begin)
	s.keys("/", begin, "\r", "\r")
	name := string([]rune(song.Name)[:4])
	s.shows(name)
	s.keys("/", name, "\r", "\r")
}

// songFile is the song's file in the program's cache, "" while it is not whole.
func (r *rig) songFile(id int64) string {
	for _, end := range []string{"mp3", "flac"} {
		found, _ := filepath.Glob(filepath.Join(r.folder("cache"), "*", fmt.Sprintf("%d-*.%s", id, end)))
		direct, _ := filepath.Glob(filepath.Join(r.folder("cache"), fmt.Sprintf("%d-*.%s", id, end)))
		if found = append(found, direct...); len(found) > 0 {
			return found[0]
		}
	}
	return ""
}

// mpg123 reports what its decoding alone takes of a core.
func mpg123(b *testing.B, file string, length time.Duration) {
	b.Helper()
	if _, err := exec.LookPath("mpg123"); err != nil {
		return
	}
	cmd := exec.CommandContext(b.Context(), "mpg123", "-q", "-t", file)
	if err := cmd.Run(); err != nil {
		b.Logf("mpg123: %v", err)
		return
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	b.ReportMetric(used.Seconds()/length.Seconds()*100, "%cpu-mpg123")
}

// memory is what the process holds in RAM now, in MB, file mappings included.
func (s *terminal) memory(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		b.Skipf("no /proc: %v", err)
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	var kb float64
	_, _ = fmt.Sscan(string(rest), &kb)
	return kb * 1024 / 1e6
}

// BenchmarkVerb is a verb to a program that plays, from the start of its process
// to its end.
func BenchmarkVerb(b *testing.B) {
	r := newRig(b, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.plays(firstSong, 1)
	var took []time.Duration
	var used time.Duration
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), program(b), "status")
		cmd.Env, cmd.Dir = r.environ(), r.dir
		begun := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		took = append(took, time.Since(begun))
		used += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e6, "ms/p50")
	b.ReportMetric(float64(took[len(took)*9/10])/1e6, "ms/p90")
	b.ReportMetric(float64(used)/1e6/float64(len(took)), "ms-cpu")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkBinary is the size of the program as it is given out, stripped.
func BenchmarkBinary(b *testing.B) {
	file := filepath.Join(b.TempDir(), "ncmtui")
	for b.Loop() {
		cmd := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, ".")
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/1e6, "MB")
	b.ReportMetric(0, "ns/op")
}
