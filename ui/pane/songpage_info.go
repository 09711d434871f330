package pane

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// The questions of the facts; each fills its own rows.
const (
	albumTopic   = "album"
	qualityTopic = "quality"
	numberTopic  = "numbers"
	wikiTopic    = "wiki"
)

// fact is a row: a name, what is the case, and where it leads.
type fact struct {
	name, value string // uncleaned
	role        kit.Role
	head        bool // the title of a chapter
	to          func()
}

// songInfo is the tab of what is known of a song.
type songInfo struct {
	Base
	song      catalogue.Song
	album     catalogue.Album
	qualities []Quality
	numbers   SongNumbers
	wiki      []WikiPart

	loaded bool // the song itself
	err    error
	facts  []fact
	list   blocks

	look, version uint64
	focused       bool
	lines         []string
}

func newSongInfo(env *Env, t Thing) *songInfo {
	s := &songInfo{song: t.Choice.Song}
	s.Base = NewBase(env)
	if s.song.ID == 0 {
		s.song.ID, s.song.Name = t.ID, t.Name
	}
	if known, ok := env.Book.Song(t.ID); ok {
		s.song = known
	}
	s.loaded = s.song.Album.ID != 0 && hasIDs(s.song.Artists)
	s.list.draw = s.drawFact
	s.tell()
	return s
}

// hasIDs says whether artists can be opened; those of a queued track have names
// alone.
func hasIDs(refs []catalogue.Ref) bool {
	for _, r := range refs {
		if r.ID != 0 {
			return true
		}
	}
	return false
}

func (s *songInfo) about() Thing {
	return SongThing(Choice{Song: s.song, Track: TrackOf(s.song, sourceOf(s.song))})
}

// Title is the tab's name.
func (s *songInfo) Title() text.Clean { return text.Of(lang.Song.In(s.Env.Lang).Info) }

// Scopes are none of its own: nothing is filtered or marked here.
func (s *songInfo) Scopes() []keymap.Scope { return nil }

// Open reads the song, unless it is known, then the facts.
func (s *songInfo) Open() tea.Cmd {
	switch {
	case s.Waiting(listTopic):
		return nil
	case !s.loaded:
		return s.load(s.Ask)
	}
	return s.readFacts(s.Ask)
}

func (s *songInfo) load(ask asking) tea.Cmd {
	src, id := s.Env.Songs, s.song.ID
	s.err = nil
	s.list.version++
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Songs(ctx, []int64{id}) })
}

// readFacts asks for what is not there yet.
func (s *songInfo) readFacts(ask asking) tea.Cmd {
	src, songs, id, album := s.Env.Facts, s.Env.Songs, s.song.ID, s.song.Album.ID
	var cmds []tea.Cmd
	want := func(topic string, missing bool, f func(context.Context) (any, error)) {
		if missing && !s.Waiting(topic) {
			cmds = append(cmds, ask(topic, askLimit, f))
		}
	}
	want(albumTopic, album != 0 && s.album.ID == 0, func(ctx context.Context) (any, error) { return songs.Album(ctx, album) })
	if src != nil {
		want(qualityTopic, s.qualities == nil, func(ctx context.Context) (any, error) { return src.Qualities(ctx, id) })
		want(numberTopic, s.numbers == SongNumbers{}, func(ctx context.Context) (any, error) { return src.SongNumbers(ctx, id) })
		want(wikiTopic, s.wiki == nil, func(ctx context.Context) (any, error) { return src.Wiki(ctx, id) })
	}
	return tea.Batch(cmds...)
}

// Apply takes the song and the facts. A fact that cannot be had is missing:
// the rest stands.
func (s *songInfo) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok {
		if _, likes := msg.(LikeNews); likes {
			s.tell()
		}
		return nil
	}
	if !s.Accept(m) {
		return nil
	}
	s.list.version++
	if songs, _ := m.Value.([]catalogue.Song); m.Topic == listTopic {
		return s.took(songs, m.Err)
	}
	if m.Err != nil {
		return nil
	}
	switch v := m.Value.(type) {
	case catalogue.Album:
		s.album = v
	case []Quality:
		s.qualities = v
	case SongNumbers:
		s.numbers = v
	case []WikiPart:
		s.wiki = v
	}
	s.tell()
	return nil
}

