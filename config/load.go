package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxFile bounds what is read: a settings file is a page or two.
const maxFile = 1 << 20

// maxProblems bounds what a hopeless file can say.
const maxProblems = 50

// Layer is what lies over the file: the environment, then the command line.
type Layer func(*Config) []Problem

// Load reads the file at path, which need not exist, over the defaults, and
// then the layers in order. It always gives a usable Config: what is wrong is
// told and skipped. path "" reads no file.
func Load(path string, layers ...Layer) (Config, []Problem) {
	c := Default()
	var problems []Problem
	if path != "" {
		problems = c.readFile(path)
	}
	for _, layer := range layers {
		problems = append(problems, layer(&c)...)
	}
	return c, problems
}

// Env reads NCMTUI_<KEY> for every key: NCMTUI_CACHE_SIZE is cache.size.
// lookup is os.LookupEnv outside tests.
func Env(lookup func(string) (string, bool)) Layer {
	return func(c *Config) []Problem {
		var problems []Problem
		for _, k := range Keys {
			name := EnvName(k.Name)
			text, ok := lookup(name)
			if !ok {
				continue
			}
			if p := c.Set(k.Name, text, name); p != nil {
				problems = append(problems, *p)
			}
		}
		return problems
	}
}

// EnvName is the variable of a key.
func EnvName(key string) string {
	return "NCMTUI_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// Flags sets keys from the flags that were given, by key name.
func Flags(values map[string]string) Layer {
	return func(c *Config) []Problem {
		var problems []Problem
		for _, name := range slices.Sorted(maps.Keys(values)) {
			if p := c.Set(name, values[name], "--"+name); p != nil {
				problems = append(problems, *p)
			}
		}
		return problems
	}
}

func (c *Config) readFile(path string) []Problem {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var text []byte
	if err == nil {
		defer f.Close()
		text, err = io.ReadAll(io.LimitReader(f, maxFile+1))
	}
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("larger than %d bytes", maxFile)
	}
	if err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err // the path stands before the sentence already
		}
		return []Problem{{Source: path, Kind: Unreadable, Got: err.Error()}}
	}
	return c.read(path, text)
}

// read takes a TOML text expression by expression. After a syntax error it
// goes on with the next line, so that one slip costs one line.
func (c *Config) read(source string, text []byte) []Problem {
	r := &reader{c: c, source: source, text: bytes.TrimPrefix(text, []byte("\ufeff")), seen: map[string]bool{}}
	left := r.text
	for len(left) > 0 && len(r.problems) < maxProblems {
		var p unstable.Parser
		p.Reset(left)
		r.p, r.base = &p, len(r.text)-len(left)
		for len(r.problems) < maxProblems && p.NextExpression() {
			r.expression(p.Expression())
		}
		err := p.Error()
		if err == nil {
			break
		}
		left = r.syntax(err, left)
	}
	return r.problems
}

// reader is the state while reading one file.
type reader struct {
	c        *Config
	source   string
	text     []byte
	p        *unstable.Parser
	base     int // of p's data in text
	table    []string
	seen     map[string]bool
	problems []Problem
}

// syntax tells a syntax error and gives the text behind its line.
func (r *reader) syntax(err error, left []byte) []byte {
	offset := 0
	var perr *unstable.ParserError
	if errors.As(err, &perr) {
		offset = min(max(cap(left)-cap(perr.Highlight), 0), len(left))
	}
	line, column := r.place(r.base + offset)
	r.add(Problem{Line: line, Column: column, Kind: Syntax, Got: err.Error()})
	end := bytes.IndexByte(left[offset:], '\n')
	if end < 0 {
		return nil
	}
	return left[offset+end+1:]
}

// maxSaid bounds what a sentence repeats of the file, in bytes.
const maxSaid = 200

func (r *reader) add(p Problem) {
	p.Source, p.Key, p.Got = r.source, brief(p.Key), brief(p.Got)
	r.problems = append(r.problems, p)
}

// brief cuts a text that is too long for a sentence.
func brief(s string) string {
	if len(s) <= maxSaid {
		return s
	}
	return strings.ToValidUTF8(s[:maxSaid], "") + "…"
}

// place gives line and column (in characters) of an offset.
func (r *reader) place(offset int) (line, column int) {
	before := r.text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, len([]rune(string(before[start:]))) + 1
}

