//go:build unix

package hook

import (
	"os/exec"
	"syscall"
)

// grouped lets a program and all that it starts be killed as one. What a
// program has left behind when it ended by itself goes on, as with a shell.
func grouped(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
