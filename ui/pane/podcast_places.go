package pane

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
)

// places are where programs were left. They go on from there.
type places struct {
	env   *Env
	owner int64  // whose they are
	list  []left // the latest is the last one

	since   int64     // the account when what plays began
	resumed int64     // the song that went on from its place
	at      time.Time // when
}

// left is a program that was left before its end.
type left struct {
	song int64
	at   time.Duration
}

const (
	placesKey  = "podcast places"
	maxPlaces  = 300
	placeEdge  = 30 * time.Second // from the start or to the end: no place worth going back to
	backToHead = 15 * time.Second // as long does "previous" mean the start of what went on
)

func (p *places) load(env *Env) {
	p.env, p.owner, p.list = env, env.Memory.Owner(), nil
	for line := range strings.Lines(env.Memory.Recall(placesKey)) {
		id, sec, _ := strings.Cut(strings.TrimSpace(line), " ")
		song, err := strconv.ParseInt(id, 10, 64)
		s, err2 := strconv.Atoi(sec)
		if err == nil && err2 == nil && s > 0 {
			p.list = append(p.list, left{song, time.Duration(s) * time.Second})
		}
	}
}

// leave keeps where a program was left; one that was heard to its end, or
// hardly, has no place.
func (p *places) leave(song int64, at, length time.Duration) {
	n := len(p.list)
	p.list = slices.DeleteFunc(p.list, func(l left) bool { return l.song == song })
	if at >= placeEdge && (length <= 0 || at < length-placeEdge) {
		p.list = append(p.list, left{song, at})
	} else if len(p.list) == n {
		return
	}
	p.list = p.list[max(len(p.list)-maxPlaces, 0):]
	var b strings.Builder
	for _, l := range p.list {
		fmt.Fprintf(&b, "%d %d\n", l.song, int(l.at.Seconds()))
	}
	p.env.Memory.Remember(placesKey, b.String())
}

// of is where a program was left, 0 for nowhere.
func (p *places) of(song int64) time.Duration {
	for _, l := range p.list {
		if l.song == song {
			return l.at
		}
	}
	return 0
}

func ofPodcast(s player.Snapshot) bool { return s.Track != nil && s.Track.Source.Kind == "djradio" }

// follow keeps the place of what was left, and goes on from that of what began.
// What another account than the present one heard is no place of its own: it
// waits in that account's queue. A guest's program goes with the login.
func (p *places) follow(before player.Snapshot) {
	now, snap := p.env.Now(), p.env.Snap
	if owner := p.env.Memory.Owner(); owner != p.owner {
		p.load(p.env)
	}
	changed := trackID(before) != trackID(snap)
	own := p.since == p.owner || p.since == 0
	if changed || own {
		p.since = p.owner
	}
	if own && ofPodcast(before) && (changed || before.Moving && !snap.Moving) {
		at := before.Position(now)
		if changed && snap.Taken.After(before.Taken) {
			at = before.Position(snap.Taken)
		}
		p.leave(before.Track.ID, at, max(before.Duration, before.Track.Duration))
	}
	if !changed || !ofPodcast(snap) || snap.Position(now) > placeEdge {
		return
	}
	at := p.of(snap.Track.ID)
	if at == 0 {
		return
	}
	song := snap.Track.ID
	p.resumed, p.at = song, now
	p.env.Do(player.SeekTo{Pos: at})
	t := lang.Podcast.In(p.env.Lang)
	p.env.Post(Did{Name: t.FromStart, Back: func() tea.Cmd { p.head(song); return nil }})
	p.env.Post(Say{Text: fmt.Sprintf(t.Resumed, kit.Clock(at), p.env.Keys.KeyOf(nil, keymap.Undo)), Kept: true})
}

// head goes to the start of a program, if it still plays.
func (p *places) head(song int64) {
	if p.env.Playing() == song {
		p.env.Do(player.SeekTo{})
	}
	p.resumed = 0
}

// Apply keeps the places of programs, and brings news to the tabs.
func (p *Podcasts) Apply(msg tea.Msg) tea.Cmd {
	if m, ok := msg.(PlayerNews); ok {
		p.places.follow(m.Before)
	}
	return p.tabbed.Apply(msg)
}

// FromStart plays what has just gone on from its place from the start; false
// when there is no such program.
func (p *Podcasts) FromStart() bool {
	song := p.places.resumed
	if song == 0 || song != p.Env.Playing() || p.Env.Now().Sub(p.places.at) > backToHead {
		return false
	}
	p.places.head(song)
	return true
}
