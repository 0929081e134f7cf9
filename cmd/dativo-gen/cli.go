package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// Exit statuses, as those of terraform plan -detailed-exitcode.
const (
	exitDone    = 0
	exitError   = 1
	exitChanges = 2 // --check found differences
)

// grammar is the command line.
type grammar struct {
	Render    renderCommand    `cmd:"" aliases:"generate-terraform" help:"Render jobs as Terraform modules."`
	Validate  validateCommand  `cmd:"" aliases:"validate-infrastructure" help:"Check jobs and write nothing."`
	Show      showCommand      `cmd:"" aliases:"show-infrastructure" help:"Print what a job becomes before it is rendered."`
	Tags      tagsCommand      `cmd:"" help:"Print the tags of jobs, explained, or as a place that takes them wants them."`
	FinOps    finopsCommand    `cmd:"" name:"finops" help:"Render what the payer of the bill needs: cost allocation tags, budgets and queries."`
	Templates templatesCommand `cmd:"" help:"List, override and upgrade the templates."`
	Schema    schemaCommand    `cmd:"" help:"Print the JSON Schema of job files, or of project files."`
	Version   versionCommand   `cmd:"" help:"Print the version."`
}

// session is one run of the program: its streams, and what it has read.
type session struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	// sources are the texts that problems may point into, where they are not
	// the contents of a file of that name.
	sources map[string][]byte
}

// errReported says that the problems have been printed.
var errReported = errors.New("reported")

// errChanges says that --check found differences.
var errChanges = errors.New("changes")

// run executes a command line and returns the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &checkedWriter{to: stdout}
	s := &session{stdin: stdin, stdout: out, stderr: stderr, sources: map[string][]byte{}}
	helped := false
	parser, err := kong.New(&grammar{},
		kong.Name("dativo-gen"),
		kong.Description("Turns Dativo job files into Terraform modules for "+platformTitles()+"."),
		kong.Writers(stdout, stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Bind(s),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return s.exit(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return exitDone
	case err != nil:
		fmt.Fprintf(stderr, "dativo-gen: %v\n", err)
		fmt.Fprintln(stderr, "  hint: dativo-gen --help lists the commands, and dativo-gen COMMAND --help its flags")
		return exitError
	}
	err = command.Run()
	if out.err != nil && (err == nil || errors.Is(err, errChanges)) {
		err = fmt.Errorf("print: %w", out.err)
	}
	return s.exit(err)
}

// platformTitles lists the platforms to people.
func platformTitles() string {
	var titles []string
	for _, p := range platform.All() {
		titles = append(titles, p.Title)
	}
	last := len(titles) - 1
	return strings.Join(titles[:last], ", ") + " and " + titles[last]
}

// checkedWriter keeps the first error of a stream, so that commands can print
// as they go: a full disk must not end in status 0.
type checkedWriter struct {
	to  io.Writer
	err error
}

func (w *checkedWriter) Write(text []byte) (int, error) {
	n, err := w.to.Write(text)
	w.err = cmp.Or(w.err, err)
	return n, err
}

// exit maps how a command ended to the exit status: the one place that does.
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

// report prints problems, and returns errReported if any of them stops the work.
func (s *session) report(problems diag.List) error {
	printer := diag.Printer{Source: s.source, Color: s.colour()}
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
	text, err := document.ReadFile(name)
	if err != nil {
		return nil // the problem is printed without its source line
	}
	return text
}

// colour reports whether messages go to a terminal whose user wants colour.
func (s *session) colour() bool {
	file, ok := s.stderr.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
