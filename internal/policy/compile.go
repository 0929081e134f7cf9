package policy

import (
	"errors"
	"maps"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// compiler makes rules and gathers what is wrong with them.
type compiler struct {
	where    Where
	problems diag.List
}

// section compiles the rules of one part of a policy. inherited are the general
// rules as they were written, compiled what became of them: a rule of an
// environment says only what differs.
func (c *compiler) section(path string, written, inherited map[string]model.TagRule, compiled ...map[string]rule) map[string]rule {
	rules := map[string]rule{}
	for _, general := range compiled {
		maps.Copy(rules, general)
	}
	names := map[string]string{}
	for _, key := range keysOf(inherited) {
		names[strings.ToLower(key)] = key
	}
	for _, key := range keysOf(written) {
		at := diag.KeyPath(path, key)
		c.sameButForCase(names, key, at, "key")
		c.possible(key, at)
		rules[key] = c.rule(key, at, merged(inherited[key], written[key]), written[key])
	}
	return rules
}

// merged is a general rule with what a rule of an environment says over it.
func merged(general, own model.TagRule) model.TagRule {
	if own.Required == nil {
		own.Required = general.Required
	}
	if own.Values == nil {
		own.Values = general.Values
	}
	if own.Pattern == nil {
		own.Pattern = general.Pattern
	}
	return own
}

// rule compiles a rule. own is the part of it that stands at the path: what is
// wrong with the rest was told where it stands.
func (c *compiler) rule(key, path string, all, own model.TagRule) rule {
	r := rule{key: key, at: c.where(path), required: all.Required != nil && *all.Required}
	if all.Values != nil {
		r.values = []string{}
		for _, value := range all.Values {
			r.values = append(r.values, string(value))
		}
	}
	if own.Values != nil {
		c.values(r, path)
	}
	if all.Pattern != nil {
		compiled, err := anchored(*all.Pattern)
		if err != nil && own.Pattern != nil {
			c.badPattern(path, *all.Pattern, err)
		}
		r.pattern = compiled
	}
	if own.Values != nil || own.Pattern != nil {
		c.agree(r, path, own.Values != nil)
	}
	return r
}

// values reports a list of values that cannot have been meant.
func (c *compiler) values(r rule, path string) {
	at := diag.KeyPath(path, "values")
	if len(r.values) == 0 {
		d := c.problems.Errorf("policy-contradiction", at, "no value is allowed, so no job could have %q", r.key)
		if r.required {
			d.Message = "no value is allowed, and the tag is required"
		}
		d.Hintf("list a value, or leave values out to allow any")
	}
	seen := map[string]string{}
	for i, value := range r.values {
		item := diag.ItemPath(at, i)
		first, twice := seen[strings.ToLower(value)]
		switch {
		case value == "" && r.required:
			c.problems.Errorf("policy-contradiction", item, "an empty value is allowed, and the tag is required").Hintf("leave it out")
		case twice && first == value:
			c.problems.Errorf("policy-duplicate", item, "%q stands in the list twice", value)
		case twice:
			c.problems.Errorf("policy-duplicate", item, "%q and %q differ in upper and lower case alone", first, value).
				Hintf("labels on GCP cannot tell them apart: keep one")
		}
		seen[strings.ToLower(value)] = value
	}
}

// agree reports values that the pattern beside them refuses.
func (c *compiler) agree(r rule, path string, ownValues bool) {
	if r.pattern == nil || len(r.values) == 0 {
		return
	}
	refused := slices.DeleteFunc(slices.Clone(r.values), r.pattern.MatchString)
	at := path
	if ownValues {
		at = diag.KeyPath(path, "values")
	}
	switch {
	case len(refused) == len(r.values):
		c.problems.Errorf("policy-contradiction", at, "no value fits the pattern %q: no job could have %q", source(r.pattern), r.key).
			Hintf("change the pattern, or leave it out: the values alone say enough")
	case len(refused) > 0:
		for i, value := range r.values {
			if !slices.Contains(refused, value) {
				continue
			}
			item := at
			if ownValues {
				item = diag.ItemPath(at, i)
			}
			c.problems.Errorf("policy-contradiction", item, "%q is allowed, and does not fit the pattern %q", value, source(r.pattern))
		}
	}
}

// badPattern says why a pattern is none.
func (c *compiler) badPattern(path, pattern string, err error) {
	message := err.Error()
	var broken *syntax.Error
	if errors.As(err, &broken) {
		message = broken.Code.String() + ": " + broken.Expr
	}
	d := c.problems.Errorf("policy-pattern", diag.KeyPath(path, "pattern"), "not a regular expression: %s", message)
	d.Hintf("the syntax is that of RE2, which has no look-ahead and no back-references")
	if strings.HasPrefix(pattern, "*") {
		d.Hintf("write .* for any text")
	}
}

// sameButForCase reports a name that differs from another in case alone.
func (c *compiler) sameButForCase(seen map[string]string, name, path, what string) {
	lower := strings.ToLower(name)
	if first, met := seen[lower]; met && first != name {
		c.problems.Errorf("policy-duplicate", path, "the %ss %q and %q differ in upper and lower case alone", what, first, name).
			Hintf("keep the one that the jobs write")
	}
	seen[lower] = name
}

// possible reports a key that no cloud takes as it is.
func (c *compiler) possible(key, path string) {
	for _, name := range tags.CloudSinks() {
		sink, _ := tags.SinkNamed(name)
		probe := []tags.Tag{{Key: key, Value: tags.Text("x", tags.Origin{})}}
		if sanitized, _ := tags.Sanitize(probe, sink); len(sanitized) == 1 {
			return
		}
	}
	c.problems.Errorf("policy-key", path, "no cloud takes a tag with the key %q", key).Hintf("choose another key")
}

func sorted(rules map[string]rule) []rule {
	var list []rule
	for _, key := range keysOf(rules) {
		list = append(list, rules[key])
	}
	return list
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
