package verb

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ncmtui/player/remote"
)

var update = flag.Bool("update", false, "write docs/VERBS.md anew")

// prints are what the verbs print with --json: the first without flags.
var prints = map[string][]any{
	"api":         {nil, []Address{}, Description{}},
	"auth status": {Account{}}, "auth login": {Account{}}, "auth import": {Account{}}, "auth logout": {Account{}},
	"daily":    {[]Song{}, []Playlist{}},
	"playlist": {[]Playlist{}, PlaylistPage{}},
	"album":    {AlbumPage{}},
	"artist":   {ArtistPage{}, []Song{}, []Album{}, []MV{}, []Artist{}},
	"search":   {[]Song{}, []Album{}, []Artist{}, []Playlist{}, []User{}, []MV{}, []Podcast{}, []Program{}, []HotWord{}},
	"song":     {[]Song{}}, "song url": {[]File{}}, "lyric": {Lyric{}, Sung{}}, "fm": {[]Song{}},
	"user": {Profile{}, []User{}, []Ranked{}}, "comments": {[]Comment{}}, "toplist": {[]Chart{}, PlaylistPage{}},
	"cloud": {[]Upload{}}, "recent": {[]RecentSong{}, []RecentPlaylist{}, []RecentAlbum{}, []RecentPodcast{}},
	"cloud upload": {[]Upload{}}, "cloud delete": {Deleted{}}, "playlist delete": {Deleted{}},
	"playlist create": {Playlist{}}, "playlist rename": {Playlist{}}, "playlist add": {Playlist{}}, "playlist remove": {Playlist{}},
	"play": {}, "pause": {}, "toggle": {}, "next": {}, "prev": {}, "seek": {}, "volume": {}, "mute": {}, "mode": {}, "like": {},
	"unlike": {}, "trash": {}, "sleep": {}, "quit": {}, "status": {remote.State{}}, "queue": {[]QueueRow{}}, "queue list": {[]QueueRow{}},
	"queue add": {}, "queue next": {}, "queue remove": {}, "queue move": {}, "queue clear": {}, "queue save": {Saved{}},
	"podcast": {[]Podcast{}, []Program{}}, "mv": {MV{}}, "mv url": {MVFile{}},
	"config init": {Written{}}, "config path": {Paths{}}, "config check": {[]Mistake{}}, "config show": {[]Setting{}}, "config docs": {},
	"auth list": {[]KeptAccount{}}, "auth switch": {}, "auth refresh": {Account{}},
	"history": {[]Play{}}, "history export": {}, "history import": {Imported{}}, "stats": {Stats{}},
	"scrobble status": {[]ScrobbleTo{}}, "scrobble login": {}, "scrobble logout": {},
	"doctor": {[]Finding{}}, "cache status": {CacheUse{}}, "cache clear": {Cleared{}}, "cache verify": {[]BadSong{}},
}

const docHead = `# Verbs for scripts

A verb asks the service with the stored login (` + "`ncmtui auth login`" + `, or the login of the player) and prints what
it says:
- on a terminal a table, cut to its width; in a pipe a line for each row, its columns parted by tabs, all of them and
  always in this order, without a head; with ` + "`--json`" + ` JSON, indented on a terminal.
- Names are made safe for a terminal: control characters, marks of direction and the like are left out of tables and
  lines, and written as ` + "`\\u`" + ` in JSON on a terminal. JSON in a pipe has every text as it came. A text in a line is
  cut at 512 cells; JSON has it whole.
- Without a network ` + "`daily`, `playlist`, `album`, `artist`, `song` and `lyric`" + ` print what the player kept of the last time,
  with a sentence on stderr.
- An error is a sentence on stderr, and an exit code: 0 done, 1 failed or refused, 2 wrong usage, 3 network, 4 login
  needed, 5 limited by the service. What came before the error is printed.
- ` + "`--demo`" + ` asks the embedded service: no account, no network. ` + "`--guest`" + ` leaves the stored login out.
- An id can be a link: ` + "`ncmtui playlist 'https://music.163.com/#/playlist?id=19723756'`" + `.
- ` + "`NCMTUI_COOKIE`" + ` (a Cookie header, or the value of MUSIC_U) acts instead of the stored login and is not kept.
- ` + "`ncmtui completion bash|zsh|fish`" + ` prints the shell's completion, also of addresses and their parameters.

The fields of JSON are promised: more may come, none goes or changes its name. Times are RFC 3339 in UTC or null,
durations are milliseconds, a list is never null, an id is a number (up to 2^63: jq before 1.7 rounds above 2^53).

This file is made from the program: ` + "`go test ./cmd/internal/verb -run Documented -update`" + `.
`

