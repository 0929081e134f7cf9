package main

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/fleet"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// explanation is how the block of one job came about.
type explanation struct {
	Job      string           `yaml:"job"`
	Platform string           `yaml:"platform"`
	Settings []config.Setting `yaml:"settings"`
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
		fmt.Fprintf(w, "%s\t%s\t%s\n", paths.BelowInfrastructure(s.Path), s.From, text)
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
func printExplained(s *session, jobs []*fleet.Job, format string) error {
	for i, j := range jobs {
		explained := explanation{Job: j.File(), Platform: j.Deployment.Platform, Settings: j.Settings()}
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
