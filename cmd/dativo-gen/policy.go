package main

import (
	"fmt"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/policy"
)

// checkPolicy holds the tags of the jobs against the file of --tag-policy.
func (f *jobFlags) checkPolicy(jobs []*job) (diag.List, error) {
	if f.TagPolicy == "" {
		return nil, nil
	}
	text, err := document.ReadFile(f.TagPolicy)
	if err != nil {
		return nil, fmt.Errorf("--tag-policy %s: %w", f.TagPolicy, cause(err))
	}
	rules, problems := parsePolicy(filepath.ToSlash(f.TagPolicy), text)
	if problems.HasErrors() {
		return problems, nil
	}
	for _, j := range jobs {
		if !hasTags(j) {
			continue
		}
		tagged, _ := tagsOf(j) // whoever prints or renders them tells their problems
		written := j.bundle.Input.Job
		found := rules.Check(policy.Subject{
			Environment: written.Environment,
			AWS:         written.Infrastructure != nil && written.Infrastructure.Provider == "aws",
			Tags:        tagged.tags.Set.Flat,
		})
		problems = append(problems, j.bundle.Document.Locate(found)...)
	}
	return problems, nil
}

// parsePolicy reads a tag policy of either form.
func parsePolicy(name string, text []byte) (*policy.Policy, diag.List) {
	doc, problems := document.Parse(name, text)
	if doc == nil {
		return nil, problems
	}
	var rules *policy.Policy
	var found diag.List
	if config.IsAWSTagPolicy(doc) {
		written, broken := config.ParseAWSTagPolicy(doc)
		if problems = broken; !problems.HasErrors() {
			rules, found = policy.NewAWS(written, doc.Pos)
		}
	} else {
		written, broken := config.ParseTagPolicy(doc)
		if problems = broken; !problems.HasErrors() {
			rules, found = policy.New(written, doc.Pos)
		}
	}
	return rules, doc.Locate(append(problems, found...))
}
