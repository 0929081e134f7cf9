package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// grants are the actions that a created role may get, with the condition that
// must narrow each: operator and key, or "". Nothing that is not here is
// granted by any module: a new action is a decision, made in this table.
// From the Service Authorization Reference, read 2026-11-22.
var grants = map[string]string{
	// What ECS needs to start a container.
	"logs:CreateLogStream":            "",
	"logs:PutLogEvents":               "",
	"secretsmanager:GetSecretValue":   "",
	"ssm:GetParameters":               "",
	"ecr:BatchCheckLayerAvailability": "",
	"ecr:BatchGetImage":               "",
	"ecr:GetDownloadUrlForLayer":      "",
	"ecr:GetAuthorizationToken":       "",
	"ecr:BatchImportUpstreamImage":    "",
	"ecr:CreateRepository":            "",
	// The job's data, and its key through the service that uses it.
	"s3:GetBucketLocation":          "",
	"s3:ListBucket":                 "StringLike s3:prefix",
	"s3:ListBucketMultipartUploads": "StringLike s3:prefix",
	"s3:GetObject":                  "",
	"s3:PutObject":                  "",
	"s3:PutObjectTagging":           "",
	"s3:DeleteObject":               "",
	"s3:AbortMultipartUpload":       "",
	"s3:ListMultipartUploadParts":   "",
	"kms:Decrypt":                   "StringEquals kms:ViaService",
	"kms:GenerateDataKey":           "StringEquals kms:ViaService",
	"elasticfilesystem:ClientMount": "StringEquals elasticfilesystem:AccessPointArn",
	"elasticfilesystem:ClientWrite": "StringEquals elasticfilesystem:AccessPointArn",
	"cloudwatch:PutMetricData":      "StringEquals cloudwatch:namespace",
	// The table of the job in the Glue catalog.
	"glue:GetDatabase":    "",
	"glue:CreateDatabase": "",
	"glue:GetTable":       "",
	"glue:CreateTable":    "",
	"glue:UpdateTable":    "",
	// Starting the job, and reading its result.
	"ecs:RunTask":           "ArnEquals ecs:cluster",
	"ecs:TagResource":       "StringEquals ecs:CreateAction",
	"ecs:DescribeTasks":     "",
	"ecs:StopTask":          "",
	"iam:PassRole":          "StringEquals iam:PassedToService",
	"states:StartExecution": "",
	"states:ListExecutions": "",
	"sqs:SendMessage":       "",
	"events:DescribeRule":   "",
	"events:PutRule":        "",
	"events:PutTargets":     "",
}

// unscoped are the actions that know no resource, and why Resource may be "*".
var unscoped = map[string]string{
	"ecr:GetAuthorizationToken": "signs in to a registry as a whole",
	"cloudwatch:PutMetricData":  "metrics have no ARN; the namespace condition restricts it",
}

// trusts are the conditions that prevent a service from acting for another account
// ("confused deputy"): operator and key, by the service that assumes the role or
// writes to the queue. From the IAM User Guide, "The
// confused deputy problem", and each service's guide, read 2026-11-22.
var trusts = map[string][]string{
	"ecs-tasks.amazonaws.com": {"StringEquals aws:SourceAccount", "ArnLike aws:SourceArn"},
	"scheduler.amazonaws.com": {"StringEquals aws:SourceAccount", "ArnEquals aws:SourceArn"},
	"states.amazonaws.com":    {"StringEquals aws:SourceAccount", "ArnEquals aws:SourceArn"},
	"events.amazonaws.com":    {"ArnEquals aws:SourceArn"},
	"pods.eks.amazonaws.com": {
		"StringEquals aws:RequestTag/eks-cluster-arn",
		"StringEquals aws:RequestTag/kubernetes-namespace",
		"StringEquals aws:RequestTag/kubernetes-service-account",
	},
}

// statement is one statement of a policy, with the position of its document.
type statement struct {
	fields map[string]any
	at     string
}

// checkPolicies reads every policy document of a module, for every image.
func checkPolicies(t *testing.T, m *module) {
	t.Helper()
	for _, given := range asked() {
		told := *m
		told.asked = given
		told.checkDocuments(t)
	}
}

