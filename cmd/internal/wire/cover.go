package wire

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ncmtui/internal/safe"
	"ncmtui/ui/cover"
)

const (
	coverSize    = "480y480" // pixels that are asked for
	coverHost    = ".music.126.net"
	coversKept   = 600 // files on disk, some 30 kB each
	coverForward = 3   // redirects
)

// errCover says that a cover lies where none is taken from, or is none.
var errCover = errors.New("no cover")

// covers fetches pictures of songs, from the service's picture hosts alone,
// and keeps them on disk.
type covers struct {
	client http.Client
	dir    string // "" keeps nothing
}

func newCovers(rt http.RoundTripper, cache string) *covers {
	c := &covers{client: http.Client{
		Transport: rt,
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > coverForward || !coverAddress(req.URL) {
				return errCover
			}
			return nil
		},
	}}
	if cache != "" {
		c.dir = filepath.Join(cache, "covers")
	}
	return c
}

func coverAddress(u *url.URL) bool {
	return u.Scheme == "https" && u.User == nil && (u.Port() == "" || u.Port() == "443") &&
		strings.HasSuffix(strings.ToLower(u.Hostname()), coverHost)
}

// Cover gives the picture at an address of the service's. It is asked for over
// https, whatever the address says.
func (c *covers) Cover(ctx context.Context, address string) (*cover.Picture, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errCover
	}
	if u.Scheme == "http" && (u.Port() == "" || u.Port() == "80") {
		u.Scheme, u.Host = "https", u.Hostname()
	}
	if !coverAddress(u) {
		return nil, errCover
	}
	u.RawQuery, u.Fragment = "param="+coverSize, ""
	sum := sha256.Sum256([]byte(u.String()))
	name := hex.EncodeToString(sum[:16])
	if p := c.recall(name); p != nil {
		return p, nil
	}
	data, err := c.fetch(ctx, u.String())
	if err != nil {
		return nil, err
	}
	p, err := cover.Decode(data)
	if err != nil {
		return nil, err
	}
	c.keep(name, data)
	return p, nil
}

func (c *covers) fetch(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errCover
	}
	res, err := c.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("cover: %w", err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", errCover, res.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(res.Body, cover.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("cover: %w", err)
	}
	return data, nil // Decode refuses what is too large
}

// recall reads a kept picture; a damaged file goes.
func (c *covers) recall(name string) *cover.Picture {
	if c.dir == "" {
		return nil
	}
	path := filepath.Join(c.dir, name)
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, cover.MaxBytes+1))
	_ = f.Close()
	if err == nil {
		var p *cover.Picture
		if p, err = cover.Decode(data); err == nil {
			return p
		}
	}
	_ = os.Remove(path)
	return nil
}

// keep writes a picture, whole or not at all. What fails costs a fetch later.
func (c *covers) keep(name string, data []byte) {
	if c.dir == "" || safe.MakeDir(c.dir) != nil {
		return
	}
	f, err := os.CreateTemp(c.dir, "new-*") // 0600
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(c.dir, name))
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return
	}
	c.prune()
}

// prune deletes the oldest half when there are too many.
func (c *covers) prune() {
	files, err := os.ReadDir(c.dir)
	if err != nil || len(files) <= coversKept {
		return
	}
	age := func(e os.DirEntry) int64 {
		info, err := e.Info()
		if err != nil {
			return 0
		}
		return info.ModTime().UnixNano()
	}
	slices.SortFunc(files, func(a, b os.DirEntry) int { return cmp.Compare(age(a), age(b)) })
	for _, f := range files[:len(files)-coversKept/2] {
		_ = os.Remove(filepath.Join(c.dir, f.Name()))
	}
}

// clear deletes all and tells the bytes.
func (c *covers) clear() (freed int64) {
	if c.dir == "" {
		return 0
	}
	files, _ := os.ReadDir(c.dir)
	for _, f := range files {
		info, err := f.Info()
		if err == nil && os.Remove(filepath.Join(c.dir, f.Name())) == nil {
			freed += info.Size()
		}
	}
	return freed
}
