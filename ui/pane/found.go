package pane

import (
	"strconv"

	"ncmtui/store/catalogue"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// The rows of albums and artists, as a search finds them.

func albumColumns(t *lang.Texts) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Table.Name, Share: 5, Min: 14},
		{Title: t.Table.Artist, Share: 3, Min: 10},
		{Title: t.Table.Count, Width: 5, Right: true, Drop: 3},
		{Title: t.Table.Published, Width: 10, Right: true, Drop: 5},
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
		key: func(a *catalogue.Album) string { return a.Name },
	}
}

func artistColumns(t *lang.Texts) []kit.Column {
	return []kit.Column{
		{Title: "#", Width: 3, Right: true, Drop: 4},
		{Title: t.Table.Name, Share: 5, Min: 14},
		{Title: t.Table.Album, Width: 6, Right: true, Drop: 3},
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
		key: func(a *catalogue.Artist) string { return a.Name },
	}
}

func count(n int) kit.Cell {
	if n <= 0 {
		return kit.Cell{}
	}
	return kit.Cell{Text: text.Of(strconv.Itoa(n)), Role: kit.Quiet}
}
