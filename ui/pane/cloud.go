package pane

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"ncmtui/player"
	"ncmtui/store/catalogue"
	"ncmtui/ui/keymap"
	"ncmtui/ui/kit"
	"ncmtui/ui/lang"
	"ncmtui/ui/text"
)

// CloudSong is an uploaded file and the song it is taken for.
type CloudSong struct {
	Song    catalogue.Song
	File    string
	Size    int64 // bytes
	Bitrate int   // kbit/s, 0 not told
	Added   time.Time
	Matched bool // the service knows the song
}

// CloudSpace is how much of the disk is used, in bytes.
type CloudSpace struct {
	Files      int
	Used, Size int64
}

// CloudSource reads and changes the account's cloud disk.
type CloudSource interface {
	CloudSongs(ctx context.Context, from int64) (Part[CloudSong], error)
	CloudSpace(ctx context.Context) (CloudSpace, error)
	DeleteCloud(ctx context.Context, songs []int64) error
	// Upload puts a file there; sent is told of bytes on their way, from another
	// goroutine.
	Upload(ctx context.Context, path string, sent func(done, of int64)) (CloudSong, error)
}

// Cloud is the page of the cloud disk.
type Cloud struct {
	fedSongs[CloudSong]
	space CloudSpace
	up    *upload // nil: none is on its way
	fullH int
}

const spaceTopic = "space"

// NewCloud makes the page.
func NewCloud(env *Env) *Cloud {
	t := lang.Cloud.In(env.Lang)
	c := &Cloud{}
	c.init(env, player.Source{Kind: "list", Name: t.Title})
	c.rows.draw, c.rows.order, c.columns = c.row, c.sortKey, c.cloudColumns
	c.table.Columns = c.columns(0)
	c.sortAs("cloud")
	c.guest, c.empty = t.Guest, kit.Notice{What: t.None, Do: t.HowTo}
	src := env.Cloud
	c.feedBy(func(f *CloudSong) catalogue.Song { return f.Song }, func() reading[CloudSong] { return src.CloudSongs })
	return c
}

// Title is the section's name.
func (c *Cloud) Title() text.Clean { return text.Of(lang.Cloud.In(c.Env.Lang).Title) }

// Count is the number of files.
func (c *Cloud) Count() (int, bool) {
	return max(c.space.Files, len(c.rows.ids)), c.loaded && c.err == nil
}

// Scopes are the disk's, then those of a list.
func (c *Cloud) Scopes() []keymap.Scope {
	return append([]keymap.Scope{keymap.Cloud}, c.songList.Scopes()...)
}

// The columns of the cloud disk.
const (
	cloudNumber = iota
	cloudHeart
	cloudTitle
	cloudArtist
	cloudAlbum
	cloudRate
	cloudSize
	cloudLength
)

func (c *Cloud) cloudColumns(n int) []kit.Column {
	t, s := lang.Cloud.In(c.Env.Lang), songColumns(c.Env.Texts, n)
	s[colAlbum].Drop = 7
	return []kit.Column{
		cloudNumber: s[colNumber], cloudHeart: s[colHeart], cloudTitle: s[colTitle], cloudArtist: s[colArtist], cloudAlbum: s[colAlbum],
		cloudRate:   {Title: t.Rate, Width: 5, Right: true, Drop: 6, Sort: "rate"},
		cloudSize:   {Title: t.Size, Width: 8, Right: true, Drop: 5, Sort: "size"},
		cloudLength: s[colLength],
	}
}

// row fills the cells of a file.
func (c *Cloud) row(i int, cells []kit.Cell) (dim bool) {
	s := c.rows.songs[i]
	var full [colLength + 1]kit.Cell
	fillSong(c.Env, s, i+1, s.ID == c.Env.Playing(), full[:])
	copy(cells, full[:colMark])
	cells[cloudLength] = full[colLength]
	if f := c.items[s.ID]; f != nil {
		cells[cloudSize] = kit.Cell{Text: text.Of(sized(f.Size)), Role: kit.Quiet}
		if f.Bitrate > 0 {
			cells[cloudRate] = kit.Cell{Text: number(f.Bitrate), Role: kit.Quiet}
		}
	}
	return false
}

func (c *Cloud) sortKey(column string, i int) kit.Key {
	s := c.rows.songs[i]
	f := c.items[s.ID]
	switch {
	case column == "size" && f != nil:
		return kit.Key{N: f.Size}
	case column == "rate" && f != nil:
		return kit.Key{N: int64(f.Bitrate)}
	case column == "artist":
		return kit.Key{Text: Names(s.Artists).String()}
	case column == "album":
		return kit.Key{Text: s.Album.Name}
	case column == "length":
		return kit.Key{N: int64(s.Duration)}
	}
	return kit.Key{Text: s.Name}
}

