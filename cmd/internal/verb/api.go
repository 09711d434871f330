package verb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/api/route"
	"ncmtui/api/songtag"
	"ncmtui/internal/safe"
	"ncmtui/ui/lang"
)

// secrets are the inputs that must not stand on a command line: other users
// of the machine see it, and the shell keeps it.
var secrets = map[string]bool{"password": true, "md5_password": true, "captcha": true, "oldcaptcha": true, "cookie": true}

// maxValue is the largest text a value is read from, in bytes.
const maxValue = 8 << 20

func newAPI(w *World) *cobra.Command {
	var f flags
	var all, describe bool
	var given params
	call := w.wanting(&f, func() Want {
		return Want{Demo: f.demo, Guest: f.guest, Cookies: given.cookies}
	}, func(ctx context.Context, r *run, args []string) error { return r.call(ctx, given.route, given.values) })
	cmd := &cobra.Command{
		Use:   "api PATH [key=value…]",
		Short: "Any documented address, with the stored login; the answer is JSON",
		Long: `api calls any of the documented addresses with the stored login and prints
the answer: indented on a terminal, in one line elsewhere.

key=@FILE takes the value from a file (the file itself for songFile and
imgFile), key=- from the standard input. password=, captcha= and cookie= are
taken from there only. cookie= acts as somebody else for this call.

The exit code tells how it went: 0 done, 1 refused, 2 wrong usage, 3 network,
4 login needed, 5 limited by the service.`,
		Example: `  ncmtui api /album id=32311
  ncmtui api /song/url/v1 id=33894312 level=lossless | jq -r '.data[0].url'
  ncmtui api --list playlist
  ncmtui api --describe /playlist/tracks`,
		ValidArgsFunction: w.complete,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case all:
				return w.tell(&f, func(r *run) error { return r.addresses(args) })
			case describe:
				return w.tell(&f, func(r *run) error { return r.describe(args) })
			}
			var err error
			if given, err = w.params(args); err != nil {
				return err
			}
			return call(cmd, args)
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&all, "list", false, "list the addresses that have all of the words after it")
	cmd.Flags().BoolVar(&describe, "describe", false, "tell the parameters of an address")
	cmd.MarkFlagsMutuallyExclusive("list", "describe")
	return cmd
}

// tell runs what needs no service.
func (w *World) tell(f *flags, do func(*run) error) error {
	r := &run{World: w, flags: f, lang: w.Lang()}
	return r.fault(do(r))
}

// params are the arguments of a call.
type params struct {
	route   *route.Route
	values  api.Params
	cookies map[string]safe.Secret
}

func lookup(path string) (*route.Route, error) {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	r, ok := route.Lookup(path)
	if !ok {
		return nil, usage("there is no address %s; ncmtui api --list tells all", clean(path))
	}
	return r, nil
}

// params reads "PATH key=value…". What is wrong with an argument is said
// without its text: it may be a secret.
func (w *World) params(args []string) (params, error) {
	p := params{values: api.Params{}}
	if len(args) == 0 {
		return p, usage("which address? ncmtui api --list tells all")
	}
	var err error
	if p.route, err = lookup(args[0]); err != nil {
		return p, err
	}
	input := false
	for i, arg := range args[1:] {
		key, value, ok := strings.Cut(arg, "=")
		if !ok || key == "" {
			return p, usage("argument %d is no key=value", i+2)
		}
		literal := value != "-" && !strings.HasPrefix(value, "@")
		switch {
		case literal && secrets[strings.ToLower(key)]:
			return p, usage("%s= is not taken from the command line, where others can read it: use %[1]s=@FILE or %[1]s=- (standard input)", key)
		case value == "-" && input:
			return p, usage("the standard input can give one value only")
		case literal:
			if err := p.set(key, value); err != nil {
				return p, err
			}
			continue
		case p.uploads(key) && value != "-":
			if p.values[key], err = fileOf(value[1:], key == "songFile"); err != nil {
				return p, usage("%s: %s", key, clean(err.Error()))
			}
			continue
		}
		input = input || value == "-"
		text, err := w.valueOf(value)
		if err != nil {
			return p, usage("%s: %s", clean(key), clean(err.Error()))
		}
		if strings.EqualFold(key, "cookie") {
			if p.cookies, err = w.Cookie(text); err != nil {
				return p, usage("cookie: %s", clean(err.Error()))
			}
			continue
		}
		if err := p.set(key, text); err != nil {
			return p, err
		}
	}
	return p, nil
}

