package ui_test

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ncmtui/player/output"
	"ncmtui/ui"
	"ncmtui/ui/keymap"
	"ncmtui/ui/lang"
	"ncmtui/ui/pane"
	"ncmtui/ui/text"
	"ncmtui/ui/uitest"
)

// place is something that can be shown: a page, a pane, a layer. It is reached
// from the daily songs, a paused song in the queue.
type place struct {
	name  string          // what App.Showing says of it
	from  string          // the function that opens it, of layers
	about pane.Kind       // what the page is of
	keys  string          // that reach it, parted by blanks
	mouse func(w *walker) // reaches it
	use   string          // keys pressed in it
	point func(w *walker) // used by the mouse; nil: the wheel, a click, the scroll bar
	stays bool            // it leaves no way back by Esc: another section is entered
	guest bool            // nobody is logged in
}

func places() []place {
	return slices.Concat(tours()...)
}

// tours are the places that one evening goes through.
func tours() [][]place {
	return [][]place{sectionPlaces(), thingPlaces(), rightPlaces(), layerPlaces()}
}

func sectionPlaces() []place {
	at := func(name string, action keymap.Action, keys, use string) place {
		return place{name: name, keys: keys, use: use, stays: true, mouse: func(w *walker) { w.section(action) }}
	}
	return []place{
		at("Daily", keymap.Section1, "1", "j G g g i I esc / q esc ctrl+d ctrl+u pgup pgdown g s g s g s g s g s g s g s g s g g l h"),
		at("Playlists", keymap.Section2, "2", "j k G g s"),
		at("Playlists", keymap.DailyLists, "g D", "j k G"),
		at("FM", keymap.Section3, "3", "l l h h h tab tab tab"),
		at("Discover", keymap.Section4, "4", "l j ) ( l l l l l h"),
		at("Search", keymap.Section5, "5", "q enter l l j l j l l l l l h /"),
		at("Podcasts", keymap.Section6, "6", "j l l l h"),
		at("Cloud", keymap.Section7, "7", "j i i esc G"),
		at("Recent", keymap.Section8, "8", "j l l l l l l l l l l h"),
		at("Settings", keymap.Settings, "9", "j j G g g / v enter esc"),
		at("Help", keymap.Help, "?", "j G / q enter esc ctrl+d"),
	}
}

func thingPlaces() []place {
	menu := func(action keymap.Action) func(*walker) {
		return func(w *walker) { w.menu(action) }
	}
	return []place{
		{name: "Playlist", about: pane.PlaylistKind, keys: "2 j enter", use: "j J K G g g / q esc", mouse: func(w *walker) {
			w.section(keymap.Section2)
			w.double("写代码的时候")
		}},
		{name: "Album", about: pane.AlbumKind, keys: "A", use: "j l l h G", mouse: menu(keymap.AlbumRow)},
		{name: "Artist", about: pane.ArtistKind, keys: "S", use: "j l l l l l h G", mouse: menu(keymap.ArtistRow)},
		{name: "SongPage", about: pane.SongKind, keys: "g i", use: "j G l j l h", mouse: menu(keymap.SongPage)},
		{name: "Listing", keys: "F", use: "j G k", mouse: menu(keymap.SimilarRow)},
		{name: "Comments", keys: "g C", use: "j l l h G i x y esc I esc", mouse: menu(keymap.CommentsRow)},
		{name: "UserPage", about: pane.UserKind, keys: "g u", use: "l j l l l l h", mouse: func(w *walker) { w.click("林间小路") }},
		{name: "Programs", about: pane.PodcastKind, keys: "6 enter", use: "j R G", mouse: func(w *walker) {
			w.section(keymap.Section6)
			w.double("夜航电台")
		}},
		{name: "VideoPage", about: pane.MVKind, keys: "8 l l l l enter", use: "j k", mouse: func(w *walker) {
			w.section(keymap.Section8)
			w.click(lang.Recent.In(w.lang).Videos)
			w.double("晴天 MV")
		}},
		{name: "Past", keys: "g h", use: "j l ) (", mouse: func(w *walker) { w.palette(keymap.DailyPast) }},
		{name: "Messages", keys: "y g m", use: "j G", mouse: func(w *walker) {
			w.s.Keys("y")
			w.s.Click(3, w.h-1)
		}},
		{name: "Logins", keys: "L", use: "l l h h j esc", guest: true, mouse: func(w *walker) { w.click(lang.Of(w.lang).Header.Guest) }},
	}
}

