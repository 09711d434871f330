package stream

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// memChunks bounds what a song may hold in memory when the disk takes
// nothing: 8 MiB.
const memChunks = 256

// openFile opens the whole song, the part, or a new part. Whatever the disk
// refuses is played from memory instead.
func (s *Source) openFile() error {
	root := s.store.folder()
	if f := s.store.kept[s.key]; f != nil && root != nil {
		file, err := root.OpenFile(f.name, os.O_RDONLY, 0)
		if err == nil {
			f.used = s.store.opts.Now()
			_ = root.Chtimes(f.name, f.used, f.used)
			s.file, s.name, s.size = file, f.name, f.size
			s.complete, s.kept = true, true
			return nil
		}
		delete(s.store.kept, s.key)
	}
	if s.renew == nil && s.media.URL == "" {
		return fmt.Errorf("track %d: %w", s.media.Track, os.ErrNotExist)
	}
	if root == nil || !s.media.keepable() {
		s.toMemory(root == nil && s.store.opts.Dir != "")
		return nil
	}
	s.name = s.key + ".part"
	if s.resume() {
		return nil
	}
	_ = root.Remove(s.name + ".map")
	file, err := s.newPart(root)
	if errors.Is(err, fs.ErrNotExist) && s.store.settleIn() == nil {
		file, err = s.newPart(s.store.folder())
	}
	if err != nil {
		s.toMemory(true)
		return nil
	}
	s.file = file
	return nil
}

