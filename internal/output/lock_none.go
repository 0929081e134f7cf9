//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package output

import "os"

// lock does nothing on systems that cannot lock a directory: a run then detects
// changes that other runs made before it renames, but not concurrent ones.
func lock(*os.Root, bool) (unlock func()) { return func() {} }
