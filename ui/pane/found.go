package pane

import (
	"strconv"
	"strings"

	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// The rows of albums and artists, as a search finds them.

func albumColumns(t *lang.Texts) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Table.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Table.Artist, Share: 3, Min: 10, Sort: "artist"},
		{Title: t.Table.Count, Width: 5, Right: true, Drop: 3, Sort: "count"},
		{Title: t.Table.Published, Width: 10, Right: true, Drop: 5, Sort: "published"},
	}
}

func albumRows() rowsOf[catalogue.Album] {
	return rowsOf[catalogue.Album]{
		draw: func(i int, a *catalogue.Album, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(a.Name), Role: kit.Text}
			if len(a.Alias) > 0 {
				cells[1].Tail = text.Of(a.Alias[0])
			}
			cells[2] = kit.Cell{Text: Names(a.Artists), Role: kit.Quiet}
			cells[3] = count(a.Count)
			cells[4] = kit.Cell{Text: text.Of(released(a.Published)), Role: kit.Quiet}
		},
		key: func(a *catalogue.Album) string {
			return strings.Join(a.Alias, " ") + " " + a.Name + " " + Names(a.Artists).String() + " " + released(a.Published)
		},
		id: func(a *catalogue.Album) int64 { return a.ID },
		sort: func(column string, a *catalogue.Album) kit.Key {
			switch column {
			case "artist":
				return kit.Key{Text: Names(a.Artists).String()}
			case "count":
				return kit.Key{N: int64(a.Count)}
			case "published":
				return kit.Key{N: a.Published.Unix(), None: a.Published.IsZero()}
			}
			return kit.Key{Text: a.Name}
		},
	}
}

func artistColumns(t *lang.Texts) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Table.Name, Share: 5, Min: 14, Sort: "name"},
		{Title: t.Search.Albums, Width: 6, Right: true, Drop: 3, Sort: "count"},
	}
}

func artistRows() rowsOf[catalogue.Artist] {
	return rowsOf[catalogue.Artist]{
		draw: func(i int, a *catalogue.Artist, cells []kit.Cell) {
			cells[0] = kit.Cell{Text: number(i + 1), Role: kit.Faint}
			cells[1] = kit.Cell{Text: text.Of(a.Name), Role: kit.Text}
			if len(a.Alias) > 0 {
				cells[1].Tail = text.Of(a.Alias[0])
			}
			cells[2] = count(a.Albums)
		},
		key: func(a *catalogue.Artist) string { return a.Name + " " + strings.Join(a.Alias, " ") },
		id:  func(a *catalogue.Artist) int64 { return a.ID },
		sort: func(column string, a *catalogue.Artist) kit.Key {
			if column == "count" {
				return kit.Key{N: int64(a.Albums)}
			}
			return kit.Key{Text: a.Name}
		},
	}
}

func count(n int) kit.Cell {
	if n <= 0 {
		return kit.Cell{}
	}
	return kit.Cell{Text: text.Of(strconv.Itoa(n)), Role: kit.Quiet}
}
