// Package policy checks the tags of jobs against a tag policy: required keys and
// valid values.
//
// A policy is compiled once from its plain form, which reports contradictions, and
// then checks every job. The package reads no files: a function resolves paths of
// the policy's document to positions, and tags have their own.
package policy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Policy is a compiled tag policy.
type Policy struct {
	// general are the rules for environments without rules of their own,
	// sorted by key.
	general       []rule
	byEnvironment map[string][]rule
	// aws: the policy is one of AWS Organizations, which applies only to jobs on
	// AWS, and to tags in AWS's form.
	aws bool
}

// rule is the rule for one tag.
type rule struct {
	key      string
	required bool
	// values are the allowed values; nil allows any. In a policy of AWS
	// Organizations, a value may contain one "*", which matches any text.
	values  []string
	pattern *regexp.Regexp
	// at is the position of the rule.
	at diag.Pos
}

// Locator resolves a path of the policy's document to its position.
type Locator func(path string) diag.Pos

// New compiles a policy. Its problems have paths of the policy's document.
func New(written model.TagPolicy, locate Locator) (*Policy, diag.List) {
	c := compiler{locate: locate}
	p := &Policy{byEnvironment: map[string][]rule{}}
	general := c.section(paths.TagPolicyTags, written.Tags, nil)
	p.general = sorted(general)
	names := map[string]string{}
	for _, name := range keysOf(written.Environments) {
		at := diag.KeyPath(paths.TagPolicyEnvironments, name)
		c.checkCase(names, name, at, "environment")
		p.byEnvironment[name] = sorted(c.section(at, written.Environments[name], written.Tags, general))
	}
	return p, c.problems
}

// Subject is a job that a policy is checked against.
type Subject struct {
	// Environment is the job's environment, which selects the rules.
	Environment string
	// AWS: the job runs on AWS.
	AWS bool
	// Tags are the flat tags.
	Tags tags.List
}

// Check reports the tags of a job that violate the policy. A problem with a tag has
// its position; one with a missing tag has only the path infrastructure.tags.
func (p *Policy) Check(subject Subject) diag.List {
	if p.aws && !subject.AWS {
		return nil
	}
	rules, ok := p.byEnvironment[subject.Environment]
	if !ok {
		rules = p.general
	}
	set := subject.Tags.Tags
	if p.aws {
		set = onAWS(set)
	}
	var problems diag.List
	for _, r := range rules {
		p.checkRule(&problems, r, set, subject.Tags.Removed)
	}
	return problems
}

// onAWS returns the tags in AWS's form, where a list is one text.
func onAWS(set []tags.Tag) []tags.Tag {
	sink, _ := tags.SinkNamed(tags.AWS)
	sanitized, _ := tags.Sanitize(set, sink) // normalization reports the changes
	onAWS := make([]tags.Tag, len(sanitized))
	for i, tag := range sanitized {
		onAWS[i] = tags.Tag{Key: tag.Key, Value: tags.Text(tag.Value, tag.Tag.Origin)}
	}
	return onAWS
}

// checkRule checks the tags against one rule.
func (p *Policy) checkRule(problems *diag.List, r rule, set, removed []tags.Tag) {
	found := false
	for _, tag := range set {
		switch {
		case tag.Key == r.key:
			found = true
			p.checkValue(problems, r, tag)
		case strings.EqualFold(tag.Key, r.key):
			found = true
			d := report(problems, r, tag, "invalid case of tag key %q: the tag policy requires %q", tag.Key, r.key)
			d.Hintf("the rule is at %s", r.at)
		}
	}
	if found || !r.required {
		return
	}
	for _, tag := range removed {
		if tag.Key == r.key {
			report(problems, r, tag, "empty value removes the tag %q, which the tag policy requires", r.key).Hint = r.hint()
			return
		}
	}
	d := problems.Errorf(codePolicy, paths.Tags, "missing tag %q, which the tag policy requires", r.key)
	d.Hint, d.Related = r.hint(), r.related()
}

// checkValue checks a tag's value, or each item of a list, against a rule.
func (p *Policy) checkValue(problems *diag.List, r rule, tag tags.Tag) {
	if r.required && tag.FullText() == "" {
		report(problems, r, tag, "empty value for tag %q, which the tag policy requires", r.key).Hint = r.hint()
		return
	}
	for _, item := range tag.Values {
		switch {
		case r.values != nil && !p.allows(r, item):
			d := report(problems, r, tag, "invalid value %q for tag %q: the tag policy does not allow it", item, r.key)
			if d.Hint = r.hint(); !p.aws {
				if near := diag.Suggest(item, r.values); near != "" {
					d.Hintf("did you mean %s? %s", near, r.hint())
				}
			}
		case r.pattern != nil && !r.pattern.MatchString(item):
			report(problems, r, tag, "invalid value %q for tag %q: it does not match the pattern of the tag policy", item,
				r.key).Hint = r.hint()
		}
	}
}

// allows reports whether a rule allows a value.
func (p *Policy) allows(r rule, value string) bool {
	return slices.ContainsFunc(r.values, func(allowed string) bool {
		before, after, wild := strings.Cut(allowed, "*")
		if !p.aws || !wild {
			return value == allowed
		}
		return len(value) >= len(before)+len(after) && strings.HasPrefix(value, before) && strings.HasSuffix(value, after)
	})
}

// hint describes valid values, and where the rule is defined.
func (r rule) hint() string {
	const shown = 8
	hint := "the rule is at " + r.at.String()
	switch {
	case len(r.values) > 0 && len(r.values) <= shown:
		hint = fmt.Sprintf("use %s; %s", diag.OrList(r.values), hint)
	case r.pattern != nil:
		hint = fmt.Sprintf("use a value that matches %s; %s", source(r.pattern), hint)
	}
	return hint
}

// related points to the rule.
func (r rule) related() []diag.Related { return []diag.Related{{Pos: r.at, Message: "the rule"}} }

// codePolicy is the code of tags that violate a policy.
const codePolicy = "tag-policy"

// report adds an error at a tag.
func report(problems *diag.List, r rule, tag tags.Tag, format string, args ...any) *diag.Diagnostic {
	d := problems.Errorf(codePolicy, tag.Origin.Path, format, args...)
	d.Pos, d.Related = tag.Origin.Pos, r.related()
	return d
}

// anchored compiles a pattern to match whole values.
func anchored(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, err // refers to the pattern without the anchors
	}
	return regexp.Compile(anchor + pattern + ")$")
}

const anchor = "^(?:"

// source returns a pattern without the anchors.
func source(pattern *regexp.Regexp) string {
	return strings.TrimSuffix(strings.TrimPrefix(pattern.String(), anchor), ")$")
}
