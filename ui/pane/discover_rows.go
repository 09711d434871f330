package pane

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// Clip is a music video. Published is a date, as 2006-01-02.
type Clip struct {
	ID        int64
	Name      string
	Artists   []catalogue.Ref
	Duration  time.Duration
	Plays     int64
	Published string
}

// clipThing is a music video.
func clipThing(v *Clip) Thing { return Thing{Kind: MVKind, ID: v.ID, Name: v.Name} }

func chartColumns(env *Env) []kit.Column {
	t := lang.Discover.In(env.Lang)
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: env.Texts.Table.Name, Share: 2, Min: 14, Sort: "name"},
		{Title: t.Tops, Share: 5, Min: 20, Drop: 3},
		{Title: t.Every, Width: 12, Drop: 5},
	}
}

func chartRows() rowsOf[Chart] {
	return rowsOf[Chart]{
		draw: func(i int, c *Chart, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(c.Name), Role: kit.Text}
			cells[2] = kit.Cell{Text: text.Of(tops(c.Tops, " · ")), Role: kit.Quiet}
			cells[3] = kit.Cell{Text: text.Of(c.Every), Role: kit.Faint}
		},
		key:  func(c *Chart) string { return c.Name + " " + tops(c.Tops, " ") },
		id:   func(c *Chart) int64 { return c.ID },
		sort: func(_ string, c *Chart) kit.Key { return kit.Key{Text: c.Name} },
	}
}

func tops(list []Top, between string) string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = t.Song
	}
	return strings.Join(names, between)
}

func clipColumns(env *Env) []kit.Column {
	t, w := env.Texts.Table, lang.Works.In(env.Lang)
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Artist, Share: 3, Min: 10, Drop: 6, Sort: "artist"},
		{Title: w.Plays, Width: 8, Right: true, Drop: 3, Sort: "plays"},
		{Title: t.Length, Width: 5, Right: true, Drop: 2, Sort: "length"},
		{Title: t.Published, Width: 10, Right: true, Drop: 5, Sort: "published"},
	}
}

func clipRows(l lang.Lang) rowsOf[Clip] {
	return rowsOf[Clip]{
		draw: func(i int, v *Clip, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(v.Name), Role: kit.Text}
			cells[2] = kit.Cell{Text: Names(v.Artists), Role: kit.Quiet}
			if v.Plays > 0 {
				cells[3] = kit.Cell{Text: text.Of(roughly(l, v.Plays)), Role: kit.Quiet}
			}
			if v.Duration > 0 {
				cells[4] = kit.Cell{Text: text.Of(kit.Clock(v.Duration)), Role: kit.Quiet}
			}
			cells[5] = kit.Cell{Text: text.Of(v.Published), Role: kit.Quiet}
		},
		key: func(v *Clip) string { return v.Name + " " + Names(v.Artists).String() + " " + v.Published },
		id:  func(v *Clip) int64 { return v.ID },
		sort: func(column string, v *Clip) kit.Key {
			switch column {
			case "artist":
				return kit.Key{Text: Names(v.Artists).String()}
			case "plays":
				return kit.Key{N: v.Plays}
			case "length":
				return kit.Key{N: int64(v.Duration)}
			case "published":
				return kit.Key{Text: v.Published, None: v.Published == ""}
			}
			return kit.Key{Text: v.Name}
		},
	}
}

func dayColumns() []kit.Column {
	return []kit.Column{{Width: 3, Right: true, Drop: 1}, {Width: 10}, {Share: 1, Min: 8}}
}

// dayRows are days as 2006-01-02, with the day of the week.
func dayRows(l lang.Lang) rowsOf[string] {
	return rowsOf[string]{
		draw: func(i int, day *string, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(*day), Role: kit.Text}
			if at, err := time.Parse(time.DateOnly, *day); err == nil {
				cells[2] = kit.Cell{Text: text.Of(lang.Discover.In(l).Weekdays[at.Weekday()]), Role: kit.Quiet}
			}
		},
		key: func(day *string) string { return *day },
	}
}

// roughly is a large number in few letters: 1.2 万, 3.4 亿, 12.3k, 4M, 5B;
// small ones as they are.
func roughly(l lang.Lang, n int64) string {
	step := int64(10000)
	if l == lang.EN {
		step = 1000
	}
	unit, words := int64(1), ""
	for _, w := range lang.Works.In(l).Units {
		if n < unit*step {
			break
		}
		unit, words = unit*step, w
	}
	if words == "" {
		return strconv.FormatInt(n, 10)
	}
	short := strconv.FormatInt(n/unit, 10)
	if n < 100*unit {
		short = strings.TrimSuffix(fmt.Sprintf("%.1f", float64(n/(unit/10))/10), ".0")
	}
	return fmt.Sprintf(words, short)
}
