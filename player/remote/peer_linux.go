package remote

import "golang.org/x/sys/unix"

// maxPath is what sun_path holds (unix(7)), in bytes without the end.
const maxPath = 107

func peerUID(fd int) (uint32, error) {
	cred, err := unix.GetsockoptUcred(fd, unix.SOL_SOCKET, unix.SO_PEERCRED)
	if err != nil {
		return 0, err
	}
	return cred.Uid, nil
}
