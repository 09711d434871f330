package verb

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ncmtui/config"
	"ncmtui/internal/safe"
)

const (
	bundleFile = 4 << 20 // bytes of the end of one file
	bundleMost = 20      // files of each kind, the newest
)

// bundle writes what helps to find a bug: findings, settings, log and crash
// reports, everything redacted once more. The login, the database and the
// songs never get into it.
func (d *doctor) bundle(path string, found []Finding) (err error) {
	_, p, err := d.Paths()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	z := zip.NewWriter(f)
	raw, err := jsonOf(found)
	if err == nil {
		err = put(z, "doctor.json", raw)
	}
	file, _, _ := d.Paths()
	all := []string{file}
	for _, pattern := range []string{"*.log*", "crash-*.txt", filepath.Join("crash", "*.txt")} {
		names, _ := filepath.Glob(filepath.Join(p.State, pattern))
		slices.Sort(names) // crash reports have their time in the name
		all = append(all, names[max(len(names)-bundleMost, 0):]...)
	}
	c, _, _ := d.Settings()
	for _, name := range all {
		text, rerr := tail(name)
		if err != nil || rerr != nil {
			continue // it need not be there
		}
		if name == file {
			text = []byte(discreet(c).Replace(string(text)))
		}
		err = put(z, filepath.Base(name), text)
	}
	return errors.Join(err, z.Close(), f.Close())
}

// leastSecret is the length from which an argument may be a secret, in bytes.
const leastSecret = 6

// discreet leaves out of the settings what only their owner can tell is no
// secret: the arguments of the user's programs, and who asks a proxy.
func discreet(c config.Config) *strings.Replacer {
	var hidden []string
	hide := func(s string) {
		if len(s) >= leastSecret && !strings.HasPrefix(s, "-") {
			hidden = append(hidden, s, "[redacted]")
		}
	}
	for _, argv := range [][]string{c.Hooks.SongChange, c.Hooks.Play, c.Hooks.Pause, c.Hooks.Like} {
		for _, word := range argv[min(1, len(argv)):] {
			hide(word)
		}
	}
	for _, proxy := range []string{c.Proxy, c.ProxyAudio} {
		_, rest, _ := strings.Cut(proxy, "://")
		if i := strings.LastIndexByte(rest, '@'); i > 0 {
			hidden = append(hidden, rest[:i], "[redacted]")
		}
	}
	return strings.NewReplacer(hidden...)
}

// put adds a file, line by line without secrets.
func put(z *zip.Writer, name string, text []byte) error {
	w, err := z.Create(name)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(text)) {
		if _, err := io.WriteString(w, safe.Redact(line)); err != nil {
			return err
		}
	}
	return nil
}

// tail is the end of a plain file, from the first whole line on: half a line
// may have lost the name of the secret in it.
func tail(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, os.ErrInvalid)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	from := max(info.Size()-bundleFile, 0)
	text, err := io.ReadAll(io.NewSectionReader(f, from, bundleFile))
	if from > 0 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text, err
}
