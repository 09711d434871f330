package stream

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// Usage is what a cache folder holds.
type Usage struct {
	Songs, Parts int       // whole ones, and those begun
	Bytes        int64     // on disk, of both
	Oldest       time.Time // when the song unused for longest was played; zero without one
}

// Damaged is a whole song that is not what its name says.
type Damaged struct {
	Track int64
	Name  string // of the file
}

// Inspect tells what the folder holds, and changes nothing: a player may be at
// work in it. A folder that is not there holds nothing.
func Inspect(dir string) (Usage, error) {
	var u Usage
	root, err := open(dir)
	if root == nil {
		return u, err
	}
	defer func() { _ = root.Close() }()
	sh, err := readShelf(root)
	if err != nil {
		return u, fmt.Errorf("audio cache: %w", err)
	}
	u.Songs, u.Parts = len(sh.kept), len(sh.parts)
	for _, f := range sh.kept {
		u.Bytes += f.size
		if u.Oldest.IsZero() || f.used.Before(u.Oldest) {
			u.Oldest = f.used
		}
	}
	for _, f := range sh.parts {
		u.Bytes += f.size
	}
	return u, nil
}

// Clear deletes everything of the cache in the folder, and tells the bytes.
// Where a player is at work its own Clear is the one to use.
func Clear(dir string) (int64, error) {
	root, err := open(dir)
	if root == nil {
		return 0, err
	}
	defer func() { _ = root.Close() }()
	sh, err := readShelf(root)
	if err != nil {
		return 0, fmt.Errorf("audio cache: %w", err)
	}
	s := &Store{kept: sh.kept, parts: sh.parts}
	s.root.Store(root)
	n := s.Clear()
	for _, name := range sh.stray {
		err = errors.Join(err, ignoreGone(root.Remove(name)))
	}
	return n, err
}

// Clear deletes what nobody has open, and tells the bytes.
func (s *Store) Clear() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n int64
	for _, index := range []map[string]*keptFile{s.kept, s.parts} {
		for base, f := range index {
			if s.live[base] == nil && s.ending[base] == nil {
				n += f.size
				s.remove(base)
			}
		}
	}
	return n
}

// Verify reads every whole song of the folder and deletes those that are not
// what their sum says; tell hears of each, and how many there are. The error
// is the end of ctx, or a disk that cannot be read.
func Verify(ctx context.Context, dir string, tell func(done, of int)) ([]Damaged, error) {
	root, err := open(dir)
	if root == nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	sh, err := readShelf(root)
	if err != nil {
		return nil, fmt.Errorf("audio cache: %w", err)
	}
	s := &Store{kept: sh.kept, parts: sh.parts}
	s.root.Store(root)
	var bad []Damaged
	done, total := 0, len(sh.kept)
	for _, base := range sortedBases(sh.kept) {
		f := sh.kept[base]
		whole, err := s.whole(ctx, f)
		switch {
		case ctx.Err() != nil:
			return bad, context.Cause(ctx)
		case err != nil:
			return bad, fmt.Errorf("audio cache: %w", err)
		case !whole:
			bad = append(bad, Damaged{f.track, f.name})
			s.remove(base)
		}
		done++
		tell(done, total)
	}
	return bad, nil
}

// whole says whether a kept file has the sum of its name. One that is gone by
// now is nobody's trouble.
func (s *Store) whole(ctx context.Context, f *keptFile) (bool, error) {
	file, err := s.folder().Open(f.name)
	if err != nil {
		return true, ignoreGone(err)
	}
	defer func() { _ = file.Close() }()
	sum, err := sumOf(file, func() bool { return ctx.Err() != nil })
	return sum == f.md5, err
}

func sortedBases(files map[string]*keptFile) []string {
	out := make([]string, 0, len(files))
	for base := range files {
		out = append(out, base)
	}
	slices.SortFunc(out, strings.Compare)
	return out
}

// open opens the folder; nil for one that is not there.
func open(dir string) (*os.Root, error) {
	if dir == "" {
		return nil, nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, ignoreGone(err)
	}
	return root, nil
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
