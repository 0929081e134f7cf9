package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// session is one run of the program: its streams, and the texts that it has
// read.
type session struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	// files are where the files that problems point into are read from; nil is the disk.
	files document.Source
	// sources are texts that problems may point into and that are not files.
	sources map[string][]byte
}

// errReported means that the problems have been printed.
var errReported = errors.New("reported")

// errChanges means that --check or --diff found changes.
var errChanges = errors.New("changes")

// exit maps the error of a command to the exit status.
func (s *session) exit(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errChanges):
		return exitChanges
	case !errors.Is(err, errReported):
		fmt.Fprintf(s.stderr, "dativo-gen: %v\n", err)
	}
	return exitError
}

// report prints problems, and returns errReported if any of them is an error.
func (s *session) report(problems diag.List) error {
	printer := diag.Printer{Source: s.source, Color: s.color()}
	if err := printer.Print(s.stderr, problems); err != nil {
		return err
	}
	if problems.HasErrors() {
		return errReported
	}
	return nil
}

// source returns the text of a file that a problem points into.
func (s *session) source(name string) []byte {
	if text, ok := s.sources[name]; ok {
		return text
	}
	if text, ok := fleet.ShippedSource(name); ok {
		return text
	}
	text, err := document.OrDisk(s.files).Read(name)
	if err != nil {
		return nil // the problem is printed without its source line
	}
	return text
}

// color reports whether messages go to a terminal, and the user wants color.
func (s *session) color() bool {
	file, ok := s.stderr.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// checkedWriter keeps the first error of a stream, so that commands can ignore
// errors of printing: a full disk must not end in status 0.
type checkedWriter struct {
	to  io.Writer
	err error
}

func (w *checkedWriter) Write(text []byte) (int, error) {
	n, err := w.to.Write(text)
	w.err = cmp.Or(w.err, err)
	return n, err
}
