package policy

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsRule is a rule of AWS Organizations for a key, whose values are their own
// paths.
func awsRule(key string, values ...string) model.AWSTagRule {
	r := model.AWSTagRule{Path: "rule." + key, KeyPath: "key." + key, Key: key}
	for _, value := range values {
		r.Values = append(r.Values, model.AWSTagValue{Text: value, Path: "value." + value})
	}
	return r
}

func TestNewAWSReportsContradictions(t *testing.T) {
	t.Parallel()
	empty := awsRule("a")
	empty.Values = []model.AWSTagValue{}
	for _, test := range []struct {
		name  string
		rules []model.AWSTagRule
		want  []string
	}{
		{"valid", []model.AWSTagRule{awsRule("a", "x*", "y"), awsRule("b")}, nil},
		{"keys that differ in case", []model.AWSTagRule{awsRule("a"), awsRule("b"), awsRule("A")},
			[]string{`key.A: duplicate rule for the key "a"`}},
		{"no values", []model.AWSTagRule{empty}, []string{`rule.a: empty list of values: no value of "a" complies`}},
		{"duplicate values", []model.AWSTagRule{awsRule("a", "x", "x")}, []string{`value.x: duplicate value "x"`}},
		{"two wildcards", []model.AWSTagRule{awsRule("a", "x*y*")}, []string{`value.x*y*: invalid value "x*y*": more than one "*"`}},
		{"a reserved key", []model.AWSTagRule{awsRule("aws:a")}, []string{`key.aws:a: invalid key "aws:a" for AWS tags`}},
		{"an empty key", []model.AWSTagRule{awsRule("")}, []string{`key.: invalid key "" for AWS tags`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := NewAWS(model.AWSTagPolicy{Tags: test.rules}, where)
			same(t, lines(problems), test.want)
		})
	}
}

// TestCheckAWSForm checks tags in AWS's form: a list is one text, and other
// characters are replaced.
func TestCheckAWSForm(t *testing.T) {
	t.Parallel()
	p, _ := NewAWS(model.AWSTagPolicy{Tags: []model.AWSTagRule{awsRule("compliance", "GDPR+SOC2"), awsRule("team", "a_b")}}, where)
	list := tags.List{Tags: []tags.Tag{
		{Key: "compliance", Value: tags.Items([]string{"GDPR", "SOC2"}, tags.Origin{Path: "c"})},
		{Key: "team", Value: tags.Text("a#b", tags.Origin{Path: "t"})},
	}}
	same(t, lines(p.Check(Subject{AWS: true, Tags: list})), nil)
	list.Tags[0].Value = tags.Items([]string{"SOC2", "GDPR"}, tags.Origin{Path: "c"})
	same(t, lines(p.Check(Subject{AWS: true, Tags: list})), []string{
		`c: invalid value "SOC2+GDPR" for tag "compliance": the tag policy does not allow it`,
	})
}

// TestNamesThatDifferInCase checks keys and environments of a policy of ours.
func TestNamesThatDifferInCase(t *testing.T) {
	t.Parallel()
	rules := func(keys ...string) map[string]model.TagRule {
		all := map[string]model.TagRule{}
		for _, key := range keys {
			all[key] = model.TagRule{}
		}
		return all
	}
	_, problems := New(model.TagPolicy{
		Tags:         rules("Team", "team", "owner"),
		Environments: map[string]map[string]model.TagRule{"Prod": rules("Owner"), "prod": rules("owner")},
	}, where)
	same(t, lines(problems), []string{
		`tags.team: keys "Team" and "team" differ only in case`,
		`environments.Prod.Owner: keys "owner" and "Owner" differ only in case`,
		`environments.prod: environments "Prod" and "prod" differ only in case`,
	})
	_, problems = New(model.TagPolicy{Tags: rules("aws:x", "goog-x", "goog-x/aws:y")}, where)
	same(t, lines(problems), nil)
	_, problems = New(model.TagPolicy{Tags: rules("")}, where)
	same(t, lines(problems), []string{`tags[""]: invalid key "": no cloud accepts a tag with it`})
}

// TestInheritedContradictions reports a contradiction with an inherited part at the
// environment's rule, and only there.
func TestInheritedContradictions(t *testing.T) {
	t.Parallel()
	general := map[string]model.TagRule{
		"k": {Values: []model.Scalar{"a", "1"}}, "p": {Pattern: text("(")}, "q": {Pattern: text("[0-9]")},
		"r": {Values: []model.Scalar{"a", "1"}, Pattern: text("[0-9]")},
	}
	_, problems := New(model.TagPolicy{Tags: general, Environments: map[string]map[string]model.TagRule{
		"dev":  {"k": {Pattern: text("[0-9]")}},
		"prod": {"k": {Required: yes()}, "p": {Required: yes()}, "q": {Values: []model.Scalar{"x", "2"}}, "r": {Required: yes()}},
	}}, where)
	same(t, lines(problems), []string{
		`tags.p.pattern: invalid regular expression: missing closing ): (`,
		`tags.r.values[0]: value "a" does not match the pattern "[0-9]"`,
		`environments.dev.k: value "a" does not match the pattern "[0-9]"`,
		`environments.prod.q.values[0]: value "x" does not match the pattern "[0-9]"`,
	})
}

// TestPatternHints checks the hints for invalid patterns.
func TestPatternHints(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"(?=a)": "the syntax is RE2, without lookahead and backreferences",
		"*":     "use .* to match any text",
	} {
		_, problems := New(model.TagPolicy{Tags: map[string]model.TagRule{"k": {Pattern: text(pattern)}}}, where)
		if len(problems) != 1 || problems[0].Hint != want {
			t.Errorf("%s: got %+v, want the hint %q", pattern, problems, want)
		}
	}
}

// TestHints checks what a hint suggests.
func TestHints(t *testing.T) {
	t.Parallel()
	scalars := func(n int) []model.Scalar {
		return []model.Scalar{"aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii"}[:n]
	}
	_, problems := New(model.TagPolicy{Tags: map[string]model.TagRule{"k": {Values: []model.Scalar{}}}}, where)
	if len(problems) != 1 || problems[0].Hint != "add a value, or remove values to allow any" {
		t.Errorf("an empty list: %+v", problems)
	}
	for _, test := range []struct {
		name string
		rule model.TagRule
		want string
	}{
		{"eight values are listed", model.TagRule{Values: scalars(8)},
			"use aa, bb, cc, dd, ee, ff, gg or hh; the rule is at policy:tags.k"},
		{"one value", model.TagRule{Values: scalars(1)}, "use aa; the rule is at policy:tags.k"},
		{"nine are not", model.TagRule{Values: scalars(9)}, "the rule is at policy:tags.k"},
		{"a pattern", model.TagRule{Pattern: text("[0-9]+")}, "use a value that matches [0-9]+; the rule is at policy:tags.k"},
	} {
		p, problems := New(model.TagPolicy{Tags: map[string]model.TagRule{"k": test.rule}}, where)
		same(t, lines(problems), nil)
		found := p.Check(Subject{Tags: flat("k", "zz")})
		if len(found) != 1 || found[0].Hint != test.want || found[0].Severity != diag.Error {
			t.Errorf("%s: got %+v, want the hint %q", test.name, found, test.want)
		}
	}
}
