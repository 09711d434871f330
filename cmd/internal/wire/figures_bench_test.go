package wire

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"ncmtui/api"
	"ncmtui/api/ncmfake"
	"ncmtui/api/ncmfake/seed"
	"ncmtui/config"
	"ncmtui/internal/safe"
	"ncmtui/player"
	"ncmtui/player/output"
	"ncmtui/ui/lang"
)

// The benchmarks of this file are the figures of docs/PERFORMANCE.md that need
// the whole program but no terminal. They run in real time; each reports the
// median of its repetitions.

// bench is the program without a screen, on the embedded service.
type bench struct {
	b   *testing.B
	svc *ncmfake.Service
	o   Options
	m   *Machine
	sub *player.Subscription
}

func newBench(b *testing.B, latency time.Duration, quality string, out output.Opener) *bench {
	b.Helper()
	x := &bench{b: b, svc: ncmfake.New(ncmfake.Options{LoggedIn: true, Latency: latency})}
	x.o = Options{
		Config: config.Default(), Places: config.DirsIn(b.TempDir()), Lang: lang.ZH, Output: out, StandIn: out,
		API: x.svc.Transport(), Audio: x.svc.Transport(),
		Setup:   func(o *api.Options) { o.WeapiKey = x.svc.WeapiPublicKey() },
		Cookies: map[string]safe.Secret{}, Version: "test",
	}
	x.o.Config.Quality = quality
	for _, c := range x.svc.SessionCookies() {
		x.o.Cookies[c.Name] = safe.Secret(c.Value)
	}
	return x
}

func (x *bench) start() {
	x.b.Helper()
	m, err := New(x.o)
	if err != nil {
		x.b.Fatal(err)
	}
	x.m, x.sub = m, m.Player.Subscribe()
	time.Sleep(50 * time.Millisecond) // all of it runs
}

func (x *bench) stop() {
	x.b.Helper()
	if err := x.m.Close(); err != nil {
		x.b.Error(err)
	}
}

// forget makes the next start a first one.
func (x *bench) forget() { x.o.Places = config.DirsIn(x.b.TempDir()) }

// songs are n free songs whose files are of a kind.
func (x *bench) songs(n int, is func(seed.Song) bool) []player.Track {
	x.b.Helper()
	var out []player.Track
	for _, s := range x.svc.Catalogue().Songs {
		if s.Kind == seed.Normal && is(s) && s.Sound.Length() > time.Minute {
			out = append(out, player.Track{ID: s.ID, Title: s.Name, Duration: s.Sound.Length()})
		}
	}
	if len(out) < n {
		x.b.Fatalf("the service has only %d such songs", len(out))
	}
	return out[:n]
}

func full320(s seed.Song) bool   { return s.Sound.Full }
func cdQuality(s seed.Song) bool { return !s.Sound.Full && s.Sound.Piece != neon }
func hiRes(s seed.Song) bool     { return s.Sound.Piece == neon }

// neon is the piece that exists in 24 bit at 96 kHz.
const neon = 9

// loaded waits until the song that plays is whole on disk.
func (x *bench) loaded() {
	x.b.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s := x.sub.Snapshot()
		if s.Status == player.Playing && len(s.Buffered) == 1 && s.Buffered[0] == (player.Span{To: 1}) {
			return
		}
	}
	x.b.Fatalf("not loaded: %+v", x.sub.Snapshot())
}

// until does something and gives the time to the first sound of it.
func (x *bench) until(p *probe, a awaited, c player.Command) time.Duration {
	x.b.Helper()
	p.expect(a)
	begun := time.Now()
	x.m.Player.Do(c)
	select {
	case at := <-p.sound:
		return at.Sub(begun)
	case <-time.After(20 * time.Second):
		x.b.Fatalf("no sound: %+v", x.sub.Snapshot())
		return 0
	}
}

// median reports it.
func median(b *testing.B, unit time.Duration, name string, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/float64(unit), name)
	b.ReportMetric(0, "ns/op")
}

