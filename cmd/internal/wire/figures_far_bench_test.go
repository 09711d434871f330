//go:build unix

package wire

import (
	"bufio"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/player/output"
)

// elsewhere sends every request to one address, its host in the header.
type elsewhere struct {
	address string
	under   http.RoundTripper
}

func (e elsewhere) RoundTrip(r *http.Request) (*http.Response, error) {
	there := r.Clone(r.Context())
	if there.Host == "" {
		there.Host = r.URL.Host
	}
	there.URL.Scheme, there.URL.Host = "http", e.address
	return e.under.RoundTrip(there)
}

// goFar puts the service of a bench into another process.
func (x *bench) goFar() {
	x.b.Helper()
	cmd := exec.CommandContext(x.b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), serviceOnly+"=1")
	in, err := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err := errors.Join(err, err2); err != nil {
		x.b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		x.b.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		x.b.Fatal(err)
	}
	transport := &http.Transport{}
	x.b.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = in.Close()
		_ = cmd.Wait()
	})
	there := elsewhere{strings.TrimSpace(address), transport}
	x.o.API, x.o.Audio = there, there
}

// BenchmarkHugePlaylistFar opens the list of 10,000 songs of a service in
// another process: the time to the first screen of rows, how much of a
// processor is ours until then, and how long the service takes to the first
// byte of its answers.
func BenchmarkHugePlaylistFar(b *testing.B) {
	null, err := output.Spec{Kind: "null"}.Opener()
	if err != nil {
		b.Fatal(err)
	}
	x := newBench(b, 0, "exhigh", null)
	x.goFar()
	timed := &firstBytes{under: x.o.API}
	x.o.API = timed
	var cold, own, bare []time.Duration
	for b.Loop() {
		x.forget()
		x.start()
		time.Sleep(300 * time.Millisecond) // what a start asks for is over
		timed.took = 0
		cpu, _ := used(b)
		begun := time.Now()
		list, err := x.m.lists.Playlist(b.Context(), seed.PlaylistHuge)
		_, err2 := x.m.lists.Songs(b.Context(), list.IDs[:min(50, len(list.IDs))])
		cold = append(cold, time.Since(begun))
		cpu2, _ := used(b)
		own, bare = append(own, cpu2-cpu), append(bare, timed.took)
		x.stop()
		if err := errors.Join(err, err2); err != nil || len(list.IDs) < 10000 {
			b.Fatal(len(list.IDs), err)
		}
	}
	median(b, time.Millisecond, "ms/cold", cold)
	median(b, time.Millisecond, "ms-cpu/own", own)
	median(b, time.Millisecond, "ms/answer", bare)
}

// firstBytes adds up how long answers took to their first byte.
type firstBytes struct {
	under http.RoundTripper
	took  time.Duration
}

func (a *firstBytes) RoundTrip(r *http.Request) (*http.Response, error) {
	begun := time.Now()
	res, err := a.under.RoundTrip(r)
	a.took += time.Since(begun)
	return res, err
}
