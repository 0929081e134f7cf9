package diag

import (
	"errors"
	"io/fs"
	"os"
)

// Cause drops the operation and the path from an error of the file system, for
// messages that name the file already. A missing file has the same text on all
// systems.
func Cause(err error) error {
	var pathError *fs.PathError
	var linkError *os.LinkError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missingFile{}
	case errors.As(err, &pathError):
		return pathError.Err
	case errors.As(err, &linkError):
		return linkError.Err
	}
	return err
}

// missingFile is fs.ErrNotExist in the words of a message.
type missingFile struct{}

func (missingFile) Error() string        { return "does not exist" }
func (missingFile) Is(target error) bool { return target == fs.ErrNotExist }
