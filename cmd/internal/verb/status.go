package verb

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/player/remote"
)

// A follower looks so often whether a player has been started.
const lookAgain = time.Second

// usualFormat is what status prints without a word about it.
const usualFormat = "{icon} {title} – {artist}  {position}/{length}"

// placeholders are what a format can have between braces.
var placeholders = map[string]func(remote.State, time.Duration) string{
	"icon":     func(st remote.State, _ time.Duration) string { return icons[st.Status] },
	"status":   func(st remote.State, _ time.Duration) string { return st.Status },
	"id":       func(st remote.State, _ time.Duration) string { return strconv.FormatInt(st.Track.ID, 10) },
	"title":    func(st remote.State, _ time.Duration) string { return st.Track.Title },
	"artist":   func(st remote.State, _ time.Duration) string { return strings.Join(st.Track.Artists, " / ") },
	"album":    func(st remote.State, _ time.Duration) string { return st.Track.Album },
	"cover":    func(st remote.State, _ time.Duration) string { return st.Track.Cover },
	"position": func(_ remote.State, at time.Duration) string { return length(at.Milliseconds()) },
	"length":   func(st remote.State, _ time.Duration) string { return length(songLength(st)) },
	"remaining": func(st remote.State, at time.Duration) string {
		return length(max(songLength(st)-at.Milliseconds(), 0))
	},
	"percent": func(st remote.State, at time.Duration) string {
		return strconv.FormatInt(at.Milliseconds()*100/max(songLength(st), 1), 10)
	},
	"volume":  func(st remote.State, _ time.Duration) string { return strconv.Itoa(st.Volume) },
	"muted":   func(st remote.State, _ time.Duration) string { return map[bool]string{true: "muted"}[st.Muted] },
	"mode":    func(st remote.State, _ time.Duration) string { return st.Mode },
	"liked":   func(st remote.State, _ time.Duration) string { return map[bool]string{true: "♥"}[st.Liked] },
	"format":  func(st remote.State, _ time.Duration) string { return st.Delivered.Format },
	"level":   func(st remote.State, _ time.Duration) string { return st.Delivered.Level },
	"problem": func(st remote.State, _ time.Duration) string { return st.Problem },
	"row":     func(st remote.State, _ time.Duration) string { return strconv.Itoa(st.Queue.Current + 1) },
	"rows":    func(st remote.State, _ time.Duration) string { return strconv.Itoa(st.Queue.Length) },
}

var placeholderNames = []string{
	"icon", "status", "id", "title", "artist", "album", "cover", "position", "length", "remaining", "percent", "volume", "muted",
	"mode", "liked", "format", "level", "problem", "row", "rows",
}

var icons = map[string]string{
	"stopped": "■", "loading": "…", "playing": "▶", "paused": "‖", "buffering": "…", "waiting": "!",
}

func songLength(st remote.State) int64 {
	if st.DurationMS > 0 {
		return st.DurationMS
	}
	return st.Track.DurationMS
}

// format is a line about the state, read once.
type format struct {
	parts []part
	ticks bool // it changes with the position
}

// part is plain text and a placeholder's value behind it, nil for none.
type part struct {
	plain string
	value func(remote.State, time.Duration) string
}

// formatOf reads a format: text with {names}; {{ and }} are braces, \n and \t
// what they are everywhere.
func formatOf(text string) (format, error) {
	var f format
	text = strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(text)
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			i = len(text)
		}
		plain := text[:i]
		text = text[i:]
		if len(text) > 1 && text[0] == text[1] {
			plain, text = plain+text[:1], text[2:]
		} else if text != "" {
			name, rest, ok := strings.Cut(text[1:], "}")
			value := placeholders[name]
			if text[0] == '}' || !ok || value == nil {
				return f, usage("in the format, %q is none of {%s}", clean(text), strings.Join(placeholderNames, "}, {"))
			}
			f.parts = append(f.parts, part{plain, value})
			f.ticks = f.ticks || name == "position" || name == "remaining" || name == "percent"
			text = rest
			continue
		}
		f.parts = append(f.parts, part{plain, nil})
	}
	return f, nil
}

