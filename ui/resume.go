package ui

import (
	"encoding/json"

	tea "charm.land/bubbletea/v2"

	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/pane"
)

// spot is where the user was: the section, the page of a thing on top of it,
// and the row. It is written as JSON.
type spot struct {
	Section  keymap.Action       `json:"section"`
	Kind     pane.Kind           `json:"kind,omitempty"`
	ID       int64               `json:"id,omitempty"`
	Name     string              `json:"name,omitempty"`
	Playlist *catalogue.Playlist `json:"playlist,omitempty"`
	Row      int                 `json:"row,omitempty"`
}

// resumed is the row to go to as soon as the page has it.
type resumed struct {
	page pane.ID
	row  int
	on   bool // the row has not come yet
}

type rowed interface{ CursorRow() int }

// resume opens the page of the last run, on top of its section.
func (a *App) resume() {
	var s spot
	if json.Unmarshal([]byte(a.svc.Memory.Recall(pane.PlaceKey)), &s) != nil {
		return
	}
	for i, e := range a.sections {
		if e.action != s.Section || s.Section == keymap.Help || s.Section == keymap.Settings {
			continue
		}
		a.navRow = i
		a.history = []visit{{page: e.page, section: i}}
		if open, ok := openers[s.Kind]; ok && s.ID != 0 {
			t := pane.Thing{Kind: s.Kind, ID: s.ID, Name: s.Name}
			if s.Playlist != nil {
				t.Playlist = *s.Playlist
			}
			a.history = append(a.history, visit{page: open(a, t), section: i, parents: []pane.Page{e.page}})
		}
		a.resumed.page, a.resumed.row, a.resumed.on = a.page().ID(), s.Row, s.Row > 0
	}
}

// keepPlace goes to the row of the last run when it has come, and remembers
// where the user is now.
func (a *App) keepPlace(msg tea.Msg) (more tea.Cmd) {
	p := a.page()
	r, ok := p.(rowed)
	switch msg.(type) {
	case tea.KeyPressMsg, tea.MouseClickMsg, tea.MouseWheelMsg:
		a.resumed.on = false
	case pane.Answer:
		if j, can := p.(pane.Jumper); ok && can && a.resumed.on && p.ID() == a.resumed.page && r.CursorRow() >= 0 {
			more = j.MoveTo(a.resumed.row)
			a.resumed.on = r.CursorRow() != a.resumed.row
		}
	default:
		return nil
	}
	if a.resumed.on {
		return more
	}
	s := spot{Section: a.sections[a.now().section].action}
	if ok {
		s.Row = max(r.CursorRow(), 0)
	}
	if about, is := p.(pane.About); is {
		t, has := about.About()
		if _, opens := openers[t.Kind]; has && opens {
			s.Kind, s.ID, s.Name = t.Kind, t.ID, t.Name
			if t.Kind == pane.PlaylistKind {
				s.Playlist = &t.Playlist
			}
		}
	} else if p != a.sections[a.now().section].page {
		return more // a page of its own kind: the one below stays
	}
	if text, err := json.Marshal(s); err == nil {
		a.env.Memory.Remember(pane.PlaceKey, string(text))
	}
	return more
}