func TestVerbsAreDocumented(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(docHead)
	shapes := &shapes{seen: map[reflect.Type]bool{}}
	told := map[string]bool{}
	var tell func(cmd *cobra.Command)
	tell = func(cmd *cobra.Command) {
		name := strings.TrimPrefix(cmd.CommandPath(), "ncmtui ")
		if all, ok := prints[name]; ok {
			told[name] = true
			verbDoc(&b, cmd, all, shapes)
		} else if !cmd.HasSubCommands() {
			t.Errorf("nobody says what %s prints", name)
		}
		for _, sub := range cmd.Commands() {
			tell(sub)
		}
	}
	b.WriteString("\n## The verbs\n")
	for _, cmd := range newRig(t, false).root().Commands() {
		tell(cmd)
	}
	for name := range prints {
		if !told[name] {
			t.Errorf("there is no verb %s", name)
		}
	}
	b.WriteString("\n## The shapes\n")
	b.WriteString(shapes.text())
	path := filepath.Join("..", "..", "..", "docs", "VERBS.md")
	if *update {
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != b.String() {
		t.Errorf("docs/VERBS.md is not what the program does (%v): run go test ./cmd/internal/verb -run Documented -update", err)
	}
}

func verbDoc(b *strings.Builder, cmd *cobra.Command, all []any, s *shapes) {
	fmt.Fprintf(b, "\n### ncmtui %s\n%s.\n", strings.TrimPrefix(strings.TrimSuffix(cmd.UseLine(), " [flags]"), "ncmtui "), cmd.Short)
	if cmd.Long != "" {
		fmt.Fprintf(b, "\n%s\n", cmd.Long)
	}
	if cmd.Example != "" {
		fmt.Fprintf(b, "\n```sh\n%s\n```\n", strings.ReplaceAll(cmd.Example, "\n  ", "\n")[2:])
	}
	b.WriteString("\n")
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "json" || f.Name == "demo" || f.Name == "guest" || f.Name == "help" {
			return
		}
		value, text := pflag.UnquoteUsage(f)
		def := ""
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" {
			def = " (" + f.DefValue + ")"
		}
		fmt.Fprintf(b, "- `--%s`%s: %s%s\n", f.Name, strings.TrimRight(" "+value, " "), text, def)
	})
	var names []string
	for _, v := range all {
		if v == nil {
			names = append(names, "the answer")
			continue
		}
		names = append(names, s.name(reflect.TypeOf(v)))
	}
	if len(names) > 0 {
		fmt.Fprintf(b, "- JSON: %s\n", strings.Join(names, ", or "))
	}
}

// shapes are the types that were named so far, in that order.
type shapes struct {
	seen  map[reflect.Type]bool
	order []reflect.Type
}

func (s *shapes) name(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.Slice:
		return "list of " + s.name(t.Elem())
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t.Kind() == reflect.Pointer:
		return s.name(t.Elem()) + " or null"
	case t.Kind() == reflect.Interface:
		return "any"
	case t.Kind() != reflect.Struct:
		return map[reflect.Kind]string{reflect.String: "text", reflect.Bool: "bool"}[t.Kind()] +
			map[bool]string{true: "number"}[t.Kind() != reflect.String && t.Kind() != reflect.Bool]
	}
	if !s.seen[t] {
		s.seen[t] = true
		s.order = append(s.order, t)
	}
	return "[" + t.Name() + "](#" + strings.ToLower(t.Name()) + ")"
}

func (s *shapes) text() string {
	var b strings.Builder
	for i := 0; i < len(s.order); i++ { // it grows
		t := s.order[i]
		fmt.Fprintf(&b, "\n### %s\n", t.Name())
		for j := range t.NumField() {
			f := t.Field(j)
			if f.Anonymous {
				fmt.Fprintf(&b, "- all of %s\n", s.name(f.Type))
				continue
			}
			doc := f.Tag.Get("doc")
			if doc != "" {
				doc = ": " + doc
			}
			fmt.Fprintf(&b, "- `%s` %s%s\n", f.Tag.Get("json"), s.name(f.Type), doc)
		}
	}
	return b.String()
}

func TestJSONIsOfTheDocumentedShape(t *testing.T) {
	t.Parallel()
	r := newRig(t, true)
	for args, n := range map[string]int{
		"daily": 0, "daily --playlists": 1, "playlist": 0, "playlist 7100000020": 1, "album 180000001": 0, "artist 12001": 0,
		"artist 12001 --songs": 1, "artist 12001 --albums": 2, "artist 12001 --mvs": 3, "artist 12001 --similar": 4,
		"search 釉": 0, "search 釉 --type album": 1, "search 林 --type artist": 2, "search 听 --type playlist": 3,
		"search 听 --type user": 4, "search 海 --type mv": 5, "search 夜 --type podcast": 6, "search --hot": 8,
		"song 2600000001": 0, "song url 2600000001": 0, "lyric 2600000001": 0, "fm": 0, "user": 0, "user --follows": 1,
		"comments 2600000001": 0, "toplist": 0, "toplist 7100000050": 1, "cloud": 0, "recent": 0, "podcast": 0,
		"podcast 350000001": 1, "mv 10900001": 0, "mv url 10900001": 0, "auth status": 0, "config path": 0, "config show": 0, "config check": 0, "doctor --demo": 0, "auth list": 0, "cache status": 0, "cache verify": 0, "cache clear": 0, "api --list": 1, "api --describe /album": 2,
	} {
		words := strings.Fields(args)
		name := words[0]
		if len(words) > 1 && prints[name+" "+words[1]] != nil {
			name += " " + words[1]
		}
		into := reflect.New(reflect.TypeOf(prints[name][n]))
		raw := r.must(append(words, "--json")...)
		dec := json.NewDecoder(strings.NewReader(raw))
		dec.DisallowUnknownFields()
		if err := dec.Decode(into.Interface()); err != nil {
			t.Errorf("%s: %v", args, err)
			continue
		}
		again, err := jsonOf(into.Interface())
		if err != nil || string(again) != raw {
			t.Errorf("%s: a field is missing or null where it must not be:\n%s%s", args, raw, again)
		}
	}
}
