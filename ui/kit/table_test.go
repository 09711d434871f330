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
