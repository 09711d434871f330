//go:build unix

package hook

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ncmtui/player"
)

// patience bounds every waiting; the machine of a test may be busy.
const patience = time.Minute

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if is() {
			return
		}
	}
	t.Fatalf("not reached: %s", what)
}

type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// running is a runner that runs a line of sh for every kind of news; $1 is a
// folder of the test's own.
func running(t *testing.T, timeout time.Duration, script string) (r *Runner, dir string, log *journal) {
	t.Helper()
	dir, log = t.TempDir(), &journal{}
	r = New(Options{
		Command: func(Kind) Command {
			return Command{Argv: []string{"/bin/sh", "-c", script, "hook", dir}, Timeout: timeout}
		},
		Environ: func() []string { return []string{"PATH=" + os.Getenv("PATH")} },
		Log:     slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	t.Cleanup(r.Close)
	return r, dir, log
}

func read(dir, name string) string {
	b, _ := os.ReadFile(filepath.Join(dir, name))
	return string(b)
}

var hostile = player.Track{
	ID: 7, Title: "$(touch \"$1/pwned\"); `touch $1/pwned`\n\x1b]52;c;eA==\x07 晴天\xff\x00 'x\"", Artists: []string{"-rf", "A=B\nNCMTUI_COOKIE=x"},
	Album: strings.Repeat("长", 100_000), AlbumID: 8, Cover: "https://p1.music.126.net/x.jpg", Duration: 90 * time.Second,
}

func TestAProgramFindsTheNewsInItsEnvironment(t *testing.T) {
	t.Parallel()
	r, dir, _ := running(t, patience, `env >"$1/tmp"; printf %s "$NCMTUI_SONG_TITLE" >"$1/title"; mv "$1/tmp" "$1/env"`)
	r.Tell(News{Kind: Like, Track: hostile, Position: 1500 * time.Millisecond, Volume: 70, Liked: true})
	until(t, "the program has run", func() bool { return read(dir, "env") != "" })
	got := read(dir, "env")
	for _, want := range []string{
		"NCMTUI_EVENT=like", "NCMTUI_SONG_ID=7", "NCMTUI_SONG_ARTISTS=-rf / A=B NCMTUI_COOKIE=x", "NCMTUI_SONG_ALBUM_ID=8", "NCMTUI_SONG_DURATION_MS=90000",
		"NCMTUI_SONG_POSITION_MS=1500", "NCMTUI_SONG_LIKED=true", "NCMTUI_SONG_VOLUME=70", "NCMTUI_SONG_URL=https://music.163.com/song?id=7", "NCMTUI_SONG_COVER=" + hostile.Cover,
	} {
		if !strings.Contains("\n"+got, "\n"+want+"\n") {
			t.Errorf("no %s in\n%.2000s", want, got)
		}
	}
	if title := read(dir, "title"); title != "$(touch \"$1/pwned\"); `touch $1/pwned`  ]52;c;eA==  晴天?  'x\"" {
		t.Errorf("title %q", title)
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Error("a song's text was run")
	}
	if strings.Contains("\n"+got, "\nNCMTUI_COOKIE") || len(got) > 2*maxValue {
		t.Errorf("%d bytes of environment:\n%.300s", len(got), got)
	}
}

func TestNewsThatAreOldAreLeftOutAndLikesAreNot(t *testing.T) {
	t.Parallel()
	r, dir, _ := running(t, patience, `until [ -e "$1/go" ]; do sleep 0.02; done; echo "$NCMTUI_EVENT $NCMTUI_SONG_ID" >>"$1/all"`)
	tell := func(k Kind, id int64) { r.Tell(News{Kind: k, Track: player.Track{ID: id}}) }
	tell(SongChange, 1)
	until(t, "the first one runs", func() bool { r.mu.Lock(); defer r.mu.Unlock(); return len(r.queue) == 0 })
	for id := range int64(500) { // nothing waits for the program, which waits for the file
		tell(SongChange, id)
		tell(Play, id)
		tell(Pause, id)
	}
	tell(Like, 1)
	tell(Like, 2)
	tell(Play, 9)
	if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const want = "song_change 1\nsong_change 499\nlike 1\nlike 2\nplay 9\n"
	until(t, "all were run", func() bool { return strings.Count(read(dir, "all"), "\n") >= 5 })
	if got := read(dir, "all"); got != want {
		t.Errorf("%q", got)
	}
}

func TestTooManyNewsLeaveOutTheOldest(t *testing.T) {
	t.Parallel()
	r, dir, log := running(t, patience, `until [ -e "$1/go" ]; do sleep 0.02; done; echo "$NCMTUI_SONG_ID" >>"$1/all"`)
	for id := range int64(3 * maxQueued) {
		r.Tell(News{Kind: Like, Track: player.Track{ID: id}})
	}
	if err := os.WriteFile(filepath.Join(dir, "go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	until(t, "the last one was run", func() bool { return strings.HasSuffix(read(dir, "all"), fmt.Sprint(3*maxQueued-1)+"\n") })
	if n := strings.Count(read(dir, "all"), "\n"); n > maxQueued+1 || n < maxQueued || !strings.Contains(log.String(), "left out") {
		t.Errorf("%d were run", n)
	}
}

// alive says whether the process of a file with its id is there; a zombie is
// not.
func alive(t *testing.T, dir, name string) bool {
	t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(read(dir, name)))
	if err != nil {
		t.Fatal(err)
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
		_, state, _ := strings.Cut(string(stat), ") ")
		return !strings.HasPrefix(state, "Z")
	}
	return syscall.Kill(pid, 0) == nil
}

const hangs = `trap "" TERM HUP INT; (trap "" TERM HUP INT; echo $$ >"$1/parent"; sh -c 'echo $$ >"$1/child.tmp"; mv "$1/child.tmp" "$1/child"; exec sleep 1000' x "$1"); sleep 1000`

func TestAProgramThatHangsIsEndedWithAllItStarted(t *testing.T) {
	t.Parallel()
	var dir string
	for limit := 2 * time.Second; dir == "" || read(dir, "child") == ""; limit *= 3 { // on a busy machine it may not have come to its child
		if limit > patience {
			t.Fatal("it never started its child")
		}
		r, in, log := running(t, limit, hangs)
		dir = in
		r.Tell(News{Kind: Play})
		until(t, "it was ended", func() bool { return strings.Contains(log.String(), "took too long") })
	}
	until(t, "its child is gone", func() bool { return !alive(t, dir, "child") && !alive(t, dir, "parent") })
}

func TestTheEndDoesNotWaitForAProgram(t *testing.T) {
	t.Parallel()
	r, dir, log := running(t, time.Hour, hangs)
	r.Tell(News{Kind: Play})
	until(t, "it runs", func() bool { return read(dir, "child") != "" })
	r.Tell(News{Kind: Like})
	r.Close()
	r.Tell(News{Kind: Like})
	r.Close()
	until(t, "its child is gone", func() bool { return !alive(t, dir, "child") && !alive(t, dir, "parent") })
	if !strings.Contains(log.String(), "ended with the program") || strings.Count(log.String(), "\n") != 1 {
		t.Error(log)
	}
}

func TestAShortProgramEndsBeforeTheEnd(t *testing.T) {
	t.Parallel()
	r, dir, log := running(t, time.Hour, `echo begun >"$1/begun"; echo done >"$1/done"`)
	r.Tell(News{Kind: Play})
	until(t, "it has run", func() bool { return strings.Contains(log.String(), "was run") })
	r.Close()
	if read(dir, "done") == "" {
		t.Error("it was cut off")
	}
}

func TestWhatAProgramSaysIsInTheLogWithoutSecrets(t *testing.T) {
	t.Parallel()
	const canary = "c0ffee00c0ffee00c0ffee00c0ffee00"
	r, _, log := running(t, patience, `echo "MUSIC_U=`+canary+`"; yes x | head -c 100000; echo >&2 end; exit 3`)
	r.Tell(News{Kind: Play})
	until(t, "it has failed", func() bool { return strings.Contains(log.String(), "failed") })
	got := log.String()
	if !strings.Contains(got, "exit status 3") || !strings.Contains(got, "[redacted]") || strings.Contains(got, canary) || len(got) > 3*maxOutput {
		t.Errorf("%d bytes: %.500s", len(got), got)
	}
}

func TestAProgramThatIsNotThereIsSaidOnce(t *testing.T) {
	t.Parallel()
	log := &journal{}
	r := New(Options{
		Command: func(k Kind) Command {
			if k == Pause {
				return Command{}
			}
			return Command{Argv: []string{"/no/such/program", "token=c0ffee"}, Timeout: patience}
		},
		Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	t.Cleanup(r.Close)
	r.Tell(News{Kind: Pause})
	r.Tell(News{Kind: Play})
	until(t, "it has failed", func() bool { return log.String() != "" })
	if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "no such file") || strings.Contains(got, "c0ffee") {
		t.Error(got)
	}
}

func TestAProgramGetsNoSecrets(t *testing.T) {
	for _, name := range []string{"NCMTUI_COOKIE", "NCMTUI_SERVE_TOKEN", "NCMTUI_NETWORK_PROXY_AUDIO", "NCMTUI_GUARD_STATE", "NCMTUI_SONG_TITLE"} {
		t.Setenv(name, "c0ffee")
	}
	t.Setenv("NCMTUI_VOLUME", "30")
	got := strings.Join(environ(), "\n")
	if strings.Contains(got, "c0ffee") || !strings.Contains(got, "NCMTUI_VOLUME=30") || !strings.Contains(got, "PATH=") {
		t.Error(got)
	}
}
