package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/dativo-io/dativo-gen/internal/platform"
)

// Exit statuses, as those of terraform plan -detailed-exitcode.
const (
	exitDone    = 0
	exitError   = 1
	exitChanges = 2 // --check or --diff found changes
)

// grammar is the command line.
type grammar struct {
	Render    renderCommand    `cmd:"" aliases:"generate-terraform" help:"Render jobs as Terraform modules."`
	Image     imageCommand     `cmd:"" help:"Write the build context of the jobs' container image."`
	Validate  validateCommand  `cmd:"" aliases:"validate-infrastructure" help:"Validate jobs without writing anything."`
	Show      showCommand      `cmd:"" help:"Print a job's effective infrastructure settings."`
	List      listCommand      `cmd:"" help:"List jobs with their platform, schedule, module and state."`
	Affected  affectedCommand  `cmd:"" help:"List the modules that differ between two revisions, with the cause."`
	Tags      tagsCommand      `cmd:"" help:"@tags"`
	FinOps    finopsCommand    `cmd:"" name:"finops" help:"@finops"`
	Templates templatesCommand `cmd:"" help:"List, override and upgrade templates."`
	Schema    schemaCommand    `cmd:"" help:"Print the JSON Schema of job, infrastructure or project files."`
	Version   versionCommand   `cmd:"" help:"Print the version."`

	ShowInfrastructure showInfrastructureCommand `cmd:"" hidden:"" help:"Print the infrastructure block, like the published command."`
}

// helpTexts are the help texts that are too long for a struct tag, which names
// them: help:"@tags".
func helpTexts() map[string]string {
	return map[string]string{
		"tags": "Print a job's tags with their provenance, or formatted for a target" +
			" (AWS, GCP, Kubernetes, Iceberg, Dagster).",
		"finops": "Generate Terraform for the billing account: cost allocation tags, budgets and cost queries.",
		"render_output": "Folder to write the module to. With --job-dir, each job is written to <tenant>/<job>/ in it, or" +
			" according to the project file's layout. Default: root and layout of the project file.",
		"templates_dir": "Folder of template overrides. Takes precedence over those of the project file and over the" +
			" shipped templates. Repeatable: the first one wins.",
		"layered_project": "Project file with folders of templates. Default: the nearest .dativo-gen.yaml in this folder or above it.",
		"tag_explain": "Print each level's value of a tag, which one wins, and the result for every sink. Without KEY, of all" +
			" tags. For the formats table, json and yaml.",
		"tag_level": "Print only tags whose value comes from this level: base, source, asset, job or infrastructure." +
			" For the formats table, json and yaml.",
		"tag_key":  "Tag key to activate for cost allocation on AWS. Repeatable. Default: the cost keys that the jobs have.",
		"bigquery": "Table with the detailed Cloud Billing export, for the queries.",
		"schema_of": "job for job files (default), infrastructure for infrastructure files (NAME.infrastructure.yaml)," +
			" project for project files (.dativo-gen.yaml).",
		"runner": "The engine's runner.yaml: its schedules are those of the jobs that it names and that have none of" +
			" their own.",
		"image_base": "Base image of the Dockerfile; pin it by digest. Default: python:3.11-slim. With --engine base, the image that" +
			" contains the engine in /app/src and its registry.",
		"image_engine": "Where the engine's code comes from: git, its repository at a fixed commit; base, the base image; or the" +
			" folder of a checkout.",
		"paths":   "Job files, and folders of them that are searched recursively. Default: the jobs of the project file.",
		"project": "Project file of all jobs. Default: the nearest .dativo-gen.yaml in the job's folder or above it.",
		"env":     "Project-file environment to apply to the jobs. Repeatable: each job is read for each.",
		"change":  "Print only modules that are created, changed or deleted. Repeatable. Default: all.",
		"filter": "Print only jobs whose column or tag matches a pattern with * and ?, or with != does not. Repeatable: all must" +
			" hold.",
		"prune": "With all jobs of a folder or project: delete the modules below the output folder whose job is gone. Files" +
			" that dativo-gen did not write, or that were edited, are kept.",
		"tombstone": "With all jobs of a folder or project: replace the modules whose job is gone by one without resources, so" +
			" that terraform apply destroys them. A later --prune deletes it.",
		"accept": "Merge nothing; record that this override fits the current shipped template. Repeatable.",
	}
}

// fillHelp replaces the names of help texts. A kong.Vars would do, but kong expands
// every variable again for every flag, which took a fifth of a render.
func fillHelp(k *kong.Kong) error {
	texts := helpTexts()
	return kong.Visit(k.Model.Node, func(node kong.Visitable, next kong.Next) error {
		var help *string
		switch node := node.(type) {
		case *kong.Node:
			help = &node.Help
		case *kong.Value:
			help = &node.Help
		case *kong.Flag:
			help = &node.Value.Help
		}
		if help == nil || !strings.HasPrefix(*help, "@") {
			return next(nil)
		}
		text, known := texts[(*help)[1:]]
		if !known {
			return fmt.Errorf("no help text %s", *help)
		}
		*help = text
		return next(nil)
	})
}

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
		kong.Vars{"tag_formats": strings.Join(tagFormats(), ",")},
		kong.PostBuild(fillHelp),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return s.exit(err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := parser.Parse(args)
	if err == nil {
		err = checkRepeated(command)
	}
	switch {
	case helped:
		return exitDone
	case err != nil:
		fmt.Fprintf(stderr, "dativo-gen: %v\n", err)
		fmt.Fprintln(stderr, "  hint: dativo-gen --help lists the commands, dativo-gen COMMAND --help the flags of one")
		return exitError
	}
	err = command.Run()
	if out.err != nil && (err == nil || errors.Is(err, errChanges)) {
		err = fmt.Errorf("print: %w", out.err)
	}
	return s.exit(err)
}

// checkRepeated refuses a flag with one value that is given twice: kong would use the
// last value, and the command would not see the other one.
func checkRepeated(command *kong.Context) error {
	given := map[string]bool{}
	for _, part := range command.Path {
		flag := part.Flag
		if flag == nil || flag.IsBool() || flag.IsCumulative() {
			continue
		}
		if given[flag.Name] {
			return fmt.Errorf("duplicate flag --%s: it takes one value", flag.Name)
		}
		given[flag.Name] = true
	}
	return nil
}

// platformTitles is "AWS ECS, AWS EKS and GCP GKE", with all platforms.
func platformTitles() string {
	var titles []string
	for _, p := range platform.All() {
		titles = append(titles, p.Title)
	}
	last := len(titles) - 1
	return strings.Join(titles[:last], ", ") + " and " + titles[last]
}
