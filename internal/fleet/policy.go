package fleet

import (
	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/policy"
)

// ParsePolicy reads a tag policy of either form. After an error there is none.
func ParsePolicy(name string, text []byte) (*policy.Policy, diag.List) {
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

// CheckPolicy checks the tags of a job against a policy.
func CheckPolicy(rules *policy.Policy, j *Job) diag.List {
	if !j.HasTags() {
		return nil
	}
	cloud, known := j.cloud()
	return j.Document.Locate(rules.Check(policy.Subject{
		Environment: j.Input.Job.Environment,
		AWS:         known && cloud.OrganizationsTagPolicy,
		Tags:        j.Tags.Set.Flat,
	}))
}