func (m *module) checkDocuments(t *testing.T) {
	t.Helper()
	documents := 0
	for _, block := range m.blocks("resource") {
		for name, attribute := range block.Body.Attributes {
			if name != "policy" && !strings.HasSuffix(name, "_policy") || !strings.HasPrefix(block.Labels[0], "aws_") {
				continue
			}
			documents++
			m.checkDocument(t, address(block)+"."+name, attribute.Expr)
		}
	}
	if roles := len(m.resources("aws_iam_role")); documents < roles {
		t.Errorf("%d roles, but only %d policies: this test overlooks some", roles, documents)
	}
	// A document that is put together elsewhere, in a local, must be one of them.
	for name, body := range m.bodies {
		_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
			if object, ok := node.(*hclsyntax.ObjectConsExpr); ok && isDocument(object) {
				m.checkDocument(t, fmt.Sprintf("%s:%d", name, object.SrcRange.Start.Line), object)
			}
			return nil
		})
	}
}

// resources returns the resources of a type.
func (m *module) resources(kind string) []*hclsyntax.Block {
	return slices.DeleteFunc(m.blocks("resource"), func(b *hclsyntax.Block) bool { return b.Labels[0] != kind })
}

// isDocument reports whether an object is a policy document.
func isDocument(object *hclsyntax.ObjectConsExpr) bool {
	return slices.ContainsFunc(object.Items, func(item hclsyntax.ObjectConsItem) bool {
		return hcl.ExprAsKeyword(item.KeyExpr) == "Statement"
	})
}

// checkDocument reads a policy document, as JSON text or as an object.
func (m *module) checkDocument(t *testing.T, at string, expression hclsyntax.Expression) {
	t.Helper()
	value, err := m.evaluate(expression)
	if err != nil {
		t.Errorf("%s: %v", at, err)
		return
	}
	document, err := plainValue(value)
	if text, isText := document.(string); isText && value.Type() == cty.String {
		err = json.Unmarshal([]byte(text), &document)
	}
	fields, _ := document.(map[string]any)
	statements, _ := fields["Statement"].([]any)
	if err != nil || len(statements) == 0 || fields["Version"] != "2012-10-17" {
		t.Errorf("%s: no policy document: %v", at, document)
	}
	for i, item := range statements {
		fields, _ := item.(map[string]any)
		s := statement{fields, fmt.Sprintf("%s: statement %d (%v)", at, i, fields["Sid"])}
		for _, problem := range s.problems(m) {
			t.Errorf("%s: %s", s.at, problem)
		}
	}
}

// problems lists what a reviewer would reject.
func (s statement) problems(m *module) []string {
	var problems []string
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for key := range s.fields {
		if !slices.Contains([]string{"Sid", "Effect", "Action", "Resource", "Principal", "Condition"}, key) {
			add("%s: says what is not meant", key)
		}
	}
	if s.fields["Effect"] != "Allow" {
		add("effect %v", s.fields["Effect"])
	}
	if len(s.list("Action")) == 0 {
		add("no action")
	}
	if s.fields["Principal"] != nil {
		problems = append(problems, s.trustProblems()...)
	}
	if s.fields["Principal"] == nil || s.fields["Resource"] != nil {
		for _, action := range s.list("Action") {
			problems = append(problems, s.actionProblems(m, action)...)
		}
		if len(s.list("Resource")) == 0 {
			add("no resource")
		}
	}
	return problems
}

// list is a field that may be one string or several.
func (s statement) list(name string) []string {
	switch value := s.fields[name].(type) {
	case string:
		return []string{value}
	case []any:
		var list []string
		for _, item := range value {
			list = append(list, fmt.Sprint(item))
		}
		return list
	}
	return nil
}

// condition returns the values of a condition, written as operator and key.
func (s statement) condition(name string) []string {
	operator, key, _ := strings.Cut(name, " ")
	conditions, _ := s.fields["Condition"].(map[string]any)
	keys, _ := conditions[operator].(map[string]any)
	return statement{fields: map[string]any{"": keys[key]}}.list("")
}

