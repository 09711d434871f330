package decode

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// countingInput is a song in memory that counts the bytes taken from it and
// can fail at an offset.
type countingInput struct {
	r      *bytes.Reader
	read   int
	failAt int64
	short  int // longest answer of a Read, 0 no limit
}

var errNet = errors.New("network is gone")

func input(b []byte) *countingInput {
	return &countingInput{r: bytes.NewReader(b), failAt: -1}
}

func (c *countingInput) Size() int64 { return c.r.Size() }

func (c *countingInput) Seek(off int64, whence int) (int64, error) { return c.r.Seek(off, whence) }

func (c *countingInput) Read(p []byte) (int, error) {
	at, _ := c.r.Seek(0, io.SeekCurrent)
	if c.failAt >= 0 && at+int64(len(p)) > c.failAt {
		if at >= c.failAt {
			return 0, errNet
		}
		p = p[:c.failAt-at]
	}
	if c.short > 0 && len(p) > c.short {
		p = p[:c.short]
	}
	n, err := c.r.Read(p)
	c.read += n
	return n, err
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustOpen(t testing.TB, in Input) Decoder {
	t.Helper()
	d, err := Open(in, Hint{})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return d
}

// drain decodes to the end, in pieces of an odd size.
func drain(t testing.TB, d Decoder) [][2]float64 {
	t.Helper()
	var all [][2]float64
	buf := make([][2]float64, 1001)
	for {
		n, ok := d.Stream(buf)
		all = append(all, buf[:n]...)
		if !ok {
			break
		}
	}
	if err := d.Err(); err != nil {
		t.Fatalf("decode: %v", err)
	}
	return all
}

// take decodes n samples.
func take(t testing.TB, d Decoder, n int) [][2]float64 {
	t.Helper()
	buf := make([][2]float64, n)
	got := 0
	for got < n {
		k, ok := d.Stream(buf[got:])
		got += k
		if !ok {
			break
		}
	}
	return buf[:got]
}

// same fails at the first sample that differs.
func same(t testing.TB, what string, got, want [][2]float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d samples, want %d", what, len(got), len(want))
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%s: sample %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}