// footLines is what the selected file's details take under the table.
func (c *Cloud) footLines() int {
	if c.fullH >= 12 {
		return 2
	}
	return 0
}

// Lines draws the page.
func (c *Cloud) Lines() []string {
	c.tell()
	out := append([]string(nil), c.songList.Lines()...)
	if c.footLines() > 0 {
		out = append(out, text.Blank(c.W), kit.Line(&c.Env.Theme.Plain, c.W, c.details()...))
	}
	return kit.Exactly(out, c.W, c.fullH)
}

// details are the selected file's.
func (c *Cloud) details() []kit.Span {
	i := c.table.Cursor()
	if i < 0 || c.rows.songs[i] == nil {
		return nil
	}
	f, t := c.items[c.rows.ids[i]], lang.Cloud.In(c.Env.Lang)
	if f == nil {
		return nil
	}
	spans := []kit.Span{{Text: text.Of(" ")}, {Text: text.Of(f.File), Role: kit.Text}}
	spans = join(spans, sized(f.Size))
	if f.Bitrate > 0 {
		spans = join(spans, strconv.Itoa(f.Bitrate)+" kbps")
	}
	spans = join(spans, pickText(f.Matched, t.Matched, t.Unmatched))
	return join(spans, released(f.Added))
}

// tell puts what is used, or what is on its way, above the table.
func (c *Cloud) tell() {
	t := lang.Cloud.In(c.Env.Lang)
	var spans []kit.Span
	switch {
	case c.up != nil:
		done, of := c.up.done.Load(), c.up.of.Load()
		spans = append(spans, kit.Span{Text: text.Of(fmt.Sprintf(t.Uploading, text.Of(c.up.name).Cut(40))), Role: kit.Text})
		spans = append(spans, kit.Span{Text: text.Of("  ")}, kit.Span{Text: share(done, of, barWidth), Role: kit.Accent},
			kit.Span{Text: rest(done, of, barWidth), Role: kit.Faint})
		spans = append(spans, kit.Span{Text: text.Of(fmt.Sprintf(" %d%%", done*100/max(of, 1))), Role: kit.Text})
		spans = join(spans, t.Cancel)
	case c.space.Size > 0:
		used := fmt.Sprintf(t.Used, sized(c.space.Used), sized(c.space.Size))
		spans = []kit.Span{
			{Text: text.Of(used), Role: kit.Quiet},
			{Text: text.Of("  ")},
			{Text: share(c.space.Used, c.space.Size, barWidth), Role: kit.Quiet},
			{Text: rest(c.space.Used, c.space.Size, barWidth), Role: kit.Faint},
		}
	}
	if !sameSpans(spans, c.intro) {
		c.setIntro(spans...)
	}
}

func sameSpans(a, b []kit.Span) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Role != b[i].Role || a[i].Text.String() != b[i].Text.String() {
			return false
		}
	}
	return true
}

func share(n, of int64, w int) text.Clean { return bar(int(n>>10), int(of>>10)+1, w) }

// rest is what share leaves.
func rest(n, of int64, w int) text.Clean {
	return text.Of(strings.Repeat("─", w-share(n, of, w).Width()))
}

// sized is a number of bytes in few cells.
func sized(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%d kB", (n+999)/1000)
}

// SetSize gives the table what the details leave.
func (c *Cloud) SetSize(w, h int) {
	c.fullH = h
	c.songList.SetSize(w, h-c.footLines())
}

// Open reads the files, and how full the disk is.
func (c *Cloud) Open() tea.Cmd { return tea.Batch(c.feed.open(), c.askSpace()) }

func (c *Cloud) askSpace() tea.Cmd {
	if c.Waiting(spaceTopic) {
		return nil
	}
	src := c.Env.Cloud
	return c.Ask(spaceTopic, askLimit, func(ctx context.Context) (any, error) { return src.CloudSpace(ctx) })
}

// Handle deletes, and reads on at the end.
func (c *Cloud) Handle(a keymap.Action) tea.Cmd {
	switch a {
	case keymap.Refresh:
		return tea.Batch(c.feed.load(c.Renew), c.askSpace())
	case keymap.CloudDelete:
		c.askDelete()
		return nil
	case keymap.CloudCancel:
		c.CancelUpload()
		return nil
	default:
		return tea.Batch(c.songList.Handle(a), c.feed.pageOn(moreWithin))
	}
}