// scoped reports whether a resource is one object, or a prefix that is specific to the
// job: a wildcard is at the end, and after more than the type of the resource.
func scoped(resource string) bool {
	fixed, rest, wild := strings.Cut(resource, "*")
	switch {
	case strings.Contains(resource, "?"), rest != "", resource == "":
		return false
	case !wild:
		return true
	case !strings.HasPrefix(fixed, "arn:"):
		// Below something of the module's own.
		return strings.Contains(fixed, ".arn") && strings.ContainsAny(fixed[len(fixed)-1:], ":/")
	}
	parts := strings.SplitN(fixed, ":", 6)
	if len(parts) < 6 {
		return false
	}
	names := strings.FieldsFunc(parts[5], func(r rune) bool { return r == '/' || r == ':' })
	if parts[2] == "s3" { // its resources have no type
		return len(names) >= 1
	}
	return len(names) >= 2
}

// actionProblems holds an action against the tables.
func (s statement) actionProblems(m *module, action string) []string {
	condition, listed := grants[action]
	if !listed {
		return []string{action + ": not in the table of grants"}
	}
	var problems []string
	narrowed := s.condition(condition)
	wholeBucket := strings.HasPrefix(condition, "StringLike s3:") && (m.values["bucket_prefix"] == nil || s.ofWholeBucket(m))
	if condition != "" && !wholeBucket && (len(narrowed) == 0 || slices.ContainsFunc(narrowed, loose)) {
		problems = append(problems, fmt.Sprintf("%s: wants a condition %s, and has %q", action, condition, narrowed))
	}
	for _, resource := range s.list("Resource") {
		switch {
		case resource == "*" && unscoped[action] != "":
		case action == "iam:PassRole" && strings.Contains(resource, "*"), !scoped(resource):
			problems = append(problems, fmt.Sprintf("%s: on %q", action, resource))
		}
	}
	return problems
}

// loose is a value that narrows nothing.
func loose(value string) bool { return value == "" || strings.HasPrefix(value, "*") }

// trustProblems holds who may use a role or queue against the table.
func (s statement) trustProblems() []string {
	principal, ok := s.fields["Principal"].(map[string]any)
	if !ok || len(principal) != 1 {
		return []string{fmt.Sprintf("principal %v", s.fields["Principal"])}
	}
	if federated, ok := principal["Federated"].(string); ok {
		return s.federatedProblems(federated)
	}
	wanted, listed := trusts[fmt.Sprint(principal["Service"])]
	if !listed {
		return []string{fmt.Sprintf("principal %v: not in the table of trusts", principal)}
	}
	var problems []string
	for _, condition := range wanted {
		if values := s.condition(condition); len(values) != 1 || loose(values[0]) {
			problems = append(problems, fmt.Sprintf("%v: wants a condition %s, and has %q", principal, condition, values))
		}
	}
	return problems
}

// federatedProblems wants a token of the cluster's to be for STS, and of one
// service account.
func (s statement) federatedProblems(provider string) []string {
	conditions, _ := s.fields["Condition"].(map[string]any)
	equals, _ := conditions["StringEquals"].(map[string]any)
	var audience, subject string
	for key, value := range equals {
		switch {
		case strings.HasSuffix(key, ":aud"):
			audience = fmt.Sprint(value)
		case strings.HasSuffix(key, ":sub"):
			subject = fmt.Sprint(value)
		}
	}
	if audience != "sts.amazonaws.com" || !strings.HasPrefix(subject, "system:serviceaccount:") || strings.ContainsAny(subject, "*?") {
		return []string{fmt.Sprintf("%s: audience %q, subject %q", provider, audience, subject)}
	}
	return nil
}

// ofWholeBucket reports whether a statement is of a further bucket without prefixes.
func (s statement) ofWholeBucket(m *module) bool {
	resources, _ := m.values["grant_resources"].(map[string]any)
	sid := fmt.Sprint(s.fields["Sid"])
	return strings.HasPrefix(sid, "ListBucket") && resources[sid] != nil && resources[sid+"Prefixes"] == nil
}