func (s *songInfo) took(songs []catalogue.Song, err error) tea.Cmd {
	if len(songs) == 0 || songs[0].Name == "" {
		s.err = err
		if err == nil {
			s.loaded = true
			s.tell()
		}
		return nil
	}
	s.song, s.loaded = songs[0], true
	s.Env.Book.Put(songs)
	s.tell()
	return s.readFacts(s.Ask)
}

// tell makes the rows of what is known.
func (s *songInfo) tell() {
	t, g := lang.Song.In(s.Env.Lang), &s.song
	s.facts = s.facts[:0]
	add := func(name, value string, to func()) {
		if text.Of(value).Empty() {
			return
		}
		s.facts = append(s.facts, fact{name: name, value: flat(value), role: kit.Text, to: to})
	}
	title := g.Name
	if s.Env.Likes.Has(g.ID) {
		title += " ♥"
	}
	add(t.Name, title, s.play)
	add(t.Alias, strings.Join(g.Alias, " / "), nil)
	for i, a := range g.Artists {
		name := ""
		if i == 0 {
			name = t.Artists
		}
		add(name, a.Name, s.opens(ArtistThing(a)))
	}
	add(t.Album, g.Album.Name, s.opens(AlbumThing(g.Album)))
	add(t.Published, joined(released(s.album.Published), s.album.Company), nil)
	if g.Duration > 0 {
		add(t.Length, kit.Clock(g.Duration), nil)
	}
	add(t.Right, s.right(), nil)
	s.tellFiles()
	if g.MV != 0 {
		add(t.MV, t.Watch, s.opens(Thing{Kind: MVKind, ID: g.MV, Name: g.Name}))
	}
	if n := s.numbers; n != (SongNumbers{}) {
		if n.Likes > 0 {
			add(t.Likes, fmt.Sprintf(t.LikeCount, big(n.Likes, s.Env.Lang)), nil)
		}
		add(t.Comments, fmt.Sprintf(lang.Comments.In(s.Env.Lang).Total, n.Comments), s.comments)
	}
	s.tellWiki()
	s.list.renew(len(s.facts))
	s.list.settle()
}

func (s *songInfo) tellFiles() {
	t := lang.Song.In(s.Env.Lang)
	levels, widest := make([]text.Clean, len(s.qualities)), 0
	for i, q := range s.qualities {
		level := t.Levels[q.Level]
		if level == "" {
			level = q.Level
		}
		levels[i] = text.Of(flat(level))
		widest = max(widest, levels[i].Width())
	}
	for i, q := range s.qualities {
		name := ""
		if i == 0 {
			name = t.Files
		}
		var about []string
		if q.Bitrate > 0 {
			about = append(about, fmt.Sprintf("%d kbps", q.Bitrate/1000))
		}
		if q.Rate > 0 {
			about = append(about, fmt.Sprintf("%g kHz", float64(q.Rate)/1000))
		}
		if q.Size > 0 {
			about = append(about, fmt.Sprintf("%.1f MB", float64(q.Size)/1e6))
		}
		s.facts = append(s.facts, fact{name: name, value: levels[i].Fit(widest, text.Left) + "  " + strings.Join(about, " · "), role: kit.Text})
	}
}

func (s *songInfo) tellWiki() {
	for _, p := range s.wiki {
		if len(p.Facts) == 0 {
			continue
		}
		s.facts = append(s.facts, fact{name: p.Title, head: true})
		for _, f := range p.Facts {
			if v := strings.Join(f.Values, " · "); v != "" {
				s.facts = append(s.facts, fact{name: f.Name, value: v, role: kit.Quiet})
			}
		}
	}
}

// right is what the account may do with the song.
func (s *songInfo) right() string {
	t := lang.Song.In(s.Env.Lang)
	switch s.song.Right {
	case catalogue.Grey:
		return t.Grey
	case catalogue.Trial:
		return t.Trial
	case catalogue.VIP:
		return t.VIP
	default:
	}
	if s.song.Cloud {
		return t.Cloud
	}
	return ""
}

func (s *songInfo) opens(t Thing) func() {
	if t.ID == 0 {
		return nil
	}
	return func() { s.Env.Post(Open{t}) }
}

func (s *songInfo) comments() { s.Env.Post(Go{NewComments(s.Env, s.about())}) }

// dialled is none.
func (s *songInfo) dialled() *dials { return nil }
