//go:build unix

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
)

// record is what a wav file holds: mono samples and their rate.
func record(t *testing.T, file string) ([]float32, int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil || len(b) < 44 || string(b[:4]) != "RIFF" || string(b[36:40]) != "data" {
		t.Fatalf("no wav file: %d bytes, %v", len(b), err)
	}
	rate, size := int(binary.LittleEndian.Uint32(b[24:])), int(binary.LittleEndian.Uint32(b[40:]))
	if size != len(b)-44 {
		t.Errorf("the header says %d bytes of %d", size, len(b)-44)
	}
	stereo := make([]float32, (len(b)-44)/2)
	for i := range stereo {
		stereo[i] = float32(int16(binary.LittleEndian.Uint16(b[44+2*i:]))) / 32768
	}
	return signature.Mono(stereo, 2), rate
}

// silence is the longest run of nothing between the first and the last sound.
func silence(pcm []float32, rate int) time.Duration {
	longest, run, begun := 0, 0, false
	for _, v := range pcm {
		if v != 0 {
			if begun {
				longest = max(longest, run)
			}
			run, begun = 0, true
			continue
		}
		run++
	}
	return time.Duration(longest) * time.Second / time.Duration(rate)
}

func TestASongIsHeardInRealTimeWithoutAGap(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	file := filepath.Join(r.dir, "x.wav")
	s := r.run("--output", "wav:"+file)
	s.shows(firstSong)
	start := time.Now()
	s.keys("\r")
	s.plays(firstSong, 4)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	heard := time.Since(start)
	pcm, rate := record(t, file)
	if id, ok := signature.Detect(pcm, rate); !ok || id != seed.SongFirst {
		t.Errorf("heard song %d, %v", id, ok)
	}
	length := time.Duration(len(pcm)) * time.Second / time.Duration(rate)
	if length < 3500*time.Millisecond || length > heard+time.Second {
		t.Errorf("%v of sound in %v", length, heard)
	}
	if gap := silence(pcm, rate); gap > 20*time.Millisecond {
		t.Errorf("%v of silence in the song", gap)
	}
}

func TestWhatTheHintRowPromisesReachesTheService(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	s.keys("]")
	s.shows("▶  锦书难寄")
	s.keys("[")
	s.shows("▶  " + firstSong)
	s.keys(" ")
	s.shows("‖  " + firstSong)
	s.keys(" ")
	s.shows("▶  " + firstSong)
	s.keys("V")
	s.plays(firstSong, 10)
	s.keys("-")
	s.said("音量  95")
	s.keys(",")
	r.asked(s, "/api/radio/like", func(q ncmfake.Request) bool {
		return q.Param("like") == "true" && q.Param("trackId") == fmt.Sprint(seed.SongFirst)
	})
	s.keys("g", "f")
	s.shows("按 Enter 开始私人 FM")
	s.keys("\r")
	r.asked(s, "/api/v1/radio/get", func(ncmfake.Request) bool { return true })
	s.until("the FM plays", func() bool { return s.screen.Has("▶  ") && !s.screen.Has("▶  "+firstSong) })
	s.keys("t")
	r.asked(s, "/api/radio/trash/add", func(q ncmfake.Request) bool { return q.Param("songId") != "" })
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}

// asked waits until the service got a request.
func (r *rig) asked(s *terminal, path string, is func(ncmfake.Request) bool) {
	r.t.Helper()
	s.until("a request of "+path, func() bool {
		for _, q := range r.service.Requests(path) {
			if is(q) {
				return true
			}
		}
		return false
	})
}

// special opens the playlist that holds every kind of song and plays the one
// of the name.
func special(t *testing.T, o ncmfake.Options, id int64) *terminal {
	t.Helper()
	o.LoggedIn = true
	r := newRig(t, o)
	song, ok := r.service.Catalogue().Song(id)
	if !ok {
		t.Fatalf("no song %d", id)
	}
	list, ok := r.service.Catalogue().Playlist(seed.PlaylistSpecial)
	if !ok {
		t.Fatal("no such list")
	}
	s := r.run()
	s.shows(firstSong)
	s.keys("2")
	begin := string([]rune(list.Name)[:8])
	s.shows(begin)
	s.keys("/", begin, "\r", "\r")
	name := string([]rune(song.Name)[:4])
	s.shows(name)
	s.keys("/", name, "\r", "\r")
	return s
}

func TestSongsThatCannotBePlayedAreSaid(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		id   int64
		o    ncmfake.Options
		says []string
	}{
		{"grey", seed.SongGrey, ncmfake.Options{}, []string{"因版权原因不能播放"}},
		{"clip", seed.SongTrial, ncmfake.Options{}, []string{"▶  ", "· 试听"}},
		{"members only", seed.SongMember, ncmfake.Options{NoMember: true}, []string{"▶  ", "· 试听"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := special(t, tc.o, tc.id)
			s.said(tc.says...)
			s.keys("q")
			if code := s.exit(); code != exitDone {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestABrokenFileIsSaidAndTheNextSongPlays(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	r.service.Faults().Always(fmt.Sprintf("/audio/%d*", seed.SongFirst), ncmfake.Fault{
		Kind: "audio/mpeg", Body: strings.Repeat("no mp3 at all ", 50_000),
	})
	s := r.run()
	s.shows(firstSong)
	s.keys("\r")
	s.said("跳过《"+firstSong+"》", "音频文件损坏")
	s.shows("▶  锦书难寄")
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
}
