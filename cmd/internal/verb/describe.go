package verb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api/route"
	"ncmtui/ui/lang"
)

// Address is one row of api --list.
type Address struct {
	Path       string   `json:"path"`
	Aliases    []string `json:"aliases"`
	Title      string   `json:"title" doc:"as the document has it, \"\" outside it"`
	English    string   `json:"english" doc:"the title in English"`
	Documented bool     `json:"documented"`
	Write      bool     `json:"write" doc:"it changes something"`
}

// Description is what api --describe tells.
type Description struct {
	Address
	Inputs []Input `json:"inputs"`
	Calls  []Call  `json:"calls" doc:"what is asked of the service"`
	Notes  string  `json:"notes"`
}

// Input is a parameter of an address.
type Input struct {
	Name    string `json:"name"`
	Need    string `json:"need" doc:"required, optional, example, unnamed, \"\" outside the document"`
	Default any    `json:"default" doc:"null for none"`
}

// Call is a request to the service.
type Call struct {
	Crypto string `json:"crypto"`
	To     string `json:"to"`
}

func address(r *route.Route) Address {
	return Address{Path: r.Path, Aliases: texts(r.Aliases), Title: r.Title, English: r.English, Documented: r.Documented, Write: r.Write}
}

// titled is what an address is called in the language of the user.
func titled(title, english string, l lang.Lang) string {
	return lang.Both{ZH: title, EN: english}.In(l)
}

func addressColumns(l lang.Lang) []column[Address] {
	return []column[Address]{
		{head: lang.Both{ZH: "地址", EN: "Address"}, text: func(a Address) string { return a.Path }},
		word(lang.Both{ZH: "说明", EN: "Title"}, func(a Address) string { return titled(a.Title, a.English, l) }, 0, 8),
		word(lang.Both{ZH: "改动", EN: "Write"}, func(a Address) string {
			if a.Write {
				return "write"
			}
			return ""
		}, 1, 0),
	}
}

// addresses prints those whose path or titles have all words.
func (r *run) addresses(words []string) error {
	rows := []Address{}
	for _, at := range route.All() {
		text := strings.ToLower(strings.Join(append([]string{at.Path, at.Title, at.English}, at.Aliases...), " "))
		fits := true
		for _, w := range words {
			fits = fits && strings.Contains(text, strings.ToLower(w))
		}
		if fits {
			rows = append(rows, address(at))
		}
	}
	if len(rows) > 0 {
		return list(r, addressColumns(r.lang), rows, nil)
	}
	none := &Fault{Code: Failed, Text: fmt.Sprintf(r.say(lang.Both{ZH: "没有地址符合：%s", EN: "no address has these words: %s"}), clean(strings.Join(words, " ")))}
	return errors.Join(r.rows(rows, func() error { return nil }), none)
}

func (r *run) describe(args []string) error {
	if len(args) != 1 {
		return usage("usage: ncmtui api --describe PATH")
	}
	at, err := lookup(args[0])
	if err != nil {
		return err
	}
	d := Description{Address: address(at), Notes: at.Notes, Inputs: []Input{}, Calls: []Call{}}
	for _, in := range at.Inputs {
		d.Inputs = append(d.Inputs, Input{in.Name, in.Need, in.Default})
	}
	for _, c := range at.Calls {
		d.Calls = append(d.Calls, Call{string(c.Crypto), c.To})
	}
	return r.rows(d, func() error { return r.description(d) })
}

func (r *run) description(d Description) error {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(d.Path+gap+titled(d.Title, d.English, r.lang)) + "\n")
	if len(d.Aliases) > 0 {
		b.WriteString(r.say(lang.Both{ZH: "别名：", EN: "also: "}) + strings.Join(d.Aliases, ", ") + "\n")
	}
	if d.Write {
		b.WriteString(r.say(lang.Both{ZH: "会改动数据", EN: "it changes something"}) + "\n")
	}
	for _, c := range d.Calls {
		b.WriteString(c.Crypto + gap + c.To + "\n")
	}
	if d.Notes != "" {
		b.WriteString("\n" + strings.Join(lines(d.Notes), "\n") + "\n")
	}
	if _, err := fmt.Fprint(r.Out, b.String()); err != nil || len(d.Inputs) == 0 {
		return err
	}
	if _, err := fmt.Fprintln(r.Out); err != nil {
		return err
	}
	return writeTable(r.Out, r.lang, max(r.Width(), 40), inputColumns, d.Inputs)
}

var inputColumns = []column[Input]{
	{head: lang.Both{ZH: "参数", EN: "Parameter"}, text: func(i Input) string { return i.Name }},
	{head: lang.Both{ZH: "要求", EN: "Need"}, text: func(i Input) string { return i.Need }},
	word(lang.Both{ZH: "默认", EN: "Default"}, func(i Input) string {
		if i.Default == nil {
			return ""
		}
		return fmt.Sprint(i.Default)
	}, 0, 8),
}

// complete offers addresses, and behind one its parameters.
func (w *World) complete(_ *cobra.Command, args []string, word string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const keep = cobra.ShellCompDirectiveNoFileComp
	if len(args) == 0 {
		var out []cobra.Completion
		for _, at := range route.All() {
			if strings.HasPrefix(at.Path, word) {
				out = append(out, cobra.CompletionWithDesc(at.Path, titled(at.Title, at.English, w.Lang())))
			}
		}
		return out, keep
	}
	if key, name, ok := strings.Cut(word, "=@"); ok {
		return completeFile(key+"=@", name)
	}
	at, err := lookup(args[0])
	if err != nil {
		return nil, keep
	}
	given := map[string]bool{}
	for _, arg := range args[1:] {
		key, _, _ := strings.Cut(arg, "=")
		given[key] = true
	}
	var out []cobra.Completion
	for _, in := range at.Inputs {
		if !given[in.Name] && strings.HasPrefix(in.Name+"=", word) {
			out = append(out, cobra.CompletionWithDesc(in.Name+"=", in.Need))
		}
	}
	return out, keep | cobra.ShellCompDirectiveNoSpace
}

// completeFile offers the files behind key=@: shells complete only words that
// are names of files as a whole.
func completeFile(before, name string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const keep = cobra.ShellCompDirectiveNoFileComp
	folder, start := filepath.Split(name)
	entries, err := os.ReadDir(filepath.Clean(folder)) // "" is here
	if err != nil {
		return nil, keep
	}
	var out []cobra.Completion
	for _, e := range entries {
		switch n := e.Name(); {
		case !strings.HasPrefix(n, start) || start == "" && strings.HasPrefix(n, "."):
		case e.IsDir():
			out = append(out, before+folder+n+"/")
		default:
			out = append(out, before+folder+n)
		}
	}
	if len(out) == 1 && strings.HasSuffix(out[0], "/") {
		return out, keep | cobra.ShellCompDirectiveNoSpace
	}
	return out, keep
}
