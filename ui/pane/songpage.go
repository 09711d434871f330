package pane

import (
	"context"

	"ncmtui/store/catalogue"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// SongPage is a song's page: what is known of it, songs like it, playlists that
// hold it.
type SongPage struct {
	tabbed
	info *songInfo
}

// NewSongPage makes the page of a song of which at least the ID is known.
func NewSongPage(env *Env, t Thing) *SongPage {
	p := &SongPage{info: newSongInfo(env, t)}
	similar := &titled{NewSimilar(env, catalogue.Song{ID: t.ID, Name: t.Name}), func() string {
		return lang.Song.In(env.Lang).Similar
	}}
	p.init(env, nil, p.info, similar, listsWith(env, t.ID))
	return p
}

// titled is a page under the name of its tab.
type titled struct {
	*Listing
	name func() string
}

// Title is the tab's name.
func (t *titled) Title() text.Clean { return text.Of(t.name()) }

func listsWith(env *Env, song int64) *things[catalogue.Playlist] {
	src := env.Facts
	return inNumbers(wholeLists(env, lang.Song.In(env.Lang).Lists, func(ctx context.Context) ([]catalogue.Playlist, error) {
		return src.PlaylistsWith(ctx, song)
	}))
}

// Title is the song's name.
func (p *SongPage) Title() text.Clean { return text.Of(p.info.song.Name) }

// About is the song.
func (p *SongPage) About() (Thing, bool) { return p.info.about(), p.info.song.ID != 0 }
