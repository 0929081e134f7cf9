package config

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// The keys of a tag policy of AWS Organizations below each policy key. From
// the AWS Organizations guide, "Tag policy syntax and examples", read
// 2026-11-22; report_required_tag_for from the model of the Resource Groups
// Tagging API's ListRequiredTags.
const (
	tagKeyField      = "tag_key"
	tagValueField    = "tag_value"
	enforcedField    = "enforced_for"
	requiredTagField = "report_required_tag_for"
)

// The inheritance operators of AWS Organizations that change a value.
const (
	assignOperator = "@@assign"
	appendOperator = "@@append"
	removeOperator = "@@remove"
	// childOperator says what other documents may do.
	childOperator = "@@operators_allowed_for_child_policies"
)

// IsAWSTagPolicy reports whether the document is a tag policy of AWS
// Organizations: it alone has an operator, or one of its fields, below a key.
func IsAWSTagPolicy(doc *document.Document) bool {
	fields := []string{tagKeyField, tagValueField, enforcedField, requiredTagField}
	policies, _ := doc.Find("tags")
	if policies == nil {
		return false
	}
	for _, policy := range policies.Entries {
		if isOperator(policy.Key.Text) {
			return true
		}
		for _, e := range policy.Value.Entries {
			if key := e.Key.Text; slices.Contains(fields, key) || isOperator(key) {
				return true
			}
		}
	}
	return false
}

// isOperator reports whether a key is one of AWS Organizations' operators.
func isOperator(key string) bool { return strings.HasPrefix(key, "@@") }

// ParseAWSTagPolicy reads a tag policy of AWS Organizations, as it is attached
// or as describe-effective-policy prints it, and resolves its operators as if
// it were the only one. For which resources a rule is enforced is left aside:
// a job's tags are the same on all of its resources.
func ParseAWSTagPolicy(doc *document.Document) (model.AWSTagPolicy, diag.List) {
	r := awsPolicyReader{doc: doc, problems: doc.CheckNUL()}
	var policy model.AWSTagPolicy
	for _, entry := range r.entries(doc.Root, "", "tags") {
		for _, rule := range r.entries(entry.value, entry.path) {
			if !isOperator(rule.key) {
				policy.Tags = append(policy.Tags, r.rule(rule))
			}
		}
	}
	return policy, r.problems
}

// awsPolicyReader reads a tag policy of AWS Organizations.
type awsPolicyReader struct {
	doc      *document.Document
	problems diag.List
}

// entry is a key of a mapping with its value.
type entry struct {
	key, path string
	value     *document.Node
}

// entries returns the entries of a mapping; anything else is reported. If known
// keys are given, others are reported.
func (r *awsPolicyReader) entries(node *document.Node, path string, known ...string) []entry {
	if node.Kind != document.Mapping {
		r.problems.Errorf("type", path, "expected a mapping, got %s", node.TypeName()).Pos = node.Pos
		return nil
	}
	var all []entry
	for _, e := range node.Entries {
		key := e.Key.Text
		at := diag.KeyPath(path, key)
		if len(known) > 0 && !slices.Contains(known, key) {
			d := r.problems.Errorf(codeUnknownKey, at, "unknown key")
			d.Pos = e.Key.Pos
			if d.Hint = didYouMean(key, known); d.Hint == "" {
				d.Hint = "known keys: " + strings.Join(known, ", ")
			}
			continue
		}
		all = append(all, entry{key, at, e.Value})
	}
	return all
}

// rule reads the rule of one policy key.
func (r *awsPolicyReader) rule(policy entry) model.AWSTagRule {
	rule := model.AWSTagRule{Path: policy.path, KeyPath: policy.path, Key: strings.ToLower(policy.key)}
	for _, field := range r.entries(policy.value, policy.path, tagKeyField, tagValueField, enforcedField, requiredTagField, childOperator) {
		switch field.key {
		case tagKeyField:
			r.tagKey(&rule, policy, field)
		case tagValueField:
			rule.Values = r.texts(field)
		case requiredTagField:
			rule.Required = len(r.texts(field)) > 0
		case enforcedField:
			r.texts(field) // only to report invalid values
		}
	}
	return rule
}

// tagKey reads the capitalization of a key, which must be that of the policy
// key in any case.
func (r *awsPolicyReader) tagKey(rule *model.AWSTagRule, policy, field entry) {
	texts := r.texts(field)
	if len(texts) == 0 {
		return
	}
	if len(texts) > 1 {
		r.problems.Errorf("policy-key", texts[1].Path, "a rule takes one key, this is the second").Pos = r.doc.Pos(texts[1].Path)
	}
	rule.Key, rule.KeyPath = texts[0].Text, texts[0].Path
	if !strings.EqualFold(rule.Key, policy.key) {
		d := r.problems.Errorf("policy-key", texts[0].Path, "%q does not match its policy key %q", rule.Key, policy.key)
		d.Pos = r.doc.Pos(texts[0].Path)
		d.Hintf("they may differ only in case")
	}
}

// texts returns the values of a field with its operators applied in the order
// of AWS Organizations: what is assigned, what is appended to it, without what
// is removed. Nil: no value is set.
func (r *awsPolicyReader) texts(field entry) []model.AWSTagValue {
	if field.value.Kind != document.Mapping {
		return r.list(field.value, field.path)
	}
	var values, removed []model.AWSTagValue
	isSet := false
	entries := r.entries(field.value, field.path, assignOperator, appendOperator, removeOperator, childOperator)
	for _, operator := range []string{assignOperator, appendOperator, removeOperator} {
		for _, entry := range entries {
			if entry.key != operator {
				continue
			}
			isSet = true
			if operator == removeOperator {
				removed = r.list(entry.value, entry.path)
			} else {
				values = append(values, r.list(entry.value, entry.path)...)
			}
		}
	}
	if !isSet {
		return nil
	}
	kept := []model.AWSTagValue{}
	for _, value := range values {
		if !slices.ContainsFunc(removed, func(other model.AWSTagValue) bool { return other.Text == value.Text }) {
			kept = append(kept, value)
		}
	}
	return kept
}

// list reads a text or a list of texts.
func (r *awsPolicyReader) list(node *document.Node, path string) []model.AWSTagValue {
	items, paths := []*document.Node{node}, []string{path}
	if node.Kind == document.List {
		items, paths = node.Items, nil
		for i := range node.Items {
			paths = append(paths, diag.ItemPath(path, i))
		}
	}
	values := []model.AWSTagValue{}
	for i, item := range items {
		if item.Kind != document.Scalar || item.IsNull() {
			r.problems.Errorf("type", paths[i], "expected a string, got %s", item.TypeName()).Pos = item.Pos
			continue
		}
		values = append(values, model.AWSTagValue{Text: item.Text, Path: paths[i]})
	}
	return values
}
