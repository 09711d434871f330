package pane

import (
	"fmt"
	"strconv"
	"time"

	"ncmtui/store/heard"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

const (
	statWidth = 100 // the widest the page is: more is hard to read across
	statPair  = 72  // cells from which on two parts stand side by side
	statGap   = 4   // between them
	statTop   = 10  // rows of a list
	plotRows  = 4   // of a plot alone
	tallRows  = 6   // of one beside the weekdays
)

// laidOut are the lines of the page at the width there is.
func (s *statistics) laidOut() []statRow {
	now := statFor{drawnFor{0, s.Env.Look, 0, s.W, 0, false, false}, 0}
	if s.rows != nil && s.rowsOf == now {
		return s.rows
	}
	s.rowsOf, s.rows = now, []statRow{}
	if s.told.Empty() {
		return s.rows
	}
	w := min(s.W-2, statWidth)
	t := lang.History.In(s.Env.Lang)
	s.part(s.numbers(w))
	s.part(s.review(t, w))
	if w < statPair {
		s.part(s.byHour(t, w, plotRows))
		s.part(s.byWeekday(t, w))
		s.part(s.byMonth(t, w))
		for _, l := range s.lists(t) {
			s.part(s.list(l, w))
		}
		return s.rows
	}
	s.part(beside(s.byHour(t, hourCells, tallRows), s.byWeekday(t, w-hourCells-statGap), hourCells, w))
	s.part(s.byMonth(t, w))
	half := (w - statGap) / 2
	all := s.lists(t)
	for len(all) > 1 {
		s.part(beside(s.list(all[0], half), s.list(all[1], half), half, w))
		all = all[2:]
	}
	for _, l := range all {
		s.part(s.list(l, half))
	}
	return s.rows
}

// part adds a part to the page, with a blank line before it.
func (s *statistics) part(rows []statRow) {
	if len(rows) == 0 {
		return
	}
	if len(s.rows) > 0 {
		s.rows = append(s.rows, statRow{})
	}
	for _, r := range rows {
		r.left = append([]kit.Span{{Text: oneBlank}}, r.left...)
		s.rows = append(s.rows, r)
	}
}

// beside puts two parts next to each other, the left one of w cells.
func beside(left, right []statRow, w, whole int) []statRow {
	if len(right) == 0 {
		return left
	}
	out := make([]statRow, max(len(left), len(right)))
	for i := range out {
		var line []kit.Span
		if i < len(left) {
			line = fitted(left[i], w)
		} else {
			line = []kit.Span{{Text: text.Of(text.Blank(w))}}
		}
		line = append(line, kit.Span{Text: text.Of(text.Blank(statGap))})
		if i < len(right) {
			line = append(line, fitted(right[i], whole-w-statGap)...)
		}
		out[i] = statRow{left: line}
	}
	return out
}

// fitted is a row in exactly w cells.
func fitted(r statRow, w int) []kit.Span {
	var out []kit.Span
	room := w - kit.Width(r.right)
	for _, sp := range r.left {
		sp.Text = sp.Text.Cut(max(room, 0))
		room -= sp.Text.Width()
		out = append(out, sp)
	}
	if room > 0 {
		out = append(out, kit.Span{Text: text.Of(text.Blank(room))})
	}
	return append(out, r.right...)
}

func headed(title string, rows ...statRow) []statRow {
	return append([]statRow{{left: []kit.Span{{Text: text.Of(title), Role: kit.Strong}}}}, rows...)
}

// numbers are the sums, each over what it counts.
func (s *statistics) numbers(w int) []statRow {
	t, st := lang.History.In(s.Env.Lang), &s.told
	all := []struct {
		n    int
		what string
	}{
		{int(st.Listened / time.Minute), t.Minutes},
		{st.Plays, t.Plays},
		{st.Songs, t.Songs},
		{st.Artists, t.Artists},
		{st.Albums, t.Albums},
		{st.Days, t.Days},
	}
	const cell = 9
	per := min(w/cell, len(all))
	if per < 1 {
		return nil
	}
	each := min(w/per, 14)
	var out []statRow
	for i := 0; i < len(all); i += per {
		var top, low []kit.Span
		for _, one := range all[i:min(i+per, len(all))] {
			top = append(top, kit.Span{Text: text.Of(text.Of(grouped(one.n)).Fit(each, text.Left)), Role: kit.Loud})
			low = append(low, kit.Span{Text: text.Of(text.Of(one.what).Fit(each, text.Left)), Role: kit.Quiet})
		}
		if i > 0 {
			out = append(out, statRow{})
		}
		out = append(out, statRow{left: top}, statRow{left: low})
	}
	return out
}

// grouped is a number with its thousands apart.
func grouped(n int) string {
	d := strconv.Itoa(n)
	for i := len(d) - 3; i > 0; i -= 3 {
		d = d[:i] + "," + d[i:]
	}
	return d
}

// durationText is a time in hours and minutes.
func durationText(t *lang.HistoryTexts, d time.Duration) string {
	m := int(d / time.Minute)
	if m < 60 {
		return fmt.Sprintf(t.OnlyMinutes, m)
	}
	return fmt.Sprintf(t.HoursMinutes, m/60, m%60)
}

// review are sentences about what stands out.
func (s *statistics) review(t *lang.HistoryTexts, w int) []statRow {
	st := &s.told
	day := func(at time.Time) string {
		if at.Year() != s.Env.Now().Year() {
			return at.Format(time.DateOnly)
		}
		return at.Format(t.DayForm)
	}
	var said []string
	if st.NewSongs > 0 && !st.Since.IsZero() {
		said = append(said, fmt.Sprintf(t.Found, st.NewSongs, st.NewArtists))
	}
	if st.Longest.Days > 1 {
		said = append(said, fmt.Sprintf(t.Streak, st.Longest.Days, day(st.Longest.From), day(st.Longest.To)))
	}
	if st.Current.Days > 1 && st.Current != st.Longest {
		said = append(said, fmt.Sprintf(t.NowStreak, st.Current.Days))
	}
	if st.Days > 1 {
		said = append(said, fmt.Sprintf(t.Busiest, day(st.Busiest.Date), durationText(t, st.Busiest.Listened)))
	}
	if st.Obsession.Plays > 2 {
		said = append(said, fmt.Sprintf(t.Obsession, day(st.ObsessionDay), st.Obsession.Name, st.Obsession.Plays))
	}
	if h := peak(st.Hours[:]); st.Plays > 5 {
		said = append(said, fmt.Sprintf(t.Peak, h))
	}
	if len(said) == 0 {
		return nil
	}
	var rows []statRow
	for _, one := range said {
		for i, l := range text.Of(one).Wrap(max(w-2, 1)) {
			mark := kit.Span{Text: text.Of("· "), Role: kit.Accent}
			if i > 0 {
				mark = kit.Span{Text: text.Of("  ")}
			}
			rows = append(rows, statRow{left: []kit.Span{mark, {Text: l, Role: kit.Text}}})
		}
	}
	return headed(t.Review, rows...)
}

func peak(hours []time.Duration) int {
	best := 0
	for h, d := range hours {
		if d > hours[best] {
			best = h
		}
	}
	return best
}

// hourCells is how wide the hours are: a cell and a gap each.
const hourCells = 48

func (s *statistics) byHour(t *lang.HistoryTexts, w, rows int) []statRow {
	gap := 1
	if w < hourCells {
		gap = 0
	}
	return headed(t.ByHour, s.plot(s.told.Hours[:], rows, 1, gap, func(i int) string {
		if i%6 == 0 {
			return strconv.Itoa(i)
		}
		return ""
	})...)
}

func (s *statistics) byMonth(t *lang.HistoryTexts, w int) []statRow {
	if !s.yearly() {
		return nil
	}
	wide, gap := 3, min(max(w/12-3, 0), 3)
	return headed(t.ByMonth, s.plot(s.told.Months[:], plotRows, wide, gap, func(i int) string {
		return strconv.Itoa(i + 1)
	})...)
}

// yearly says whether more than two months were asked for.
func (s *statistics) yearly() bool {
	st := &s.told
	return st.Since.IsZero() || st.Last.Sub(st.First) > 60*24*time.Hour || !st.Until.IsZero() && st.Until.Sub(st.Since) > 60*24*time.Hour
}

// plot draws times as columns over their names.
func (s *statistics) plot(times []time.Duration, high, wide, gap int, name func(int) string) []statRow {
	values := make([]int64, len(times))
	for i, d := range times {
		values[i] = int64(d / time.Second)
	}
	var rows []statRow
	for _, spans := range columnPlot(values, high, wide, gap) {
		rows = append(rows, statRow{left: spans})
	}
	axis := []byte(text.Blank(len(times) * (wide + gap)))
	for i := range times {
		copy(axis[i*(wide+gap):], name(i))
	}
	return append(rows, statRow{left: []kit.Span{{Text: text.Of(string(axis)), Role: kit.Faint}}})
}

func (s *statistics) byWeekday(t *lang.HistoryTexts, w int) []statRow {
	var most time.Duration
	for _, d := range s.told.Weekdays {
		most = max(most, d)
	}
	const times = 9 // cells of "12:34 h"
	rows := make([]statRow, 0, 7)
	for i, d := range s.told.Weekdays {
		name := text.Of(t.Weekdays[i])
		role := kit.Quiet
		if d == most {
			role = kit.Accent
		}
		bar := barOf(int64(d), int64(most), min(w-name.Width()-2-times, 40))
		rows = append(rows, statRow{left: []kit.Span{
			{Text: name, Role: kit.Quiet},
			{Text: text.Of("  ")},
			{Text: bar, Role: role},
			{Text: text.Of(" " + clockOf(d)), Role: kit.Faint},
		}})
	}
	return headed(t.ByWeekday, rows...)
}

// clockOf is a time as 3:20, hours and minutes.
func clockOf(d time.Duration) string {
	m := int(d / time.Minute)
	return fmt.Sprintf("%d:%02d", m/60, m%60)
}

// topList is one list of what was heard most.
type topList struct {
	title string
	of    []heard.Entry
}

func (s *statistics) lists(t *lang.HistoryTexts) []topList {
	st := &s.told
	all := []topList{{t.TopSongs, st.TopSongs}, {t.TopArtists, st.TopArtists}, {t.TopAlbums, st.TopAlbums}}
	if !st.Since.IsZero() && st.NewSongs < st.Songs { // else they are the same
		all = append(all, topList{t.NewSongs, st.TopNewSongs}, topList{t.NewArtists, st.TopNewArtists})
	}
	out := all[:0]
	for _, l := range all {
		if len(l.of) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// list draws entries with their plays.
func (s *statistics) list(l topList, w int) []statRow {
	t := lang.History.In(s.Env.Lang)
	const bars = 8
	rows := make([]statRow, 0, statTop)
	for i, e := range l.of[:min(len(l.of), statTop)] {
		plays := text.Of(fmt.Sprintf(t.Times, e.Plays))
		right := []kit.Span{{Text: text.Of(plays.Fit(7, text.Right)), Role: kit.Quiet}}
		if w >= 36 {
			bar := text.Of(barOf(int64(e.Plays), int64(l.of[0].Plays), bars).Fit(bars, text.Left))
			right = append(right, kit.Span{Text: text.Of("  ")}, kit.Span{Text: bar, Role: kit.Faint})
		}
		room := w - kit.Width(right) - 5
		name := text.Of(e.Name).Cut(room)
		left := []kit.Span{
			{Text: text.Of(text.Of(strconv.Itoa(i+1)).Fit(2, text.Right) + "  "), Role: kit.Faint},
			{Text: name, Role: kit.Text},
		}
		if left := room - name.Width() - 2; e.By != "" && left > 3 {
			by := text.Of(e.By).Cut(left)
			right = append([]kit.Span{{Text: text.Of("  ")}, {Text: by, Role: kit.Quiet}, {Text: text.Of(text.Blank(left - by.Width()))}}, right...)
		}
		rows = append(rows, statRow{left: fitted(statRow{left, right}, w)})
	}
	out := headed(l.title, rows...)
	if key := s.key(keymap.Enter); l.title == t.TopSongs && key != "" {
		out[0].right = []kit.Span{{Text: text.Of(key), Role: kit.Text}, {Text: text.Of(" " + t.PlayTop), Role: kit.Quiet}}
		out[0] = statRow{left: fitted(out[0], w)}
	}
	return out
}
