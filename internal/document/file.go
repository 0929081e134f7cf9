package document

import (
	"errors"
	"io"
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

// ReadRegularFile is ReadFile for a path that comes from a file's contents: it
// refuses pipes and devices, which could block for ever.
func ReadRegularFile(path string) ([]byte, error) {
	switch info, err := os.Stat(path); {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("is a directory")
	case !info.Mode().IsRegular():
		return nil, errors.New("is not a regular file")
	}
	return ReadFile(path)
}

// ReadJob reads a job file, or reports why it cannot be read.
func ReadJob(source Source, path string) ([]byte, diag.List) {
	data, err := source.Read(path)
	if err != nil {
		return nil, diag.List{{Code: "read", Pos: diag.Pos{File: filepath.ToSlash(path)}, Message: diag.Cause(err).Error()}}
	}
	return data, nil
}
