package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
	_ "modernc.org/sqlite" // to look into what was left behind

	"ncmtui/api/ncmfake"
	"ncmtui/store"
)

// These tests break the system under the program. What they need beside it is
// wanted where NCMTUI_REQUIRE_FAULTS is set.

// faultsWanted says whether the tests must run, and in full.
func faultsWanted() bool { return os.Getenv("NCMTUI_REQUIRE_FAULTS") != "" }

// lacking ends a test that cannot run here.
func lacking(t *testing.T, what string, err error) {
	t.Helper()
	if faultsWanted() {
		t.Fatalf("%s is wanted: %v", what, err)
	}
	t.Skipf("no %s: %v", what, err)
}

// strace is the tool that lets calls of the system fail; there are places
// where it is installed and not allowed.
func strace(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("strace")
	if err == nil {
		err = exec.Command(path, "-f", "-o", os.DevNull, "-e", "trace=fsync", "true").Run()
	}
	if err != nil {
		lacking(t, "strace", err)
	}
	return path
}

// traced starts the program under strace on a new terminal.
func (r *rig) traced(args ...string) *terminal {
	r.t.Helper()
	args = append([]string{"-f", "-qq", "--seccomp-bpf"}, args...)
	return r.start(exec.Command("strace", append(args, program(r.t), "--output", "null")...))
}

// plays is a run that hears a song, and what it says at its end.
func plays(t *testing.T, s *terminal) {
	t.Helper()
	s.shows(firstSong)
	s.keys("\r")
	s.shows("▶  " + firstSong)
	s.keys("q")
	if code := s.exit(); code != exitDone {
		t.Errorf("exit code %d", code)
	}
	s.givenBack()
}

func TestWithoutADiskItPlaysAndSaysWhatIsNotKept(t *testing.T) {
	t.Parallel()
	for name, run := range map[string]func(t *testing.T, r *rig) *terminal{
		"nothing reaches the disk (EIO)": func(t *testing.T, r *rig) *terminal {
			strace(t)
			return r.traced("-o", os.DevNull, "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO")
		},
		"read-only (EROFS)": func(t *testing.T, r *rig) *terminal {
			for _, folder := range []string{"data", "state", "cache"} {
				dir := filepath.Join(r.dir, folder)
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_RDONLY, "size=64k,mode=700"); err != nil {
					lacking(t, "a read-only disk", err)
				}
				t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
			}
			return r.run()
		},
		"somebody else's (EACCES)": func(t *testing.T, r *rig) *terminal {
			if os.Getuid() != 0 {
				lacking(t, "a second user", errors.New("only root has one"))
			}
			if _, err := exec.LookPath("setpriv"); err != nil {
				lacking(t, "setpriv", err)
			}
			open(t, filepath.Dir(program(t)), r.dir, filepath.Dir(r.dir))
			for _, folder := range []string{"config", "data", "state", "cache", "home"} {
				if err := os.MkdirAll(filepath.Join(r.dir, folder), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			return r.start(exec.Command("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program(t), "--output", "null"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			if strings.Contains(name, "EACCES") {
				open(t, r.dir)
				_ = os.Chmod(filepath.Join(r.dir, "key.pem"), 0o644) //nolint:gosec // a public key
			}
			s := run(t, r)
			plays(t, s)
			s.shows("不会保存")
			if n := strings.Count("\n"+s.output(), "\n"+programName); n > 3 {
				t.Errorf("it says %d things", n)
			}
		})
	}
}

// open lets another user into folders.
func open(t *testing.T, dirs ...string) {
	t.Helper()
	for _, dir := range dirs {
		if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // for another user of the test
			t.Fatal(err)
		}
	}
}

// made is a file or folder as it was created: the call and its mode.
var made = regexp.MustCompile(`(?:openat|mkdirat|creat|mkdir)\([^"]*"([^"]+)"[^)]*?(?:O_CREAT[^)]*, |", )(0[0-7]+)\)\s*=\s*[0-9]`)