// BenchmarkEnterToFirstSample: from the wish to the first sample that the
// output is given. "cold" asks the service for the address and loads,
// "prefetched" is the next song of the queue, "cached" was heard before.
func BenchmarkEnterToFirstSample(b *testing.B) {
	for _, latency := range []time.Duration{0, 40 * time.Millisecond} {
		for _, f := range []struct {
			name, quality string
			is            func(seed.Song) bool
		}{{"mp3", "exhigh", cdQuality}, {"flac", "lossless", cdQuality}} {
			name := fmt.Sprintf("%s/latency=%dms", f.name, latency.Milliseconds())
			b.Run("cold/"+name, func(b *testing.B) {
				enter(b, latency, f.quality, f.is, func(x *bench, p *probe, list []player.Track) time.Duration {
					x.forget()
					x.start()
					defer x.stop()
					return x.until(p, sound, player.PlayList{Tracks: list})
				})
			})
			b.Run("prefetched/"+name, func(b *testing.B) {
				enter(b, latency, f.quality, f.is, func(x *bench, p *probe, list []player.Track) time.Duration {
					x.forget()
					x.start()
					defer x.stop()
					x.until(p, sound, player.PlayList{Tracks: list})
					x.loaded()
					time.Sleep(2 * time.Second) // the next one is opened a second after the first
					return x.until(p, flush, player.Next{})
				})
			})
			b.Run("cached/"+name, func(b *testing.B) {
				enter(b, latency, f.quality, f.is, func(x *bench, p *probe, list []player.Track) time.Duration {
					x.forget()
					x.start()
					x.until(p, sound, player.PlayList{Tracks: list})
					x.loaded()
					time.Sleep(time.Second)
					x.stop()
					x.start()
					defer x.stop()
					return x.until(p, sound, player.PlayList{Tracks: list})
				})
			})
		}
	}
}

func enter(b *testing.B, latency time.Duration, quality string, is func(seed.Song) bool,
	once func(*bench, *probe, []player.Track) time.Duration,
) {
	b.Helper()
	p := newProbe()
	x := newBench(b, latency, quality, p)
	list := x.songs(2, is)
	var took []time.Duration
	for b.Loop() {
		took = append(took, once(x, p, list))
	}
	median(b, time.Millisecond, "ms/first-sample", took)
}

// slow is a network of 1 MiB/s and 40 ms.
type slow struct{ http.RoundTripper }

func (s slow) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(40 * time.Millisecond)
	res, err := s.RoundTripper.RoundTrip(r)
	if err == nil {
		res.Body = &slowBody{body: res.Body, begun: time.Now()}
	}
	return res, err
}

type slowBody struct {
	body interface {
		Read([]byte) (int, error)
		Close() error
	}
	begun time.Time
	given int
}

func (s *slowBody) Read(p []byte) (int, error) {
	n, err := s.body.Read(p[:min(len(p), 8<<10)])
	s.given += n
	time.Sleep(time.Until(s.begun.Add(time.Duration(float64(s.given) / (1 << 20) * float64(time.Second)))))
	return n, err
}
func (s *slowBody) Close() error { return s.body.Close() }

// BenchmarkSeek: to the first sample from the new place. "unbuffered" goes to
// a place that is not loaded, over a network of 1 MiB/s and 40 ms.
func BenchmarkSeek(b *testing.B) {
	for _, f := range []struct {
		name, quality string
		is            func(seed.Song) bool
	}{{"mp3", "exhigh", cdQuality}, {"flac", "lossless", cdQuality}} {
		b.Run("buffered/"+f.name, func(b *testing.B) {
			enter(b, 0, f.quality, f.is, func(x *bench, p *probe, list []player.Track) time.Duration {
				x.forget()
				x.start()
				defer x.stop()
				x.until(p, sound, player.PlayList{Tracks: list[:1]})
				x.loaded()
				return x.until(p, flush, player.SeekTo{Pos: list[0].Duration * 4 / 5})
			})
		})
		b.Run("unbuffered/"+f.name, func(b *testing.B) {
			enter(b, 0, f.quality, f.is, func(x *bench, p *probe, list []player.Track) time.Duration {
				x.o.Audio = slow{x.svc.Transport()}
				x.forget()
				x.start()
				defer x.stop()
				x.until(p, sound, player.PlayList{Tracks: list[:1]})
				time.Sleep(200 * time.Millisecond)
				return x.until(p, flush, player.SeekTo{Pos: list[0].Duration * 4 / 5})
			})
		})
	}
}

