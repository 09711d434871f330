package ui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/uitest"
)

// tasteful remembers what goes with which songs was asked for.
type tasteful struct {
	fakeRelated
	mu    sync.Mutex
	heart []int64 // in heart mode, from these songs
	like  []int64 // songs like these
}

func (r *tasteful) Similar(ctx context.Context, song int64) ([]catalogue.Song, error) {
	r.mu.Lock()
	r.like = append(r.like, song)
	r.mu.Unlock()
	return r.fakeRelated.Similar(ctx, song)
}

func (r *tasteful) Heart(ctx context.Context, song, list int64) ([]catalogue.Song, error) {
	r.mu.Lock()
	r.heart = append(r.heart, song)
	r.mu.Unlock()
	return r.fakeRelated.Heart(ctx, song, list)
}

// last is the song that was asked about last, 0 for none.
func (r *tasteful) last(of *[]int64) int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(*of) == 0 {
		return 0
	}
	return (*of)[len(*of)-1]
}

// listsOfSongs are the tabs with songs in them that a walk must meet, by the
// page and the number of the tab.
var listsOfSongs = []string{
	"Album 0", "Artist 0", "Cloud 0", "Daily 0", "Discover 1", "FM 0", "Listing 0", "Past 0", "Playlist 0", "Queue 0",
	"Recent 0", "Recent 5", "Recent 6", "Recent 9", "Search 0", "SongPage 0", "SongPage 1", "UserPage 2", "UserPage 3",
}

// tabsOf is how many tabs a page has beside its first one.
var tabsOf = map[string]int{"Artist": 1, "Discover": 1, "Recent": 9, "SongPage": 1, "UserPage": 3}

// shownHearts counts the hearts on the screen.
func shownHearts(s *uitest.Session) int { return strings.Count(strings.Join(s.Screen(), ""), "♥") }

// likeHere likes the selected song, or no longer, and takes that back.
func (w *walker) likeHere(where string) {
	w.t.Helper()
	c, _ := w.f.Selected()
	id, was := c.Song.ID, w.f.Liked(c.Song.ID)
	key, step := "<", 1
	if was {
		key, step = ">", -1
	}
	told := fmt.Sprint("like ", id, !was)
	asked, hearts := w.f.service.asks(told), shownHearts(w.s)
	w.s.Keys(key).Wait(settle)
	if w.f.Liked(id) == was || w.f.service.asks(told) != asked+1 {
		w.t.Errorf("%s: %s does not change song %d", where, key, id)
	}
	if now := shownHearts(w.s); (now-hearts)*step <= 0 {
		w.t.Errorf("%s: %d hearts on the screen, then %d by %s\n%s", where, hearts, now, key, strings.Join(w.s.Screen(), "\n"))
	}
	w.s.Keys("u").Wait(settle)
	if now := shownHearts(w.s); w.f.Liked(id) != was || now != hearts {
		w.t.Errorf("%s: undo leaves %d hearts, want %d", where, now, hearts)
	}
}

// relatedHere goes on from the selected song: to those like it and back, and
// in heart mode.
func (w *walker) relatedHere(where string, r *tasteful) {
	w.t.Helper()
	c, _ := w.f.Selected()
	w.s.Keys("F").Wait(settle)
	if got := w.f.Showing(); got != "Listing" || r.last(&r.like) != c.Song.ID {
		w.t.Errorf("%s: F shows %s of songs like %d, want %d", where, got, r.last(&r.like), c.Song.ID)
	}
	w.s.Keys("esc").Wait(settle)
	w.f.player.commands()
	w.s.Keys("P").Wait(settle)
	did := w.f.player.commands()
	i := slices.IndexFunc(did, func(c player.Command) bool { _, ok := c.(player.PlayList); return ok })
	if r.last(&r.heart) != c.Song.ID || i < 0 {
		w.t.Errorf("%s: heart mode from %d, want %d; the player was told %v", where, r.last(&r.heart), c.Song.ID, did)
		return
	}
	if list := did[i].(player.PlayList); !slices.ContainsFunc(list.Tracks, func(t player.Track) bool { return t.ID == c.Song.ID }) {
		w.t.Errorf("%s: heart mode plays %v, without the song itself", where, list.Tracks)
	}
}

// songPlaces are the places of the walk that may have songs in them. A search
// has them when it was made, a day of the past when it is opened.
func songPlaces() []place {
	out := slices.DeleteFunc(slices.Concat(sectionPlaces(), thingPlaces(), rightPlaces()), func(p place) bool {
		return p.guest || slices.Contains([]string{"Settings", "Help", "Logins", "Messages", "Lyrics", "zoom", "sections", "Comments", "VideoPage"}, p.name)
	})
	for i := range out {
		switch out[i].name {
		case "FM":
			out[i].keys += " enter"
		case "Search":
			out[i].keys += " 晴 enter"
		case "Past":
			out[i].keys += " enter"
		}
	}
	return out
}

// eachList goes to every tab of every place and calls f where a song is
// selected.
func (w *walker) eachList(f func(where string)) []string {
	w.t.Helper()
	var met []string
	for _, p := range songPlaces() {
		w.press(p.keys)
		for tab := range tabsOf[p.name] + 1 {
			if _, ok := w.f.Selected(); !ok {
				w.press("j")
			}
			where := fmt.Sprint(p.name, " ", tab)
			if c, ok := w.f.Selected(); ok && c.Song.ID != 0 && w.f.SelectedKind() == pane.SongKind {
				met = append(met, where)
				f(where)
			}
			if tab < tabsOf[p.name] {
				w.press("l")
			}
		}
		w.home()
	}
	slices.Sort(met)
	return met
}

func TestSongsAreLikedAndGoneOnFromInEveryList(t *testing.T) {
	long(t)
	t.Parallel()
	r := &tasteful{}
	scene(t, 160, 48, func(t *testing.T, s *uitest.Session, f fakes) {
		w := &walker{t, s, f, lang.ZH, 160, 48}
		s.Keys("j", "enter", "space").Wait(time.Second)
		met := w.eachList(func(where string) {
			w.likeHere(where)
			w.relatedHere(where, r)
		})
		for _, want := range listsOfSongs {
			if !slices.Contains(met, want) {
				t.Errorf("no songs in %s; there were some in %q", want, met)
			}
		}
	}, append(whole(), func(svc *ui.Services) {
		r.fakeService = svc.Account.(*fakeService)
		svc.Related = r
	})...)
}
