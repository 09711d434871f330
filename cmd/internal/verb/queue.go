package verb

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/player"
	"ncmtui/player/remote"
	"ncmtui/ui/lang"
)

// QueueRow is a row of the running player's queue.
type QueueRow struct {
	Row        int      `json:"row" doc:"from 1"`
	Current    bool     `json:"current"`
	ID         int64    `json:"id"`
	Title      string   `json:"title"`
	Artists    []string `json:"artists"`
	Album      string   `json:"album"`
	DurationMS int64    `json:"duration_ms"`
}

// Saved is a playlist that was made.
type Saved struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

var queueColumns = []column[QueueRow]{
	num(lang.Both{ZH: "行", EN: "Row"}, func(r QueueRow) int64 { return int64(r.Row) }, 0),
	word(lang.Both{ZH: "在放", EN: "Now"}, func(r QueueRow) string {
		if r.Current {
			return "▶"
		}
		return ""
	}, 0, 0),
	num(headID, func(r QueueRow) int64 { return r.ID }, 3),
	word(headTitle, func(r QueueRow) string { return r.Title }, 0, 8),
	word(headArtist, func(r QueueRow) string { return strings.Join(r.Artists, " / ") }, 1, 8),
	word(headAlbum, func(r QueueRow) string { return r.Album }, 4, 8),
	{head: headLength, right: true, drop: 2, text: func(r QueueRow) string { return length(r.DurationMS) }},
}

func newQueue(w *World) *cobra.Command {
	cmd := newQueueList(w, "queue", "The queue of the running player")
	cmd.AddCommand(
		newQueueList(w, "list", "The songs of the queue"),
		newQueueAdd(w, "add", "Put songs at the end of the queue", remote.WhereEnd),
		newQueueAdd(w, "next", "Put songs behind the one that plays", remote.WhereNext),
		newQueueRemove(w), newQueueMove(w),
		w.telling("clear", "Take all songs but the playing one out of the queue", player.Clear{}),
		newQueueSave(w),
	)
	return cmd
}

func newQueueList(w *World, use, short string) *cobra.Command {
	return printing(w.controlling(use, short, 0, 0, func(ctx context.Context, c *control, _ []string) error {
		tracks, current, err := c.player.Queue(ctx)
		rows := make([]QueueRow, 0, len(tracks))
		for i, t := range tracks {
			rows = append(rows, QueueRow{i + 1, i == current, t.ID, t.Title, texts(t.Artists), t.Album, t.DurationMS})
		}
		return list(c.run, queueColumns, rows, err)
	}))
}

func newQueueAdd(w *World, use, short, where string) *cobra.Command {
	kinds := playable[:5]
	cmd := w.controlling(use+" [song|album|playlist|artist|daily] [ID|LINK…]", short, 1, -1, func(ctx context.Context, c *control, args []string) error {
		wish, err := wishOf(args, where)
		if err != nil {
			return err
		}
		if wish.Kind == remote.KindFM {
			return usage("a %s cannot be played as a list: %s", wish.Kind, joined(kinds))
		}
		return c.player.Play(ctx, wish)
	})
	cmd.ValidArgsFunction = cobra.FixedCompletions(kinds, cobra.ShellCompDirectiveNoFileComp)
	return cmd
}

// rowsOf reads rows as they are listed, from 1, and gives indexes.
func rowsOf(words []string, count int) ([]int, error) {
	var out []int
	for _, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > count {
			return nil, usage("there is no row %s: the queue has %d", clean(word), count)
		}
		if !slices.Contains(out, n-1) {
			out = append(out, n-1)
		}
	}
	return out, nil
}

func newQueueRemove(w *World) *cobra.Command {
	return w.controlling("remove ROW…", "Take rows out of the queue", 1, -1, func(ctx context.Context, c *control, args []string) error {
		st, err := c.player.Status(ctx)
		if err != nil {
			return err
		}
		rows, err := rowsOf(args, st.Queue.Length)
		if err != nil {
			return err
		}
		return c.player.Tell(ctx, player.RemoveMany{Rows: rows})
	})
}

func newQueueMove(w *World) *cobra.Command {
	return w.controlling("move ROW TO", "Move a row of the queue to the place of another", 2, 2, func(ctx context.Context, c *control, args []string) error {
		st, err := c.player.Status(ctx)
		if err != nil {
			return err
		}
		from, err := rowsOf(args[:1], st.Queue.Length)
		if err != nil {
			return err
		}
		to, err := rowsOf(args[1:], st.Queue.Length)
		if err != nil {
			return err
		}
		return c.player.Tell(ctx, player.Move{From: from[0], To: to[0]})
	})
}

func newQueueSave(w *World) *cobra.Command {
	return printing(w.controlling("save NAME", "Make a playlist of the queue", 1, 1, func(ctx context.Context, c *control, args []string) error {
		name := strings.TrimSpace(args[0])
		if name == "" {
			return usage("a playlist wants a name")
		}
		id, err := c.player.Save(ctx, name)
		if err != nil {
			return err
		}
		return c.rows(Saved{id, name}, func() error {
			_, err := fmt.Fprintln(c.Out, id)
			return err
		})
	}))
}
