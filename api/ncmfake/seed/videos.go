package seed

import (
	"sync"
	"time"
)

// Video is a music video. Song is what is heard.
type Video struct {
	ID     int64
	Name   string
	Artist int64
	Song   int64
	Day    string
	Plays  int64
}

// videos are made once: every song is looked up among them.
var videos = sync.OnceValues(func() ([]Video, map[int64]int64) {
	c := Load()
	var out []Video
	bySong := map[int64]int64{}
	for i := range c.Albums {
		for n := 0; n < len(c.Albums[i].Songs); n += 4 {
			a := c.Albums[i]
			s, _ := c.Song(a.Songs[n])
			if s.ID == SongHostile || s.Kind != Normal {
				continue
			}
			v := Video{
				ID: 10_900_001 + int64(i)*7 + int64(n), Name: s.Name + "（演示视频）", Artist: a.Artist, Song: s.ID,
				Day: a.Published.AddDate(0, 0, 7*n).Format(time.DateOnly), Plays: int64(1000 + pick(s.ID, "watched", 9_000_000)),
			}
			out, bySong[s.ID] = append(out, v), v.ID
		}
	}
	return out, bySong
})

// Videos gives all music videos: of the first songs of every album, and a few
// more.
func (c *Catalogue) Videos() []Video {
	all, _ := videos()
	return all
}

// VideoOf is the music video of a song, 0 for none.
func VideoOf(song int64) int64 {
	_, bySong := videos()
	return bySong[song]
}
