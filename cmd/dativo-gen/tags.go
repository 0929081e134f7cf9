package main

import (
	"cmp"
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
	Format  string     `enum:"table,json,yaml,iceberg,iceberg-sql,dagster,dagster-run-queue,aws,gcp,kubernetes" default:"table" help:"One of ${enum}."`
	Explain explainKey `placeholder:"[KEY]" help:"What each level said of a tag, which won, and what each place makes of it; of every tag without KEY. For the formats table, json and yaml."`
	Level   string     `placeholder:"LEVEL" help:"Only the tags whose value comes from this level: base, source, asset, job or infrastructure. For the formats table, json and yaml."`
	Dialect string     `enum:"spark,trino" default:"spark" help:"SQL of iceberg-sql: ${enum}."`
	Table   string     `placeholder:"NAME" help:"Table of iceberg-sql, such as catalog.namespace.table. Default: what the job's target says, and its asset."`
	Limit   int        `placeholder:"N" help:"Runs at once of each cost center and tenant in dagster-run-queue. Default: one for each of its jobs."`
}

// Help is shown below the flags.
func (tagsCommand) Help() string {
	return `Examples:
  dativo-gen tags --config jobs/acme/orders.yaml
  dativo-gen tags --config jobs/acme/orders.yaml --explain cost_center
  dativo-gen tags --config jobs/acme/orders.yaml --format iceberg-sql --table lake.raw.orders | spark-sql -f /dev/stdin
  dativo-gen tags --job-dir jobs                          a row for each job
  dativo-gen tags --job-dir jobs --format dagster         a document by tenant/job[/environment]
  dativo-gen tags --config jobs/acme/orders.yaml --coverage
  dativo-gen tags --job-dir jobs --coverage --fail-under 100      for CI

The formats iceberg, dagster, aws, gcp and kubernetes are JSON; dagster-run-queue is a part of dagster.yaml.`
}

// explainKey is the value of --explain: a key, or nothing for all.
type explainKey struct {
	asked bool
	key   string
}

// Decode takes the key if one follows the flag.
func (e *explainKey) Decode(ctx *kong.DecodeContext) error {
	e.asked = true
	if token := ctx.Scan.Peek(); !token.IsValue() {
		return nil
	}
	return ctx.Scan.PopValueInto("key", &e.key)
}

// Run derives the tags of the jobs and prints them in one format.
func (c *tagsCommand) Run(s *session) error {
	if err := c.check(); err != nil {
		return err
	}
	flags := c.jobFlags
	flags.tags = true
	flags.Strict = false // what has nothing to do with tags must not become an error here
	jobs, problems, err := flags.load(s)
	if err != nil {
		return err
	}
	problems = fleet.AboutTags(problems, jobs)
	tagged := fleet.Tagged(jobs)
	problems = append(problems, fleet.TagClaims().AddAll(tagged)...)
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
	problems = append(problems, found...)
	if c.Strict {
		problems = problems.Strict()
	}
	if err := s.report(problems); err != nil {
		return err
	}
	if textErr != nil {
		return textErr
	}
	for _, j := range jobs {
		if !j.HasTags() {
			fmt.Fprintf(s.stderr, "%s: no infrastructure block: its tags are not read\n", j.File())
		}
	}
	if len(tagged) == 0 {
		return nil
	}
	_, err = fmt.Fprint(s.stdout, text)
	return err
}

// check refuses flags that have no meaning together.
func (c *tagsCommand) check() error {
	asIs := slices.Contains([]string{"table", "json", "yaml"}, c.Format)
	switch {
	case c.Coverage && c.Explain.asked:
		return fmt.Errorf("--coverage and --explain are two reports: ask for one")
	case c.Coverage && !asIs:
		return fmt.Errorf("--coverage goes with the formats table, json and yaml, not with %s", c.Format)
	case !c.Coverage && c.FailUnder != 0:
		return fmt.Errorf("--fail-under is for --coverage")
	case !c.Coverage && len(c.Templates) > 0:
		return fmt.Errorf("--templates is for --coverage: without it nothing is rendered")
	case c.Explain.asked && !asIs:
		return fmt.Errorf("--explain goes with the formats table, json and yaml, not with %s", c.Format)
	case c.Level != "" && (c.Coverage || c.Explain.asked || !asIs):
		return fmt.Errorf("--level narrows the list of tags: it goes with the formats table, json and yaml alone")
	case c.Table != "" && c.Format != "iceberg-sql":
		return fmt.Errorf("--table is for --format iceberg-sql")
	case c.Dialect != "spark" && c.Format != "iceberg-sql":
		return fmt.Errorf("--dialect is for --format iceberg-sql")
	case c.Table != "" && c.JobDir != "":
		return fmt.Errorf("--table names the table of one job: it goes with --config")
	case c.Limit < 0:
		return fmt.Errorf("--limit %d: expected a number of runs, 1 or more", c.Limit)
	case c.Limit > 0 && c.Format != "dagster-run-queue":
		return fmt.Errorf("--limit is for --format dagster-run-queue")
	}
	if err := c.templateFlags.check(); err != nil {
		return err
	}
	return c.coverageFlags.check()
}

// sinks names the sinks that a job's costs are shown by: those of the format
// or, where it has none, of the job's own platform.
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
