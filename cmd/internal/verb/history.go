package verb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/store"
	listened "ncmtui/store/heard"
	"ncmtui/ui/lang"
)

// Play is a song that was heard on this machine.
type Play struct {
	ID         string     `json:"id"`
	SongID     int64      `json:"song_id" doc:"0 of plays of elsewhere"`
	Title      string     `json:"title"`
	Artists    []string   `json:"artists"`
	Album      string     `json:"album"`
	Started    *time.Time `json:"started"`
	ListenedMS int64      `json:"listened_ms" doc:"really heard"`
	LengthMS   int64      `json:"length_ms" doc:"0 not known"`
	Counts     bool       `json:"counts" doc:"heard for 30 s, or half of a shorter song"`
	Accepted   *time.Time `json:"accepted" doc:"when the service took the report"`
	Source     Source     `json:"source" doc:"what it was played from"`
}

// Source is what a song was played from.
type Source struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Imported is what came in.
type Imported struct {
	Read    int `json:"read"`
	Added   int `json:"added" doc:"the others were known"`
	Dropped int `json:"dropped" doc:"not understood"`
}

func playOf(p store.Play) Play {
	return Play{
		ID: p.ID, SongID: p.Song, Title: p.Title, Artists: texts(p.Artists), Album: p.Album, Started: at(p.Started),
		ListenedMS: p.Listened.Milliseconds(), LengthMS: p.Length.Milliseconds(), Counts: listened.Counts(p), Accepted: at(p.Accepted),
		Source: Source{p.SourceKind, p.SourceID, p.SourceName},
	}
}

var playColumns = []column[Play]{
	word(headPlayed, func(p Play) string { return stamp(p.Started) }, 0, 0),
	word(headTitle, func(p Play) string { return p.Title }, 0, 8),
	word(headArtist, func(p Play) string { return strings.Join(p.Artists, " / ") }, 1, 8),
	word(headAlbum, func(p Play) string { return p.Album }, 4, 8),
	{head: lang.Both{ZH: "听了", EN: "Heard"}, right: true, drop: 2, text: func(p Play) string { return length(p.ListenedMS) }},
	num(headID, func(p Play) int64 { return p.SongID }, 3),
}

// period is a time in days: flags of the verbs.
type period struct {
	since, until string
	year         int
}

func (p *period) add(cmd *cobra.Command, yearly bool) {
	set := cmd.Flags()
	set.StringVar(&p.since, "since", "", "from `DAY` on, as 2026-05-04")
	set.StringVar(&p.until, "until", "", "to the end of `DAY`")
	if yearly {
		set.IntVar(&p.year, "year", 0, "of one `YEAR`")
		cmd.MarkFlagsMutuallyExclusive("year", "since")
		cmd.MarkFlagsMutuallyExclusive("year", "until")
	}
}

// ends are the times meant, in the zone of now; zero: no end.
func (p *period) ends(now time.Time) (since, until time.Time, err error) {
	if p.year != 0 {
		if p.year < 1970 || p.year > 9999 {
			return since, until, usage("--year %d: there is no such year", p.year)
		}
		since, until = listened.Year(p.year, now.Location())
		return since, until, nil
	}
	for _, one := range []struct {
		name, text string
		into       *time.Time
		add        int
	}{{"since", p.since, &since, 0}, {"until", p.until, &until, 1}} {
		if one.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, one.text, now.Location())
		if err != nil {
			return since, until, usage("--%s %q: a day is written as 2026-05-04", one.name, clean(one.text))
		}
		*one.into = day.AddDate(0, 0, one.add)
	}
	return since, until, nil
}

func newHistory(w *World) *cobra.Command {
	var p paging
	var when period
	search := ""
	cmd := w.reading("history", "What was heard on this machine, newest first", 0, 0, func(ctx context.Context, r *run, _ []string) error {
		if err := p.check(); err != nil {
			return err
		}
		got, err := past(r, func(w *wire.Past) ([]store.Play, error) {
			since, until, err := when.ends(w.Now())
			if err != nil {
				return nil, err
			}
			return w.Plays(ctx, since, until)
		})
		return list(r, playColumns, cut(&p, each(matching(got, search), playOf)), err)
	})
	cmd.Long = `history tells what the player wrote down on this machine: every play, however short, of the login and of the time
without one. It asks nobody.`
	cmd.Example = "  ncmtui history --since 2026-05-01 --search 晴天\n  ncmtui history export --format listenbrainz listens.json"
	p.add(cmd, usual)
	when.add(cmd, false)
	cmd.Flags().StringVar(&search, "search", "", "only plays with `WORDS` in title, artists or album")
	cmd.AddCommand(newPastExport(w), newPastImport(w))
	return cmd
}

