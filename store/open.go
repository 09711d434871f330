package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"ncmtui/internal/safe"
)

// openWait is how long one process waits for another that is opening,
// migrating or repairing the same file.
const openWait = 5 * time.Second

// open gives a working handle whatever the disk says.
func (d *DB) open() *handle {
	if d.path == "" {
		return d.memory(Notice{})
	}
	if err := safe.MakeDir(d.opt.Dir); err != nil {
		return d.memory(Notice{Code: NoticeMemory, Path: d.opt.Dir, Err: err})
	}
	lock, err := lockFile(filepath.Join(d.opt.Dir, "store.lock"), openWait)
	if err != nil {
		return d.standIn(err)
	}
	defer lock.Close()
	h, err := d.openDisk()
	if isDamaged(err) && !d.opt.Beside {
		h, err = d.rebuild(err)
	}
	switch {
	case errors.Is(err, errNewer):
		return d.memory(Notice{Code: NoticeNewer, Path: d.path, Err: err})
	case err != nil:
		return d.standIn(err)
	}
	return h
}

// memory is the store of last resort; n tells why, the zero Notice is silent.
func (d *DB) memory(n Notice) *handle {
	if n.Code != "" {
		d.notice(n)
	}
	h, err := openMemory()
	if err != nil {
		panic(fmt.Sprintf("store: no database in memory: %v", err)) // SQLite itself is broken
	}
	return h
}

// openDisk opens, checks and migrates the file. Damage is an error for which
// isDamaged holds.
func (d *DB) openDisk() (*handle, error) {
	ctx := context.Background()
	if err := d.inspect(); err != nil {
		return nil, err
	}
	f, err := safe.OpenPrivate(d.path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	unclean := !d.opt.Beside && walHasContent(d.path)
	h, err := openFile(d.path)
	if err != nil {
		return nil, err
	}
	if err := d.prepare(ctx, h, unclean); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

func (d *DB) prepare(ctx context.Context, h *handle, unclean bool) error {
	if unclean {
		if err := quickCheck(ctx, h.w); err != nil {
			return err
		}
	}
	v, err := userVersion(ctx, h.w)
	if err != nil {
		return err
	}
	newest := len(migrations())
	if v > newest {
		return fmt.Errorf("schema %d: %w", v, errNewer)
	}
	if v > 0 && v < newest {
		if err := d.backup(ctx); err != nil {
			return fmt.Errorf("backup before the change of schema: %w", err)
		}
	}
	if err := migrate(ctx, h.w, v); err != nil {
		return err
	}
	var mode string
	if err := h.w.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		return err
	}
	if !strings.EqualFold(mode, "wal") {
		d.notice(Notice{Code: NoticeNoWAL, Path: d.path})
	}
	return nil
}

// walHasContent tells an unclean exit (or another process at work): the last
// connection that closes removes the WAL.
func walHasContent(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// inspect reads the header without SQLite, which would touch the file: a newer
// schema is left alone byte by byte, and a file cut short is found at once.
func (d *DB) inspect() error {
	info, err := os.Stat(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		if d.haveBackup() {
			return fmt.Errorf("%w: the file is missing", errDamaged)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		return fmt.Errorf("%w: a folder is in its place", errDamaged)
	}
	if info.Size() == 0 && !walHasContent(d.path) {
		if d.haveBackup() {
			return fmt.Errorf("%w: the file is empty", errDamaged)
		}
		return nil
	}
	f, err := os.Open(d.path)
	if err != nil {
		return err
	}
	defer f.Close()
	var header [100]byte
	if _, err := io.ReadFull(f, header[:]); err != nil {
		if walHasContent(d.path) && info.Size() == 0 {
			return nil // created, not yet folded in
		}
		return fmt.Errorf("%w: no header", errDamaged)
	}
	return checkHeader(header, info.Size(), walHasContent(d.path))
}

// checkHeader reads https://sqlite.org/fileformat2.html#the_database_header.
func checkHeader(header [100]byte, size int64, wal bool) error {
	if string(header[:16]) != "SQLite format 3\x00" {
		return fmt.Errorf("%w: no database", errDamaged)
	}
	if v := binary.BigEndian.Uint32(header[60:]); int(v) > len(migrations()) {
		return fmt.Errorf("schema %d: %w", v, errNewer)
	}
	page := int64(binary.BigEndian.Uint16(header[16:]))
	if page == 1 {
		page = 65536
	}
	pages := int64(binary.BigEndian.Uint32(header[28:]))
	valid := binary.BigEndian.Uint32(header[24:]) == binary.BigEndian.Uint32(header[92:])
	if !wal && valid && pages*page > size {
		return fmt.Errorf("%w: %d of %d bytes", errDamaged, size, pages*page)
	}
	return nil
}

// rebuild sets the damaged file aside and puts the newest backup that is whole
// into its place, else an empty one.
func (d *DB) rebuild(why error) (*handle, error) {
	aside, err := setAside(d.path, d.opt.Now())
	if err != nil {
		return nil, errors.Join(why, err)
	}
	for _, bak := range d.backups() {
		if err := copyFile(bak, d.path); err != nil {
			continue
		}
		h, err := d.openDisk()
		if err == nil {
			if err = quickCheck(context.Background(), h.w); err == nil {
				d.notice(Notice{Code: NoticeRestored, Path: aside, Err: why})
				return h, nil
			}
			_ = h.close()
		}
		if !isDamaged(err) {
			return nil, err
		}
		if _, err := setAside(bak, d.opt.Now()); err != nil {
			return nil, err
		}
		removeDatabase(d.path)
	}
	h, err := d.openDisk()
	if err == nil {
		d.notice(Notice{Code: NoticeEmpty, Path: aside, Err: why})
	}
	return h, err
}

// setAside renames a damaged file, with its journals, to *.corrupt-<time>. A
// file that is not there is no error.
func setAside(path string, now time.Time) (string, error) {
	stem := path + ".corrupt-" + now.UTC().Format("20060102T150405")
	aside := stem
	for i := 1; ; i++ {
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
		aside = fmt.Sprintf("%s-%d", stem, i)
	}
	if err := os.Rename(path, aside); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("set aside: %w", err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(path+suffix, aside+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("set aside: %w", err)
		}
	}
	return aside, nil
}

func removeDatabase(path string) {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(path + suffix)
	}
}