// set keeps a value: a text, or the object where an address wants one.
func (p params) set(key, text string) error {
	p.values[key] = text
	if p.route.Flow != "weblog" || key != "data" {
		return nil
	}
	var object map[string]any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber() // ids keep every digit
	if err := d.Decode(&object); err != nil || object == nil || d.More() {
		return usage("data must be a JSON object")
	}
	p.values[key] = object
	return nil
}

func (p params) uploads(key string) bool {
	return key == "imgFile" && p.route.Flow == "image" || key == "songFile" && (p.route.Flow == "cloud" || p.route.Flow == "voice")
}

// valueOf reads a value from a file or from the standard input, without the
// line end that editors put behind it.
func (w *World) valueOf(value string) (string, error) {
	in := w.In
	if name, ok := strings.CutPrefix(value, "@"); ok {
		f, err := os.Open(name)
		if err != nil {
			return "", err
		}
		defer f.Close()
		in = f
	}
	raw, err := io.ReadAll(io.LimitReader(in, maxValue+1))
	if err == nil && len(raw) > maxValue {
		err = fmt.Errorf("it is larger than %d MiB", maxValue>>20)
	}
	return strings.TrimRight(string(raw), "\r\n"), err
}

// fileOf is a file to upload; its bytes are read when they are sent, and the
// names that a song gives itself go with it.
func fileOf(name string, song bool) (route.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return route.File{}, err
	}
	if !info.Mode().IsRegular() {
		return route.File{}, errors.New("it is no file")
	}
	file := route.File{
		Name: filepath.Base(name), Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(name) },
	}
	f, err := os.Open(name)
	if err != nil {
		return route.File{}, err
	}
	defer f.Close()
	if song {
		n := songtag.Read(f)
		file.Song, file.Album, file.Artist = n.Title, n.Album, n.Artist
	}
	return file, nil
}

// logins are the addresses after which the login is another's.
var logins = map[string]bool{"/login": true, "/login/cellphone": true, "/login/qr/check": true}

// call makes the call and prints its answer, also one that refuses.
func (r *run) call(ctx context.Context, at *route.Route, p api.Params) error {
	r.strange(at, p)
	if logins[at.Path] {
		r.svc.Fresh()
	}
	a, err := r.svc.API.Call(ctx, at.Path, p)
	if errors.Is(err, route.ErrMissing) {
		err = r.lacking(at, p, err)
	}
	if len(a.Body) > 0 {
		err = errors.Join(err, r.answer(a))
	}
	switch {
	case err != nil:
		return err
	case logins[at.Path] && r.svc.API.Session().LoggedIn():
		_, err = r.svc.Who(ctx) // to keep the login under its owner
		return err
	case at.Path == "/logout":
		return r.svc.Forget()
	case a.Status >= http.StatusBadRequest: // said by the address itself, before any call
		return &Fault{Code: Failed, Text: fmt.Sprintf(r.say(lang.Both{ZH: "失败，代码 %d", EN: "failed with code %d"}), a.Code())}
	}
	return nil
}

// lacking names the parameters that an address wants and did not get.
func (r *run) lacking(at *route.Route, p api.Params, err error) error {
	var names []string
	for _, in := range at.Inputs {
		if _, given := p[in.Name]; !given && in.Need == "required" {
			names = append(names, in.Name)
		}
	}
	if len(names) == 0 {
		return err
	}
	return &Fault{Code: Usage, Err: err, Text: fmt.Sprintf(r.say(lang.Both{
		ZH: "%[1]s 缺少参数 %[2]s：ncmtui api --describe %[1]s 说明参数",
		EN: "%[1]s wants the parameter %[2]s: ncmtui api --describe %[1]s tells them",
	}), at.Path, strings.Join(names, ", "))}
}

// strange warns of keys that the address does not know.
func (r *run) strange(at *route.Route, p api.Params) {
	for key := range p {
		known := at.Flow == "anyCall" || at.Flow == "image" || at.Flow == "cloud" || at.Flow == "voice"
		for _, in := range at.Inputs {
			known = known || in.Name == key
		}
		if !known {
			_, _ = fmt.Fprintf(r.Err, "ncmtui: "+r.say(lang.Both{ZH: "%s 没有参数 %s", EN: "%s has no parameter %s"})+"\n", at.Path, clean(key))
		}
	}
}

func (r *run) answer(a api.Answer) error {
	if a.NotJSON {
		return r.text(string(a.Body))
	}
	return writeJSON(r.Out, r.Terminal, a.Body)
}
