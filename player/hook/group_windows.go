package hook

import (
	"os/exec"
	"strconv"

	"golang.org/x/sys/windows"
)

// grouped lets a program and all that it starts be killed as one; see the
// file of Unix. taskkill is a part of the system and walks the tree.
func grouped(cmd *exec.Cmd) {
	cmd.SysProcAttr = &windows.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP, HideWindow: true}
	cmd.Cancel = func() error {
		tree := exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(cmd.Process.Pid)) //nolint:gosec,noctx // a number
		if err := tree.Run(); err != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
}