func TestEveryFileIsPrivateFromItsCreationOn(t *testing.T) {
	t.Parallel()
	strace(t)
	for _, umask := range []string{"000", "077"} {
		t.Run(umask, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{LoggedIn: true})
			open := filepath.Join(r.dir, "data", "ncmtui")
			if err := os.MkdirAll(open, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(open, 0o777); err != nil { //nolint:gosec // this is what is to be mended
				t.Fatal(err)
			}
			log := filepath.Join(r.dir, "trace")
			plays(t, r.start(exec.Command("/bin/sh", "-c", `umask "$0"; exec "$@"`, umask, "strace", "-f", "-qq", "--seccomp-bpf", "-o", log,
				"-e", "trace=openat,creat,mkdir,mkdirat", program(t), "--output", "null")))
			text, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			created := 0
			for _, m := range made.FindAllStringSubmatch(string(text), -1) {
				path, mode := m[1], m[2]
				if !strings.HasPrefix(path, r.dir) || strings.HasPrefix(filepath.Base(path), ".") {
					continue
				}
				created++
				if !strings.HasSuffix(mode, "00") {
					t.Errorf("%s is made with mode %s", path, mode)
				}
			}
			if created < 5 {
				t.Errorf("%d files were made: %.500s", created, text)
			}
			r.private(t)
		})
	}
}

// private looks at the modes of all that is there.
func (r *rig) private(t *testing.T) {
	t.Helper()
	for _, name := range []string{"data", "state", "cache"} {
		err := filepath.WalkDir(r.folder(name), func(path string, d os.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s: %v", path, info.Mode())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestALinkedSessionStaysALinkAndAForeignOneIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, ncmfake.Options{LoggedIn: true})
	r.login(t)
	link := filepath.Join(r.folder("data"), "session.json")
	real := filepath.Join(t.TempDir(), "session.json")
	if err := os.Rename(link, real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(real)
	if err != nil {
		t.Fatal(err)
	}
	r.env["NCMTUI_COOKIE"] = cookieOf(r.service)
	r.login(t) // it is kept anew, with its time
	info, err := os.Lstat(link)
	text, readErr := os.ReadFile(real)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || readErr != nil || string(text) == string(before) || !strings.Contains(string(text), r.service.SessionToken().Reveal()) {
		t.Errorf("the link: %v, %v; its target: %d bytes, %v", info.Mode(), err, len(text), readErr)
	}
	if os.Getuid() != 0 {
		lacking(t, "a second user", errors.New("only root has one"))
	}
	if err := os.Chown(real, 12345, 12345); err != nil {
		t.Fatal(err)
	}
	r.env["NCMTUI_COOKIE"] = cookieOf(r.service)
	plays(t, r.run())
	if after, err := os.ReadFile(real); err != nil || string(after) != string(text) {
		t.Errorf("somebody else's file was written: %v", err)
	}
}

// kills is at how many places of each migration the process is killed.
func kills() int {
	if faultsWanted() {
		return 20
	}
	return 3
}

func TestAMigrationThatIsKilledLeavesTheOldOrTheNew(t *testing.T) {
	t.Parallel()
	tool := strace(t)
	schemas, err := filepath.Glob("../../store/testdata/schema-*.db.gz")
	if err != nil || len(schemas) < 2 {
		t.Fatal(schemas, err)
	}
	steps, err := filepath.Glob("../../store/migrations/*.sql")
	if err != nil || len(steps) < len(schemas) {
		t.Fatal(steps, err)
	}
	const calls = "pwrite64,write,fsync,fdatasync,ftruncate,renameat,renameat2,linkat,unlinkat,unlink,rename"
	for old, file := range schemas[:len(schemas)-1] {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			run := func(dir string, options ...string) error {
				cmd := exec.Command(tool, append(append([]string{"-f", "-qq", "--seccomp-bpf"}, options...), os.Args[0])...)
				cmd.Env = append(os.Environ(), migrateIn+"="+dir)
				return cmd.Run()
			}
			unpack := func() string {
				dir := t.TempDir()
				unzip(t, file, filepath.Join(dir, "store.db"))
				return dir
			}
			log := filepath.Join(t.TempDir(), "trace")
			if err := run(unpack(), "-o", log, "-e", "trace="+calls); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(log)
			if err != nil {
				t.Fatal(err)
			}
			total := strings.Count(string(text), "\n")
			for i := range kills() {
				dir := unpack()
				at := 1 + total*i/kills()
				_ = run(dir, "-o", os.DevNull, "-e", "trace="+calls, "-e", fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, at))
				oldOrNew(t, dir, old+1, len(steps), at)
			}
		})
	}
}

// oldOrNew looks at a database whose migration was killed, as it lies there
// and as the next start has it.
func oldOrNew(t *testing.T, dir string, from, newest, at int) {
	t.Helper()
	look := func() (version int, whole string, plays int) {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "store.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		for into, query := range map[any]string{
			&version: "PRAGMA user_version", &whole: "PRAGMA integrity_check", &plays: "SELECT count(*) FROM history",
		} {
			if err := db.QueryRowContext(t.Context(), query).Scan(into); err != nil {
				t.Errorf("killed at call %d: %s: %v", at, query, err)
			}
		}
		return version, whole, plays
	}
	if v, whole, plays := look(); v < from || v > newest || whole != "ok" || plays == 0 {
		t.Errorf("killed at call %d: schema %d of %d..%d, %s, %d plays", at, v, from, newest, whole, plays)
	}
	if code := migrateOnly(dir); code != 0 {
		t.Errorf("killed at call %d: the next start fails", at)
	}
	if v, whole, plays := look(); v != newest || whole != "ok" || plays == 0 {
		t.Errorf("killed at call %d, the next start: schema %d of %d, %s, %d plays", at, v, newest, whole, plays)
	}
	if h := store.Examine(t.Context(), dir); h.Err != nil || h.Backup.IsZero() {
		t.Errorf("killed at call %d: %+v", at, h)
	}
	if aside, _ := filepath.Glob(filepath.Join(dir, "*.corrupt*")); len(aside) != 0 {
		t.Errorf("killed at call %d: taken for damaged", at)
	}
}

