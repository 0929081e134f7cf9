package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// NewAWS compiles a tag policy of AWS Organizations, or reports what is wrong
// with it by its path.
func NewAWS(written model.AWSTagPolicy, where Where) (*Policy, diag.List) {
	c := compiler{where: where}
	p := &Policy{aws: true}
	names := map[string]string{}
	for _, one := range written.Tags {
		lower := strings.ToLower(one.Key)
		if first, met := names[lower]; met {
			c.problems.Errorf("policy-duplicate", one.KeyPath, "a second rule is about the key %q", first).
				Hintf("policy keys are compared without regard to case: make it one rule")
		}
		names[lower] = one.Key
		c.possibleOnAWS(one)
		r := rule{key: one.Key, required: one.Required, at: c.where(one.Path)}
		if one.Values != nil {
			r.values = c.awsValues(one)
		}
		p.general = append(p.general, r)
	}
	slices.SortFunc(p.general, func(a, b rule) int { return cmp.Compare(a.key, b.key) })
	return p, c.problems
}

// awsValues reads the values of a rule. From the AWS Organizations guide, "Tag
// policy syntax and examples", read 2026-11-22: one wildcard to a value.
func (c *compiler) awsValues(one model.AWSTagRule) []string {
	values := []string{}
	if len(one.Values) == 0 {
		c.problems.Errorf("policy-contradiction", one.Path, "no value of %q complies: none is left", one.Key).
			Hintf("leave tag_value out to allow any")
	}
	for _, value := range one.Values {
		switch {
		case strings.Count(value.Text, "*") > 1:
			c.problems.Errorf("policy-value", value.Path, "%q has more than one \"*\"", value.Text).
				Hintf("AWS Organizations takes one in a value")
		case slices.Contains(values, value.Text):
			c.problems.Errorf("policy-duplicate", value.Path, "%q is there twice", value.Text)
		}
		values = append(values, value.Text)
	}
	return values
}

// possibleOnAWS reports a key that AWS does not take.
func (c *compiler) possibleOnAWS(one model.AWSTagRule) {
	sink, _ := tags.SinkNamed(tags.AWS)
	if !sink.Accepts(one.Key, "x") {
		c.problems.Errorf("policy-key", one.KeyPath, "%q cannot be the key of a tag on AWS", one.Key).Hintf("choose another key")
	}
}
