package theme

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"

	"ncmtui/config"
)

// maxFile bounds a theme's file: it has a dozen lines.
const maxFile = 64 << 10

// maxProblems bounds what a hopeless file can say.
const maxProblems = 10

// Folder is where a user's themes lie, one NAME.toml each; "" has none.
type Folder string

// Names are the themes there are, in order.
func (f Folder) Names() []string {
	if f == "" {
		return nil
	}
	found, err := filepath.Glob(filepath.Join(string(f), "*.toml"))
	if err != nil {
		return nil
	}
	var names []string
	for _, path := range found {
		name := strings.TrimSuffix(filepath.Base(path), ".toml")
		if config.ThemeName(name) && !slices.Contains(Builtin, name) {
			names = append(names, name)
		}
	}
	return names
}

// Load reads a theme. What is wrong with the file is told and left out; nil:
// there is no such theme, and the one problem says so.
func (f Folder) Load(name string) (*Theme, []config.Problem) {
	path := filepath.Join(string(f), name+".toml")
	var text []byte
	err := fs.ErrNotExist
	if f != "" && config.ThemeName(name) {
		text, err = readFile(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		have := append(slices.Clone(Builtin), f.Names()...)
		return nil, []config.Problem{{
			Key: "theme", Kind: config.BadValue, Got: name,
			Want: strings.Join(have, " | "), Suggestion: config.Nearest(name, have),
		}}
	case err != nil:
		return nil, []config.Problem{{Source: path, Kind: config.Unreadable, Got: err.Error()}}
	}
	return Parse(name, path, text)
}

func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = errors.New("too large for a theme")
	}
	return text, err
}

// Parse reads a theme: roles with their colours as #rrggbb or #rgb, and base,
// the built-in theme that gives all others (dark, unless said). It always
// gives a usable theme. source names the file in the problems.
func Parse(name, source string, text []byte) (*Theme, []config.Problem) {
	r := &reader{source: source, text: bytes.TrimPrefix(text, []byte("\ufeff")), own: map[string]string{}, base: "dark"}
	r.p.Reset(r.text)
	for len(r.problems) < maxProblems && r.p.NextExpression() {
		r.expression(r.p.Expression())
	}
	if err := r.p.Error(); err != nil && len(r.problems) < maxProblems {
		at := 0
		var perr *unstable.ParserError
		if errors.As(err, &perr) {
			at = min(max(cap(r.text)-cap(perr.Highlight), 0), len(r.text))
		}
		r.add(at, config.Problem{Kind: config.Syntax, Got: err.Error()})
	}
	c := bases[r.base]
	for role, value := range r.own {
		*roles[role](&c) = value
	}
	return build(name, c), r.problems
}

var bases = map[string]colours{
	"dark": dark, "light": light, "contrast-dark": contrastDark, "contrast-light": contrastLight,
}

// roles are what a theme can say, by name.
var roles = map[string]func(*colours) *string{
	"strong": func(c *colours) *string { return &c.strong },
	"text":   func(c *colours) *string { return &c.text },
	"quiet":  func(c *colours) *string { return &c.quiet },
	"faint":  func(c *colours) *string { return &c.faint },
	"accent": func(c *colours) *string { return &c.accent },
	"warn":   func(c *colours) *string { return &c.warn },
	"cursor": func(c *colours) *string { return &c.cursor },
	"shadow": func(c *colours) *string { return &c.shadow },
	"ground": func(c *colours) *string { return &c.ground },
}

type reader struct {
	source   string
	text     []byte
	p        unstable.Parser
	own      map[string]string
	base     string
	problems []config.Problem
}

func (r *reader) expression(n *unstable.Node) {
	if n.Kind != unstable.KeyValue {
		if first := n.Child(); first != nil {
			r.add(int(first.Raw.Offset), config.Problem{Key: "[" + string(first.Data) + "]", Kind: config.UnknownKey})
		}
		return
	}
	var parts []string
	at := 0
	for it := n.Key(); it.Next(); {
		if len(parts) == 0 {
			at = int(it.Node().Raw.Offset)
		}
		parts = append(parts, string(it.Node().Data))
	}
	key, value := strings.Join(parts, "."), n.Value()
	_, role := roles[key]
	if !role && key != "base" {
		r.add(at, config.Problem{Key: key, Kind: config.UnknownKey, Suggestion: config.Nearest(key, roleNames())})
		return
	}
	if value.Raw.Length > 0 {
		at = int(value.Raw.Offset)
	}
	r.value(key, value, at)
}

func (r *reader) value(key string, n *unstable.Node, at int) {
	got := string(n.Data)
	if n.Kind != unstable.String {
		got = strings.ToLower(n.Kind.String())
	}
	_, isColour := colourOf(got)
	_, isBase := bases[got]
	switch {
	case key == "base" && isBase:
		r.base = got
	case key == "base":
		r.add(at, config.Problem{
			Key: key, Kind: config.BadValue, Got: got,
			Want: "dark | light | contrast-dark | contrast-light", Suggestion: config.Nearest(got, []string{"dark", "light"}),
		})
	case !isColour:
		r.add(at, config.Problem{Key: key, Kind: config.BadValue, Got: got, Want: `"#rrggbb"`})
	default:
		r.own[key] = hex(parse(got))
	}
}

func roleNames() []string {
	names := []string{"base"}
	for name := range roles {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// add tells a problem at an offset of the text.
func (r *reader) add(at int, p config.Problem) {
	at = min(max(at, 0), len(r.text))
	before := r.text[:at]
	start := bytes.LastIndexByte(before, '\n') + 1
	p.Source, p.Line = r.source, bytes.Count(before, []byte{'\n'})+1
	p.Column = len([]rune(string(before[start:]))) + 1
	r.problems = append(r.problems, p)
}