func (r *reader) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.Table, unstable.ArrayTable:
		r.table, _ = path(n.Key())
		first := n.Child()
		if name := strings.Join(r.table, "."); !knownTable(name) {
			line, column := r.place(r.base + int(first.Raw.Offset))
			r.add(Problem{Line: line, Column: column, Key: "[" + name + "]", Kind: UnknownKey, Suggestion: Nearest(name, tables())})
			r.table = []string{unknownTable}
		}
	default: // a key with its value: the parser knows no other expression
		if len(r.table) == 1 && r.table[0] == unknownTable {
			return // said once for the whole table
		}
		r.keyValue(r.table, n)
	}
}

// unknownTable stands for a table whose keys are skipped. No key can be it.
const unknownTable = "\x00"

func knownTable(name string) bool { return slices.Contains(tables(), name) }

func tables() []string {
	names := []string{"keys.bind"}
	for _, k := range Keys {
		if i := strings.LastIndexByte(k.Name, '.'); i >= 0 && !slices.Contains(names, k.Name[:i]) {
			names = append(names, k.Name[:i])
		}
	}
	return names
}

func path(it unstable.Iterator) (parts []string, offset uint32) {
	for it.Next() {
		if len(parts) == 0 {
			offset = it.Node().Raw.Offset
		}
		parts = append(parts, string(it.Node().Data))
	}
	return parts, offset
}

func (r *reader) keyValue(table []string, n *unstable.Node) {
	parts, keyOffset := path(n.Key())
	full := append(slices.Clone(table), parts...)
	value := n.Value()
	if value.Kind == unstable.InlineTable {
		for it := value.Children(); it.Next(); {
			r.keyValue(full, it.Node())
		}
		return
	}
	name := strings.Join(full, ".")
	line, column := r.place(r.base + int(keyOffset))
	if r.seen[name] {
		r.add(Problem{Line: line, Column: column, Key: name, Kind: Twice})
		return
	}
	r.seen[name] = true
	text, scalar := scalarText(value)
	if len(full) > 2 && full[0] == "keys" && full[1] == "bind" {
		r.bind(strings.Join(full[2:], "."), text, scalar, line, column)
		return
	}
	k, ok := keyNamed(name)
	if !ok {
		r.add(Problem{Line: line, Column: column, Key: name, Kind: UnknownKey, Suggestion: Nearest(name, keyNames())})
		return
	}
	kind := value.Kind
	if kind == unstable.Array && k.Type == commandType {
		if text, scalar = wordsOf(value); !scalar {
			kind = unstable.Invalid
		}
	}
	p := k.wrongType(kind, text)
	if p == nil {
		p = k.set(r.c, text)
	}
	if p == nil {
		r.c.given(name, r.source)
		return
	}
	p.Key = name
	p.Line, p.Column = r.valuePlace(value, line, column)
	r.add(*p)
}

// valuePlace is where the value starts, or the key where the parser does not
// say it.
func (r *reader) valuePlace(value *unstable.Node, line, column int) (int, int) {
	if value.Raw.Length == 0 {
		return line, column
	}
	return r.place(r.base + int(value.Raw.Offset))
}

func (r *reader) bind(keys, action string, scalar bool, line, column int) {
	if !scalar || action == "" || keys == "" {
		r.add(Problem{Line: line, Column: column, Key: "keys.bind." + keys, Kind: BadValue, Got: action, Want: `"ACTION" | "none"`})
		return
	}
	r.c.Binds = append(r.c.Binds, Bind{Keys: keys, Action: action, Line: line, Column: column, Source: r.source})
}

// scalarText gives a simple value as the text that Set takes.
func scalarText(n *unstable.Node) (text string, ok bool) {
	switch n.Kind {
	case unstable.String, unstable.Bool, unstable.Integer, unstable.Float:
		text = string(n.Data)
		if n.Kind == unstable.Integer {
			text = strings.ReplaceAll(strings.TrimPrefix(text, "+"), "_", "")
		}
		return text, true
	default:
		return strings.ToLower(n.Kind.String()), false
	}
}

// wrongType keeps the file honest: volume = "70" and lang = true are slips.
func (k Key) wrongType(kind unstable.Kind, text string) *Problem {
	ok := false
	switch k.Type {
	case "number":
		ok = kind == unstable.Integer
	case "bool":
		ok = kind == unstable.Bool
	case "size":
		ok = kind == unstable.String || kind == unstable.Integer
	case commandType:
		ok = kind == unstable.String || kind == unstable.Array
	default:
		ok = kind == unstable.String
	}
	if ok {
		return nil
	}
	want := k.Range
	switch {
	case k.Type == "bool":
		want = "true | false"
	case len(k.Choices) > 0:
		want = `"` + strings.Join(k.Choices, `" | "`) + `"`
	}
	return &Problem{Kind: BadValue, Got: text, Want: want}
}