func unzip(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	z, err := gzip.NewReader(bufio.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o600)
	if err == nil {
		_, err = io.Copy(out, z) //nolint:gosec // a file of the tree
		err = errors.Join(err, out.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// hugeMemory is what a verb may take for a file of a gigabyte, in KB. The
// kernel enforces it: what it tells of a child's memory counts the pages that
// the child shared with this process before its exec.
const hugeMemory = 200 << 10

// TestAHugeFileIsNotReadIntoMemory gives files of a gigabyte, which take no
// room on the disk, wherever a file of the user's is read.
func TestAHugeFileIsNotReadIntoMemory(t *testing.T) {
	t.Parallel()
	huge := filepath.Join(t.TempDir(), "huge")
	if err := os.WriteFile(huge, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(huge, 1<<30); err != nil {
		lacking(t, "a file with holes", err)
	}
	for name, tc := range map[string]struct {
		args []string
		env  string
		at   string // where the file is to be, in the rig
	}{
		"settings":           {args: []string{"config", "check"}, at: "config/ncmtui/config.toml"},
		"settings by a flag": {args: []string{"--config", huge, "config", "check"}},
		"a cookie file":      {args: []string{"auth", "import", "@" + huge}},
		"a parameter":        {args: []string{"api", "/search", "keywords=@" + huge}},
		"serve's token":      {args: []string{"serve", "--port", "0", "--token-file", huge}},
		"the server's token": {args: []string{"search", "x"}, env: "NCMTUI_API_SERVER=http://127.0.0.1:1 NCMTUI_API_TOKEN_FILE=" + huge},
		"the session":        {args: []string{"auth", "status"}, at: "data/ncmtui/session.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, ncmfake.Options{})
			for v := range strings.FieldsSeq(tc.env) {
				k, v, _ := strings.Cut(v, "=")
				r.env[k] = v
			}
			if tc.at != "" {
				at := filepath.Join(r.dir, tc.at)
				r.write(at, "")
				if err := os.Truncate(at, 1<<30); err != nil {
					t.Fatal(err)
				}
			}
			bounded := fmt.Sprintf(`ulimit -d %d && exec "$0" "$@"`, hugeMemory)
			cmd := exec.Command("/bin/sh", append([]string{"-c", bounded, program(t)}, tc.args...)...)
			cmd.Env, cmd.Dir = r.environ(), r.dir
			out, err := cmd.CombinedOutput()
			if bytes.Contains(out, []byte("out of memory")) {
				t.Errorf("%d MB are not enough", hugeMemory>>10)
			}
			if err == nil || len(out) > 4000 || len(out) == 0 {
				t.Errorf("%v, it says %d bytes: %.300s", err, len(out), out)
			}
		})
	}
}
