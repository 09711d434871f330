package kit_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/kit"
	"ncmtui/ui/text"
	"ncmtui/ui/theme"
)

type numbers int

func (n numbers) Len() int         { return int(n) }
func (n numbers) Key(i int) string { return fmt.Sprint("第 ", i, " 行 Row") }
func (n numbers) Row(i int, cells []kit.Cell) bool {
	cells[0] = kit.Cell{Text: text.Of(fmt.Sprint(i)), Role: kit.Quiet}
	cells[1] = kit.Cell{Text: text.Of(strings.Repeat("宽", i%9)), Tail: text.Of("别名")}
	cells[2] = kit.Cell{Text: text.Of("x")}
	return i%7 == 0
}

func table(n, w, h int) *kit.Table {
	t := &kit.Table{Rows: numbers(n), Heads: true, Columns: []kit.Column{
		{Title: "#", Width: 5, Right: true, Drop: 1}, {Title: "名", Share: 2, Min: 8}, {Title: "x", Share: 1, Min: 6, Drop: 2},
	}}
	t.SetSize(w, h)
	return t
}

func TestTableLinesAreExactAtEverySize(t *testing.T) {
	t.Parallel()
	th := theme.Dark()
	for _, n := range []int{0, 1, 5, 10000} {
		for w := range 60 {
			for h := range 14 {
				tb := table(n, w, h)
				tb.MoveTo(n / 2)
				for _, filtered := range []bool{false, true} {
					if filtered {
						tb.StartFilter("过滤", "%d / %d")
					}
					lines := tb.Lines(th, true, kit.Notice{What: "这里还没有歌", Do: "按 r 再试一次"})
					if len(lines) != h {
						t.Fatalf("%d rows in %d×%d: %d lines", n, w, h, len(lines))
					}
					for _, l := range lines {
						if text.Width(l) != w {
							t.Fatalf("%d rows in %d×%d: %q has %d cells", n, w, h, l, text.Width(l))
						}
					}
				}
			}
		}
	}
}

func TestCursorStaysInsideAndInView(t *testing.T) {
	t.Parallel()
	tb := table(100, 40, 11) // ten rows
	for _, c := range []struct {
		do          func()
		cursor, top int
	}{
		{func() { tb.Move(1) }, 1, 0},
		{func() { tb.Move(-5) }, 0, 0},
		{func() { tb.MoveTo(9) }, 9, 2},
		{func() { tb.MoveTo(99) }, 99, 90},
		{func() { tb.Move(1) }, 99, 90},
		{func() { tb.ScrollBy(-30) }, 67, 60},
		{func() { tb.Rows = numbers(3); tb.Changed() }, 2, 0},
		{func() { tb.Rows = numbers(0); tb.Changed() }, -1, 0},
	} {
		c.do()
		if top, _, _ := tb.Scroll(); tb.Cursor() != c.cursor || top != c.top {
			t.Errorf("cursor %d, top %d; want %d, %d", tb.Cursor(), top, c.cursor, c.top)
		}
	}
}

