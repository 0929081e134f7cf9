package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// explanation is how the block of one job came about.
type explanation struct {
	Job      string           `yaml:"job"`
	Platform string           `yaml:"platform"`
	Settings []config.Setting `yaml:"settings"`
}

// explain returns every value of a job's block, the filled-in ones too, by
// path.
func explain(j *job) explanation {
	settings := j.bundle.Explain()
	said := map[string]bool{}
	for _, s := range settings {
		if !s.Removed {
			said[s.Path] = true
		}
	}
	for _, standard := range platform.Defaults(j.bundle.Input.Job.Infrastructure, &j.deployment) {
		if !said[standard.Path] {
			settings = append(settings, config.Setting{Path: standard.Path, Value: standard.Value, From: "default of " + j.deployment.Platform})
		}
	}
	slices.SortStableFunc(settings, func(a, b config.Setting) int { return cmp.Compare(a.Path, b.Path) })
	return explanation{Job: j.bundle.Document.Name, Platform: j.deployment.Platform, Settings: settings}
}

// table shows it to people: a line for each value, and below it one for each
// value that it hides.
func (e explanation) table() (string, error) {
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, s := range e.Settings {
		text, err := document.OneLine(s.Value)
		if err != nil {
			return "", err
		}
		if s.Removed {
			text = "(removed)"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", strings.TrimPrefix(s.Path, "infrastructure."), s.From, text)
		for _, hidden := range s.Shadowed {
			if text, err = document.OneLine(hidden.Value); err != nil {
				return "", err
			}
			fmt.Fprintf(w, "  over\t%s\t%s\n", hidden.From, text)
		}
	}
	err := w.Flush()
	return out.String(), err
}

// printExplained prints the explanations of jobs.
func printExplained(s *session, jobs []*job, format string) error {
	for i, j := range jobs {
		explained := explain(j)
		if format != "table" {
			text, err := document.Marshal(explained, format)
			if err != nil {
				return err
			}
			printDocument(s, i, text, format)
			continue
		}
		text, err := explained.table()
		if err != nil {
			return err
		}
		if len(jobs) > 1 {
			fmt.Fprintf(s.stdout, "%s# %s\n\n", strings.Repeat("\n", min(i, 1)), explained.Job)
		}
		fmt.Fprint(s.stdout, text)
	}
	return nil
}
