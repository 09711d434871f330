package kit

// layout shares the width among the columns and drops those without room.
func (t *Table) layout() {
	if t.widthsFor == t.w && len(t.widths) == len(t.Columns) {
		return
	}
	t.widthsFor = t.w
	t.cells = make([]Cell, len(t.Columns))
	t.widths = shareOut(t.Columns, t.w-2)
}

// shareOut gives each column its cells, 0 when dropped.
func shareOut(cols []Column, w int) []int {
	widths := make([]int, len(cols))
	in := make([]bool, len(cols))
	for i := range in {
		in[i] = true
	}
	for {
		need, shares := -2, 0
		for i, c := range cols {
			if in[i] {
				need += 2 + max(c.Width, c.Min)
				if c.Width == 0 {
					shares += max(c.Share, 1)
				}
			}
		}
		if need <= w || !dropOne(cols, in) {
			distribute(cols, in, widths, w, need, shares)
			return widths
		}
	}
}

func dropOne(cols []Column, in []bool) bool {
	worst := -1
	for i, c := range cols {
		if in[i] && c.Drop > 0 && (worst < 0 || c.Drop > cols[worst].Drop) {
			worst = i
		}
	}
	if worst >= 0 {
		in[worst] = false
	}
	return worst >= 0
}

func distribute(cols []Column, in []bool, widths []int, w, need, shares int) {
	spare := max(w-need, 0)
	left, last := spare, -1
	for i, c := range cols {
		switch {
		case !in[i]:
		case c.Width > 0:
			widths[i] = c.Width
		default:
			extra := spare * max(c.Share, 1) / shares
			widths[i] = c.Min + extra
			left -= extra
			last = i
		}
	}
	if last >= 0 {
		widths[last] += left
	}
	clip(widths, w)
}

// clip takes cells from the end when even the columns that never go do not
// fit.
func clip(widths []int, w int) {
	used := -2
	for i, have := range widths {
		if have == 0 {
			continue
		}
		room := w - used - 2
		if room <= 0 {
			widths[i] = 0
			continue
		}
		widths[i] = min(have, room)
		used += 2 + widths[i]
	}
}
