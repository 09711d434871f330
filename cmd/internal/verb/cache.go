package verb

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/cmd/internal/wire"
	"ncmtui/config"
	"ncmtui/player/stream"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

// CacheUse is what is kept of songs on disk.
type CacheUse struct {
	Folder string     `json:"folder"`
	Songs  int        `json:"songs" doc:"whole ones"`
	Parts  int        `json:"parts" doc:"begun ones"`
	Bytes  int64      `json:"bytes"`
	Limit  int64      `json:"limit" doc:"bytes; cache.size"`
	Oldest *time.Time `json:"oldest" doc:"when the song unused for longest was played; it goes first"`
}

// Cleared is what was deleted of the cache.
type Cleared struct {
	Bytes int64 `json:"bytes"`
}

// BadSong is a song of the cache that was damaged.
type BadSong struct {
	ID   int64  `json:"id"`
	File string `json:"file" doc:"its name in the folder; it was deleted"`
}

func newCache(w *World) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "cache",
		Short: "The songs kept on disk: status, clear, verify",
		Args:  words(0, 0),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCacheStatus(w), newCacheClear(w), newCacheVerify(w))
	return cmd
}

// cacheFolder is the folder of the cache, also of one that is switched off.
func (r *run) cacheFolder() (string, config.Config, error) {
	_, places, err := r.Paths()
	if err != nil {
		return "", config.Config{}, err
	}
	c, _, err := r.Settings()
	on := c
	on.CacheSize = max(on.CacheSize, 1)
	return wire.Songs(places, on), c, err
}

func newCacheStatus(w *World) *cobra.Command {
	return w.local("status", "How many songs are kept, and how much room they take", func(_ context.Context, r *run, _ []string) error {
		dir, c, err := r.cacheFolder()
		if err != nil {
			return err
		}
		u, err := stream.Inspect(dir)
		if err != nil {
			return err
		}
		use := CacheUse{Folder: dir, Songs: u.Songs, Parts: u.Parts, Bytes: u.Bytes, Limit: c.CacheSize}
		if !u.Oldest.IsZero() {
			at := u.Oldest.UTC()
			use.Oldest = &at
		}
		return record(r, []column[CacheUse]{
			word(lang.Both{ZH: "文件夹", EN: "Folder"}, func(u CacheUse) string { return u.Folder }, 0, 0),
			num(headSongs, func(u CacheUse) int64 { return int64(u.Songs) }, 0),
			num(lang.Both{ZH: "未下完", EN: "Begun"}, func(u CacheUse) int64 { return int64(u.Parts) }, 0),
			word(headSize, func(u CacheUse) string { return r.bytes(u.Bytes) }, 0, 0),
			word(lang.Both{ZH: "上限", EN: "Limit"}, func(u CacheUse) string { return r.bytes(u.Limit) }, 0, 0),
			word(lang.Both{ZH: "最久未听", EN: "Unused since"}, func(u CacheUse) string { return stamp(u.Oldest) }, 0, 0),
		}, use)
	})
}

// bytes is a size for people on a terminal, and plain for programs.
func (r *run) bytes(n int64) string {
	if !r.Terminal {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}

func newCacheClear(w *World) *cobra.Command {
	return w.local("clear", "Delete the songs kept on disk; they are downloaded again", func(_ context.Context, r *run, _ []string) error {
		dir, _, err := r.cacheFolder()
		if err != nil {
			return err
		}
		_, places, _ := r.Paths()
		// The player holds the lock as long as it lives: what it plays is its own.
		release, err := store.Lock(places.Data)
		var locked *store.ErrLocked
		if errors.As(err, &locked) {
			return &Fault{Code: Failed, Err: err, Text: r.say(lang.Both{
				ZH: "播放器正在运行，它正用着这些文件：在播放器里输入 :cache clear", EN: "the player runs and uses these files: type :cache clear in it",
			})}
		}
		if err == nil {
			defer func() { _ = release() }()
		}
		n, err := stream.Clear(dir)
		if err != nil {
			return err
		}
		return r.rows(Cleared{n}, func() error {
			_, err := fmt.Fprintf(r.Out, "%s\n", r.bytes(n))
			return err
		})
	})
}

func newCacheVerify(w *World) *cobra.Command {
	return w.local("verify", "Read all songs kept on disk and delete the damaged ones; exit code 1 when there were some", func(ctx context.Context, r *run, _ []string) error {
		dir, _, err := r.cacheFolder()
		if err != nil {
			return err
		}
		last := time.Time{}
		bad, err := stream.Verify(ctx, dir, func(done, of int) {
			if now := time.Now(); r.ErrTerminal && (done == of || now.Sub(last) > time.Second/10) {
				last = now
				_, _ = fmt.Fprintf(r.Err, "\r%d/%d", done, of)
				if done == of {
					_, _ = fmt.Fprintln(r.Err)
				}
			}
		})
		rows := each(bad, func(d stream.Damaged) BadSong { return BadSong{d.Track, d.Name} })
		if err := errors.Join(r.rows(rows, func() error {
			return writeLines(r.Out, []column[BadSong]{
				num(headID, func(b BadSong) int64 { return b.ID }, 0),
				word(headName, func(b BadSong) string { return b.File }, 0, 0),
			}, rows)
		}), err); err != nil {
			return err
		}
		if len(bad) > 0 {
			return &Fault{Code: Failed, Text: fmt.Sprintf(r.say(lang.Both{ZH: "%d 首损坏，已删除，播放时会重新下载", EN: "%d damaged, deleted; they are downloaded again when played"}), len(bad))}
		}
		_, err = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "缓存没有损坏", EN: "nothing is damaged"}))
		return err
	})
}
