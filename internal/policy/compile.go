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

// compiler compiles rules and collects their problems.
type compiler struct {
	locate   Locator
	problems diag.List
}

// section compiles the rules of one part of a policy: the general rules, or those
// of an environment. An environment inherits the general rules, in their plain and
// compiled forms, and overrides parts of them.
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
		c.checkCase(names, key, at, "key")
		c.checkKey(key, at)
		rules[key] = c.rule(key, at, merged(inherited[key], written[key]), written[key])
	}
	return rules
}

// merged returns a general rule with the overrides of an environment's rule.
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

// rule compiles a rule. own is the part that is defined at the path; problems of
// the inherited rest are reported at their own paths.
func (c *compiler) rule(key, path string, all, own model.TagRule) rule {
	r := rule{key: key, at: c.locate(path), required: all.Required != nil && *all.Required}
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
		c.checkPattern(r, path, own.Values != nil)
	}
	return r
}

// values reports an empty list, empty required values and duplicates.
func (c *compiler) values(r rule, path string) {
	at := diag.KeyPath(path, "values")
	if len(r.values) == 0 {
		d := c.problems.Errorf("policy-contradiction", at, "empty list of values: no job can have the tag %q", r.key)
		if r.required {
			d.Message = "empty list of values for a required tag"
		}
		d.Hintf("add a value, or remove values to allow any")
	}
	seen := map[string]string{}
	for i, value := range r.values {
		item := diag.ItemPath(at, i)
		first, twice := seen[strings.ToLower(value)]
		switch {
		case value == "" && r.required:
			c.problems.Errorf("policy-contradiction", item, "empty value for a required tag").Hintf("remove it")
		case twice && first == value:
			c.problems.Errorf("policy-duplicate", item, "duplicate value %q", value)
		case twice:
			c.problems.Errorf("policy-duplicate", item, "values %q and %q differ only in case", first, value).
				Hintf("GCP labels are lowercase: keep one")
		}
		seen[strings.ToLower(value)] = value
	}
}

// checkPattern reports values that the rule's pattern does not match.
func (c *compiler) checkPattern(r rule, path string, ownValues bool) {
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
		c.problems.Errorf("policy-contradiction", at, "no value matches the pattern %q: no job can have the tag %q", source(r.pattern),
			r.key).
			Hintf("change or remove the pattern; the values are sufficient")
	case len(refused) > 0:
		for i, value := range r.values {
			if !slices.Contains(refused, value) {
				continue
			}
			item := at
			if ownValues {
				item = diag.ItemPath(at, i)
			}
			c.problems.Errorf("policy-contradiction", item, "value %q does not match the pattern %q", value, source(r.pattern))
		}
	}
}

// badPattern reports an invalid pattern.
func (c *compiler) badPattern(path, pattern string, err error) {
	message := err.Error()
	var broken *syntax.Error
	if errors.As(err, &broken) {
		message = broken.Code.String() + ": " + broken.Expr
	}
	d := c.problems.Errorf("policy-pattern", diag.KeyPath(path, "pattern"), "invalid regular expression: %s", message)
	d.Hintf("the syntax is RE2, without lookahead and backreferences")
	if strings.HasPrefix(pattern, "*") {
		d.Hintf("use .* to match any text")
	}
}

// checkCase reports a name that differs from another one only in case.
func (c *compiler) checkCase(seen map[string]string, name, path, kind string) {
	lower := strings.ToLower(name)
	if first, met := seen[lower]; met && first != name {
		c.problems.Errorf("policy-duplicate", path, "%ss %q and %q differ only in case", kind, first, name).
			Hintf("keep the one that the jobs use")
	}
	seen[lower] = name
}

// checkKey reports a key that is invalid on every cloud.
func (c *compiler) checkKey(key, path string) {
	for _, name := range tags.CloudSinks() {
		sink, _ := tags.SinkNamed(name)
		probe := []tags.Tag{{Key: key, Value: tags.Text("x", tags.Origin{})}}
		if sanitized, _ := tags.Sanitize(probe, sink); len(sanitized) == 1 {
			return
		}
	}
	c.problems.Errorf("policy-key", path, "invalid key %q: no cloud accepts a tag with it", key).Hintf("use another key")
}

func sorted(rules map[string]rule) []rule {
	var list []rule
	for _, key := range keysOf(rules) {
		list = append(list, rules[key])
	}
	return list
}

func keysOf[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
