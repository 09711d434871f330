package pane

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// queueRows are the queue's tracks in the order in which they are walked.
type queueRows struct {
	env   *Env
	queue player.Queue
	from  int // the first row shown: a place in the order
}

// Len is the number of tracks.
func (r *queueRows) Len() int { return max(len(r.queue.Order)-r.from, 0) }

// track gives the track of a row, and its index in Tracks.
func (r *queueRows) track(i int) (t *player.Track, at int) {
	at = r.queue.Order[r.from+i]
	return &r.queue.Tracks[at], at
}

// ID is the track's place in the queue.
func (r *queueRows) ID(i int) int64 {
	_, at := r.track(i)
	return int64(at)
}

// Key is what a filter looks at.
func (r *queueRows) Key(i int) string {
	t, _ := r.track(i)
	s := r.env.SongOf(t)
	return songKey(&s)
}

// Row fills the cells of a track.
func (r *queueRows) Row(i int, cells []kit.Cell) (dim bool) {
	t, at := r.track(i)
	s := r.env.SongOf(t)
	var full [colLength + 1]kit.Cell
	fillSong(r.env, &s, i+1, at == r.queue.Current, full[:])
	cells[0], cells[1], cells[2], cells[3], cells[4] = full[colNumber], full[colHeart], full[colTitle], full[colArtist], full[colLength]
	return t.Grey
}

// SongOf gives a queued track as a song, with what is known of it since.
func (e *Env) SongOf(t *player.Track) catalogue.Song {
	if s, ok := e.Book.Song(t.ID); ok {
		return s
	}
	s := catalogue.Song{
		ID: t.ID, Name: t.Title, Album: catalogue.Ref{ID: t.AlbumID, Name: t.Album},
		Cover: t.Cover, Duration: t.Duration, Alg: t.Alg,
	}
	for _, a := range t.Artists {
		s.Artists = append(s.Artists, catalogue.Ref{Name: a})
	}
	switch {
	case t.Grey:
		s.Right = catalogue.Grey
	case t.Trial:
		s.Right = catalogue.Trial
	}
	return s
}

func queueColumns(t *lang.Texts, n int) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: max(2, len(fmt.Sprint(n))), Right: true},
		{Title: "♥", Width: 1, Drop: 1},
		{Title: t.Table.Title, Share: 5, Min: 12},
		{Title: t.Table.Artist, Share: 3, Min: 8, Drop: 3},
		{Title: t.Table.Length, Width: 5, Right: true, Drop: 2},
	}
}

// Queue is the page of what will be played.
type Queue struct {
	sheet
	rows  queueRows
	asked map[int64]bool // for details
	known uint64         // the book's turn they were asked for in
}

// NewQueue makes the page.
func NewQueue(env *Env) *Queue {
	q := &Queue{rows: queueRows{env: env}, asked: map[int64]bool{}}
	q.Base = NewBase(env)
	q.loaded = true
	q.table = kit.Table{Rows: &q.rows, Columns: queueColumns(env.Texts, 0)}
	q.markable = true
	q.follow(player.Snapshot{})
	return q
}

// Title is the tab's name.
func (q *Queue) Title() text.Clean { return text.Of(q.Env.Texts.Tabs.Queue) }

// Count is the number of tracks.
func (q *Queue) Count() (int, bool) { return len(q.Env.Snap.Queue.Tracks), true }

// Scopes are the queue's, then those of a list.
func (q *Queue) Scopes() []keymap.Scope {
	return append([]keymap.Scope{keymap.Queue}, q.sheet.Scopes()...)
}

// follow takes the player's queue; the cursor goes with the playing song
// while nobody looks for something else.
func (q *Queue) follow(before player.Snapshot) {
	now := q.Env.Snap.Queue
	q.rows.queue = now
	q.empty = kit.Notice{
		What: q.Env.Texts.States.EmptyQueue,
		Do:   fmt.Sprintf(q.Env.Texts.States.PressEnter, q.key(keymap.Enter)),
	}
	switch {
	case now.Rev != before.Queue.Rev:
		q.table.ClearMarks() // they are places in the old one
		q.table.Columns = queueColumns(q.Env.Texts, len(now.Tracks))
		q.table.Changed()
	case now.Current != before.Queue.Current, q.Env.Snap.Status != before.Status:
		q.table.Redraw()
	default:
		return
	}
	if now.Current != before.Queue.Current && !q.Focused {
		q.toCurrent()
	}
}

func (q *Queue) toCurrent() {
	for i, at := range q.rows.queue.Order {
		if at == q.rows.queue.Current {
			q.table.Select(i)
			return
		}
	}
}

