// Package policy holds the tags of jobs against rules: which keys every job
// must have, and what their values may be.
//
// A policy is compiled once from its plain form, which reports where it
// contradicts itself, and then asked about each job. It reads no file: where
// things stand in the policy's own document comes from a function, and where a
// tag was written is known to the tag.
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

// Policy is what the tags of jobs must be.
type Policy struct {
	// general are the rules of environments that have none of their own,
	// sorted by key.
	general       []rule
	byEnvironment map[string][]rule
	// aws says that the rules are of AWS Organizations: they are about tags on
	// AWS alone, as AWS has them.
	aws bool
}

// rule is what one tag must be.
type rule struct {
	key      string
	required bool
	// values are the allowed ones; nil is any. In rules of AWS Organizations
	// one "*" stands for any text.
	values  []string
	pattern *regexp.Regexp
	// at is the position of the rule.
	at diag.Pos
}

// Where resolves a path of the policy's document to its position.
type Where func(path string) diag.Pos

// New compiles a policy, or reports what is wrong with it by its path.
func New(written model.TagPolicy, where Where) (*Policy, diag.List) {
	c := compiler{where: where}
	p := &Policy{byEnvironment: map[string][]rule{}}
	general := c.section(paths.TagPolicyTags, written.Tags, nil)
	p.general = sorted(general)
	names := map[string]string{}
	for _, name := range keysOf(written.Environments) {
		at := diag.KeyPath(paths.TagPolicyEnvironments, name)
		c.sameButForCase(names, name, at, "environment")
		p.byEnvironment[name] = sorted(c.section(at, written.Environments[name], written.Tags, general))
	}
	return p, c.problems
}

// Subject is a job that a policy is checked against.
type Subject struct {
	// Environment is the job's own, which chooses the rules.
	Environment string
	// AWS says that the job runs there.
	AWS bool
	// Tags are the flat ones.
	Tags tags.List
}

// Check returns what in a job's tags the policy does not allow. Problems with a
// tag have its position; a missing tag has the path infrastructure.tags alone.
func (p *Policy) Check(job Subject) diag.List {
	if p.aws && !job.AWS {
		return nil
	}
	rules, ok := p.byEnvironment[job.Environment]
	if !ok {
		rules = p.general
	}
	set := job.Tags.Tags
	if p.aws {
		set = onAWS(set)
	}
	var problems diag.List
	for _, r := range rules {
		p.checkRule(&problems, r, set, job.Tags.Removed)
	}
	return problems
}

// onAWS returns the tags as AWS has them: a list is one text there.
func onAWS(set []tags.Tag) []tags.Tag {
	sink, _ := tags.SinkNamed(tags.AWS)
	sanitized, _ := tags.Sanitize(set, sink) // normalization reports the changes
	onAWS := make([]tags.Tag, len(sanitized))
	for i, tag := range sanitized {
		onAWS[i] = tags.Tag{Key: tag.Key, Value: tags.Text(tag.Value, tag.Tag.Origin)}
	}
	return onAWS
}

// checkRule holds the tags against one rule.
func (p *Policy) checkRule(problems *diag.List, r rule, set, removed []tags.Tag) {
	found := false
	for _, tag := range set {
		switch {
		case tag.Key == r.key:
			found = true
			p.checkValue(problems, r, tag)
		case strings.EqualFold(tag.Key, r.key):
			found = true
			d := report(problems, r, tag, "the tag policy spells the key %q, not %q", r.key, tag.Key)
			d.Hintf("the rule is at %s", r.at)
		}
	}
	if found || !r.required {
		return
	}
	for _, tag := range removed {
		if tag.Key == r.key {
			report(problems, r, tag, "the tag policy requires %q, and this empties it", r.key).Hint = r.hint()
			return
		}
	}
	d := problems.Errorf(codePolicy, paths.Tags, "the tag policy requires %q", r.key)
	d.Hint, d.Related = r.hint(), r.related()
}

// checkValue holds a tag's value, or each item of a list, against a rule.
func (p *Policy) checkValue(problems *diag.List, r rule, tag tags.Tag) {
	if r.required && tag.FullText() == "" {
		report(problems, r, tag, "the tag policy requires a value for %q", r.key).Hint = r.hint()
		return
	}
	for _, item := range tag.Values {
		switch {
		case r.values != nil && !p.allows(r, item):
			d := report(problems, r, tag, "%q is not a value that the tag policy allows for %q", item, r.key)
			if d.Hint = r.hint(); !p.aws {
				if near := diag.Suggest(item, r.values); near != "" {
					d.Hintf("did you mean %s? %s", near, r.hint())
				}
			}
		case r.pattern != nil && !r.pattern.MatchString(item):
			report(problems, r, tag, "%q does not match the pattern that the tag policy has for %q", item, r.key).Hint = r.hint()
		}
	}
}

// allows reports whether a value is among those of a rule.
func (p *Policy) allows(r rule, value string) bool {
	return slices.ContainsFunc(r.values, func(allowed string) bool {
		before, after, wild := strings.Cut(allowed, "*")
		if !p.aws || !wild {
			return value == allowed
		}
		return len(value) >= len(before)+len(after) && strings.HasPrefix(value, before) && strings.HasSuffix(value, after)
	})
}

// hint says what would be right, and where the rule stands.
func (r rule) hint() string {
	const shown = 8
	hint := "the rule is at " + r.at.String()
	switch {
	case len(r.values) > 0 && len(r.values) <= shown:
		hint = fmt.Sprintf("use %s; %s", diag.OrList(r.values), hint)
	case r.pattern != nil:
		hint = fmt.Sprintf("write one that matches %s; %s", source(r.pattern), hint)
	}
	return hint
}

// related points to the rule.
func (r rule) related() []diag.Related { return []diag.Related{{Pos: r.at, Message: "the rule"}} }

// codePolicy is the code of a tag that a policy does not allow, or misses.
const codePolicy = "tag-policy"

// report adds an error about a tag.
func report(problems *diag.List, r rule, tag tags.Tag, format string, args ...any) *diag.Diagnostic {
	d := problems.Errorf(codePolicy, tag.Origin.Path, format, args...)
	d.Pos, d.Related = tag.Origin.Pos, r.related()
	return d
}

// anchored makes a pattern match whole values.
func anchored(pattern string) (*regexp.Regexp, error) {
	if _, err := regexp.Compile(pattern); err != nil {
		return nil, err // of the pattern as it was written
	}
	return regexp.Compile(anchor + pattern + ")$")
}

const anchor = "^(?:"

// source is a pattern as it was written.
func source(pattern *regexp.Regexp) string {
	return strings.TrimSuffix(strings.TrimPrefix(pattern.String(), anchor), ")$")
}
