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

// provenance is what --explain prints of a job.
type provenance struct {
	Job      string           `yaml:"job"`
	Platform string           `yaml:"platform"`
	Settings []config.Setting `yaml:"settings"`
}

// table has a line for each value, followed by one for each value that it
// overrides.
func (p provenance) table() (string, error) {
	var out bytes.Buffer
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, s := range p.Settings {
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

// printProvenance prints the provenance of the settings of jobs.
func printProvenance(s *session, jobs []*fleet.Job, format string) error {
	for i, j := range jobs {
		all := provenance{Job: j.File(), Platform: j.Deployment.Platform, Settings: j.EffectiveSettings()}
		if format != "table" {
			text, err := document.Marshal(all, format)
			if err != nil {
				return err
			}
			printDocument(s, i, text, format)
			continue
		}
		text, err := all.table()
		if err != nil {
			return err
		}
		if len(jobs) > 1 {
			fmt.Fprintf(s.stdout, "%s# %s\n\n", strings.Repeat("\n", min(i, 1)), all.Job)
		}
		fmt.Fprint(s.stdout, text)
	}
	return nil
}
