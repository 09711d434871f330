package hook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ncmtui/internal/safe"
)

const (
	// maxQueued bounds the news that wait for a program to end.
	maxQueued = 16
	// maxOutput bounds what is kept of a program's words, in bytes.
	maxOutput = 2 << 10
	// graceLimit is how long the end waits for a program that runs.
	graceLimit = 100 * time.Millisecond
	// pipeLimit is how long a killed program's grandchildren may hold its output.
	pipeLimit = time.Second
)

// Command is what is run for one kind of news, and how long it may take; an
// empty Argv runs nothing. Argv[0] is looked up as a shell does it.
type Command struct {
	Argv    []string
	Timeout time.Duration
}

// Options of a Runner. Command is needed.
type Options struct {
	Command func(Kind) Command // asked with every news; it must be quick
	// Environ is what programs get beside the news; nil: this program's own
	// environment, without its secrets.
	Environ func() []string
	Log     *slog.Logger // nil: none
}

// Runner runs the programs one after the other, in the order of the news, on
// one goroutine that Close ends.
type Runner struct {
	opt  Options
	ctx  context.Context //nolint:containedctx // the runner's own, ended by Close
	kill context.CancelFunc

	mu     sync.Mutex
	queue  []News
	closed bool
	wake   chan struct{}
	done   chan struct{}
	group  safe.Group
}

// New starts a Runner.
func New(o Options) *Runner {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Environ == nil {
		o.Environ = environ
	}
	r := &Runner{opt: o, wake: make(chan struct{}, 1), done: make(chan struct{})}
	r.ctx, r.kill = context.WithCancel(context.Background())
	r.group.Go("hooks", r.run)
	return r
}

// Tell hands news over; it returns at once. News that another one has made old
// before its program was run are dropped: of two changes of song the last one
// counts. Likes are all told.
func (r *Runner) Tell(n News) {
	if len(r.opt.Command(n.Kind).Argv) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.queue = slices.DeleteFunc(r.queue, func(old News) bool { return stale(old, n) })
	if r.queue = append(r.queue, n); len(r.queue) > maxQueued {
		r.queue = r.queue[1:]
		r.opt.Log.Warn("a hook was left out: the ones before take too long", "event", string(n.Kind))
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// stale says that nobody wants to know old any more, now that there is n.
func stale(old, n News) bool {
	state := func(k Kind) bool { return k == Play || k == Pause }
	return n.Kind != Like && (old.Kind == n.Kind || state(old.Kind) && state(n.Kind))
}

// Close ends the runner. A program that runs has a moment to come to its end;
// what waits is not run.
func (r *Runner) Close() {
	r.mu.Lock()
	r.closed, r.queue = true, nil
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	timer := time.NewTimer(graceLimit)
	select {
	case <-r.done:
	case <-timer.C:
	}
	timer.Stop()
	r.kill()
	r.group.Wait()
}

func (r *Runner) run() {
	defer close(r.done)
	for {
		n, ok, closed := r.next()
		switch {
		case closed:
			return
		case ok:
			r.do(n)
		default:
			<-r.wake
		}
	}
}

func (r *Runner) next() (n News, ok, closed bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || len(r.queue) == 0 {
		return n, false, r.closed
	}
	n, r.queue = r.queue[0], r.queue[1:]
	return n, true, false
}

// do runs the program of a news to its end, and says in the log how it went.
func (r *Runner) do(n News) {
	c := r.opt.Command(n.Kind)
	if len(c.Argv) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(r.ctx, c.Timeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.Argv[0], c.Argv[1:]...) //nolint:gosec // the user's own program; no text of a song is in it
	var said head
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Env = append(r.opt.Environ(), variables(n)...)
	cmd.WaitDelay = pipeLimit
	grouped(cmd)
	begun := time.Now()
	err := cmd.Start()
	if err == nil {
		err = cmd.Wait()
	}
	log := r.opt.Log.With("event", string(n.Kind), "took", time.Since(begun).Round(time.Millisecond))
	if len(said.text) > 0 {
		log = log.With("said", safe.Redact(strings.ToValidUTF8(string(said.text), "?")))
	}
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		log.Warn("a hook was ended: it took too long")
	case r.ctx.Err() != nil:
		log.Info("a hook was ended with the program")
	case err != nil && !errors.Is(err, exec.ErrWaitDelay): // that one left something running
		log.Warn("a hook failed", "err", reason(err))
	default:
		log.Debug("a hook was run")
	}
}

// reason is an error without the program's arguments, which are the user's own
// matter.
func reason(err error) string {
	if e := (*exec.Error)(nil); errors.As(err, &e) {
		return "start: " + e.Err.Error()
	}
	if e := (*os.PathError)(nil); errors.As(err, &e) {
		return "start: " + e.Err.Error()
	}
	return safe.Redact(err.Error())
}

// head keeps the beginning of what is written.
type head struct{ text []byte }

func (h *head) Write(p []byte) (int, error) {
	h.text = append(h.text, p[:min(len(p), maxOutput-len(h.text))]...)
	return len(p), nil
}

// variables are the news as a program finds them. The names are none of those
// that set a key of the settings.
func variables(n News) []string {
	t := n.Track
	vars := []string{
		"NCMTUI_EVENT=" + string(n.Kind),
		"NCMTUI_SONG_ID=" + strconv.FormatInt(t.ID, 10),
		"NCMTUI_SONG_TITLE=" + line(t.Title),
		"NCMTUI_SONG_ARTISTS=" + line(strings.Join(t.Artists, " / ")),
		"NCMTUI_SONG_ALBUM=" + line(t.Album),
		"NCMTUI_SONG_ALBUM_ID=" + strconv.FormatInt(t.AlbumID, 10),
		"NCMTUI_SONG_COVER=" + line(t.Cover),
		"NCMTUI_SONG_URL=" + fmt.Sprintf("https://music.163.com/song?id=%d", t.ID),
		"NCMTUI_SONG_DURATION_MS=" + strconv.FormatInt(t.Duration.Milliseconds(), 10),
		"NCMTUI_SONG_POSITION_MS=" + strconv.FormatInt(n.Position.Milliseconds(), 10),
		"NCMTUI_SONG_VOLUME=" + strconv.Itoa(n.Volume),
	}
	if n.Kind == Like {
		vars = append(vars, "NCMTUI_SONG_LIKED="+strconv.FormatBool(n.Liked))
	}
	return vars
}

// maxValue bounds a variable, in bytes: the whole environment has its limits.
const maxValue = 4 << 10

// line makes one line without control characters of a text from outside.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if len(s) > maxValue {
		s = strings.ToValidUTF8(s[:maxValue], "")
	}
	return s
}

// environ is this program's environment without its secrets, and without what
// an outer hook has told.
func environ() []string {
	return slices.DeleteFunc(safe.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "NCMTUI_SONG_") || strings.HasPrefix(v, "NCMTUI_EVENT=")
	})
}
