package verb

import (
	"bufio"
	"io"
	"slices"
	"strings"

	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// column is one column of rows of T. Drop 0 always stays; of the others the
// highest goes first when the terminal is narrow. Least is how many cells the
// column can be cut to, 0: it is never cut.
type column[T any] struct {
	head  lang.Both
	text  func(T) string
	right bool
	drop  int
	least int
}

const gap = "  "

// writeTable prints a table that is at most width cells wide, as far as that
// can be.
func writeTable[T any](w io.Writer, l lang.Lang, width int, cols []column[T], rows []T) error {
	cells := make([][]text.Clean, 0, len(rows)+1)
	head := make([]text.Clean, len(cols))
	for i, c := range cols {
		head[i] = text.Of(c.head.In(l))
	}
	cells = append(cells, head)
	for _, row := range rows {
		line := make([]text.Clean, len(cols))
		for i, c := range cols {
			line[i] = text.Of(c.text(row))
		}
		cells = append(cells, line)
	}
	widths := layout(cols, cells, width)
	out := bufio.NewWriter(w)
	for _, line := range cells {
		_, _ = out.WriteString(tableLine(cols, line, widths)) // a bufio.Writer keeps its error
	}
	return out.Flush()
}

func tableLine[T any](cols []column[T], line []text.Clean, widths []int) string {
	var b strings.Builder
	first := true
	for i, c := range line {
		if widths[i] < 0 {
			continue
		}
		if !first {
			b.WriteString(gap)
		}
		first = false
		align := text.Left
		if cols[i].right {
			align = text.Right
		}
		b.WriteString(c.Fit(widths[i], align))
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// layout gives the width of each column, -1 for one that is left out.
func layout[T any](cols []column[T], cells [][]text.Clean, width int) []int {
	widths := make([]int, len(cols))
	for _, line := range cells {
		for i, c := range line {
			widths[i] = max(widths[i], c.Width())
		}
	}
	for i, c := range cols { // a head over nothing tells nothing
		if c.drop > 0 && len(cells) > 1 && !slices.ContainsFunc(cells[1:], func(line []text.Clean) bool { return line[i].Width() > 0 }) {
			widths[i] = -1
		}
	}
	for {
		over := -len(gap) - width
		for _, w := range widths {
			if w >= 0 {
				over += w + len(gap)
			}
		}
		if over <= 0 || shrink(cols, widths, over) {
			return widths
		}
		last := -1
		for i, c := range cols {
			if widths[i] >= 0 && c.drop > 0 && (last < 0 || c.drop > cols[last].drop) {
				last = i
			}
		}
		if last < 0 {
			for i, c := range cols {
				if c.least > 0 && widths[i] >= 0 {
					widths[i] = min(widths[i], c.least)
				}
			}
			return widths
		}
		widths[last] = -1
	}
}

// shrink takes cells from the widest columns that can be cut; false: there
// are not enough, and nothing was changed.
func shrink[T any](cols []column[T], widths []int, over int) bool {
	tried := slices.Clone(widths)
	for ; over > 0; over-- {
		widest := -1
		for i, c := range cols {
			if c.least > 0 && tried[i] > c.least && (widest < 0 || tried[i] > tried[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return false
		}
		tried[widest]--
	}
	copy(widths, tried)
	return true
}

// writeLines prints rows for other programs: all columns, parted by tabs,
// without a head.
func writeLines[T any](w io.Writer, cols []column[T], rows []T) error {
	out := bufio.NewWriter(w)
	for _, row := range rows {
		for i, c := range cols {
			if i > 0 {
				_ = out.WriteByte('\t')
			}
			_, _ = out.WriteString(clean(c.text(row)))
		}
		_ = out.WriteByte('\n')
	}
	return out.Flush()
}

// writeFields prints one thing for people, a field a line.
func writeFields[T any](w io.Writer, l lang.Lang, cols []column[T], one T) error {
	wide := 0
	for _, c := range cols {
		wide = max(wide, text.Of(c.head.In(l)).Width())
	}
	out := bufio.NewWriter(w)
	for _, c := range cols {
		if value := strings.TrimSpace(c.text(one)); value != "" {
			head := text.Of(c.head.In(l)).Fit(wide, text.Left)
			for i, part := range lines(value) {
				if i > 0 {
					head = text.Blank(wide)
				}
				_, _ = out.WriteString(strings.TrimRight(head+gap+part, " ") + "\n")
			}
		}
	}
	return out.Flush()
}

// lines are the lines of a text, each made safe; none is cut.
func lines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		out = append(out, safeText(strings.TrimRight(line, "\r\n")))
	}
	return out
}

// safeText makes a line of any length safe: text.Of cuts at 512 cells.
func safeText(s string) string {
	const piece = 200 // runes: never more than 400 cells
	var b strings.Builder
	runes := []rune(s)
	for len(runes) > 0 {
		n := min(piece, len(runes))
		b.WriteString(text.Of(string(runes[:n])).String())
		runes = runes[n:]
	}
	return b.String()
}