func rightPlaces() []place {
	tab := func(title func(*lang.Texts) string) func(*walker) {
		return func(w *walker) {
			if w.w >= 80 && w.w < 120 {
				w.s.Click(w.w/2, w.h-5).Wait(settle) // the lyrics above the bar
			}
			w.tab(title(lang.Of(w.lang)))
		}
	}
	return []place{
		{name: "Lyrics", keys: "g l", use: "j j k i I F { }", mouse: tab(func(t *lang.Texts) string { return t.Tabs.Lyrics })},
		{name: "Queue", keys: "g q", use: "j J K \\ u / q esc", mouse: tab(func(t *lang.Texts) string { return t.Tabs.Queue })},
		{name: "Comments", keys: "g c", use: "j l h G g g i a esc", mouse: tab(func(t *lang.Texts) string { return lang.Comments.Of(t).Title })},
		{name: "zoom", keys: "z", use: "j k i", mouse: func(w *walker) { w.palette(keymap.Zoom) }},
		{name: "sections", keys: "shift+tab", use: "j j k G g g", mouse: func(w *walker) {
			if w.w >= 80 {
				w.s.Keys("shift+tab") // where the pane stands open its rows are entered at once
				return
			}
			w.tab(lang.Of(w.lang).Tabs.Sections)
		}, point: func(*walker) {}},
	}
}

func layerPlaces() []place {
	row := func(w *walker) (x, y int) { return w.find("Bohemian") }
	return []place{
		{name: "picker", from: "openMenu", keys: "m", use: "j j k G g g", mouse: func(w *walker) { w.s.RightClick(row(w)) }},
		{name: "picker", from: "openMenu", keys: "M", use: "down up", mouse: func(w *walker) { w.s.RightClick(30, w.h-3) }},
		{name: "picker", from: "palette", keys: "ctrl+p", use: "f m down pgdown up backspace", mouse: func(w *walker) { w.s.Click(2, 0) }},
		{name: "picker", from: "addTo", keys: "`", use: "down x backspace", mouse: func(w *walker) { w.menu(keymap.AddTo) }},
		{name: "picker", from: "choose", keys: "4 l C", use: "down up", mouse: func(w *walker) {
			w.section(keymap.Section4)
			w.click(lang.Discover.In(w.lang).NewSongs)
			w.click(lang.Discover.In(w.lang).Region)
		}},
		{name: "picker", from: "edit", keys: "9 / t h e m e enter enter", use: "down up", mouse: func(w *walker) {
			w.section(keymap.Settings)
			w.double("theme")
		}},
		{name: "picker", from: "chooseOutput", keys: "9 / o u t p u t enter enter", use: "down up", mouse: func(w *walker) {
			w.section(keymap.Settings)
			w.double("output")
		}},
		{name: "picker", from: "pickAccount", keys: ": a c c o u n t enter", use: "down up", mouse: func(w *walker) {
			w.s.Keys(":")
			w.reveal(" account ")
			w.s.Keys("enter") // it takes a name; without one it asks
		}},
		{name: "prompt", from: "ask", keys: ":", use: "s e tab tab up down backspace", mouse: func(w *walker) { w.palette(keymap.Command) }},
		{name: "question", keys: "g o", use: "j", mouse: func(w *walker) { w.palette(keymap.Logout) }, point: func(*walker) {}},
		{name: "which-key", keys: "g", mouse: func(w *walker) { w.s.Keys("g") }, point: func(*walker) {}},
	}
}

// walker goes to places as a person would.
type walker struct {
	t    *testing.T
	s    *uitest.Session
	f    fakes
	lang lang.Lang
	w, h int
}

const settle = 400 * time.Millisecond

func (w *walker) press(keys string) {
	w.t.Helper()
	for _, k := range strings.Fields(keys) {
		w.s.Keys(k)
		w.s.Screen()
	}
	w.s.Wait(settle).Screen()
}

func (w *walker) find(what string) (x, y int) {
	w.t.Helper()
	x, y, ok := w.s.Find(what)
	if !ok {
		w.t.Fatalf("%v %d×%d: no %q on\n%s", w.lang, w.w, w.h, what, strings.Join(w.s.Screen(), "\n"))
	}
	return x, y
}

func (w *walker) click(text string) {
	w.t.Helper()
	w.s.Click(w.find(text))
	w.s.Wait(settle).Screen()
}

func (w *walker) double(text string) {
	w.t.Helper()
	x, y := w.find(text)
	w.s.Click(x, y).Click(x, y).Wait(settle).Screen()
}

