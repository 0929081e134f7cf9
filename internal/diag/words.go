package diag

import (
	"errors"
	"fmt"
	"io/fs"
)

// Cause takes the operation and the path off an error of the file system, for
// callers whose message names the file already.
func Cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}

// Count is "1 file" or "2 files".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
