package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestIsAWSTagPolicy(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"tags: {owner: {tag_key: Owner}}":                                       true,
		"tags: {owner: {tag_value: {'@@assign': [a]}}}":                         true,
		"tags: {owner: {enforced_for: []}}":                                     true,
		"tags: {owner: {report_required_tag_for: [all]}}":                       true,
		"tags: {owner: {'@@operators_allowed_for_child_policies': ['@@none']}}": true,
		"tags: {'@@operators_allowed_for_child_policies': ['@@none']}":          true,
		"tags: {a: {required: true}, owner: {tag_key: Owner}}":                  true,
		"tags: {owner: {required: true}}":                                       false,
		"tags: {owner: tag_key}":                                                false,
		"tags: [tag_key]":                                                       false,
		"environments: {prod: {owner: {tag_key: x}}}":                           false,
	} {
		if got := IsAWSTagPolicy(mustParse(t, text)); got != want {
			t.Errorf("%s: got %t", text, got)
		}
	}
}

// TestParseAWSTagPolicy shows rules as KEY@KEYPATH required [values@paths].
func TestParseAWSTagPolicy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"an effective policy", "{costcenter: {tag_key: CostCenter, tag_value: [a, b]}}",
			[]string{"CostCenter@tags.costcenter.tag_key false [a@tags.costcenter.tag_value[0] b@tags.costcenter.tag_value[1]]"}},
		{"a single value", "{CostCenter: {tag_value: a}}", []string{"costcenter@tags.CostCenter false [a@tags.CostCenter.tag_value]"}},
		{"the policy key is lower case without tag_key", "{CostCenter: {}}", []string{"costcenter@tags.CostCenter false any"}},
		{"assigned", "{a: {tag_key: {'@@assign': A}, tag_value: {'@@assign': [x]}}}",
			[]string{`A@tags.a.tag_key["@@assign"] false [x@tags.a.tag_value["@@assign"][0]]`}},
		{"operators in their order", "{a: {tag_value: {'@@remove': [x], '@@append': [y, x], '@@assign': [z]}}}",
			[]string{`a@tags.a false [z@tags.a.tag_value["@@assign"][0] y@tags.a.tag_value["@@append"][0]]`}},
		{"all values removed", "{a: {tag_value: {'@@assign': [x], '@@remove': [x]}}}", []string{"a@tags.a false []"}},
		{"no value set", "{a: {tag_value: {'@@operators_allowed_for_child_policies': ['@@none']}}}", []string{"a@tags.a false any"}},
		{"an empty list of values", "{a: {tag_value: []}}", []string{"a@tags.a false []"}},
		{"reported where missing", "{a: {report_required_tag_for: {'@@assign': ['all']}}}", []string{"a@tags.a true any"}},
		{"reported nowhere", "{a: {report_required_tag_for: []}}", []string{"a@tags.a false any"}},
		{"enforced", "{a: {enforced_for: {'@@assign': ['s3:bucket']}}}", []string{"a@tags.a false any"}},
		{"operators between rules", "{'@@operators_allowed_for_child_policies': {x: 1}, a: {'@@operators_allowed_for_child_policies': ['@@none']}}",
			[]string{"a@tags.a false any"}},
	} {
		policy, problems := ParseAWSTagPolicy(mustParse(t, "tags: "+test.text))
		var got []string
		for _, rule := range policy.Tags {
			values := "any"
			if rule.Values != nil {
				var all []string
				for _, v := range rule.Values {
					all = append(all, v.Text+"@"+v.Path)
				}
				values = fmt.Sprint(all)
			}
			got = append(got, fmt.Sprintf("%s@%s %t %s", rule.Key, rule.KeyPath, rule.Required, values))
		}
		if len(problems) > 0 || !slices.Equal(got, test.want) {
			t.Errorf("%s: got\n%s\nwant\n%s\n%v", test.name, strings.Join(got, "\n"), strings.Join(test.want, "\n"), problems)
		}
	}
}

func TestParseAWSTagPolicyRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"tags: [a]", "job.yaml:1:7: tags: expected a mapping, got a list"},
		{"tags: {a: 1}", "job.yaml:1:11: tags.a: expected a mapping, got a number"},
		{"tags: {a: {tag_keys: x}}", "job.yaml:1:12: tags.a.tag_keys: unknown key (did you mean tag_key?)"},
		{"tag: {}", "job.yaml:1:1: tag: unknown key (did you mean tags?)"},
		{"zzz: {}", "job.yaml:1:1: zzz: unknown key (known keys: tags)"},
		{"tags: {a: {tag_key: [a, A]}}", "job.yaml:1:25: tags.a.tag_key[1]: a rule takes one key, this is the second"},
		{"tags: {a_b: {tag_key: AB}}", `job.yaml:1:23: tags.a_b.tag_key: "AB" does not match its policy key "a_b" (they may differ only in case)`},
		{"tags: {a: {tag_value: [x, null]}}", "job.yaml:1:27: tags.a.tag_value[1]: expected a string, got nothing"},
		{"tags: {a: {tag_value: {'@@assign': {x: 1}}}}", `job.yaml:1:36: tags.a.tag_value["@@assign"]: expected a string, got a mapping`},
		{"tags: {a: {enforced_for: [[x]]}}", "job.yaml:1:27: tags.a.enforced_for[0]: expected a string, got a list"},
		{"tags: {a: {tag_value: {assign: x}}}", "job.yaml:1:24: tags.a.tag_value.assign: unknown key (did you mean @@assign?)"},
		{`tags: {a: {tag_value: "x\0"}}`, "job.yaml:1:23: tags.a.tag_value: contains a NUL character"},
	} {
		_, problems := ParseAWSTagPolicy(mustParse(t, test.text))
		var got []string
		for _, p := range problems {
			text := p.String()
			if p.Hint != "" {
				text += " (" + p.Hint + ")"
			}
			got = append(got, text)
		}
		if !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}
