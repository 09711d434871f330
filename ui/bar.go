package ui

import (
	"fmt"
	"strconv"
	"time"

	"ncmtui/player"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
)

// stateGlyph says what the player does, in one cell.
func stateGlyph(s player.Status) string {
	switch s {
	case player.Playing:
		return "▶"
	case player.Paused:
		return "‖"
	case player.Loading, player.Buffering, player.Waiting:
		return "…"
	default:
		return "■"
	}
}

// barLeft is the first cell of the bar that is not the cover's.
func (a *App) barLeft() int {
	if a.lay.art.w > 0 && a.env.Snap.Track != nil {
		return a.lay.art.x + a.lay.art.w + 1
	}
	return 0
}

// bar is the player's part: what plays and how, and where in it.
func (a *App) bar() []string {
	switch {
	case a.env.Snap.Track == nil:
		return a.idleBar()
	case a.lay.bar.h == 1:
		return []string{a.shortBar()}
	}
	p := &a.env.Theme.Plain
	left := a.barLeft()
	w := a.lay.w - left
	right := a.settings()
	room := w - kit.Width(right) - 2
	var lines []string
	if a.lay.bar.h > 2 {
		lines = []string{kit.Ends(p, w, a.titled(room), right), kit.Ends(p, w, a.madeBy(), a.qualitySpans(" "))}
	} else {
		lines = []string{kit.Ends(p, w, a.playing(room), right)}
	}
	lines = append(lines, a.seekLine())
	if left == 0 {
		return lines
	}
	art := a.coverBox(a.lay.art.w, a.lay.art.h)
	for i := range lines {
		lines[i] = " " + art[i] + " " + lines[i]
	}
	return lines
}

// idleBar is the bar while nothing plays: how something could.
func (a *App) idleBar() []string {
	t, p := a.env.Texts.States, &a.env.Theme.Plain
	lines := []string{kit.Ends(p, a.lay.w, []kit.Span{
		{Text: text.Of(" ■  "), Role: kit.Faint}, {Text: text.Of(t.NothingPlays), Role: kit.Quiet},
	}, a.settings())}
	if key := a.env.Keys.KeyOf(nil, keymap.Enter); key != "" {
		lines = append(lines, kit.Line(p, a.lay.w, kit.Span{Text: text.Of("    " + fmt.Sprintf(t.PressEnter, key)), Role: kit.Faint}))
	}
	return kit.Exactly(lines, a.lay.w, a.lay.bar.h)
}

// titled is the song, where a line of its own says who made it.
func (a *App) titled(w int) []kit.Span {
	s := a.env.SongOf(a.env.Snap.Track)
	spans := []kit.Span{
		{Text: text.Of(" " + stateGlyph(a.env.Snap.Status) + "  "), Role: kit.Accent},
		{Text: text.Of(s.Name).Cut(max(w-8, 1)), Role: kit.Strong},
	}
	if a.env.Likes.Has(s.ID) {
		spans = append(spans, kit.Span{Text: text.Of("  ♥"), Role: kit.Accent})
	}
	return spans
}

// madeBy is who sings it, and on which album it is.
func (a *App) madeBy() []kit.Span {
	s := a.env.SongOf(a.env.Snap.Track)
	spans := []kit.Span{{Text: text.Of("    ")}, {Text: pane.Names(s.Artists), Role: kit.Text}}
	if s.Album.Name != "" {
		spans = append(spans, kit.Span{Text: text.Of("  ·  "), Role: kit.Faint}, kit.Span{Text: text.Of(s.Album.Name), Role: kit.Quiet})
	}
	return spans
}

func (a *App) qualitySpans(after string) []kit.Span {
	q := a.quality()
	if q == "" {
		return nil
	}
	return []kit.Span{{Text: text.Of(q + after), Role: kit.Quiet}}
}