// line is "" where there is no song. Texts from outside are made safe; the
// format's own are the user's.
func (f format) line(st remote.State, at time.Duration) string {
	if st.Track == nil {
		return ""
	}
	var b strings.Builder
	for _, p := range f.parts {
		b.WriteString(p.plain)
		if p.value != nil {
			b.WriteString(clean(p.value(st, at)))
		}
	}
	return b.String()
}

func newState(w *World) *cobra.Command {
	var text string
	var follow, asJSON bool
	cmd := &cobra.Command{
		Use: "status", Short: "What the running player does", Args: words(0, 0), ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f, err := formatOf(text)
			if err != nil {
				return err
			}
			r := &run{World: w, flags: &flags{json: asJSON}, lang: w.Lang()}
			if follow {
				return r.refused(r.followStatus(cmd.Context(), f))
			}
			p, err := w.Control(cmd.Context())
			if err != nil {
				return r.refused(err)
			}
			defer func() { _ = p.Close() }()
			st, err := p.Status(cmd.Context())
			if err != nil {
				return r.refused(err)
			}
			return r.rows(st, func() error {
				_, err := io.WriteString(w.Out, f.line(st, st.Position(0))+"\n")
				return err
			})
		},
	}
	cmd.Long = `status prints a line about the song that plays, an empty one without a song.
With --follow it prints the line anew whenever it changes, and waits for a
player that is not there yet or not any more (an empty line, or null).

A TEMPLATE has names between braces: {` + strings.Join(placeholderNames[:10], "}, {") + `},
{` + strings.Join(placeholderNames[10:], "}, {") + `}. {{ and }} are braces.`
	cmd.Example = "  ncmtui status --format '{artist} – {title} {liked}'\n  ncmtui status --follow --json | jq --unbuffered -r .track.title"
	set := cmd.Flags()
	set.StringVar(&text, "format", usualFormat, "print a line made of `TEMPLATE`")
	set.BoolVar(&follow, "follow", false, "go on, with a line for every change")
	set.BoolVar(&asJSON, "json", false, "print JSON, with the fields that docs/VERBS.md tells")
	cmd.MarkFlagsMutuallyExclusive("format", "json")
	return cmd
}

// printer writes a line when it is another one than before.
type printer struct {
	out  io.Writer
	last *string
}

func (p *printer) line(s string) error {
	if p.last != nil && *p.last == s {
		return nil
	}
	p.last = &s
	_, err := io.WriteString(p.out, s+"\n")
	return err
}

// follow calls show after every change of the player's state and when show
// wants it again, with how old the state is; gone, when there is no player,
// until there is one again. It ends with the context.
func (r *run) follow(ctx context.Context, gone func() error, show func(*remote.Client, remote.State, time.Duration) (again time.Duration, err error)) error {
	for {
		p, err := r.Control(ctx)
		if err == nil {
			err = r.watch(ctx, p, show)
			_ = p.Close()
		}
		if ctx.Err() != nil {
			return nil
		}
		if !errors.Is(err, remote.ErrNotRunning) && !errors.Is(err, remote.ErrGone) {
			return err
		}
		if err := gone(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(lookAgain):
		}
	}
}

func (r *run) watch(ctx context.Context, p *remote.Client, show func(*remote.Client, remote.State, time.Duration) (time.Duration, error)) error {
	sub := p.Subscribe()
	defer sub.Close()
	if err := p.Watch(ctx, false); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-p.Done():
			return p.Err()
		case <-sub.Wake:
		case <-timer.C:
		}
		st, taken := p.State()
		again, err := show(p, st, time.Since(taken))
		if err != nil {
			return err
		}
		if again <= 0 {
			again = time.Hour
		}
		timer.Reset(again)
	}
}

func (r *run) followStatus(ctx context.Context, f format) error {
	out := &printer{out: r.Out}
	off := ""
	if r.flags.json {
		off = "null"
	}
	return r.follow(ctx, func() error { return out.line(off) }, func(_ *remote.Client, st remote.State, age time.Duration) (time.Duration, error) {
		if r.flags.json {
			raw, err := jsonOf(st)
			if err != nil {
				return 0, err
			}
			return 0, out.line(strings.TrimSpace(string(raw)))
		}
		at := st.Position(age)
		again := time.Duration(0)
		if f.ticks && st.Moving {
			again = time.Duration(float64(time.Second-at%time.Second) / max(st.Pace, 0.1))
		}
		return again, out.line(f.line(st, at))
	})
}
