package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"ncmtui/config"
	"ncmtui/ui/cover"
	"ncmtui/ui/kit"
	"ncmtui/ui/pane"
	"ncmtui/ui/term"
)

// Covers gives the pictures of songs.
type Covers interface {
	Cover(ctx context.Context, address string) (*cover.Picture, error)
}

// art is the picture of what plays, and how the terminal can show it.
type art struct {
	wish    string // auto, kitty, blocks, off
	shows   bool   // the terminal has kitty's images
	tmux    bool
	slim    float64 // how many times as high as wide a cell is
	profile colorprofile.Profile

	address string // of the picture that was asked for
	pic     *cover.Picture
	blocks  map[cells][]string
	images  map[cells]image // at the terminal, of this picture
	wanted  map[cells]bool  // drawn without an image so far
	lastID  uint32
	seen    place // for which the sizes on the screen are known
	over    bool  // the program ends: nothing more is sent
}

// place is what decides where pictures are and how large.
type place struct {
	lay  layout
	zoom bool
	page pane.ID
	pic  *cover.Picture
}

type cells struct{ w, h int }

type image struct {
	id    uint32
	lines []string
}

const (
	coverTopic = "cover"
	coverLimit = 15 * time.Second
)

// newArt is for a terminal that shows all colours, until it says otherwise.
func newArt(wish string) art {
	if wish == "" {
		wish = "auto"
	}
	return art{wish: wish, slim: 2, profile: colorprofile.TrueColor, blocks: map[cells][]string{}, images: map[cells]image{}, wanted: map[cells]bool{}}
}

// coversOff says that no covers are shown at all: then nothing has room for them.
func (a *App) coversOff() bool {
	return a.svc.Covers == nil || a.art.wish == "off" || a.look.mono || a.art.profile < colorprofile.ANSI256
}

// kitty says that covers are images of the terminal.
func (t *art) kitty() bool {
	return (t.wish == "kitty" || t.wish == "auto" && t.shows && !t.tmux) && t.profile == colorprofile.TrueColor
}

// cover draws the picture of what plays in w×h cells; nil: there is none.
func (a *App) cover(w, h int) []string {
	t := &a.art
	if t.pic == nil || w < 2 || h < 1 || a.coversOff() {
		return nil
	}
	at := cells{w, h}
	if t.kitty() {
		if img, ok := t.images[at]; ok {
			return img.lines
		}
		t.wanted[at] = true
	}
	if _, ok := t.blocks[at]; !ok {
		t.blocks[at] = t.pic.Blocks(w, h)
	}
	return t.blocks[at]
}

// width is how many cells make a square of h rows.
func (t *art) width(h int) int { return max(int(float64(h)*t.slim+0.5), 1) }

// cellsAre takes the size of a cell in pixels.
func (a *App) cellsAre(w, h int) {
	if w < 1 || h < w || h > 4*w || float64(h)/float64(w) == a.art.slim {
		return
	}
	a.art.slim = float64(h) / float64(w)
	clear(a.art.blocks)
	a.env.Look++
	a.resize(a.lay.w, a.lay.h)
}

// coverBox is cover, or as many blank cells.
func (a *App) coverBox(w, h int) []string {
	if lines := a.cover(w, h); lines != nil {
		return lines
	}
	return kit.Blanks(w, h)
}

// portray asks for the picture of what plays now.
func (a *App) portray() tea.Cmd {
	address := ""
	if t := a.env.Snap.Track; t != nil && !a.coversOff() {
		if address = t.Cover; address == "" {
			address = a.env.SongOf(t).Cover
		}
	}
	if address == a.art.address {
		return nil
	}
	a.art.address = address
	if address == "" {
		a.desk.Drop(coverTopic)
		return a.hang(nil)
	}
	source := a.svc.Covers
	return a.desk.AskKept(coverTopic, coverLimit, func(ctx context.Context) (any, error) {
		pic, err := source.Cover(ctx, address)
		if err != nil {
			pic = nil // a song without a picture is no trouble
		}
		return then(func(a *App) tea.Cmd { return a.hang(pic) }), nil
	})
}

// hang shows another picture, nil for none.
func (a *App) hang(pic *cover.Picture) tea.Cmd {
	cmd := a.takeDown()
	a.art.pic = pic
	clear(a.art.blocks)
	a.look.accent = nil
	if pic != nil {
		a.look.accent = pic.Accent()
	}
	a.env.Look++
	a.restyle()
	return cmd
}

// takeDown lets the terminal forget its images.
func (a *App) takeDown() tea.Cmd {
	var drop string
	for _, img := range a.art.images {
		drop += term.DropImage(img.id, a.art.tmux)
	}
	clear(a.art.images)
	clear(a.art.wanted)
	if drop == "" {
		return nil
	}
	return tea.Raw(drop)
}

// deliver makes the image elsewhere: it takes milliseconds.
func deliver(pic *cover.Picture, id uint32, at cells, tmux bool) tea.Cmd {
	return func() tea.Msg { return tea.Raw(term.SendImage(id, pic.PNG(at.w, at.h), at.w, at.h, tmux))() }
}

// maxID bounds the ids of images, which are colours at the same time.
const maxID = 1<<24 - 1

// upload gives the terminal the images that are drawn now. A place that is new
// on the screen is drawn once to see its size.
func (a *App) upload(cmds *[]tea.Cmd) {
	t := &a.art
	if t.over || t.pic == nil || !t.kitty() || a.coversOff() || a.lay.shape == tiny {
		return
	}
	if now := (place{a.lay, a.zoom, a.page().ID(), t.pic}); now != t.seen {
		t.seen = now
		a.screen()
	}
	for at := range t.wanted {
		t.lastID = t.lastID%maxID + 1
		*cmds = append(*cmds, deliver(t.pic, t.lastID, at, t.tmux))
		t.images[at] = image{t.lastID, cover.Placeholders(t.lastID, at.w, at.h)}
		a.env.Look++
	}
	clear(t.wanted)
}

// named takes the terminal's name: only those that lay images over cells are
// asked whether they do.
func (a *App) named(name string) tea.Cmd {
	if !term.ShowsPlaces(name) {
		return nil
	}
	return tea.Raw(term.AskImages())
}

// answered takes the answer about images.
func (a *App) answered(e uv.KittyGraphicsEvent) {
	if term.ImagesAnswered(e.Options.ID, string(e.Payload)) {
		a.art.shows = true
	}
}

func init() {
	tunes("cover", tuner{
		value: func(a *App) string { return a.art.wish },
		set: func(a *App, c config.Config) tea.Cmd {
			drop := a.takeDown()
			a.art.wish, a.art.address = c.Cover, ""
			a.env.Look++
			a.resize(a.lay.w, a.lay.h)
			return tea.Batch(drop, a.hang(nil), a.portray())
		},
	})
}