// tab clicks on a title in the upper edge of the panes.
func (w *walker) tab(title string) {
	w.t.Helper()
	for y, row := range w.s.Screen() {
		if before, _, ok := strings.Cut(row, title); ok && strings.Contains(row, "╭") {
			w.s.Click(text.Width(before), y).Wait(settle).Screen()
			return
		}
	}
	w.t.Fatalf("%v %d×%d: no tab %q on\n%s", w.lang, w.w, w.h, title, strings.Join(w.s.Screen(), "\n"))
}

// section enters a section by its entry in the left pane.
func (w *walker) section(action keymap.Action) {
	w.t.Helper()
	if w.w < 80 {
		w.click(lang.Of(w.lang).Tabs.Sections)
	}
	name := w.f.SectionName(action)
	for y, row := range w.s.Screen() {
		if y > 1 && strings.Contains(row, "  "+name) && strings.Index(row, name) < 12 {
			w.s.Click(5, y).Wait(settle).Screen()
			return
		}
	}
	w.t.Fatalf("%v %d×%d: no section %q on\n%s", w.lang, w.w, w.h, name, strings.Join(w.s.Screen(), "\n"))
}

// menu opens the action menu of a song and clicks on an action.
func (w *walker) menu(action keymap.Action) {
	w.t.Helper()
	w.s.RightClick(w.find("Bohemian")).Wait(settle)
	e, _ := keymap.Default().Entry(action)
	w.reveal(" " + e.Short.In(w.lang) + " ")
}

// palette opens the palette by the program's name and clicks on an action.
func (w *walker) palette(action keymap.Action) {
	w.t.Helper()
	w.s.Click(2, 0).Wait(settle)
	e, _ := keymap.Default().Entry(action)
	w.reveal(" " + e.Text.In(w.lang) + " ")
}

// reveal scrolls a layer until a text is there, and clicks on it.
func (w *walker) reveal(what string) {
	w.t.Helper()
	left, top, width, height := w.f.Layer()
	for range 30 {
		for y, row := range w.s.Screen() {
			before, _, ok := strings.Cut(row, what)
			if x := text.Width(before) + 1; ok && x > left && x < left+width && y > top && y < top+height {
				w.s.Click(x, y).Wait(settle).Screen()
				return
			}
		}
		w.s.Wheel(left+2, top+2, 5)
	}
	w.t.Fatalf("%v %d×%d: no %q in\n%s", w.lang, w.w, w.h, what, strings.Join(w.s.Screen(), "\n"))
}

// point is what a mouse does anywhere: wheel, click, scroll bar, seek bar.
func (w *walker) point() {
	x, y := w.w/2, w.h/2
	w.s.Wheel(x, y, 2).Screen()
	w.s.Wheel(x, y, -1).Screen()
	w.s.Click(x, y).Screen()
	w.s.Drag(x, w.h-2, x+5, w.h-2).Screen()
}

// at fails unless the place is shown.
func (w *walker) at(p place, by string) {
	w.t.Helper()
	if got := w.f.Showing(); got != p.name || p.about != "" && w.f.AboutKind() != p.about {
		w.t.Fatalf("%v %d×%d: %s leads to %s (%s), want %s\n%s", w.lang, w.w, w.h, by, got, w.f.AboutKind(), p.name, strings.Join(w.s.Screen(), "\n"))
	}
}

// home leaves by keys for the daily songs.
func (w *walker) home() {
	w.t.Helper()
	for range 8 {
		if w.f.Showing() == "Daily" {
			break
		}
		w.s.Keys("esc")
		w.s.Screen()
		if name := w.f.Showing(); name == "Search" || w.f.Sections() != nil && slices.Contains(rootPages, name) {
			w.s.Keys("1")
		}
	}
	w.s.Keys("1").Wait(settle).Screen()
	if got := w.f.Showing(); got != "Daily" {
		w.t.Fatalf("%v %d×%d: keys do not lead out of %s\n%s", w.lang, w.w, w.h, got, strings.Join(w.s.Screen(), "\n"))
	}
}

var rootPages = []string{"Playlists", "FM", "Discover", "Search", "Podcasts", "Cloud", "Recent", "Settings", "Help"}

// homeByMouse leaves by clicks alone.
func (w *walker) homeByMouse() {
	w.t.Helper()
	switch w.f.Showing() {
	case "picker", "prompt", "question", "which-key":
		w.s.Click(w.w-1, 1).Wait(settle).Screen()
	case "zoom":
		w.s.Click(12, 0).Wait(settle).Screen()
	}
	w.section(keymap.Section1)
	if got := w.f.Showing(); got != "Daily" {
		w.t.Fatalf("%v %d×%d: clicks do not lead out of %s\n%s", w.lang, w.w, w.h, got, strings.Join(w.s.Screen(), "\n"))
	}
}

