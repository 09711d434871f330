package pane

import (
	"strings"

	"ncmtui/ui/kit"
	"ncmtui/ui/text"
)

// upward are the eighths of a cell.
var upward = [...]string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}

// columnPlot draws values as columns of h rows: each is wide cells wide with
// gap cells after it. The highest is lit; what is more than nothing can be
// seen.
func columnPlot(values []int64, h, wide, gap int) [][]kit.Span {
	most := highest(values)
	out := make([][]kit.Span, h)
	for y := range h {
		var spans []kit.Span
		for _, v := range values {
			level := 0
			if most > 0 && v > 0 {
				level = int(max(v*int64(h*8)/most, 1))
			}
			here := min(max(level-(h-1-y)*8, 0), 8)
			role, glyph := kit.Quiet, upward[here]
			switch {
			case v == 0 && y == h-1:
				role, glyph = kit.Faint, upward[1]
			case v == most:
				role = kit.Accent
			}
			spans = append(spans, kit.Span{Text: text.Of(strings.Repeat(glyph, wide)), Role: role}, kit.Span{Text: text.Of(text.Blank(gap))})
		}
		out[y] = spans
	}
	return out
}

// barOf draws a value as a line of at most w cells, by halves of them.
func barOf(v, most int64, w int) text.Clean {
	if most <= 0 || v <= 0 || w < 1 {
		return text.Clean{}
	}
	n := int(max(v*int64(w*2)/most, 1))
	return text.Of(strings.Repeat("━", n/2) + strings.Repeat("╸", n%2))
}

func highest(values []int64) int64 {
	most := int64(0)
	for _, v := range values {
		most = max(most, v)
	}
	return most
}
