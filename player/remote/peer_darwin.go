package remote

import "golang.org/x/sys/unix"

// maxPath is what sun_path holds (unix(4)), in bytes without the end.
const maxPath = 103

func peerUID(fd int) (uint32, error) {
	cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return 0, err
	}
	return cred.Uid, nil
}
