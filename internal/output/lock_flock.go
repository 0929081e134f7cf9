//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"os"
	"syscall"
)

// lock keeps other runs out of a directory until the result is called: shared
// while reading it, exclusive while renaming in it. The system lets go of the
// lock when the process ends, however it ends. A file system that knows no
// locks is used without.
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
