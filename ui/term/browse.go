package term

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"ncmtui/internal/safe"
)

// ErrNoBrowser says that there is no screen on which a browser could open.
var ErrNoBrowser = errors.New("no browser here")

// Browse opens an address in the user's browser. It returns when the program
// that does so has taken it.
func Browse(ctx context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	default:
		if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
			return ErrNoBrowser
		}
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = safe.Environ()
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("browse with %s: %w", name, err)
	}
	return nil
}
