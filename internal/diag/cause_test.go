package diag

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"testing"
)

func TestCause(t *testing.T) {
	t.Parallel()
	denied := errors.New("denied")
	for _, test := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Op: "open", Path: "x", Err: denied}, "denied"},
		{&os.LinkError{Op: "rename", Old: "x", New: "y", Err: denied}, "denied"},
		{fmt.Errorf("read: %w", &fs.PathError{Op: "open", Path: "x", Err: denied}), "denied"},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, "does not exist"},
		{denied, "denied"},
	} {
		got := Cause(test.err)
		if got.Error() != test.want || errors.Is(got, fs.ErrNotExist) != errors.Is(test.err, fs.ErrNotExist) {
			t.Errorf("%v: got %v, want %s", test.err, got, test.want)
		}
	}
}
