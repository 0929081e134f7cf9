//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"os"
	"syscall"
)

// lock locks a directory until the result is called: shared while reading,
// exclusive while renaming. The system releases the lock when the process ends,
// however it ends. On a file system without locks it does nothing.
func lock(root *os.Root, exclusive bool) (unlock func()) {
	f, err := root.Open(".")
	if err != nil {
		return func() {}
	}
	how := syscall.LOCK_SH
	if exclusive {
		how = syscall.LOCK_EX
	}
	for syscall.Flock(int(f.Fd()), how) == syscall.EINTR {
	}
	return func() { f.Close() }
}
