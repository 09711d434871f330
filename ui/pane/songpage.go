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

func listsWith(env *Env, song int64) *roll[catalogue.Playlist] {
	src := env.Facts
	r := &roll[catalogue.Playlist]{
		title: func() string { return lang.Song.In(env.Lang).Lists },
		read: func(ctx context.Context, _ int) ([]catalogue.Playlist, bool, error) {
			lists, err := src.PlaylistsWith(ctx, song)
			return lists, false, err
		},
		thing: func(l *catalogue.Playlist) Thing { return PlaylistThing(*l) },
	}
	r.unroll(env, "playlists", playlistRows(), playlistColumns(env.Texts))
	return r
}

// Title is the song's name.
func (p *SongPage) Title() text.Clean { return text.Of(p.info.song.Name) }

// About is the song.
func (p *SongPage) About() (Thing, bool) { return p.info.about(), p.info.song.ID != 0 }
