package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/alecthomas/kong"

	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// tagsCommand prints the tags of jobs.
type tagsCommand struct {
	jobFlags
	templateFlags
	coverageFlags
	Format  string     `enum:"${tag_formats}" default:"table" help:"Output format: ${enum}."`
	Explain explainKey `placeholder:"[KEY]" help:"@tag_explain"`
	Level   string     `placeholder:"LEVEL" help:"@tag_level"`
	Dialect string     `enum:"spark,trino" default:"spark" help:"SQL dialect of iceberg-sql: ${enum}."`
	Table   string     `placeholder:"NAME" help:"Table of iceberg-sql: catalog.namespace.table. Default: from target and asset."`
	Limit   int        `placeholder:"N" help:"Concurrent runs per cost center and tenant in dagster-run-queue. Default: one per job."`
}

// tagFormats are the values of --format.
func tagFormats() []string {
	formats := []string{"table", "json", "yaml", "iceberg", "iceberg-sql", "dagster", "dagster-run-queue"}
	for _, cloud := range platform.Clouds() {
		formats = append(formats, cloud.Name)
	}
	return append(formats, "kubernetes")
}

// listFormats list the tags with their levels, for people and scripts.
func listFormats() []string { return []string{"table", "json", "yaml"} }

// Help is shown before the flags.
func (tagsCommand) Help() string {
	return `Examples:
  dativo-gen tags --config jobs/acme/orders.yaml
  dativo-gen tags --config jobs/acme/orders.yaml --explain cost_center
  dativo-gen tags --config jobs/acme/orders.yaml --format iceberg-sql --table lake.raw.orders | spark-sql -f /dev/stdin
  dativo-gen tags --job-dir jobs                                  a row for each job
  dativo-gen tags --job-dir jobs --format dagster                 one document, by tenant/job[/environment]
  dativo-gen tags --config jobs/acme/orders.yaml --coverage
  dativo-gen tags --job-dir jobs --coverage --fail-under 100      for CI

The formats iceberg, dagster, aws, gcp and kubernetes are JSON; dagster-run-queue is a section of dagster.yaml.`
}

// explainKey is the value of --explain, which takes an optional key.
type explainKey struct {
	asked bool
	key   string
}

// Decode reads the key, if one follows the flag.
func (e *explainKey) Decode(ctx *kong.DecodeContext) error {
	e.asked = true
	if token := ctx.Scan.Peek(); !token.IsValue() {
		return nil
	}
	return ctx.Scan.PopValueInto("key", &e.key)
}

// Run prints the tags of the jobs in one format.
func (c *tagsCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	c.tagsOnly, c.allTags = true, true
	c.otherSinks = !slices.Contains(listFormats(), c.Format) // each of these reports its own sink
	jobs, problems, err := c.load(s)
	if err != nil {
		return err
	}
	tagged := fleet.Tagged(jobs)
	problems = append(problems, fleet.Collisions(tagged, c.sinks)...)
	if c.Coverage {
		return c.coverage(s, jobs, problems)
	}
	if c.Level != "" {
		level, err := tags.ParseLevel(c.Level)
		if err != nil {
			return fmt.Errorf("--level: %w", err)
		}
		tagged = fleet.OfLevel(tagged, level)
	}
	text, found, textErr := c.text(tagged)
	if err := s.report(c.escalate(append(problems, found...))); err != nil {
		return err
	}
	if textErr != nil {
		return textErr
	}
	for _, j := range jobs {
		if !j.HasTags() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: tags not read\n", j.File())
		}
	}
	if len(tagged) == 0 {
		return nil
	}
	_, err = fmt.Fprint(s.stdout, text)
	return err
}

// check refuses conflicting and invalid flags.
func (c *tagsCommand) check() error {
	listed := slices.Contains(listFormats(), c.Format)
	switch {
	case c.Coverage && c.Explain.asked:
		return errors.New("--coverage conflicts with --explain")
	case c.Coverage && !listed:
		return fmt.Errorf("--coverage requires the format table, json or yaml, not %s", c.Format)
	case !c.Coverage && c.FailUnder != 0:
		return errors.New("--fail-under requires --coverage")
	case !c.Coverage && len(c.Templates) > 0:
		return errors.New("--templates requires --coverage: without it nothing is rendered")
	case c.Explain.asked && !listed:
		return fmt.Errorf("--explain requires the format table, json or yaml, not %s", c.Format)
	case c.Level != "" && (c.Coverage || c.Explain.asked):
		return errors.New("--level conflicts with --coverage and --explain")
	case c.Level != "" && !listed:
		return fmt.Errorf("--level requires the format table, json or yaml, not %s", c.Format)
	case c.Table != "" && c.Format != "iceberg-sql":
		return errors.New("--table requires --format iceberg-sql")
	case c.Dialect != "spark" && c.Format != "iceberg-sql":
		return errors.New("--dialect requires --format iceberg-sql")
	case c.Table != "" && c.many():
		return errors.New("--table conflicts with --job-dir: it is the table of a single job")
	case c.Limit < 0:
		return fmt.Errorf("--limit %d: expected a number of runs, 1 or more", c.Limit)
	case c.Limit > 0 && c.Format != "dagster-run-queue":
		return errors.New("--limit requires --format dagster-run-queue")
	}
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	return c.coverageFlags.check()
}

// sinks names the sinks whose bills show a job's costs: those of the format or,
// without one, of the job's platform.
func (c *tagsCommand) sinks(j *fleet.Job) []string {
	if cloud, ok := platform.CloudNamed(c.Format); ok {
		return []string{cloud.Sink}
	}
	switch c.Format {
	case "kubernetes":
		return []string{cmp.Or(j.Tags.LabelSink, tags.Kubernetes)}
	case "table", "json", "yaml":
		return j.BillingSinks()
	}
	return nil
}
