package pane

import (
	"testing"
	"time"
)

func TestSentenceSaidAgainStandsOnceWithItsLastTime(t *testing.T) {
	t.Parallel()
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	var l Log
	for i, text := range []string{"a", "a", "a", "b", "", "a"} {
		l.Add(Said{At: at(i), Text: text})
	}
	l.Add(Said{At: at(9), Text: "a", Bad: true})
	want := []Said{{at(9), "a", true}, {at(5), "a", false}, {at(3), "b", false}, {at(2), "a", false}}
	if len(l.said) != len(want) {
		t.Fatalf("%v", l.said)
	}
	for i, w := range want {
		if l.said[i] != w {
			t.Errorf("%d: %v, want %v", i, l.said[i], w)
		}
	}
}