// newPart makes the empty file of a song to come.
func (s *Source) newPart(root *os.Root) (*os.File, error) {
	return root.OpenFile(s.name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
}

// resume opens what an earlier run has left of the song.
func (s *Source) resume() bool {
	m, ok := s.store.loadMap(s.key)
	if !ok || s.size != 0 && m.Size != s.size {
		return false
	}
	file, err := s.store.folder().OpenFile(s.name, os.O_RDWR, 0o600)
	if err != nil {
		return false
	}
	info, err := file.Stat()
	if err != nil {
		_ = file.Close()
		return false
	}
	s.file, s.have, s.size, s.etag = file, m.Have, m.Size, m.ETag
	for i := range chunks(s.size) {
		if min(int64(i+1)*chunkSize, s.size) > info.Size() {
			s.have.unset(i) // the file was cut behind our back
		}
	}
	return true
}

// toMemory keeps what comes from now on in memory, bounded.
func (s *Source) toMemory(unsaved bool) {
	s.mem = map[int][]byte{}
	s.unsaved = unsaved
}

// write stores bytes of the running request at off, which follow its last
// ones; mu is not held, only the download's goroutine writes.
func (s *Source) write(p []byte, off int64) {
	s.mu.Lock()
	onDisk := s.mem == nil
	s.mu.Unlock()
	if onDisk {
		if _, err := s.file.WriteAt(p, off); err != nil {
			s.store.evict(s.store.opts.Limit / 8)
			if _, err = s.file.WriteAt(p, off); err != nil {
				s.mu.Lock()
				s.toMemory(true)
				s.hot = hotSpan{from: off, to: off}
				s.mu.Unlock()
				s.tell(true)
				onDisk = false
			}
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !onDisk {
		s.remember(p, off)
	}
	s.fetched += int64(len(p))
	s.mark(off, off+int64(len(p)))
}

// mark notes that the bytes from..to are there; mu is held.
func (s *Source) mark(from, to int64) {
	if s.hot.to != from {
		s.hot = hotSpan{from: from, to: from}
	}
	s.hot.to = to
	for {
		i := s.hot.from / chunkSize
		end := (i + 1) * chunkSize
		if s.size > 0 {
			end = min(end, s.size)
		}
		if s.hot.to < end || s.hot.from >= end {
			break
		}
		if s.hot.from == i*chunkSize {
			s.have.set(int(i))
		}
		s.hot.from = end
	}
	for r, pos := range s.waiting {
		if s.available(pos) > 0 {
			delete(s.waiting, r) // served, even if it did not run yet
		}
	}
	s.wake()
}

// remember puts bytes into memory and forgets the farthest from the reader;
// mu is held.
func (s *Source) remember(p []byte, off int64) {
	for len(p) > 0 {
		i := int(off / chunkSize)
		chunk := s.mem[i]
		if chunk == nil {
			if chunk = s.makeRoom(i); chunk == nil {
				chunk = make([]byte, chunkSize)
			}
			s.mem[i] = chunk
		}
		n := copy(chunk[off%chunkSize:], p)
		p, off = p[n:], off+int64(n)
	}
}

// makeRoom forgets the chunk that is of the least use and gives its memory
// for the next one; nil when there is room. mu is held.
func (s *Source) makeRoom(next int) []byte {
	if len(s.mem) < memChunks {
		return nil
	}
	reading := int(s.leadPos / chunkSize)
	worst, far := -1, -1
	for i := range s.mem {
		d := i - reading
		if d < 0 {
			d = -d + memChunks // what was heard goes first
		}
		if d > far && i != next {
			worst, far = i, d
		}
	}
	chunk := s.mem[worst]
	delete(s.mem, worst)
	s.have.unset(worst)
	return chunk
}

// readAt copies bytes that are there; mu is held, so that memory and file do
// not change under it.
func (s *Source) readAt(p []byte, off int64) (int, error) {
	if chunk, ok := s.mem[int(off/chunkSize)]; ok {
		in := off % chunkSize
		return copy(p, chunk[in:]), nil
	}
	if s.file == nil {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := s.file.ReadAt(p, off)
	if n > 0 {
		return n, nil
	}
	if errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("%s is short: %w", s.name, ErrCorrupt)
	}
	return n, err
}

// finish checks a complete part and makes it a whole song of the cache. One
// that is not what the service said is not kept.
func (s *Source) finish(stop func() bool) {
	s.mu.Lock()
	sumWanted, worth := s.media.MD5, s.mem == nil && !s.kept
	s.mu.Unlock()
	if !worth || sumWanted == "" {
		return
	}
	sum, err := sumOf(io.NewSectionReader(s.file, 0, s.size), stop)
	if err != nil || sum != sumWanted {
		if stop() {
			return
		}
		s.mu.Lock()
		s.media.MD5 = "" // nothing of this is worth keeping
		s.mu.Unlock()
		return
	}
	_ = s.file.Truncate(s.size)
	_ = s.file.Sync()
	s.mu.Lock()
	s.finished = s.media.MD5 != "" // it may have been dropped meanwhile
	s.mu.Unlock()
	s.rename()
	s.store.evict(0)
}

// rename gives a checked part its name in the cache, unless it was dropped in
// the meantime. Where an open file cannot be renamed it is done when it is
// closed.
func (s *Source) rename() bool {
	root := s.store.folder()
	s.store.mu.Lock()
	defer s.store.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.media
	if m.MD5 == "" || root.Rename(s.name, m.name()) != nil {
		return false
	}
	_ = root.Remove(s.key + ".part.map")
	s.store.saveFacts(m)
	s.name, s.kept = m.name(), true
	delete(s.store.parts, s.key)
	s.store.kept[s.key] = &keptFile{
		base: s.key, name: s.name, track: m.Track, level: word(m.Level, "unknown"), md5: m.MD5,
		format: word(m.Format, "bin"), size: s.size, used: s.store.opts.Now(),
	}
	s.store.proven[s.key] = true
	return true
}

// prove checks a kept song against its sum, once per process.
func (s *Source) prove(stop func() bool) error {
	s.store.mu.Lock()
	done := s.store.proven[s.key]
	s.store.mu.Unlock()
	if done {
		return nil
	}
	m := s.Media()
	sum, err := sumOf(io.NewSectionReader(s.file, 0, s.size), stop)
	if stop() {
		return nil
	}
	if err != nil || sum != m.MD5 {
		s.store.Drop(m)
		return fmt.Errorf("%s: %w", s.name, ErrCorrupt)
	}
	s.store.mu.Lock()
	s.store.proven[s.key] = true
	s.store.mu.Unlock()
	return nil
}

// shut closes the file and keeps or removes the part; nobody uses the source
// any more.
func (s *Source) shut() error {
	s.mu.Lock()
	file := s.file
	s.file, s.mem = nil, nil
	s.mu.Unlock()
	if file == nil {
		return nil
	}
	err := file.Close()
	if s.settleName() {
		return err
	}
	return errors.Join(err, s.savePart())
}

// settleName says that a whole song has its place in the cache.
func (s *Source) settleName() bool {
	s.mu.Lock()
	kept, finished := s.kept, s.finished
	s.mu.Unlock()
	return kept || finished && s.rename()
}

// savePart keeps what there is of a song for the next time, or nothing.
func (s *Source) savePart() error {
	s.mu.Lock()
	var changed *Changed
	worthless := s.media.MD5 == "" || errors.As(s.err, &changed) || !s.have.any() || s.size <= 0
	name, track := s.name, s.media.Track
	m := s.partMap()
	used := s.have.bytes()
	s.mu.Unlock()
	root := s.store.folder()
	if worthless {
		_ = root.Remove(name)
		_ = root.Remove(name + ".map")
		return nil
	}
	if err := s.store.saveMap(s.key, m); err != nil {
		_ = root.Remove(name)
		return err
	}
	s.store.mu.Lock()
	s.store.parts[s.key] = &keptFile{
		base: s.key, name: name, track: track, format: "part", size: used, used: s.store.opts.Now(),
	}
	s.store.mu.Unlock()
	s.store.evict(0)
	return nil
}

// partMap is what is worth knowing of the part; mu is held.
func (s *Source) partMap() partMap {
	return partMap{Size: s.size, ETag: s.etag, Have: s.have.padded(chunks(max(s.size, 0)))}
}

// saveMap keeps the map of a growing part from time to time, so that a
// process that is killed leaves something to go on with.
func (s *Source) saveMap() {
	now := s.store.opts.Now()
	s.mu.Lock()
	due := s.mem == nil && s.size > 0 && now.Sub(s.mapped) >= mapEvery
	if !due {
		s.mu.Unlock()
		return
	}
	s.mapped = now
	m := s.partMap()
	s.mu.Unlock()
	_ = s.store.saveMap(s.key, m) // the next one may work
}
