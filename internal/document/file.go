package document

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// ReadFile reads a file of at most MaxSize+1 bytes: Parse refuses a larger one.
func ReadFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil {
		return nil, err
	} else if info.IsDir() {
		return nil, errors.New("is a directory")
	}
	return io.ReadAll(io.LimitReader(file, MaxSize+1))
}

// ReadJob reads the file of a job, or reports why it cannot be read.
func ReadJob(path string) ([]byte, diag.List) {
	data, err := ReadFile(path)
	if err != nil {
		return nil, diag.List{{Code: "read", Pos: diag.Pos{File: filepath.ToSlash(path)}, Message: Reason(err)}}
	}
	return data, nil
}

// Reason says why a file cannot be read, without its name: the caller has it.
func Reason(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.As(err, &pathError):
		return pathError.Err.Error()
	}
	return err.Error()
}
