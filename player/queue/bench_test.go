package queue

import (
	"fmt"
	"testing"
)

// many is a list of 10,000 songs by 400 artists.
func many() []song {
	list := make([]song, 10000)
	for i := range list {
		list[i] = song{id: int64(i + 1), artist: fmt.Sprint("artist", i*i%400)}
	}
	return list
}

func BenchmarkQueue10000(b *testing.B) {
	list := many()
	ordered := New(describe, 1).Replace(list, 5000, false, 0)
	shuffled := ordered.SetMode(Shuffle)
	last := shuffled.Jump(shuffled.Order()[9999])
	for last.Left() > 0 {
		last, _ = last.Next(true)
	}
	rows := make([]int, 1000)
	for i := range rows {
		rows[i] = i * 7
	}
	for _, c := range []struct {
		name string
		do   func()
	}{
		{"replace", func() { ordered.Replace(list, 0, false, 0) }},
		{"shuffle", func() { ordered.SetMode(Shuffle) }},
		{"next", func() { shuffled.Next(true) }},
		{"peek", func() { shuffled.Peek() }},
		{"peek-next-round", func() { last.Peek() }},
		{"previous", func() { shuffled.Previous() }},
		{"jump", func() { shuffled.Jump(9000) }},
		{"insert-next", func() { shuffled.InsertNext(list[:3]) }},
		{"append", func() { shuffled.Append(list[:3]) }},
		{"remove", func() { ordered.Remove(100) }},
		{"remove-1000", func() { shuffled.Remove(rows...) }},
		{"move", func() { ordered.Move(100, 9000) }},
		{"move-1000", func() { shuffled.MoveMany(rows, 5000) }},
		{"undo", func() { removed, _ := ordered.Remove(100); removed.Undo(0) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.do()
			}
		})
	}
}
