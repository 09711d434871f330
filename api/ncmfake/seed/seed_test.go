package seed

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ncmtui/api/ncmfake/signature"
	"ncmtui/api/ncmfake/sound"
)

func TestCatalogueIsLargeAndConsistent(t *testing.T) {
	t.Parallel()
	c := Load()
	if len(c.Artists) < 8 || len(c.Albums) < 30 || len(c.Songs) < 300 || len(c.Daily) != 30 || len(c.FM) < 300 {
		t.Fatalf("%d artists, %d albums, %d songs, %d daily, %d radio", len(c.Artists), len(c.Albums), len(c.Songs), len(c.Daily), len(c.FM))
	}
	names, lengths := map[string]int64{}, map[int64]int{}
	for _, s := range c.Songs {
		if other, twice := names[s.Name+fmt.Sprint(s.Artists[0])]; twice {
			t.Errorf("%d and %d are both %q", s.ID, other, s.Name)
		}
		names[s.Name+fmt.Sprint(s.Artists[0])] = s.ID
		lengths[s.DurationMS()]++
		a, ok := c.Album(s.Album)
		if !ok || a.Songs[s.Number-1] != s.ID {
			t.Errorf("%d is not number %d of its album", s.ID, s.Number)
		}
		for _, id := range s.Artists {
			if _, ok := c.Artist(id); !ok {
				t.Errorf("%d: no artist %d", s.ID, id)
			}
		}
		if _, ok := signature.Of(s.ID); !ok || s.ID < 1<<31 {
			t.Errorf("%d cannot be signed", s.ID)
		}
	}
	for ms, n := range lengths {
		if n > 2 {
			t.Errorf("%d songs last %d ms", n, ms)
		}
	}
}

func TestEveryIDOfEveryListIsASong(t *testing.T) {
	t.Parallel()
	c := Load()
	sizes := map[int64]int{PlaylistShort: 10, PlaylistThousand: 1000, PlaylistHuge: 10000}
	lists := append([]Playlist{{ID: 1, Songs: c.Daily}, {ID: 2, Songs: c.FM}, {ID: 3, Songs: c.Likes}}, c.AllPlaylists()...)
	for _, p := range lists {
		if want, ok := sizes[p.ID]; ok && len(p.Songs) != want {
			t.Errorf("%d has %d songs", p.ID, len(p.Songs))
		}
		seen := map[int64]bool{}
		for _, id := range p.Songs {
			s, ok := c.Song(id)
			if !ok || seen[id] || s.ID != id || s.Name == "" {
				t.Fatalf("%d: song %d: known %v, seen %v", p.ID, id, ok, seen[id])
			}
			seen[id] = true
		}
	}
}

func TestGeneratedSongsHaveTheirOwnNamesAndFriends(t *testing.T) {
	t.Parallel()
	c := Load()
	list, _ := c.Playlist(PlaylistHuge)
	names := map[string]bool{}
	for _, id := range list.Songs {
		s, _ := c.Song(id)
		if names[s.Name] {
			t.Fatalf("%q comes twice", s.Name)
		}
		names[s.Name] = true
		a, ok := c.Album(s.Album)
		if _, known := c.Artist(s.Artists[0]); !ok || !known || a.Artist != s.Artists[0] || a.Songs[s.Number-1] != id {
			t.Fatalf("%d: album %v, artist %v", id, ok, known)
		}
	}
}

func TestSpecialSongsAreWhatTheySay(t *testing.T) {
	t.Parallel()
	c := Load()
	for id, kind := range map[int64]Kind{
		SongFirst: Normal, SongMember: Member, SongTrial: Bought, SongGrey: Grey, SongCloud: Cloud, SongDamaged: Damaged, SongHiRes: HighRate,
	} {
		if s, ok := c.Song(id); !ok || s.Kind != kind {
			t.Errorf("%d is %d, want %d", id, s.Kind, kind)
		}
	}
	if c.Daily[0] != SongFirst {
		t.Errorf("the first daily song is %d", c.Daily[0])
	}
	if s, _ := c.Song(SongLong); utf8.RuneCountInString(s.Name) < 60 {
		t.Errorf("the long title is %q", s.Name)
	}
	if s, _ := c.Song(SongHiRes); sound.Pieces[s.Sound.Piece].LosslessRate != 96000 {
		t.Error("the high-rate song has no 96 kHz")
	}
	for n := range int64(10) {
		s, ok := c.Song(SongShort + n)
		if d := s.Sound.Length(); !ok || d < 8*time.Second || d > 21*time.Second {
			t.Errorf("short song %d lasts %v", n, d)
		}
	}
}

var (
	lrcLine  = regexp.MustCompile(`^\[(\d\d):(\d\d)\.(\d{2,3})\](.*)$`)
	yrcLine  = regexp.MustCompile(`^\[(\d+),(\d+)\]((?:\(\d+,\d+,0\)[^(]*)+)$`)
	yrcWords = regexp.MustCompile(`\((\d+),(\d+),0\)([^(]*)`)
	krcLine  = regexp.MustCompile(`^\[\d+,\d+\](\(0,\d+\)[^(]*)+$`)
)

