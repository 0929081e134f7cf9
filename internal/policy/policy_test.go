package policy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// where is a Locator that returns every path as its own position.
func where(path string) diag.Pos { return diag.Pos{File: "policy:" + path} }

func yes() *bool { v := true; return &v }

func text(s string) *string { return &s }

// flat are tags in the order given: key, value, key, value.
func flat(pairs ...string) tags.List {
	var list tags.List
	for i := 0; i < len(pairs); i += 2 {
		list.Tags = append(list.Tags,
			tags.Tag{Key: pairs[i],
				Value: tags.Text(pairs[i+1], tags.Origin{Pos: diag.Pos{File: "job.yaml", Line: i + 1}, Path: "tags." + pairs[i]})})
	}
	return list
}

// lines are the problems as "path: message".
func lines(problems diag.List) []string {
	var all []string
	for _, p := range problems {
		all = append(all, fmt.Sprintf("%s: %s", p.Path, p.Message))
	}
	return all
}

func same(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	written := model.TagPolicy{
		Tags: map[string]model.TagRule{
			"cost_center": {Required: yes(), Pattern: text("CC-[0-9]+|none")},
			"compliance":  {Values: []model.Scalar{"GDPR", "SOC2"}},
			"owner":       {Required: yes()},
			"free":        {},
		},
		Environments: map[string]map[string]model.TagRule{
			"dev":  {"owner": {Required: new(bool)}, "cost_center": {Pattern: text(".*")}},
			"prod": {"approver": {Required: yes()}},
			"test": {"cost_center": {Required: new(bool)}, "compliance": {Required: yes()}},
		},
	}
	p, problems := New(written, where)
	same(t, lines(problems), nil)
	removed := flat("cost_center", "CC-1")
	removed.Removed = flat("owner", "").Tags
	list := flat("cost_center", "none", "owner", "a")
	list.Tags = append(list.Tags, tags.Tag{Key: "compliance", Value: tags.Items([]string{"GDPR", "PCI", "SOC2"}, tags.Origin{Path: "c"})})
	for _, test := range []struct {
		name, environment string
		tags              tags.List
		want              []string
	}{
		{"kept", "", flat("cost_center", "CC-1", "owner", "a", "free", "", "other", "b"), nil},
		{"nothing there", "", tags.List{}, []string{
			`infrastructure.tags: missing tag "cost_center", which the tag policy requires`,
			`infrastructure.tags: missing tag "owner", which the tag policy requires`}},
		{"the pattern is about the whole value", "", flat("cost_center", "CC-1x", "owner", "a"),
			[]string{`tags.cost_center: invalid value "CC-1x" for tag "cost_center": it does not match the pattern of the tag policy`}},
		{"an alternative is anchored too", "", flat("cost_center", "nonesuch", "owner", "a"),
			[]string{`tags.cost_center: invalid value "nonesuch" for tag "cost_center": it does not match the pattern of the tag policy`}},
		{"empty", "", flat("cost_center", "", "owner", "a"),
			[]string{`tags.cost_center: empty value for tag "cost_center", which the tag policy requires`}},
		{"another case", "", flat("Cost_Center", "CC-1", "owner", "a"),
			[]string{`tags.Cost_Center: invalid case of tag key "Cost_Center": the tag policy requires "cost_center"`}},
		{"emptied", "", removed, []string{`tags.owner: empty value removes the tag "owner", which the tag policy requires`}},
		{"each item of a list", "", list, []string{`c: invalid value "PCI" for tag "compliance": the tag policy does not allow it`}},
		{"an environment adds", "prod", flat("cost_center", "CC-1", "owner", "a"),
			[]string{`infrastructure.tags: missing tag "approver", which the tag policy requires`}},
		{"an environment takes back", "dev", flat("cost_center", "anything"), nil},
		{"an environment keeps the rest of a rule", "dev", tags.List{},
			[]string{`infrastructure.tags: missing tag "cost_center", which the tag policy requires`}},
		{"an environment inherits a pattern and values", "test", flat("cost_center", "x", "owner", "a", "compliance", "PCI"), []string{
			`tags.compliance: invalid value "PCI" for tag "compliance": the tag policy does not allow it`,
			`tags.cost_center: invalid value "x" for tag "cost_center": it does not match the pattern of the tag policy`,
		}},
		{"an environment without rules", "staging", flat("cost_center", "CC-1", "owner", "a"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, lines(p.Check(Subject{Environment: test.environment, Tags: test.tags})), test.want)
		})
	}
}

