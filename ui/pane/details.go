package pane

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
)

// The questions for details: what is on the screen goes first.
const (
	viewTopic = "view"
	restTopic = "rest"

	againTopic = "again" // no question: the end of a pause the service wanted

	detailPause = time.Minute // before missing details are asked for again unbidden

	batch     = 1000 // ids a question, the service's limit
	viewBatch = 100
)

// fill asks for missing details: those on the screen, then the rest in
// order from there.
func (l *songList) fill() tea.Cmd {
	var cmds []tea.Cmd
	if !l.Waiting(viewTopic) {
		if ids := l.missing(l.table.Window(), viewBatch); len(ids) > 0 && !l.coming(ids) {
			cmds = append(cmds, l.details(viewTopic, ids))
		}
	}
	if !l.Waiting(restTopic) {
		if ids := l.missingFrom(max(l.table.Cursor(), 0), batch); len(ids) > 0 {
			cmds = append(cmds, l.details(restTopic, ids))
		}
	}
	return tea.Batch(cmds...)
}

// coming: the first of the ids is in the batch on its way, near enough.
func (l *songList) coming(ids []int64) bool {
	return l.Waiting(restTopic) && len(l.rows.ids) <= batch && len(ids) > 0
}

func (l *songList) missing(rows []int, limit int) []int64 {
	var ids []int64
	for _, i := range rows {
		if l.rows.songs[i] == nil && !l.rows.miss[i] && len(ids) < limit {
			ids = append(ids, l.rows.ids[i])
		}
	}
	return ids
}

func (l *songList) missingFrom(start, limit int) []int64 {
	n := len(l.rows.ids)
	var ids []int64
	for k := range n {
		i := (start + k) % n
		if l.rows.songs[i] == nil && !l.rows.miss[i] {
			if ids = append(ids, l.rows.ids[i]); len(ids) == limit {
				break
			}
		}
	}
	return ids
}

type detailAnswer struct {
	asked []int64
	songs []catalogue.Song
}

func (l *songList) details(topic string, ids []int64) tea.Cmd {
	src := l.Env.Songs
	return l.Ask(topic, askLimit, func(ctx context.Context) (any, error) {
		songs, err := src.Songs(ctx, ids)
		return detailAnswer{ids, songs}, err
	})
}

// told takes details and asks for the next ones. After a failure it asks
// again when the pause that the service wanted is over; without one only when
// the user moves: the network is not hammered.
func (l *songList) told(a Answer) tea.Cmd {
	if a.Topic == againTopic {
		return l.fill()
	}
	d, _ := a.Value.(detailAnswer)
	if a.Err != nil {
		l.learn(d.songs)
		return l.failed(a.Err)
	}
	asked := make(map[int64]bool, len(d.asked))
	for _, id := range d.asked {
		asked[id] = true
	}
	l.learn(d.songs)
	for i, id := range l.rows.ids {
		if asked[id] && l.rows.songs[i] == nil {
			l.rows.miss[i] = true
		}
	}
	return l.fill()
}

// failed says once why details are missing.
func (l *songList) failed(err error) tea.Cmd {
	if l.Waiting(againTopic) {
		return nil
	}
	l.Env.Post(Fail{err})
	if pause := l.Env.pause(err); pause > 0 {
		return l.After(againTopic, pause)
	}
	return nil
}
