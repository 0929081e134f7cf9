package policy

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// NewAWS compiles a tag policy of AWS Organizations. Its problems have paths of the
// policy's document.
func NewAWS(written model.AWSTagPolicy, locate Locator) (*Policy, diag.List) {
	c := compiler{locate: locate}
	p := &Policy{aws: true}
	names := map[string]string{}
	for _, one := range written.Tags {
		lower := strings.ToLower(one.Key)
		if first, met := names[lower]; met {
			c.problems.Errorf("policy-duplicate", one.KeyPath, "duplicate rule for the key %q", first).
				Hintf("policy keys are case-insensitive: merge the rules")
		}
		names[lower] = one.Key
		c.checkAWSKey(one)
		r := rule{key: one.Key, required: one.Required, at: c.locate(one.Path)}
		if one.Values != nil {
			r.values = c.awsValues(one)
		}
		p.general = append(p.general, r)
	}
	slices.SortFunc(p.general, func(a, b rule) int { return cmp.Compare(a.key, b.key) })
	return p, c.problems
}

// awsValues returns the values of a rule. A value may contain one wildcard (AWS
// Organizations guide, "Tag policy syntax and examples", read 2026-11-22).
func (c *compiler) awsValues(one model.AWSTagRule) []string {
	values := []string{}
	if len(one.Values) == 0 {
		c.problems.Errorf("policy-contradiction", one.Path, "empty list of values: no value of %q complies", one.Key).
			Hintf("remove tag_value to allow any")
	}
	for _, value := range one.Values {
		switch {
		case strings.Count(value.Text, "*") > 1:
			c.problems.Errorf("policy-value", value.Path, "invalid value %q: more than one \"*\"", value.Text).
				Hintf("AWS Organizations allows one wildcard in a value")
		case slices.Contains(values, value.Text):
			c.problems.Errorf("policy-duplicate", value.Path, "duplicate value %q", value.Text)
		}
		values = append(values, value.Text)
	}
	return values
}

// checkAWSKey reports a key that AWS does not allow.
func (c *compiler) checkAWSKey(one model.AWSTagRule) {
	sink, _ := tags.SinkNamed(tags.AWS)
	if !sink.Accepts(one.Key, "x") {
		c.problems.Errorf("policy-key", one.KeyPath, "invalid key %q for AWS tags", one.Key).Hintf("use another key")
	}
}