func TestLyricsRunWithTheSong(t *testing.T) {
	t.Parallel()
	c := Load()
	var words, klyrics, translated, roman, pure, none int
	for _, s := range c.Songs {
		l := c.LyricOf(s)
		count := func(n *int, ok bool) {
			if ok {
				*n++
			}
		}
		count(&words, l.YRC != "")
		count(&klyrics, l.KLyric != "")
		count(&translated, l.Trans != "")
		count(&roman, l.Roman != "")
		count(&pure, l.Pure)
		count(&none, l.None)
		checkLRC(t, s, l.LRC)
		checkLRC(t, s, l.Trans)
		checkLRC(t, s, l.Roman)
		checkYRC(t, s, l.YRC)
		for _, line := range strings.Split(strings.TrimSpace(l.KLyric), "\n") {
			if line != "" && !strings.HasPrefix(line, "[ti:") && !strings.HasPrefix(line, "[by:") && !krcLine.MatchString(line) {
				t.Errorf("%d: klyric %q", s.ID, line)
			}
		}
	}
	for name, n := range map[string]int{"yrc": words, "klyric": klyrics, "translated": translated, "roman": roman, "pure": pure, "none": none} {
		if n == 0 {
			t.Errorf("no song with %s", name)
		}
	}
}

func checkLRC(t *testing.T, s Song, text string) {
	t.Helper()
	if text == "" {
		return
	}
	last := time.Duration(-1)
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		m := lrcLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("%d: line %q", s.ID, line)
		}
		at, err := time.ParseDuration(m[1] + "m" + m[2] + "." + m[3] + "s")
		if err != nil || at < last || at > s.Sound.Length() {
			t.Fatalf("%d (%v): %q after %v: %v", s.ID, s.Sound.Length(), line, last, err)
		}
		last = at
	}
}

func checkYRC(t *testing.T, s Song, text string) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if line == "" || strings.HasPrefix(line, "{") {
			continue
		}
		m := yrcLine.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("%d: line %q", s.ID, line)
		}
		var start, length, at, n int64
		_, _ = fmt.Sscan(m[1], &start)
		_, _ = fmt.Sscan(m[2], &length)
		next := start
		for _, w := range yrcWords.FindAllStringSubmatch(m[3], -1) {
			_, _ = fmt.Sscan(w[1], &at)
			_, _ = fmt.Sscan(w[2], &n)
			if at != next || at+n > start+length {
				t.Fatalf("%d: word %q of %q", s.ID, w[0], line)
			}
			next = at + n
		}
	}
}

func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		build()
	}
}

func TestEverybodyAndEverythingHasAPlace(t *testing.T) {
	t.Parallel()
	c := Load()
	tags, charts := map[string]int{}, 0
	for _, p := range c.AllPlaylists() {
		if _, ok := PersonOf(p.Owner); !ok {
			t.Errorf("%d is nobody's", p.ID)
		}
		if IsChart(p.ID) {
			charts++
		}
		for _, tag := range p.Tags {
			tags[tag]++
		}
	}
	for _, kind := range Categories {
		for _, word := range kind {
			if tags[word] < 2 {
				t.Errorf("%d playlists are %s", tags[word], word)
			}
		}
	}
	if charts != len(Charts()) || tags["华语"] < 60 {
		t.Errorf("%d charts, %d Chinese playlists", charts, tags["华语"])
	}
	for _, a := range c.AllArtists() {
		if len(a.Initial) != 1 && a.ID != 12099 {
			t.Errorf("%s begins with %q", a.Name, a.Initial)
		}
		if songs := c.SongsOf(a.ID); len(songs) == 0 || len(c.AlbumsOf(a.ID)) == 0 {
			t.Errorf("%s has no songs", a.Name)
		}
	}
	programs := map[int64]bool{}
	for _, r := range Radios() {
		if _, ok := PersonOf(r.Owner); !ok || r.Category == "" || len(r.Programs) == 0 {
			t.Errorf("%+v", r)
		}
		for _, p := range r.Programs {
			if s, ok := c.Song(p.Song); !ok || s.Name == "" || programs[p.ID] {
				t.Errorf("%s of %s cannot be heard, or comes twice", p.Name, r.Name)
			}
			programs[p.ID] = true
		}
	}
	for _, v := range c.Videos() {
		if VideoOf(v.Song) != v.ID {
			t.Errorf("song %d does not know video %d", v.Song, v.ID)
		}
	}
}

func TestPeopleKnowEachOther(t *testing.T) {
	t.Parallel()
	mine := 0
	for _, p := range People() {
		n := 0
		for _, q := range People() {
			if Follows(p.ID, q.ID) {
				n++
			}
		}
		if n < 2 || n > len(People())/2 {
			t.Errorf("%s follows %d", p.Name, n)
		}
		if Follows(p.ID, UserID) {
			mine++
		}
	}
	if mine < 5 {
		t.Errorf("%d follow the account", mine)
	}
}

func TestNamesOfPlaylistsAreOneLine(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, p := range Load().AllPlaylists() {
		if strings.Contains(p.Name, "\n") || p.Name == "" {
			t.Errorf("%d is called %q", p.ID, p.Name)
		}
		names[p.Name] = true
	}
	if len(phrases) < 20 || len(names) < 200 {
		t.Errorf("%d phrases, %d names", len(phrases), len(names))
	}
}