// visit reaches, uses and leaves a place, once by keys, once by the mouse; in
// between the window is the smallest there is.
func (w *walker) visit(p place) {
	w.t.Helper()
	w.press(p.keys)
	w.at(p, p.keys)
	w.press(p.use)
	w.s.Resize(40, 6).Screen()
	w.s.Click(1, 3).Wheel(5, 3, 1).Keys("0", "0").Screen()
	if got := w.f.Showing(); got != "mini" && got != "question" {
		w.t.Errorf("%v: %s in the smallest window", w.lang, got)
	}
	w.s.Resize(w.w, w.h).Screen()
	w.home()

	p.mouse(w)
	w.s.Wait(settle)
	w.at(p, "the mouse")
	if p.point != nil {
		p.point(w)
	} else {
		w.point()
	}
	w.s.Screen()
	w.homeByMouse()
}

func TestEveryPlaceIsReachedUsedAndLeftByKeysAndByMouse(t *testing.T) {
	long(t)
	t.Parallel()
	for _, size := range pageSizes {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			for i, tour := range tours() {
				t.Run(fmt.Sprintf("%d×%d language %d tour %d", size[0], size[1], l, i), func(t *testing.T) {
					t.Parallel()
					walk(t, size[0], size[1], l, tour)
				})
			}
		}
	}
}

func walk(t *testing.T, width, height int, l lang.Lang, tour []place) {
	for _, guest := range []bool{false, true} {
		of := slices.DeleteFunc(slices.Clone(tour), func(p place) bool { return p.guest != guest })
		if len(of) == 0 {
			continue
		}
		scene(t, width, height, func(t *testing.T, s *uitest.Session, f fakes) {
			w := &walker{t, s, f, l, width, height}
			s.Keys("j", "enter", "space").Wait(time.Second)
			for _, p := range of {
				w.visit(p)
			}
		}, append(whole(), func(svc *ui.Services) {
			svc.Lang = l
			svc.Devices = func(context.Context) ([]output.Device, error) {
				return []output.Device{{Spec: "pulse:a", Name: "耳机", Kind: "pulse"}, {Spec: "null", Kind: "null"}}, nil
			}
			if guest {
				svc.Account.(*fakeService).user = pane.User{}
			}
		})...)
	}
}

// A page or a layer that nobody visits here is one whose ways nobody has tried.
func TestEveryPageAndLayerIsAPlace(t *testing.T) {
	t.Parallel()
	have := map[string]bool{}
	for _, p := range places() {
		have[p.name], have["from "+p.from], have["about "+string(p.about)] = true, true, true
	}
	f := newFakes(whole()...)
	defer f.Close()
	if got, want := len(sectionPlaces()), len(f.Sections()); got != want {
		t.Errorf("%d sections are visited, there are %d: %v", got, want, f.Sections())
	}
	for _, k := range ui.Kinds() {
		if !have["about "+string(k)] {
			t.Errorf("no page of a %s is visited", k)
		}
	}
	have["Login"] = true // the code alone, where there is no other way in
	for name := range declared(t, "pane", func(fn *ast.FuncDecl) string {
		if fn.Name.Name != "Title" || fn.Recv == nil {
			return ""
		}
		return receiver(fn)
	}) {
		if ast.IsExported(name) && !have[name] {
			t.Errorf("the page %s is not visited", name)
		}
	}
	for name := range declared(t, ".", opensLayer) {
		if !have["from "+name] {
			t.Errorf("the layer that %s opens is not visited", name)
		}
	}
}

// declared collects what name finds in the functions of a folder's files.
func declared(t *testing.T, dir string, name func(*ast.FuncDecl) string) map[string]bool {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	out, set := map[string]bool{}, token.NewFileSet()
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && name(fn) != "" {
				out[name(fn)] = true
			}
		}
	}
	if len(out) < 3 {
		t.Fatalf("only %d found in %s: is the test looking at the right tree?", len(out), dir)
	}
	return out
}

func receiver(fn *ast.FuncDecl) string {
	e := fn.Recv.List[0].Type
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	if id, ok := e.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// opensLayer is the name of a function that puts a layer over the screen.
func opensLayer(fn *ast.FuncDecl) string {
	found := ""
	if fn.Name.Name == "over" || fn.Body == nil {
		return ""
	}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "over" {
				found = fn.Name.Name
			}
		}
		return true
	})
	return found
}