// TestCheckPointsAtTheTag shows that a problem has the position of its tag and
// names the rule's.
func TestCheckPointsAtTheTag(t *testing.T) {
	t.Parallel()
	p, _ := New(model.TagPolicy{Tags: map[string]model.TagRule{"a": {Values: []model.Scalar{"production", "staging"}}}}, where)
	found := p.Check(Subject{Tags: flat("b", "x", "a", "prodution")})
	if len(found) != 1 || found[0].Pos != (diag.Pos{File: "job.yaml", Line: 3}) {
		t.Fatalf("%+v", found)
	}
	if want := "did you mean production? use production or staging; the rule is at policy:tags.a"; found[0].Hint != want {
		t.Errorf("hint %q, want %q", found[0].Hint, want)
	}
	if related := found[0].Related; len(related) != 1 || related[0].Pos != where("tags.a") {
		t.Errorf("the rule is not related: %+v", related)
	}
}

func TestCheckAWS(t *testing.T) {
	t.Parallel()
	value := func(texts ...string) []model.AWSTagValue {
		values := []model.AWSTagValue{}
		for _, text := range texts {
			values = append(values, model.AWSTagValue{Text: text, Path: text})
		}
		return values
	}
	p, problems := NewAWS(model.AWSTagPolicy{Tags: []model.AWSTagRule{
		{Path: "owner", Key: "Owner", Values: value("*@acme.example")},
		{Path: "env", Key: "env", Values: value("prod", "dev-*-eu")},
		{Path: "center", Key: "center", Required: true},
	}}, where)
	same(t, lines(problems), nil)
	for _, test := range []struct {
		name string
		tags tags.List
		want []string
	}{
		{"kept", flat("Owner", "a@acme.example", "env", "dev-7-eu", "center", "1"), nil},
		{"a wildcard matches an empty text", flat("Owner", "@acme.example", "env", "dev--eu", "center", "1"), nil},
		{"the ends of a wildcard do not overlap", flat("env", "dev-eu", "center", "1"),
			[]string{`tags.env: invalid value "dev-eu" for tag "env": the tag policy does not allow it`}},
		{"case", flat("owner", "a@acme.example", "env", "Prod", "center", "1"),
			[]string{`tags.owner: invalid case of tag key "owner": the tag policy requires "Owner"`,
				`tags.env: invalid value "Prod" for tag "env": the tag policy does not allow it`}},
		{"missing", flat("env", "prod"), []string{`infrastructure.tags: missing tag "center", which the tag policy requires`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, lines(p.Check(Subject{AWS: true, Tags: test.tags})), test.want)
			same(t, lines(p.Check(Subject{Tags: test.tags})), nil)
		})
	}
}

func TestNewReportsContradictions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		rule model.TagRule
		want []string
	}{
		{"nothing allowed", model.TagRule{Values: []model.Scalar{}},
			[]string{`tags.key.values: empty list of values: no job can have the tag "key"`}},
		{"nothing allowed and required", model.TagRule{Required: yes(), Values: []model.Scalar{}},
			[]string{`tags.key.values: empty list of values for a required tag`}},
		{"no value fits", model.TagRule{Values: []model.Scalar{"a", "b"}, Pattern: text("[0-9]")},
			[]string{`tags.key.values: no value matches the pattern "[0-9]": no job can have the tag "key"`}},
		{"one value does not fit", model.TagRule{Values: []model.Scalar{"a", "1"}, Pattern: text("[0-9]")},
			[]string{`tags.key.values[0]: value "a" does not match the pattern "[0-9]"`}},
		{"twice", model.TagRule{Values: []model.Scalar{"a", "a"}}, []string{`tags.key.values[1]: duplicate value "a"`}},
		{"but for case", model.TagRule{Values: []model.Scalar{"a", "A"}},
			[]string{`tags.key.values[1]: values "a" and "A" differ only in case`}},
		{"an empty value", model.TagRule{Values: []model.Scalar{"", "a"}}, nil},
		{"an empty value that is required", model.TagRule{Required: yes(), Values: []model.Scalar{"a", ""}},
			[]string{"tags.key.values[1]: empty value for a required tag"}},
		{"only a pattern", model.TagRule{Pattern: text("[0-9]+")}, nil},
		{"no pattern", model.TagRule{Pattern: text("a(")}, []string{"tags.key.pattern: invalid regular expression: missing closing ): a("}},
		{"an anchor of its own", model.TagRule{Values: []model.Scalar{"ab"}, Pattern: text("^ab$")}, nil},
		{"a bracket that closes the anchor", model.TagRule{Pattern: text("a)|(b")},
			[]string{"tags.key.pattern: invalid regular expression: unexpected ): a)|(b"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := New(model.TagPolicy{Tags: map[string]model.TagRule{"key": test.rule}}, where)
			same(t, lines(problems), test.want)
		})
	}
}