// BenchmarkGap counts the frames of silence between two songs that follow
// each other.
func BenchmarkGap(b *testing.B) {
	for _, f := range []struct {
		name, quality string
		is            func(seed.Song) bool
	}{{"mp3", "exhigh", cdQuality}, {"flac", "lossless", cdQuality}} {
		b.Run(f.name, func(b *testing.B) {
			p := newProbe()
			x := newBench(b, 40*time.Millisecond, f.quality, p)
			list := x.songs(2, f.is)
			holes := int64(0)
			for b.Loop() {
				holes += x.gap(p, list)
			}
			b.ReportMetric(float64(holes)/float64(b.N), "frames/gap")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func (x *bench) gap(p *probe, list []player.Track) int64 {
	x.forget()
	x.start()
	defer x.stop()
	x.until(p, sound, player.PlayList{Tracks: list})
	x.loaded()
	x.until(p, flush, player.SeekTo{Pos: list[0].Duration - 3*time.Second})
	p.mu.Lock()
	p.counts, p.holes = true, 0
	p.mu.Unlock()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if s := x.sub.Snapshot(); s.Track.ID == list[1].ID && s.Position(time.Now()) > time.Second {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.counts = false
			return p.holes
		}
	}
	x.b.Fatalf("the second song does not come: %+v", x.sub.Snapshot())
	return 0
}

// BenchmarkHugePlaylist opens the list of 10,000 songs: "cold" to the first
// screen of rows, "end" on to the last one, "cached" to all rows, in a program
// started anew.
func BenchmarkHugePlaylist(b *testing.B) {
	const screen = 50 // rows
	null, err := output.Spec{Kind: "null"}.Opener()
	if err != nil {
		b.Fatal(err)
	}
	for _, latency := range []time.Duration{0, 40 * time.Millisecond} {
		b.Run(fmt.Sprintf("latency=%dms", latency.Milliseconds()), func(b *testing.B) {
			x := newBench(b, latency, "exhigh", null)
			var cold, end, cached []time.Duration
			for b.Loop() {
				x.forget()
				x.start()
				begun := time.Now()
				list, err := x.m.lists.Playlist(b.Context(), seed.PlaylistHuge)
				n := len(list.IDs)
				_, err2 := x.m.lists.Songs(b.Context(), list.IDs[:min(screen, n)])
				cold = append(cold, time.Since(begun))
				begun = time.Now()
				last, err3 := x.m.lists.Songs(b.Context(), list.IDs[max(n-screen, 0):])
				end = append(end, time.Since(begun))
				_, err4 := x.m.lists.Songs(b.Context(), list.IDs)
				x.stop()
				if err := errors.Join(err, err2, err3, err4); err != nil || n < 10000 || last[len(last)-1].Name == "" {
					b.Fatal(n, err)
				}
				x.start()
				begun = time.Now()
				again, ok := x.m.lists.PeekPlaylist(b.Context(), seed.PlaylistHuge)
				rows, err := x.m.lists.Songs(b.Context(), again.IDs)
				cached = append(cached, time.Since(begun))
				if !ok || err != nil || len(rows) != n {
					b.Fatal(ok, err, len(rows))
				}
				x.stop()
			}
			median(b, time.Millisecond, "ms/cold", cold)
			median(b, time.Millisecond, "ms/end", end)
			median(b, time.Millisecond, "ms/cached", cached)
		})
	}
}
