package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckTellsOfAFileThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := filepath.Join(dir, "old.wav")
	if err := os.WriteFile(old, []byte("sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(dir, "new.wav")
	for arg, want := range map[string]string{
		fresh: "", old: "", dir: "cannot write " + dir + ": ",
		filepath.Join(dir, "none", "x.wav"): "cannot write " + filepath.Join(dir, "none", "x.wav") + ": ",
	} {
		err := Spec{Kind: "wav", Arg: arg}.Check()
		var u *Unusable
		if want == "" && err != nil || want != "" && (!errors.As(err, &u) || !strings.HasPrefix(err.Error(), want) || strings.Count(err.Error(), arg) != 1) {
			t.Errorf("%s: %v", arg, err)
		}
	}
	if _, err := os.Stat(fresh); err == nil {
		t.Error("the check left a file")
	}
	if raw, err := os.ReadFile(old); err != nil || string(raw) != "sound" {
		t.Errorf("the check touched the file: %q, %v", raw, err)
	}
}

func TestAProgramThatIsNotThereIsNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"no-such-player", "/no/such/player"} {
		_, err := newExec(name).Open(Options{}, func([]float32) int { return 0 })
		var u *Unusable
		if !errors.As(err, &u) || u.Kind != "exec" || u.Name != name || errors.Is(err, ErrNoDevice) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
