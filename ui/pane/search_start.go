package pane

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// word is a query that is offered: searched before, or made by many.
type word struct {
	HotWord
	rank int // among the hot ones from 1; 0: it was searched before
}

const (
	searchesKey = "searches"
	maxSearches = 50
	shownBefore = 8
)

// words is what the search offers while nothing is typed.
type words struct {
	*things[word]
	owner  int64    // whose before is
	before []string // the latest is the first one
	hot    []HotWord
}

func newWords(env *Env) *words {
	t, src := lang.Find.In(env.Lang), env.Find
	columns := []kit.Column{{Width: 3, Right: true, Drop: 2}, {Share: 1, Min: 10}, {Width: 6, Right: true, Drop: 1}}
	w := &words{things: newThings(env, "words", "", columns, rowsOf[word]{
		draw: func(i int, one *word, cells []kit.Cell) {
			if one.rank > 0 {
				cells[0] = kit.Cell{Text: number(one.rank), Role: kit.Faint}
			}
			cells[1] = kit.Cell{Text: text.Of(one.Word), Tail: text.Of(one.Note), Role: kit.Text}
			switch {
			case one.rank == 1:
				cells[2] = kit.Cell{Text: text.Of(t.Hot), Role: kit.Faint}
			case i == 0:
				cells[2] = kit.Cell{Text: text.Of(t.Lately), Role: kit.Faint}
			}
		},
		key: func(one *word) string { return one.Word + " " + one.Note },
	}, func() reading[word] {
		return func(ctx context.Context, _ int64) (Part[word], error) {
			if src == nil {
				return Part[word]{}, nil
			}
			hot, err := src.HotWords(ctx)
			return Part[word]{of: hot}, err
		}
	})}
	w.table.Heads = false
	w.feed.show = func([]word, bool) {}
	w.feed.told = func(of any) {
		hot, _ := of.([]HotWord)
		w.hot = noted(hot)
		w.fill()
	}
	w.empty = kit.Notice{What: t.Nothing}
	w.recall()
	w.fill()
	return w
}

// recall reads what the account has searched before.
func (w *words) recall() {
	w.owner, w.before = w.Env.Memory.Owner(), nil
	for line := range strings.Lines(w.Env.Memory.Recall(searchesKey)) {
		if s := strings.TrimSpace(line); s != "" {
			w.before = append(w.before, s)
		}
	}
}

// Apply takes hot words, and another account.
func (w *words) Apply(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(UserNews); ok {
		w.recall()
		w.fill()
	}
	return w.things.Apply(msg)
}

// noted leaves out a note that all words have in common: it tells nothing.
func noted(hot []HotWord) []HotWord {
	same := func(h HotWord) bool { return h.Note == hot[0].Note }
	if len(hot) < 2 || slices.ContainsFunc(hot, func(h HotWord) bool { return !same(h) }) {
		return hot
	}
	out := make([]HotWord, len(hot))
	for i, h := range hot {
		out[i] = HotWord{Word: h.Word}
	}
	return out
}

// chosen is the query under the cursor, "" none.
func (w *words) chosen() string {
	i := w.table.Cursor()
	if i < 0 {
		return ""
	}
	return w.rows.items[i].Word
}

// fill lists what was searched before, then the hot words.
func (w *words) fill() {
	w.rows.items = nil
	for _, s := range w.before[:min(len(w.before), shownBefore)] {
		w.rows.items = append(w.rows.items, word{HotWord: HotWord{Word: s}})
	}
	for i, h := range w.hot {
		w.rows.items = append(w.rows.items, word{h, i + 1})
	}
	w.table.Changed()
}

// keep remembers a query that was made.
func (w *words) keep(query string) {
	if w.owner != w.Env.Memory.Owner() {
		w.recall()
	}
	w.before = slices.DeleteFunc(w.before, func(s string) bool { return s == query })
	w.before = slices.Insert(w.before, 0, query)
	w.before = w.before[:min(len(w.before), maxSearches)]
	w.remember()
}

func (w *words) remember() {
	w.Env.Memory.Remember(searchesKey, strings.Join(w.before, "\n"))
	w.fill()
}

// drop forgets the query under the cursor; a hot word is nobody's to forget.
func (w *words) drop() {
	i := w.table.Cursor()
	if i < 0 || w.rows.items[i].rank > 0 {
		return
	}
	query := w.rows.items[i].Word
	w.before = slices.DeleteFunc(w.before, func(s string) bool { return s == query })
	w.remember()
	w.Env.Post(Say{Text: fmt.Sprintf(lang.Find.In(w.Env.Lang).Forgotten, text.Of(query))})
}
