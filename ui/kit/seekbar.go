package kit

import (
	"strings"
	"time"

	"ncmtui/ui/theme"
)

// Part is a half-open part of a whole, 0..1.
type Part struct{ From, To float64 }

// SeekBar draws a position in w cells: what was heard, where it is, what is
// there already, what is not. It reads without colour as well.
func SeekBar(th *theme.Theme, w int, at float64, known bool, there []Part) string {
	if w < 1 {
		return ""
	}
	if !known {
		return th.Plain.Line.Paint(strings.Repeat("─", w))
	}
	knob := Knob(w, at)
	var b strings.Builder
	th.Plain.Accent.Write(&b, strings.Repeat("━", knob)+"●")
	run, have := 0, false
	flush := func() {
		switch {
		case run == 0:
		case have:
			th.Plain.Faint.Write(&b, strings.Repeat("━", run))
		default:
			th.Plain.Line.Write(&b, strings.Repeat("─", run))
		}
		run = 0
	}
	for i := knob + 1; i < w; i++ {
		h := covered(there, (float64(i)+0.5)/float64(w))
		if h != have {
			flush()
			have = h
		}
		run++
	}
	flush()
	return b.String()
}

// Knob is the cell of a position 0..1 on a bar of w cells.
func Knob(w int, at float64) int {
	return min(max(int(at*float64(w)), 0), w-1)
}

func covered(parts []Part, at float64) bool {
	for _, p := range parts {
		if at >= p.From && at < p.To {
			return true
		}
	}
	return false
}

// Clock writes a time as 1:23 or 1:02:03.
func Clock(d time.Duration) string {
	s := int(max(d, 0) / time.Second)
	var buf [16]byte
	b := buf[:0]
	if h := s / 3600; h > 0 {
		b = appendInt(b, h, 1)
		b = append(b, ':')
		b = appendInt(b, s/60%60, 2)
	} else {
		b = appendInt(b, s/60, 1)
	}
	b = append(b, ':')
	return string(appendInt(b, s%60, 2))
}

func appendInt(b []byte, n, width int) []byte {
	var digits [8]byte
	i := len(digits)
	for n > 0 || width > 0 {
		i--
		digits[i] = byte('0' + n%10)
		n /= 10
		width--
		if i == 0 {
			break
		}
	}
	return append(b, digits[i:]...)
}
