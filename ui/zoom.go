package ui

import (
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// zoomLayout is where things are in full-screen lyrics, in cells from the
// frame's inner corner. A cover without width is not shown.
type zoomLayout struct{ cover, lyrics rect }

const (
	zoomGap  = 7  // between cover and lyrics
	zoomSide = 22 // the most rows of the cover
	zoomFew  = 12 // it is made smaller down to these, where the lyrics need its room
	zoomAir  = 4  // rows below the cover: what it is of
)

// zoomRect is where full-screen lyrics are: between header and bar.
func (a *App) zoomRect() rect {
	return rect{0, a.lay.main.y, a.lay.w, a.lay.main.h + a.lay.strip.h}
}

// zoomed arranges full-screen lyrics: in the middle, with the cover at their
// left where there is one and room for it.
func (a *App) zoomed() zoomLayout {
	w, h := a.zoomRect().inner()
	most := min(h-2-zoomAir, zoomSide)
	if a.art.address == "" || a.coversOff() {
		most = 0
	}
	for side := most; side >= max(8, min(most, zoomFew)); side-- {
		cw := a.art.width(side)
		lw := min(w-cw-zoomGap-8, zoomed)
		if lw < 40 {
			continue
		}
		left := a.balanced((w-cw-zoomGap-lw)/2, lw)
		return zoomLayout{
			cover:  rect{left, (h - side - zoomAir) / 2, cw, side},
			lyrics: rect{left + cw + zoomGap, 0, lw, h},
		}
	}
	lw := min(w, zoomed)
	return zoomLayout{lyrics: rect{a.balanced((w-lw)/2, lw), 0, lw, h}}
}

// balanced moves what stands left cells from the edge to the right as far as
// the lines of the text leave lw cells free, so that what is seen is in the
// middle.
func (a *App) balanced(left, lw int) int {
	used := a.lyrics.Breadth()
	if used == 0 {
		return left
	}
	return left + min(max(lw-used, 0)/2, left)
}

// zoomFrame is the lyrics on the whole screen.
func (a *App) zoomFrame() []string {
	z := a.zoomed()
	w, h := a.zoomRect().inner()
	name := a.lyrics.Title()
	if t := a.env.Snap.Track; t != nil && z.cover.w == 0 {
		name = title(a.env.SongOf(t))
	}
	side := kit.Blanks(z.lyrics.x, h)
	if z.cover.w > 0 {
		before, after := text.Blank(z.cover.x), text.Blank(z.lyrics.x-z.cover.x-z.cover.w)
		for i, l := range append(a.coverBox(z.cover.w, z.cover.h), a.legend(z.cover.w)...) {
			side[z.cover.y+i] = before + l + after
		}
	}
	after := text.Blank(w - z.lyrics.x - z.lyrics.w)
	lines := make([]string, h)
	for i, l := range a.lyrics.Lines() {
		lines[i] = side[i] + l + after
	}
	return kit.Frame(a.env.Theme, a.lay.w, []kit.Span{{Text: name, Role: kit.Strong}}, lines, true, a.bars(a.lyrics))
}

// legend is what stands below the cover: zoomAir lines of w cells.
func (a *App) legend(w int) []string {
	s := a.env.SongOf(a.env.Snap.Track)
	middle := func(t text.Clean, r kit.Role) string {
		t = t.Cut(w)
		return kit.Line(&a.env.Theme.Plain, w, kit.Span{Text: text.Of(text.Blank((w - t.Width()) / 2))}, kit.Span{Text: t, Role: r})
	}
	return []string{
		text.Blank(w), middle(text.Of(s.Name), kit.Strong), middle(pane.Names(s.Artists), kit.Text), middle(text.Of(s.Album.Name), kit.Quiet),
	}
}
