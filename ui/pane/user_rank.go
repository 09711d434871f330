package pane

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// ranking is what a user played most, in a tab.
type ranking struct {
	songList
	user  int64
	week  bool
	plays []int
}

const colPlays = colLength + 1

func newRanking(env *Env, user Thing, week bool) *ranking {
	r := &ranking{user: user.ID, week: week}
	r.init(env, player.Source{Kind: "user", ID: user.ID, Name: user.Name})
	r.columns = func(n int) []kit.Column {
		return append(songColumns(env.Texts, n), kit.Column{
			Title: lang.User.In(env.Lang).Plays, Width: 5, Right: true, Drop: 2, Sort: "plays",
		})
	}
	r.rows.draw = r.row
	r.rows.order = r.key
	r.table.Columns = r.columns(0)
	r.empty = kit.Notice{What: lang.User.In(env.Lang).NoPlays}
	return r
}

func (r *ranking) row(i int, cells []kit.Cell) (dim bool) {
	s := r.rows.songs[i]
	fillSong(r.Env, s, i+1, r.rows.ids[i] == r.Env.Playing(), cells)
	if r.plays[i] > 0 {
		cells[colPlays] = kit.Cell{Text: text.Of(strconv.Itoa(r.plays[i])), Role: kit.Quiet}
	}
	return s.Right == catalogue.Grey
}

func (r *ranking) key(column string, i int) kit.Key {
	if column == "plays" {
		return kit.Key{N: int64(r.plays[i])}
	}
	plain := r.rows
	plain.order = nil
	return plain.SortKey(column, i)
}

// Title is the tab's name.
func (r *ranking) Title() text.Clean {
	t := lang.User.In(r.Env.Lang)
	if r.week {
		return text.Of(t.Week)
	}
	return text.Of(t.Ever)
}

func (r *ranking) counted() (string, bool) {
	return strconv.Itoa(len(r.rows.ids)), r.loaded && len(r.rows.ids) > 0
}

// Open reads the songs when they are not there.
func (r *ranking) Open() tea.Cmd {
	if r.loaded || r.Waiting(listTopic) {
		return nil
	}
	return r.load(r.Ask)
}

func (r *ranking) load(ask asking) tea.Cmd {
	src, user, week := r.Env.People, r.user, r.week
	r.err = nil
	r.table.Redraw()
	return ask(listTopic, askLimit, func(ctx context.Context) (any, error) { return src.Ranking(ctx, user, week) })
}

// Handle adds refreshing.
func (r *ranking) Handle(a keymap.Action) tea.Cmd {
	if a == keymap.Refresh {
		return r.load(r.Renew)
	}
	return r.songList.Handle(a)
}

// Apply takes the songs.
func (r *ranking) Apply(msg tea.Msg) tea.Cmd {
	m, ok := msg.(Answer)
	if !ok {
		return r.songList.Apply(msg)
	}
	if r.Accept(m) {
		got, _ := m.Value.([]Played)
		r.answered(m.Err, len(got), func() { r.take(got) })
	}
	return nil
}

func (r *ranking) take(got []Played) {
	songs := make([]catalogue.Song, len(got))
	r.plays = make([]int, len(got))
	for i, p := range got {
		songs[i], r.plays[i] = p.Song, p.Plays
	}
	r.setSongs(songs)
}