func TestFilterKeepsTheRowWhenItIsCleared(t *testing.T) {
	t.Parallel()
	tb := table(1000, 40, 11)
	tb.MoveTo(5)
	tb.StartFilter("过滤", "%d / %d")
	for _, r := range "ｒｏｗ 99" { // full-width letters of an input method
		tb.TypeFilter(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
	if tb.Len() != 19 || tb.Cursor() != 99 {
		t.Fatalf("%d rows, cursor on %d", tb.Len(), tb.Cursor())
	}
	tb.TypeFilter(tea.KeyPressMsg(tea.Key{Code: tea.KeyEnter}))
	if on, typing := tb.Filtered(); !on || typing {
		t.Error("the filter does not stand")
	}
	tb.Move(2)
	row := tb.Cursor()
	tb.ClearFilter()
	if tb.Cursor() != row || tb.Len() != 1000 {
		t.Errorf("cursor on %d of %d, want %d", tb.Cursor(), tb.Len(), row)
	}
}

func TestNewColumnsAreLaidOutAnew(t *testing.T) {
	t.Parallel()
	tb := table(10000, 40, 10)
	tb.Columns[0].Width = 2
	tb.Changed()
	tb.MoveTo(9999)
	if got := strings.Join(tb.Lines(theme.None(), false, kit.Notice{}), ""); strings.Contains(got, "9999") {
		t.Fatalf("two cells hold %q", got)
	}
	tb.Columns[0].Width = 5
	tb.Changed()
	if got := strings.Join(tb.Lines(theme.None(), false, kit.Notice{}), ""); !strings.Contains(got, "9999") {
		t.Errorf("the number is cut: %q", got)
	}
}

func TestColumnsDropInOrder(t *testing.T) {
	t.Parallel()
	th := theme.None()
	for _, c := range []struct {
		w    int
		want []string
	}{{40, []string{"#", "名", "x"}}, {22, []string{"#", "名"}}, {12, []string{"名"}}} {
		tb := table(100, c.w, 10)
		head := tb.Lines(th, false, kit.Notice{})[0]
		for _, title := range []string{"#", "名", "x"} {
			want := strings.Contains(strings.Join(c.want, ""), title)
			if strings.Contains(head, title) != want {
				t.Errorf("%d cells: %q, want %v", c.w, head, c.want)
			}
		}
	}
}

func BenchmarkTable10000(b *testing.B) {
	tb := table(10000, 100, 40)
	th := theme.Dark()
	b.ReportAllocs()
	for b.Loop() {
		tb.Move(1)
		tb.Lines(th, true, kit.Notice{})
	}
}

func BenchmarkFilter10000(b *testing.B) {
	tb := table(10000, 100, 40)
	tb.StartFilter("过滤", "%d / %d")
	b.ReportAllocs()
	for b.Loop() {
		tb.PasteFilter("行 77")
		tb.TypeFilter(tea.KeyPressMsg(tea.Key{Code: 'u', Mod: tea.ModCtrl}))
	}
}

// people are rows with names, ages and ids.
type people []struct {
	id   int64
	name string
	age  int
}

func (p people) Len() int                     { return len(p) }
func (p people) ID(i int) int64               { return p[i].id }
func (p people) Key(i int) string             { return p[i].name }
func (p people) Row(i int, c []kit.Cell) bool { c[0].Text = text.Of(p[i].name); return false }
func (p people) SortKey(column string, i int) kit.Key {
	if column == "age" {
		return kit.Key{N: int64(p[i].age)}
	}
	return kit.Key{Text: p[i].name}
}

func crowd() (*kit.Table, *people) {
	p := &people{{1, "周杰伦", 40}, {2, "Beyond", 30}, {3, "陈奕迅", 40}, {4, "五月天", 25}}
	t := &kit.Table{Rows: p, Heads: true, Columns: []kit.Column{
		{Title: "名", Share: 1, Min: 8, Sort: "name"}, {Title: "岁", Width: 4, Sort: "age"}, {Title: "x", Width: 2},
	}}
	t.SetSize(40, 12)
	t.Changed()
	return t, p
}

func order(t *kit.Table) string {
	var names []string
	for _, i := range t.Window() {
		names = append(names, t.Rows.Key(i))
	}
	return strings.Join(names, " ")
}

func TestSortKeepsTheCursorOnItsRowAndEqualRowsInTheirOrder(t *testing.T) {
	t.Parallel()
	tb, _ := crowd()
	tb.Move(2)
	for _, c := range []struct {
		column string
		desc   bool
		want   string
	}{
		{"name", false, "Beyond 陈奕迅 五月天 周杰伦"},
		{"name", true, "周杰伦 五月天 陈奕迅 Beyond"},
		{"age", false, "五月天 Beyond 周杰伦 陈奕迅"},
		{"", false, "周杰伦 Beyond 陈奕迅 五月天"},
	} {
		if !tb.Sort(c.column, c.desc) {
			t.Fatalf("cannot sort by %q", c.column)
		}
		if got := order(tb); got != c.want {
			t.Errorf("by %q, %v: %s", c.column, c.desc, got)
		}
		if at := tb.Cursor(); at != 2 {
			t.Errorf("by %q the cursor went to row %d", c.column, at)
		}
	}
	if tb.Sort("size", false) {
		t.Error("sorted by a column that is not there")
	}
}

func TestNextSortGoesThroughTheColumnsAndBack(t *testing.T) {
	t.Parallel()
	tb, _ := crowd()
	var got []string
	for range 5 {
		col, desc := tb.NextSort()
		tb.Sort(col, desc)
		got = append(got, fmt.Sprint(col, desc))
	}
	if want := "[namefalse nametrue agefalse agetrue false]"; fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
}

func TestFilterFindsPinyinInTheSortedOrder(t *testing.T) {
	t.Parallel()
	tb, _ := crowd()
	tb.Sort("age", false)
	tb.StartFilter("过滤", "%d / %d")
	for _, c := range []struct{ key, want string }{
		{"y", "五月天 Beyond 陈奕迅"}, {"x", "陈奕迅"},
	} {
		tb.TypeFilter(tea.KeyPressMsg{Code: rune(c.key[0]), Text: c.key})
		if got := order(tb); got != c.want {
			t.Errorf("after %s: %s, want %s", c.key, got, c.want)
		}
	}
	tb.TypeFilter(tea.KeyPressMsg{Code: tea.KeyBackspace})
	if got := order(tb); got != "五月天 Beyond 陈奕迅" {
		t.Errorf("one letter less: %s", got)
	}
}

func TestMarksAndRangesOutliveSortFilterAndNewRows(t *testing.T) {
	t.Parallel()
	tb, p := crowd()
	tb.ToggleMark() // 周杰伦, goes on to Beyond
	tb.Move(1)
	tb.Range()
	tb.Move(1)
	if got := fmt.Sprint(tb.Marked()); got != "[0 2 3]" {
		t.Fatalf("marked %s", got)
	}
	tb.Range()
	tb.Sort("age", false)
	if got := fmt.Sprint(tb.Marked()); got != "[3 0 2]" {
		t.Errorf("sorted: %s", got)
	}
	tb.Sort("", false)
	*p = (*p)[1:]
	tb.Changed()
	if got := fmt.Sprint(tb.Marked()); got != "[1 2]" {
		t.Errorf("without the first: %s", got)
	}
	if !tb.ClearMarks() || tb.Marked() != nil || tb.ClearMarks() {
		t.Error("the marks stay")
	}
}

func TestCursorGoesWithItsRowWhenOthersComeBeforeIt(t *testing.T) {
	t.Parallel()
	tb, p := crowd()
	tb.Move(1)
	*p = append(people{{9, "新", 1}, {8, "来", 1}}, *p...)
	tb.Changed()
	if at := tb.Cursor(); (*p)[at].id != 2 {
		t.Errorf("the cursor is on %s", (*p)[at].name)
	}
}

func TestHeadAtFindsTheColumn(t *testing.T) {
	t.Parallel()
	tb, _ := crowd()
	if c, ok := tb.HeadAt(1, 0); !ok || c.Sort != "name" {
		t.Errorf("%+v", c)
	}
	if c, ok := tb.HeadAt(33, 0); !ok || c.Sort != "age" {
		t.Errorf("%+v", c)
	}
	if _, ok := tb.HeadAt(1, 1); ok {
		t.Error("a row is no head")
	}
}

func BenchmarkFilterTenThousand(b *testing.B) {
	tb := table(10000, 120, 40)
	for b.Loop() {
		tb.StartFilter("过滤", "%d / %d")
		for _, r := range "hangx" {
			tb.TypeFilter(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
		tb.ClearFilter()
	}
}
