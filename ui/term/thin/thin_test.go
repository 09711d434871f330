package thin_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"ncmtui/ui/term/thin"
)

const open = ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable + ansi.CursorHomePosition + ansi.EraseEntireScreen

func size20x4() (w, h int) { return 20, 4 }

// after gives what reaches the terminal for the last of some writes.
func after(t *testing.T, writes ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := thin.New(&out, size20x4)
	for _, s := range writes {
		out.Reset()
		if n, err := w.Write([]byte(s)); n != len(s) || err != nil {
			t.Fatalf("wrote %d of %d: %v", n, len(s), err)
		}
	}
	return out.String()
}

func TestOnlyChangesArePassedOn(t *testing.T) {
	t.Parallel()
	const line = "\x1b[H\x1b[K│夜曲 周杰伦 1:23"
	for _, tc := range []struct{ name, first, then, want string }{
		{"nothing", line, line, ""},
		{"an update around nothing", line, "\x1b[?2026h" + line + "\x1b[?2026l", ""},
		{"a blink around nothing", line + "\x1b[H\x1b[?25h", "\x1b[?25l" + line + "\x1b[H\x1b[?25h", "\x1b[?25h"},
		{"one cell", line, "\x1b[H\x1b[K│夜曲 周杰伦 1:24", "\x1b[17G4"},
		{"a wide one", line, "\x1b[H\x1b[K│夜歌 周杰伦 1:23", "\x1b[4G歌"},
		{"within an update", line, "\x1b[?2026h\x1b[H\x1b[K│夜歌\x1b[?2026l", "\x1b[?2026h\x1b[4G歌\x1b[K\x1b[?2026l"},
		{"narrow for wide", line, "\x1b[H\x1b[K│夜ab 周杰伦 1:23", "\x1b[4Gab"},
		{"wide for narrow", "\x1b[Habcdef", "\x1b[Hab夜ef", "\x1b[3G夜"},
		{"wide shifted by a cell", "\x1b[Ha夜曲b", "\x1b[H夜曲bc", "\x1b[1G夜曲bc"},
		{"a colour", line, "\x1b[H│\x1b[31m夜\x1b[m曲", "\x1b[2G\x1b[31m夜\x1b[m"},
		{"the foreground of blanks", "\x1b[Ha  b", "\x1b[Ha\x1b[1;31m  \x1b[mb", ""},
		{"the background of blanks", "\x1b[Ha  b", "\x1b[Ha\x1b[48;5;236m  \x1b[mb", "\x1b[2G\x1b[48;5;236m  \x1b[m"},
		{"two places", line, "\x1b[H|夜曲 周杰伦 1:24", "\x1b[1G|\x1b[17G4"},
		{"a row with an emoji, whole", "\x1b[H🎵 ab", "\x1b[H🎵 ac", "\x1b[1;1H\x1b[K🎵\x1b[1;3H ac"},
		{"a scroll", "\x1b[Hab\x1b[2Hcd", "\x1b[4;1H\n", "\x1b[4;1H\x1bD"},
		{"a title", line, "\x1b]2;夜曲\a" + line, "\x1b]2;夜曲\a"},
	} {
		if got := after(t, open, tc.first, tc.then); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestWhatIsNotUnderstoodPassesUntilTheScreenIsCleared(t *testing.T) {
	t.Parallel()
	const frame = "\x1b[Habc"
	for _, odd := range []string{
		"\x1b[5z", "\x1b7", "\x1b]8;;http://x\a", "\x1bPq#0\x1b\\", "\x1b[?25;7h", "👍🏽", "\x1b[?6h", "\x1b[4h", "\x1b[?2J",
		"\xff", "\x1b[1;99;7m", "\x1b[3J", "\x0b", "\x1b[" + strings.Repeat("1;", 40) + "m", "\x1b[?1049l",
	} {
		if got := after(t, open, frame, odd); !strings.HasSuffix(got, odd) {
			t.Errorf("%q became %q", odd, got)
		}
		if got := after(t, open, frame, odd, frame); got != frame {
			t.Errorf("after %q, the frame became %q", odd, got)
		}
		if got := after(t, open, frame, odd, open, frame, frame); got != "" {
			t.Errorf("after %q and a clear screen, %q was written again", odd, got)
		}
	}
	if got := after(t, "shell\n", frame); got != frame {
		t.Errorf("outside of the alternate screen, the frame became %q", got)
	}
}

func TestSequencesMayBeTornBetweenWrites(t *testing.T) {
	t.Parallel()
	const in = open + "\x1b[2;3H\x1b[38;2;1;2;3m夜é\x1b]2;曲\x1b\\\x1b[m"
	want := after(t, in)
	for i := 1; i < len(in); i++ {
		var out bytes.Buffer
		w := thin.New(&out, size20x4)
		_, _ = w.Write([]byte(in[:i]))
		_, _ = w.Write([]byte(in[i:]))
		if got, want := screenOf(out.String()), screenOf(want); got != want {
			t.Errorf("torn at %d: %q, want %q", i, got, want)
		}
	}
}

// screenOf gives what is visible of a stream of moves, styles and text.
func screenOf(s string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.NewReplacer("\x1b[m", "", "\x1b[2;3H", "\n").Replace(s), "\n") {
		b.WriteString(ansi.Strip(line))
	}
	return b.String()
}

type failing struct {
	bytes.Buffer
	err error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return f.Buffer.Write(p)
}

func TestAfterAFailedWriteNothingIsLeftOut(t *testing.T) {
	t.Parallel()
	f := &failing{}
	w := thin.New(f, size20x4)
	_, _ = w.Write([]byte(open))
	f.err = errors.New("gone")
	if _, err := w.Write([]byte("\x1b[Hab")); !errors.Is(err, f.err) {
		t.Fatalf("%v", err)
	}
	f.err = nil
	f.Reset()
	if n, err := w.Write([]byte("\x1b[Hab")); n != 5 || err != nil || f.String() != "\x1b[Hab" {
		t.Fatalf("wrote %d, %v: %q", n, err, f.String())
	}
}

func FuzzStream(f *testing.F) {
	f.Add([]byte("\x1b[Hab夜\x1b[2b\x1b[31mx\x1b[2;3r\x1b[L\x1b[3M\n\n\n\x1bM\x1b[9@\x1b[3P\x1b[X\x1b[1J\x1b[1K\t\b\r"), uint8(20), uint8(4))
	f.Add([]byte("\x1b[?7l夜夜夜夜夜夜夜夜夜夜夜夜\x1b[?7h夜\x1b[H\x1b[2J👍🏽\x1b[Ha\x1b[C\u0301"), uint8(5), uint8(2))
	f.Add([]byte("\x1b[3S\x1b[2T\x1b[99;99H\x1b[9A\x1b[9D\x1b[4Z\x1b[3I\x1b[0d\x1b[0G"), uint8(1), uint8(1))
	f.Fuzz(func(t *testing.T, in []byte, cols, rows uint8) {
		var out bytes.Buffer
		w := thin.New(&out, func() (int, int) { return int(cols), int(rows) })
		_, _ = w.Write(in)
		if !bytes.Contains(in, []byte("1049h")) && !bytes.Contains(in, []byte("?")) && !bytes.HasPrefix(in, out.Bytes()) {
			t.Fatalf("outside of the alternate screen %q became %q", in, out.Bytes())
		}
		_, _ = w.Write([]byte(open))
		for len(in) > 0 {
			n := min(len(in), 7)
			_, _ = w.Write(in[:n])
			in = in[n:]
		}
	})
}

// repaint is what the renderer writes for a frame of 40 Chinese rows of 120
// cells: each row from its beginning. Row 20 changes by a word.
func repaint(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for y := range 40 {
		_, _ = fmt.Fprintf(&b, "\x1b[%d;1H\x1b[K\x1b[38;2;90;100;110m%3d \x1b[m", y+1, y)
		if y == 20 {
			n %= 50
			_, _ = fmt.Fprintf(&b, "\x1b[1m%s\x1b[m\x1b[2m%s\x1b[m", strings.Repeat("夜", n), strings.Repeat("夜", 50-n))
			continue
		}
		for range 50 {
			b.WriteRune(rune(0x4e00 + r.IntN(0x5000)))
		}
	}
	return b.Bytes()
}

func BenchmarkFrame(b *testing.B) {
	in, out := 0, &count{}
	w := thin.New(out, func() (int, int) { return 120, 40 })
	_, _ = w.Write([]byte(open))
	frames := make([][]byte, 50)
	for i := range frames {
		frames[i] = repaint(i)
		_, _ = w.Write(frames[i])
		in += len(frames[i])
	}
	out.n = 0
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		_, _ = w.Write(frames[i%50])
		i++
	}
	b.ReportMetric(float64(in)/50, "bytes-in/op")
	b.ReportMetric(float64(out.n)/float64(i), "bytes-out/op")
}

type count struct{ n int }

func (c *count) Write(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}
