package pane

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// upload is a file on its way. Its numbers are bytes, told by another
// goroutine.
type upload struct {
	name     string // uncleaned
	done, of atomic.Int64
}

const (
	uploadTopic  = "upload"
	beatTopic    = "upload beat"
	deleteTopic  = "delete"
	uploadLimit  = 2 * time.Hour
	uploadBeat   = 500 * time.Millisecond // how often its progress is drawn
	cancelUpload = "cancel"
)

// Upload puts a file on the disk; "cancel" ends the one on its way. It goes on
// while other pages are shown.
func (c *Cloud) Upload(path string) tea.Cmd {
	t := lang.Cloud.In(c.Env.Lang)
	switch {
	case path == cancelUpload:
		c.CancelUpload()
		return nil
	case c.up != nil:
		c.Env.Post(Say{Text: t.Busy, Bad: true})
		return nil
	}
	path = strings.Trim(path, `"'`)
	up := &upload{name: filepath.Base(path)}
	c.up = up
	c.Env.Post(Say{Text: fmt.Sprintf(t.Uploading, text.Of(up.name))})
	src := c.Env.Cloud
	put := c.Ask(uploadTopic, uploadLimit, func(ctx context.Context) (any, error) {
		return src.Upload(ctx, path, func(done, of int64) {
			up.done.Store(done)
			up.of.Store(of)
		})
	})
	return tea.Batch(put, c.After(beatTopic, uploadBeat))
}

// CancelUpload ends the upload on its way.
func (c *Cloud) CancelUpload() {
	t := lang.Cloud.In(c.Env.Lang)
	if c.up == nil {
		c.Env.Post(Say{Text: t.Idle, Bad: true})
		return
	}
	c.Env.Post(Say{Text: fmt.Sprintf(t.Stopped, text.Of(c.up.name))})
	c.Drop(uploadTopic)
	c.Drop(beatTopic)
	c.up = nil
}

// uploaded tells what became of it.
func (c *Cloud) uploaded(m Answer) tea.Cmd {
	if !c.Accept(m) {
		return nil
	}
	name, t := text.Of(c.up.name).String(), lang.Cloud.In(c.Env.Lang)
	c.up = nil
	c.Drop(beatTopic)
	var path *fs.PathError
	switch {
	case errors.As(m.Err, &path):
		c.Env.Post(Say{Text: fmt.Sprintf(t.NoFile, name), Bad: true})
		return nil
	case m.Err != nil:
		c.Env.Post(Fail{m.Err})
		return nil
	}
	c.Env.Post(Say{Text: fmt.Sprintf(t.Uploaded, name)})
	if !c.loaded {
		return nil
	}
	return tea.Batch(c.feed.load(c.Renew), c.askSpace())
}

// askDelete asks before the chosen files are deleted.
func (c *Cloud) askDelete() {
	chosen, t := c.Chosen(), lang.Cloud.In(c.Env.Lang)
	if len(chosen) == 0 {
		return
	}
	ids := make([]int64, len(chosen))
	for i := range chosen {
		ids[i] = chosen[i].Song.ID
	}
	question := fmt.Sprintf(t.DeleteMany, len(ids))
	if len(ids) == 1 {
		question = fmt.Sprintf(t.Delete, text.Of(chosen[0].Song.Name).Cut(40))
	}
	c.Env.Post(Sure{Question: question, Yes: func() tea.Cmd {
		src := c.Env.Cloud
		return c.Ask(deleteTopic, writeLimit, func(ctx context.Context) (any, error) {
			return ids, src.DeleteCloud(ctx, ids)
		})
	}})
}

// deleted takes the files out of the table once they are gone.
func (c *Cloud) deleted(m Answer) tea.Cmd {
	if !c.Accept(m) {
		return nil
	}
	if m.Err != nil {
		c.Env.Post(Fail{m.Err})
		return nil
	}
	ids, _ := m.Value.([]int64)
	t := lang.Cloud.In(c.Env.Lang)
	said := fmt.Sprintf(t.DeletedMany, len(ids))
	if f := c.items[ids[0]]; len(ids) == 1 && f != nil {
		said = fmt.Sprintf(t.Deleted, text.Of(f.Song.Name))
	}
	c.Env.Post(Say{Text: said})
	gone := make(map[int64]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
		delete(c.items, id)
	}
	rows := songRows{env: c.Env, draw: c.rows.draw, order: c.rows.order}
	for i, id := range c.rows.ids {
		if !gone[id] {
			rows.ids = append(rows.ids, id)
			rows.songs = append(rows.songs, c.rows.songs[i])
			rows.miss = append(rows.miss, c.rows.miss[i])
		}
	}
	c.rows = rows
	c.space.Files = max(c.space.Files-len(ids), 0) // until it is read anew
	c.table.ClearMarks()
	c.table.Changed()
	return c.askSpace()
}

// Apply takes files, and what became of changes. What was another account's is
// forgotten.
func (c *Cloud) Apply(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case Answer:
		switch m.Topic {
		case uploadTopic:
			return c.uploaded(m)
		case deleteTopic:
			return c.deleted(m)
		case beatTopic:
			if c.Accept(m) && c.up != nil {
				return c.After(beatTopic, uploadBeat)
			}
			return nil
		case spaceTopic:
			if space, ok := m.Value.(CloudSpace); c.Accept(m) && m.Err == nil && ok {
				c.space = space
			}
			return nil
		}
	case UserNews:
		if m.Other {
			c.space = CloudSpace{}
			if c.feed.forget() && c.Focused {
				return c.Open()
			}
		}
	}
	return tea.Batch(c.songList.Apply(msg), c.feed.apply(msg))
}

// Leave cancels all questions but an upload and a deletion.
func (c *Cloud) Leave() {
	c.Drop(listTopic)
	c.Drop(spaceTopic)
}