// fill asks for the details of queued songs that were started before they
// were read: the playing one, and those on the screen.
func (q *Queue) fill() tea.Cmd {
	if q.Waiting(viewTopic) || q.Env.Songs == nil {
		return nil
	}
	if turn := q.Env.Book.Turned; turn != q.known {
		q.known = turn
		clear(q.asked) // what was told then may be forgotten
	}
	var ids []int64
	want := func(t *player.Track) {
		if _, known := q.Env.Book.Song(t.ID); t.Title == "" && !known && !q.asked[t.ID] {
			ids = append(ids, t.ID)
			q.asked[t.ID] = true
		}
	}
	if t := q.Env.Snap.Track; t != nil {
		want(t)
	}
	for _, row := range q.table.Window() {
		t, _ := q.rows.track(row)
		want(t)
	}
	if ids == nil {
		return nil
	}
	src := q.Env.Songs
	return q.Ask(viewTopic, askLimit, func(ctx context.Context) (any, error) { return src.Songs(ctx, ids) })
}

// Handle jumps, removes, moves, clears and takes back.
func (q *Queue) Handle(a keymap.Action) tea.Cmd {
	if q.move(a) {
		return q.fill()
	}
	i := q.table.Cursor()
	if i < 0 {
		return nil
	}
	_, at := q.rows.track(i)
	switch a {
	case keymap.Enter:
		q.Env.Do(player.JumpTo{At: at})
	case keymap.Remove:
		q.remove(at)
	case keymap.MoveDown:
		q.shift(i, 1)
	case keymap.MoveUp:
		q.shift(i, -1)
	case keymap.ClearQueue:
		q.Env.Post(Sure{q.Env.Texts.Ask.Clear, q.clear})
	default:
	}
	return nil
}

// remove takes the marked tracks out, or the one at a place.
func (q *Queue) remove(at int) {
	places := []int{at}
	if marked := q.table.Marked(); marked != nil {
		places = places[:0]
		for _, i := range marked {
			_, at := q.rows.track(i)
			places = append(places, at)
		}
	}
	slices.Sort(places)
	q.Env.Together(func() {
		for _, at := range slices.Backward(places) {
			q.Env.Do(player.Remove{At: at})
		}
	})
	q.undoable(q.Env.Texts.Toast.Removed, slices.Contains(places, q.rows.queue.Current))
}

func (q *Queue) clear() tea.Cmd {
	q.Env.Do(player.Clear{})
	q.undoable(q.Env.Texts.Toast.Cleared, false)
	return nil
}

// undoable says what was done, and the key that takes it back.
func (q *Queue) undoable(format string, kept bool) {
	q.Env.Post(Say{Text: fmt.Sprintf(format, q.key(keymap.Undo)), Kept: kept})
}

// shift moves a row within the order that is shown.
func (q *Queue) shift(i, by int) {
	if i+by < 0 || i+by >= q.rows.Len() {
		return
	}
	_, from := q.rows.track(i)
	_, to := q.rows.track(i + by)
	q.Env.Do(player.Move{From: from, To: to})
	q.table.Select(i + by)
}

// Apply follows the player.
func (q *Queue) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case PlayerNews:
		q.follow(m.Before)
		return q.fill()
	case Answer:
		if q.Accept(m) {
			return q.told(m)
		}
	case LikeNews:
		q.table.Redraw()
	}
	return nil
}

// told takes details. What could not be had is asked for again later.
func (q *Queue) told(a Answer) tea.Cmd {
	if a.Topic == againTopic {
		clear(q.asked)
		return q.fill()
	}
	songs, _ := a.Value.([]catalogue.Song)
	q.Env.Book.Put(songs)
	q.table.Changed()
	if a.Err == nil {
		return q.fill()
	}
	pause := q.Env.pause(a.Err)
	if pause == 0 {
		pause = detailPause
	}
	return q.After(againTopic, pause)
}

// Click selects, and jumps on a double click.
func (q *Queue) Click(x, y int, double bool) tea.Cmd {
	if q.point(x, y) && double {
		return q.Handle(keymap.Enter)
	}
	return nil
}

// Selected is the track under the cursor.
func (q *Queue) Selected() (Choice, bool) {
	i := q.table.Cursor()
	if i < 0 {
		return Choice{}, false
	}
	return q.choice(i), true
}

func (q *Queue) choice(i int) Choice {
	t, _ := q.rows.track(i)
	return Choice{q.Env.SongOf(t), *t}
}

// Chosen are the marked tracks, or the one under the cursor.
func (q *Queue) Chosen() []Choice {
	var out []Choice
	for _, i := range q.table.Marked() {
		out = append(out, q.choice(i))
	}
	if c, ok := q.Selected(); ok && out == nil {
		out = append(out, c)
	}
	return out
}

// Locate puts the cursor on a song.
func (q *Queue) Locate(song int64) bool {
	for i := range q.rows.Len() {
		if t, _ := q.rows.track(i); t.ID == song {
			return q.table.Select(i)
		}
	}
	return false
}
