package verb

import (
	"errors"
	"fmt"
	"iter"

	"github.com/spf13/cobra"

	"ncmtui/ui/lang"
)

// paging says which part of a list is wanted.
type paging struct {
	limit, offset int
	all           bool
}

// usual is how much of a long list is given without a word about it.
const usual = 30

func (p *paging) add(cmd *cobra.Command, limit int) {
	set := cmd.Flags()
	text := "at most `N` rows"
	if limit == 0 {
		text += " (all without it)"
	}
	set.IntVar(&p.limit, "limit", limit, text)
	set.IntVar(&p.offset, "offset", 0, "leave out the first `N` rows")
	if limit > 0 {
		set.BoolVar(&p.all, "all", false, "all rows, however many calls it takes")
	}
}

func (p *paging) check() error {
	if p.limit < 0 || p.offset < 0 {
		return usage("--limit and --offset must not be negative")
	}
	return nil
}

// cut gives the wanted part of a whole list.
func cut[T any](p *paging, in []T) []T {
	in = in[min(p.offset, len(in)):]
	if p.limit > 0 && !p.all {
		in = in[:min(p.limit, len(in))]
	}
	return in
}

// take reads the wanted part of a list that comes page by page. With an error
// comes what was got before it.
func take[A, T any](p *paging, in iter.Seq2[A, error], f func(A) T) ([]T, error) {
	out := []T{}
	skip := p.offset
	for a, err := range in {
		if err != nil {
			return out, err
		}
		if skip > 0 {
			skip--
			continue
		}
		out = append(out, f(a))
		if p.limit > 0 && !p.all && len(out) >= p.limit {
			break
		}
	}
	return out, nil
}

// each converts a list; it is never nil, so that JSON has [].
func each[A, T any](in []A, f func(A) T) []T {
	out := make([]T, 0, len(in))
	for _, a := range in {
		out = append(out, f(a))
	}
	return out
}

// list prints rows, and then tells the error that cut them short.
func list[T any](r *run, cols []column[T], rows []T, err error) error {
	if err != nil && len(rows) == 0 {
		return err
	}
	if rows == nil {
		rows = []T{}
	}
	return errors.Join(r.rows(rows, func() error {
		if r.Terminal {
			if len(rows) == 0 {
				_, err := fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "这里什么都没有", EN: "there is nothing here"}))
				return err
			}
			return writeTable(r.Out, r.lang, r.Width(), cols, rows)
		}
		return writeLines(r.Out, cols, rows)
	}), err)
}

// rows prints v as JSON, or otherwise.
func (r *run) rows(v any, otherwise func() error) error {
	if !r.flags.json {
		return otherwise()
	}
	raw, err := jsonOf(v)
	if err != nil {
		return err
	}
	return writeJSON(r.Out, r.Terminal, raw)
}

// record prints one thing: fields for people, a line for programs.
func record[T any](r *run, cols []column[T], one T) error {
	return r.rows(one, func() error {
		if r.Terminal {
			return writeFields(r.Out, r.lang, cols, one)
		}
		return writeLines(r.Out, cols, []T{one})
	})
}

// page prints a thing with a list in it: whole (its JSON), its fields and a
// table for people, the list's lines for programs.
func page[H, T any](r *run, whole any, fields []column[H], head H, cols []column[T], rows []T, err error) error {
	return errors.Join(r.rows(whole, func() error {
		if !r.Terminal {
			return writeLines(r.Out, cols, rows)
		}
		if err := writeFields(r.Out, r.lang, fields, head); err != nil || len(rows) == 0 {
			return err
		}
		if _, err := r.Out.Write([]byte("\n")); err != nil {
			return err
		}
		return writeTable(r.Out, r.lang, r.Width(), cols, rows)
	}), err)
}
