package stream

import (
	"io"
	"runtime"
	"testing"
)

// BenchmarkPlaying is a minute of a 320 kbit/s song that arrives in pieces as
// a network gives them and is read in those of a decoder.
func BenchmarkPlaying(b *testing.B) {
	const seconds = 60
	data := noise(seconds * 40000)
	server := &cdn{data: data, script: func(_ int, a *answer) error { a.perRead = 4096; return nil }}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		store := openStore(b, Options{Dir: b.TempDir(), Transport: server})
		src, err := store.Source(mediaOf(data), never, func(Status) {})
		if err != nil {
			b.Fatal(err)
		}
		src.Promote()
		r, p := src.NewReader(), make([]byte, 4096)
		for {
			if _, err := io.ReadFull(r, p); err != nil {
				break
			}
		}
		src.Release()
		_ = store.Close()
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(b.N)/seconds, "allocs/s-of-sound")
}

// BenchmarkReadKept reads a song that is on disk as a decoder does.
func BenchmarkReadKept(b *testing.B) {
	data := noise(4 << 20)
	store := openStore(b, Options{Dir: b.TempDir(), Transport: &cdn{data: data}})
	defer func() { _ = store.Close() }()
	src, err := store.Source(mediaOf(data), never, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer src.Release()
	src.Promote()
	r, p := src.NewReader(), make([]byte, 4096)
	_, _ = io.Copy(io.Discard, r)
	b.SetBytes(int64(len(p)))
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := r.Read(p); err != nil {
			_, _ = r.Seek(0, io.SeekStart)
		}
	}
}