// playing is the left part of the bar, at most w cells: the song, and what was
// delivered.
func (a *App) playing(w int) []kit.Span {
	snap := a.env.Snap
	s := a.env.SongOf(snap.Track)
	var tail []kit.Span
	if a.env.Likes.Has(s.ID) {
		tail = append(tail, kit.Span{Text: text.Of("  ♥"), Role: kit.Accent})
	}
	if q := a.quality(); q != "" {
		tail = append(tail, kit.Span{Text: text.Of("   " + q), Role: kit.Quiet})
	}
	room := w - 4 - kit.Width(tail)
	if room < 12 {
		room, tail = w-4, nil
	}
	name := text.Of(s.Name).Cut(room)
	spans := []kit.Span{{Text: text.Of(" " + stateGlyph(snap.Status) + "  "), Role: kit.Accent}, {Text: name, Role: kit.Strong}}
	if by := pane.Names(s.Artists); !by.Empty() && room-name.Width() > 8 {
		spans = append(spans, kit.Span{Text: text.Of("  "), Role: kit.Faint}, kit.Span{Text: by.Cut(room - name.Width() - 2), Role: kit.Quiet})
	}
	return append(spans, tail...)
}

// quality is what was really delivered: FLAC 24/96, MP3 320k, clip.
func (a *App) quality() string {
	d := a.env.Snap.Delivered
	q := ""
	switch {
	case d.Format == "":
	case d.Bits > 0:
		q = fmt.Sprintf("%s %d/%s", upper(d.Format), d.Bits, kiloHertz(d.Rate))
	case d.Bitrate > 0:
		q = fmt.Sprintf("%s %dk", upper(d.Format), (d.Bitrate+500)/1000)
	default:
		q = upper(d.Format)
	}
	if d.Clip != nil {
		if q != "" {
			q += " · "
		}
		q += a.env.Texts.Bar.Clip
	}
	return q
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// kiloHertz writes 44100 as 44.1 and 96000 as 96.
func kiloHertz(rate int) string {
	if rate%1000 == 0 {
		return strconv.Itoa(rate / 1000)
	}
	return strconv.FormatFloat(float64(rate)/1000, 'f', 1, 64)
}

// settings is the right half: problem, mode, volume.
func (a *App) settings() []kit.Span {
	t := a.env.Texts.Bar
	snap := a.env.Snap
	var spans []kit.Span
	if why := a.problem(); why != "" {
		spans = append(spans, kit.Span{Text: text.Of(why), Role: kit.Warn}, kit.Span{Text: spaces})
	}
	for _, e := range a.effects() {
		spans = append(spans, kit.Span{Text: text.Of(e), Role: kit.Text}, kit.Span{Text: spaces})
	}
	mode := t.Modes[min(int(snap.Mode), len(t.Modes)-1)]
	if snap.Queue.FM {
		mode = a.env.Texts.Sections.FM // it has no order of its own
	}
	spans = append(spans, kit.Span{Text: text.Of(mode), Role: kit.Quiet}, kit.Span{Text: spaces})
	if snap.Muted {
		return append(spans, kit.Span{Text: text.Of(t.Muted + " "), Role: kit.Warn})
	}
	return append(spans, kit.Span{Text: text.Of(t.Volume + " "), Role: kit.Quiet},
		kit.Span{Text: text.Of(fmt.Sprintf("%3d ", snap.Volume)), Role: kit.Text})
}

// problem is what is wrong, unless the banner says it.
func (a *App) problem() string {
	if a.lay.banner.h > 0 && a.env.Snap.Status != player.Buffering {
		return ""
	}
	t := a.env.Texts.Bar
	switch a.env.Snap.Problem {
	case "offline":
		return t.Offline
	case "portal":
		return t.Portal
	case "no-device":
		return t.NoDevice
	case "lost-device":
		return t.LostDevice
	case "disk-full":
		return t.DiskFull
	}
	switch {
	case a.env.Snap.Output.Silent:
		return t.Silent
	case a.env.Snap.Status == player.Buffering:
		return t.Buffering
	}
	return ""
}

// effects are what is not as usual: speed, equaliser, the time to sleep.
func (a *App) effects() []string {
	t := lang.Looks.In(a.env.Lang)
	snap := a.env.Snap
	var out []string
	if snap.Speed != 0 && snap.Speed != 1 {
		out = append(out, strconv.FormatFloat(snap.Speed, 'f', -1, 64)+"×")
	}
	if e := snap.Equalizer; e != "" && e != player.EqualizerOff {
		out = append(out, fmt.Sprintf(t.Equalizer, text.Of(e).String()))
	}
	switch {
	case snap.SleepAtEnd:
		out = append(out, t.SleepSong)
	case !snap.SleepAt.IsZero():
		left := snap.SleepAt.Sub(a.env.Now())
		out = append(out, fmt.Sprintf(t.SleepIn, max(int((left+time.Minute-1)/time.Minute), 0)))
	}
	return out
}

// clockW is the room of a time, with its gap to the bar.
func (a *App) clockW() int {
	return max(len(kit.Clock(a.env.Snap.Duration)), 4) + 1
}

// clock is the position; one that is only estimated says so in the cell
// before it.
func (a *App) clock() string {
	p := &a.env.Theme.Plain
	mark := " "
	if a.env.Snap.Estimated {
		mark = p.Quiet.Paint("≈")
	}
	return mark + p.Text.Paint(text.Of(kit.Clock(a.env.Position())).Fit(a.clockW(), text.Left))
}

// seekRect is where the seek bar is on the screen.
func (a *App) seekRect() rect {
	b := a.lay.bar
	cw := a.clockW()
	if a.lay.shape == mini {
		return rect{1 + cw, a.lay.h - 3, max(a.lay.w-2*cw-2, 0), 1}
	}
	if b.h > 1 {
		left := a.barLeft()
		return rect{left + 1 + cw, b.y + b.h - 1, max(b.w-left-2*cw-2, 0), 1}
	}
	w := min(b.w/3, 24)
	return rect{b.w - w - cw - 1, b.y, w, 1}
}

// seekLine is the second line of the bar.
func (a *App) seekLine() string {
	p := &a.env.Theme.Plain
	cw := a.clockW()
	if a.env.Snap.Track == nil {
		return text.Blank(a.lay.w - a.barLeft())
	}
	total := "-:--"
	if a.env.Snap.Duration > 0 {
		total = kit.Clock(a.env.Snap.Duration)
	}
	return a.clock() + a.seekBar(a.seekRect().w) +
		p.Quiet.Paint(text.Of(total).Fit(cw, text.Right)) + " "
}

func (a *App) seekBar(w int) string {
	snap := a.env.Snap
	pos := a.env.Position()
	if a.press.seeking {
		pos = a.press.dragged
	}
	parts := make([]kit.Part, len(snap.Buffered))
	for i, s := range snap.Buffered {
		parts[i] = kit.Part{From: s.From, To: s.To}
	}
	known := snap.Track != nil && snap.Duration > 0
	at := 0.0
	if known {
		at = float64(pos) / float64(snap.Duration)
	}
	return kit.SeekBar(a.env.Theme, w, at, known, parts)
}

// shortBar is the bar where there is one line for it.
func (a *App) shortBar() string {
	p := &a.env.Theme.Plain
	r := a.seekRect()
	cw := a.clockW()
	left := kit.Line(p, r.x-cw-1, append(a.playing(r.x-cw-2), kit.Span{Text: text.Of(" ")})...)
	total := "-:--"
	if a.env.Snap.Duration > 0 {
		total = kit.Clock(a.env.Snap.Duration)
	}
	return left + a.clock() + a.seekBar(r.w) +
		p.Quiet.Paint(text.Of(total).Fit(cw, text.Right)) + " "
}
