package ncmfake

import (
	"slices"
	"time"

	"ncmtui/api/ncmfake/seed"
)

// state is what the account and its sessions change.
type state struct {
	sessions map[string]bool
	codes    map[string]*loginCode
	likes    []int64 // newest first
	trash    map[int64]bool
	lists    []seed.Playlist // made by the account, the liked songs first
	subs     map[int64]bool  // playlists followed
	plays    []Play
	fm       map[string]int // place in the order of each mode of the radio
	nextList int64

	marks      map[string][]mark // newest first, by kind
	remarks    []remark          // the account's, oldest first
	nextRemark int64
	uploads    []upload // oldest first
	nextUpload int64
	began      time.Time
	daily      []int64
	history    []Play // before the service began, oldest first
	signed     map[string]bool
	letters    []message // oldest first, by person
	me         me
}

// me is what the account says of itself.
type me struct {
	name, signature string
	avatar          int64
}

// Play is one report of a client: startplay fills the recent songs, play
// counts.
type Play struct {
	Time    time.Time
	Action  string // startplay or play
	ID      int64
	Type    string // song or dj
	Seconds int64  // really listened
	End     string // playend, ui, interrupt, exception
	Source  string
	From    string // the source's id
	Alg     string
}

func newState(c *seed.Catalogue, now time.Time) state {
	s := state{
		sessions: map[string]bool{}, fm: map[string]int{}, codes: map[string]*loginCode{}, trash: map[int64]bool{},
		likes: slices.Clone(c.Likes), nextList: 7_300_000_001, began: now, daily: slices.Clone(c.Daily), history: firstPlays(c, now), letters: firstMessages(now),
		marks: firstMarks(c, now), nextRemark: 8_800_000_000, uploads: []upload{firstUpload(c)}, signed: map[string]bool{},
		me: me{name: seed.DemoName, avatar: avatarPic},
		subs: map[int64]bool{
			seed.PlaylistShort: true, seed.PlaylistThousand: true, seed.PlaylistHuge: true, seed.PlaylistSpecial: true, seed.PlaylistHostile: true,
		},
	}
	for _, p := range c.Playlists {
		if p.Owner == seed.UserID {
			p.Songs = slices.Clone(p.Songs)
			s.lists = append(s.lists, p)
		}
	}
	return s
}

func (s *Service) loggedIn(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.sessions[token]
}

// Likes are the account's liked songs, newest first.
func (s *Service) Likes() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.likes)
}

// Trash are the songs the account does not want on its radio, in ascending
// order.
func (s *Service) Trash() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]int64, 0, len(s.state.trash))
	for id := range s.state.trash {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// Plays are the reports so far, oldest first.
func (s *Service) Plays() []Play {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.plays)
}

// Logout ends every session, as the service does when it wants to: the next
// call that needs one is answered 301.
func (s *Service) Logout() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.state.sessions)
}

// playlist finds a list, the account's own ones with its changes.
func (s *Service) playlist(id int64) (seed.Playlist, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id == seed.PlaylistLiked {
		p := s.state.lists[0]
		p.Songs = slices.Clone(s.state.likes)
		return p, true
	}
	for _, p := range s.state.lists {
		if p.ID == id {
			return p, true
		}
	}
	return s.cat.Playlist(id)
}

// change edits one of the account's own lists; false when there is none.
func (s *Service) change(id int64, f func(*seed.Playlist)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.state.lists {
		if p := &s.state.lists[i]; p.ID == id {
			p.Songs = slices.Clone(p.Songs)
			if p.Liked {
				p.Songs = slices.Clone(s.state.likes)
			}
			f(p)
			if p.Liked {
				s.state.likes = p.Songs
			}
			p.Updated = s.opts.Now()
			return true
		}
	}
	return false
}