// past opens what was heard, for one question.
func past[T any](r *run, ask func(*wire.Past) (T, error)) (T, error) {
	w := r.svc.Past()
	got, err := ask(w)
	if cerr := w.Close(); err == nil {
		err = cerr
	}
	return got, err
}

// matching are the plays with all words in them.
func matching(all []store.Play, words string) []store.Play {
	want := strings.Fields(strings.ToLower(words))
	if len(want) == 0 {
		return all
	}
	var out []store.Play
next:
	for _, p := range all {
		in := strings.ToLower(p.Title + "\n" + strings.Join(p.Artists, "\n") + "\n" + p.Album)
		for _, word := range want {
			if !strings.Contains(in, word) {
				continue next
			}
		}
		out = append(out, p)
	}
	return out
}

func newPastExport(w *World) *cobra.Command {
	var when period
	format := string(listened.Own)
	cmd := w.reading("export [FILE]", "Write what was heard, to take it elsewhere", 0, 1, func(ctx context.Context, r *run, args []string) error {
		if format != string(listened.Own) && format != string(listened.Listens) {
			return usage("--format %q: it is %s or %s", clean(format), listened.Own, listened.Listens)
		}
		got, err := past(r, func(w *wire.Past) ([]store.Play, error) {
			since, until, err := when.ends(w.Now())
			if err != nil {
				return nil, err
			}
			return w.Plays(ctx, since, until)
		})
		if err != nil {
			return err
		}
		if len(args) == 0 || args[0] == "-" {
			return listened.Write(r.Out, listened.Format(format), got)
		}
		return writeNew(args[0], func(out io.Writer) error { return listened.Write(out, listened.Format(format), got) })
	})
	cmd.Long = `export writes JSON to FILE, which must not be there yet, or to the output: of ncmtui's own form, with every play
and all that is known of it, or as ListenBrainz has its listens, with the plays that count.`
	oneOf(cmd, &format, "format", "the form", string(listened.Own), string(listened.Listens))
	when.add(cmd, true)
	cmd.ValidArgsFunction = nil // files
	return cmd
}

// writeNew writes a file that was not there before.
func writeNew(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return &Fault{Code: Failed, Text: clean(name) + ": there is such a file already; it was left alone"}
	}
	if err != nil {
		return &Fault{Code: Failed, Text: err.Error(), Err: err}
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return errors.Join(err, os.Remove(name))
	}
	return nil
}

func newPastImport(w *World) *cobra.Command {
	cmd := w.reading("import FILE", "Take in plays of another machine, or listens of ListenBrainz", 1, 1, func(ctx context.Context, r *run, args []string) error {
		in := r.In
		if args[0] != "-" {
			f, err := os.Open(args[0])
			if err != nil {
				return &Fault{Code: Failed, Text: err.Error(), Err: err}
			}
			defer func() { _ = f.Close() }()
			in = f
		}
		got, dropped, err := listened.Read(in)
		if errors.Is(err, listened.ErrForm) {
			return &Fault{Code: Failed, Err: err, Text: r.say(lang.Both{
				ZH: "读不懂这个文件：既不是 ncmtui 导出的记录，也不是 ListenBrainz 的", EN: "this is neither a history of ncmtui nor listens of ListenBrainz",
			})}
		}
		if err != nil {
			return err
		}
		out := Imported{Read: len(got), Dropped: dropped}
		out.Added, err = past(r, func(w *wire.Past) (int, error) { return w.Add(ctx, got) })
		return errors.Join(r.rows(out, func() error {
			_, werr := fmt.Fprintf(r.Out, r.say(lang.Both{ZH: "读到 %d 条，新增 %d 条，读不懂 %d 条\n", EN: "%d read, %d new, %d not understood\n"}), out.Read, out.Added, out.Dropped)
			return werr
		}), err)
	})
	cmd.Long = `import reads what export wrote, or listens as ListenBrainz exports them (a list, or one in each line); - reads the
input. What is known already is left out, so that it can be done twice: the same song (by its id; by its title, where one
side has no id) in the same second is the same play. It may be done while the player runs.`
	cmd.ValidArgsFunction = nil // files
	return cmd
}
