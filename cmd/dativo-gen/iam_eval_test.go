package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
)

// testAccount is the AWS account that modules are evaluated for.
const testAccount = "123456789012"

// iamStatement is a statement of an identity policy. Elements that no module uses,
// such as NotAction, fail the test that reads it.
type iamStatement struct {
	Sid       string
	Effect    string
	Action    []string
	Resource  []string
	Condition map[string]map[string]iamValues
}

// iamValues are the values of a condition key: one, or a list.
type iamValues []string

func (v *iamValues) UnmarshalJSON(text []byte) error {
	var one string
	if json.Unmarshal(text, &one) == nil {
		*v = iamValues{one}
		return nil
	}
	return json.Unmarshal(text, (*[]string)(v))
}

// iamRequest is a call: the action, the ARN that it is about, and the keys of its
// context that are known.
type iamRequest struct {
	action, resource string
	context          map[string]string
}

// rolePolicies returns the statements of the inline policies of a created role, by
// its address.
func (m *module) rolePolicies(t testing.TB, role string) []iamStatement {
	t.Helper()
	var all []iamStatement
	for _, block := range m.resources("aws_iam_role_policy") {
		if at := attribute(block.Body, "role").Variables(); len(at) != 1 || referenceOf(at[0]) != role {
			continue
		}
		value, err := m.evaluate(attribute(block.Body, "policy"))
		if err != nil {
			t.Fatalf("%s: %v", address(block), err)
		}
		decoder := json.NewDecoder(strings.NewReader(m.known(value)))
		decoder.DisallowUnknownFields()
		var document struct {
			Version   string
			Statement []iamStatement
		}
		if err := decoder.Decode(&document); err != nil {
			t.Fatalf("%s: %v", address(block), err)
		}
		all = append(all, document.Statement...)
	}
	return all
}

// known replaces what only AWS knows in an evaluated text.
func (m *module) known(value cty.Value) string {
	group := fmt.Sprintf("arn:aws:logs:%s:%s:log-group:%s", m.deployment.Region, testAccount, m.deployment.Monitoring.LogGroup)
	return strings.NewReplacer(
		"data.aws_cloudwatch_log_group.job.arn", group,
		"aws_cloudwatch_log_group.job.arn", group,
		"data.aws_partition.current.partition", "aws",
		"data.aws_partition.current.dns_suffix", "amazonaws.com",
		"data.aws_caller_identity.current.account_id", testAccount,
	).Replace(value.AsString())
}

// allows evaluates statements as IAM does for an identity policy alone: a matching
// Deny wins, and without a matching Allow the answer is no. It returns the
// statement that decides. From the IAM User Guide, "Policy evaluation logic" and
// "Condition operators", read 2026-11-25.
func allows(statements []iamStatement, r iamRequest) (by string, ok bool) {
	for i, s := range statements {
		if !matchesAny(s.Action, r.action, true) || !matchesAny(s.Resource, r.resource, false) || !s.holds(r.context) {
			continue
		}
		name := s.Sid
		if name == "" {
			name = fmt.Sprintf("statement %d", i)
		}
		if s.Effect == "Deny" {
			return name, false
		}
		if by == "" {
			by = name
		}
	}
	return by, by != ""
}

// holds reports whether every condition is true of a context. A key that the
// context lacks fails its condition, as for all operators without IfExists.
func (s iamStatement) holds(context map[string]string) bool {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			got, present := context[key]
			if !present || !conditionHolds(operator, values, got) {
				return false
			}
		}
	}
	return true
}

// conditionHolds evaluates one key of one operator.
func conditionHolds(operator string, values []string, got string) bool {
	switch operator {
	case "StringEquals", "Bool":
		return slices.Contains(values, got)
	case "StringLike", "ArnLike", "ArnEquals": // the ARN operators are the same
		return matchesAny(values, got, false)
	}
	return false // no module uses another operator; an unknown one grants nothing
}

// matchesAny reports whether a text matches one of some patterns, in which * is any
// text and ? any character.
func matchesAny(patterns []string, text string, fold bool) bool {
	for _, pattern := range patterns {
		expression := strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern))
		if fold {
			expression = "(?i)" + expression
		}
		if whole, err := compiled("(?s)^(?:" + expression + ")$"); err == nil && whole.MatchString(text) {
			return true
		}
	}
	return false
}

// TestPolicyEvaluation holds the evaluator itself against the documented cases.
func TestPolicyEvaluation(t *testing.T) {
	t.Parallel()
	policy := []iamStatement{
		{Sid: "Write", Effect: "Allow", Action: []string{"s3:PutObject"}, Resource: []string{"arn:aws:s3:::lake/hr/*"}},
		{
			Sid: "List", Effect: "Allow", Action: []string{"s3:List*"}, Resource: []string{"arn:aws:s3:::lake"},
			Condition: map[string]map[string]iamValues{"StringLike": {"s3:prefix": {"hr/*"}}},
		},
		{Sid: "Never", Effect: "Deny", Action: []string{"*"}, Resource: []string{"arn:aws:s3:::lake/hr/secret/*"}},
		{
			Sid: "Odd", Effect: "Allow", Action: []string{"sts:*"}, Resource: []string{"*"},
			Condition: map[string]map[string]iamValues{"NumericLessThan": {"x": {"1"}}},
		},
	}
	for _, test := range []struct {
		request iamRequest
		by      string
		ok      bool
	}{
		{iamRequest{"s3:PutObject", "arn:aws:s3:::lake/hr/a.parquet", nil}, "Write", true},
		{iamRequest{"s3:putobject", "arn:aws:s3:::lake/hr/a.parquet", nil}, "Write", true},
		{iamRequest{"s3:PutObject", "arn:aws:s3:::lake/HR/a.parquet", nil}, "", false},
		{iamRequest{"s3:PutObjectTagging", "arn:aws:s3:::lake/hr/a.parquet", nil}, "", false},
		{iamRequest{"s3:PutObject", "arn:aws:s3:::lake/hr/secret/a", nil}, "Never", false},
		{iamRequest{"s3:ListBucket", "arn:aws:s3:::lake", map[string]string{"s3:prefix": "hr/x"}}, "List", true},
		{iamRequest{"s3:ListBucket", "arn:aws:s3:::lake", nil}, "", false},
		{iamRequest{"sts:GetCallerIdentity", "*", map[string]string{"x": "0"}}, "", false},
	} {
		if by, ok := allows(policy, test.request); by != test.by || ok != test.ok {
			t.Errorf("%v: %q, %v, want %q, %v", test.request, by, ok, test.by, test.ok)
		}
	}
}
