package stream

import (
	"crypto/md5" // the service's sums, not a matter of security
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// keptFile is a file of the cache folder.
type keptFile struct {
	base   string // <id>-<level>-<md5>
	name   string
	track  int64
	level  string
	md5    string
	format string
	size   int64 // bytes on disk
	used   time.Time
}

var (
	namePattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(([0-9]+)-([a-z0-9]+)-([0-9a-f]{32}))\.([a-z0-9]{1,5})$`)
	})
	wordPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[a-z0-9]{1,12}$`)
	})
	sumPattern = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[0-9a-f]{32}$`)
	})
)

// ranks orders the service's levels; a kept file serves every lower wish.
var ranks = []string{"standard", "higher", "exhigh", "lossless", "hires", "jyeffect", "sky", "jymaster"}

func word(s, otherwise string) string {
	if s = strings.ToLower(s); wordPattern().MatchString(s) {
		return s
	}
	return otherwise
}

// keepable says whether a file of m can be told from others and checked.
func (m Media) keepable() bool { return m.Track > 0 && !m.Clip && sumPattern().MatchString(m.MD5) }

// base is the cache name without its ending; it is unique also for what is
// not kept.
func (m Media) base() string {
	if !m.keepable() {
		return fmt.Sprintf("%d-%s-?%d", m.Track, word(m.Level, "unknown"), m.Size)
	}
	return fmt.Sprintf("%d-%s-%s", m.Track, word(m.Level, "unknown"), m.MD5)
}

func (m Media) name() string { return m.base() + "." + word(m.Format, "bin") }

// shelf is what a cache folder holds. The names of the files are its index:
// they cannot disagree with what is there, whoever deletes some of them.
type shelf struct {
	kept, parts map[string]*keptFile // by base name
	stray       []string             // parts without a map, maps without a part, facts without a song
}

// fileOf reads a name of the cache; nil for what is none of ours.
func fileOf(name string, info fs.FileInfo) *keptFile {
	m := namePattern().FindStringSubmatch(name)
	if m == nil || !info.Mode().IsRegular() {
		return nil
	}
	id, err := strconv.ParseInt(m[2], 10, 64)
	if err != nil {
		return nil
	}
	return &keptFile{
		base: m[1], name: name, track: id, level: m[3], md5: m[4], format: m[5], size: info.Size(), used: info.ModTime(),
	}
}

// readShelf reads the folder; nothing is changed.
func readShelf(root *os.Root) (shelf, error) {
	sh := shelf{kept: map[string]*keptFile{}, parts: map[string]*keptFile{}}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return sh, err
	}
	maps, facts := map[string]string{}, map[string]string{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			continue // gone by now
		}
		name, isMap := strings.CutSuffix(e.Name(), ".map")
		f := fileOf(name, info)
		switch {
		case f == nil:
		case isMap:
			maps[f.base] = e.Name()
		case f.format == factsEnd:
			facts[f.base] = f.name
		case f.format == "part":
			sh.parts[f.base] = f
		default:
			sh.kept[f.base] = f
		}
	}
	for base, f := range sh.parts {
		if maps[base] == "" {
			sh.stray = append(sh.stray, f.name)
			delete(sh.parts, base)
		}
	}
	for base, name := range maps {
		if sh.parts[base] == nil {
			sh.stray = append(sh.stray, name)
		}
	}
	for base, name := range facts {
		if sh.kept[base] == nil {
			sh.stray = append(sh.stray, name)
		}
	}
	return sh, nil
}

// scan reads the folder, and sweeps what is of no use any more.
func (s *Store) scan() error {
	sh, err := readShelf(s.folder())
	if err != nil {
		return err
	}
	s.kept, s.parts = sh.kept, sh.parts
	for _, name := range sh.stray {
		_ = s.folder().Remove(name)
	}
	return nil
}

// Kept finds a whole song in the cache that is at least of level (any for
// ""). Its Media has no address.
func (s *Store) Kept(track int64, level string) (Media, bool) {
	best := s.best(track, level)
	if best == nil {
		return Media{}, false
	}
	return s.withFacts(Media{
		Track: track, Size: best.size, MD5: best.md5, Format: best.format, Level: best.level,
	}), true
}

func (s *Store) best(track int64, level string) (best *keptFile) {
	want := slices.Index(ranks, level)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.kept {
		if f.track != track {
			continue
		}
		rank := slices.Index(ranks, f.level)
		if f.level != level && rank < want {
			continue
		}
		if best == nil || rank > slices.Index(ranks, best.level) {
			best = f
		}
	}
	return best
}

// Drop takes a song that turned out to be damaged out of the cache.
func (s *Store) Drop(m Media) {
	s.mu.Lock()
	defer s.mu.Unlock()
	base := m.base()
	for _, src := range []*Source{s.live[base], s.ending[base]} {
		if src != nil {
			src.mu.Lock()
			src.media.MD5, src.kept, src.finished = "", false, false
			src.mu.Unlock()
		}
	}
	s.remove(base)
}

// remove deletes the files of base; the caller holds mu.
func (s *Store) remove(base string) {
	if s.folder() == nil {
		return
	}
	if f := s.kept[base]; f != nil {
		_ = s.folder().Remove(f.name)
		_ = s.folder().Remove(base + "." + factsEnd)
		delete(s.kept, base)
		delete(s.proven, base)
	}
	if s.parts[base] != nil {
		_ = s.folder().Remove(base + ".part")
		_ = s.folder().Remove(base + ".part.map")
		delete(s.parts, base)
	}
}

// evict makes the cache fit its limit with room to spare, the longest unused
// first; what is open stays.
func (s *Store) evict(room int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []*keptFile
	total := room
	for _, index := range []map[string]*keptFile{s.kept, s.parts} {
		for _, f := range index {
			total += f.size
			if s.live[f.base] == nil && s.ending[f.base] == nil {
				all = append(all, f)
			}
		}
	}
	slices.SortFunc(all, func(a, b *keptFile) int { return a.used.Compare(b.used) })
	for _, f := range all {
		if total <= s.opts.Limit {
			return
		}
		total -= f.size
		s.remove(f.base)
	}
}

// partMap is what is kept beside a part.
type partMap struct {
	Size int64  `json:"size"`
	ETag string `json:"etag,omitempty"`
	Have []byte `json:"have"` // one bit per chunk
}

func (s *Store) loadMap(base string) (partMap, bool) {
	var m partMap
	raw, err := s.folder().ReadFile(base + ".part.map")
	if err != nil || json.Unmarshal(raw, &m) != nil || m.Size <= 0 {
		return m, false
	}
	return m, len(m.Have) == (chunks(m.Size)+7)/8
}

func (s *Store) saveMap(base string, m partMap) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return s.folder().WriteFile(base+".part.map", raw, 0o600)
}

// sumOf is the md5 of r, in lower case hex; it stops when stop says so.
func sumOf(r io.Reader, stop func() bool) (string, error) {
	h := md5.New()
	buf := make([]byte, 64<<10)
	for !stop() {
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", os.ErrClosed
}
