//go:build unix

package term

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// state is the mode of the terminal; the encoding is for a guard, which is
// the same binary on the same machine.
type state struct{ termios unix.Termios }

func saveState(in, _ *os.File) (*state, error) {
	t, err := unix.IoctlGetTermios(int(in.Fd()), getTermios)
	if err != nil {
		return nil, fmt.Errorf("read the terminal's mode: %w", os.NewSyscallError("tcgetattr", err))
	}
	return &state{*t}, nil
}

func (s *state) restore(in, _ *os.File) error {
	t := s.termios
	if err := unix.IoctlSetTermios(int(in.Fd()), setTermios, &t); err != nil {
		return fmt.Errorf("set the terminal's mode: %w", os.NewSyscallError("tcsetattr", err))
	}
	return nil
}

func (s *state) encode() (string, error) {
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, s.termios); err != nil {
		return "", fmt.Errorf("encode the terminal's mode: %w", err)
	}
	return hex.EncodeToString(b.Bytes()), nil
}

func decodeState(s string) (*state, error) {
	raw, err := hex.DecodeString(s)
	if err != nil {
		return nil, fmt.Errorf("decode the terminal's mode: %w", err)
	}
	var st state
	if err := binary.Read(bytes.NewReader(raw), binary.LittleEndian, &st.termios); err != nil {
		return nil, fmt.Errorf("decode the terminal's mode: %w", err)
	}
	return &st, nil
}
