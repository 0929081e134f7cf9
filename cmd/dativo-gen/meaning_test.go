package main

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// TestMeaning renders every example and holds what the module says, not how it
// is spelt, against what a reviewer relies on.
func TestMeaning(t *testing.T) {
	t.Parallel()
	checks := []struct {
		name  string
		check func(*testing.T, *module)
	}{
		{"layout", checkLayout},
		{"variables", checkVariables},
		{"nothing to remove", checkNothingToRemove},
		{"outputs", checkOutputs},
		{"nothing is fixed", checkNothingIsFixed},
		{"policies", checkPolicies},
		{"members", checkMembers},
		{"tags", checkTags},
	}
	for _, name := range exampleNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := exampleModule(t, name)
			for _, c := range checks {
				t.Run(c.name, func(t *testing.T) { c.check(t, m) })
			}
		})
	}
}

// checkVariables holds the inputs of every module against what a reader of
// variables.tf relies on: each is typed, described and used, none has a default
// that a job could forget to override, and terraform.tfvars.json has a value
// of that type, which the validations accept, for each and for nothing else.
func checkVariables(t *testing.T, m *module) {
	t.Helper()
	used := m.usedNames()
	declared := map[string]bool{}
	for _, block := range m.blocks("variable") {
		name := block.Labels[0]
		declared[name] = true
		if text := m.text(t, block, "description"); !strings.HasSuffix(text, ".") || len(text) < 8 {
			t.Errorf("var.%s: not described: %q", name, text)
		}
		if attribute(block.Body, "default") != nil {
			t.Errorf("var.%s: has a default: values belong into terraform.tfvars.json", name)
		}
		if !used["var."+name] {
			t.Errorf("var.%s: nothing uses it", name)
		}
	}
	for name := range m.values {
		if !declared[name] {
			t.Errorf("terraform.tfvars.json: %s is not declared", name)
		}
	}
	for _, problem := range m.inputProblems(nil) {
		t.Error(problem)
	}
}

// usedNames are the things that anything but their own validation refers to.
func (m *module) usedNames() map[string]bool {
	used := map[string]bool{}
	for _, body := range m.bodies {
		for _, block := range body.Blocks {
			for _, name := range references(block.Body) {
				if block.Type != "variable" && name != address(block) {
					used[name] = true
				}
			}
		}
	}
	return used
}

// inputProblems says what Terraform would refuse about the values of the
// variables: a missing value, a wrong type, a validation that fails. What was
// found good before, and looks at nothing else, is not looked at again.
func (m *module) inputProblems(good map[string]bool) []string {
	var problems []string
	for _, block := range m.blocks("variable") {
		looksAt := append(references(block.Body), "var."+block.Labels[0])
		if !slices.ContainsFunc(looksAt, func(name string) bool { return !good[strings.TrimPrefix(name, "var.")] }) {
			continue
		}
		if _, err := m.variable(block.Labels[0]); err != nil {
			problems = append(problems, err.Error())
			continue
		}
		for _, validation := range nested(block.Body, "validation") {
			valid, err := m.evaluate(attribute(validation.Body, "condition"))
			if err == nil && valid.Type() == cty.Bool && valid.IsKnown() && valid.True() {
				continue
			}
			message, _ := attribute(validation.Body, "error_message").Value(nil)
			problems = append(problems, fmt.Sprintf("var.%s: the validation fails: %s (%v)", block.Labels[0], message.AsString(), err))
		}
	}
	return problems
}

// text is a literal string of a block, or "".
func (m *module) text(t *testing.T, block *hclsyntax.Block, name string) string {
	t.Helper()
	expression := attribute(block.Body, name)
	if expression == nil {
		return ""
	}
	value, err := m.evaluate(expression)
	if err != nil || value.Type() != cty.String {
		t.Errorf("%s of %s: %v", name, address(block), err)
		return ""
	}
	return value.AsString()
}

// checkNothingToRemove expects every local and data source to be used, every
// reference to be declared, and no count: what a job does not need is not in
// its module.
func checkNothingToRemove(t *testing.T, m *module) {
	t.Helper()
	used := m.usedNames()
	declared := map[string]bool{
		"each.key": true, "each.value": true,
		"self.workload_identity_config": true, "self.control_plane_endpoints_config": true, "self.fleet": true,
	}
	for _, kind := range []string{"variable", "resource", "data"} {
		for _, block := range m.blocks(kind) {
			name := strings.Replace(address(block), "variable.", "var.", 1)
			declared[name] = true
			if kind == "data" && !used[name] {
				t.Errorf("%s: nothing uses it", name)
			}
			if attribute(block.Body, "count") != nil {
				t.Errorf("%s: has a count: structure belongs into the template", name)
			}
		}
	}
	for _, block := range m.blocks("locals") {
		for name := range block.Body.Attributes {
			declared["local."+name] = true
			if !used["local."+name] {
				t.Errorf("local.%s: nothing uses it", name)
			}
		}
	}
	for _, name := range m.iterators() {
		declared[name+".key"], declared[name+".value"] = true, true
	}
	for name := range used {
		if !declared[name] && strings.Contains(name, ".") {
			t.Errorf("%s: not declared", name)
		}
	}
}

// iterators are the names that dynamic blocks bind.
func (m *module) iterators() []string {
	var names []string
	for _, body := range m.bodies {
		for _, block := range nested(body, "dynamic") {
			names = append(names, block.Labels[0])
		}
	}
	return names
}

// checkOutputs: they are what a person reads after apply.
func checkOutputs(t *testing.T, m *module) {
	t.Helper()
	for _, block := range m.blocks("output") {
		if text := m.text(t, block, "description"); !strings.HasSuffix(text, ".") {
			t.Errorf("output %s: not described: %q", block.Labels[0], text)
		}
	}
	for _, name := range []string{"name", "run_command", "logs_command"} {
		if !slices.ContainsFunc(m.blocks("output"), func(b *hclsyntax.Block) bool { return b.Labels[0] == name }) {
			t.Errorf("there is no output %s", name)
		}
	}
}

// header is the first line of a generated file, which names the job file, and the
// start of the second.
var header = regexp.MustCompile(`^# Generated by dativo-gen from [\w.-]+\.yaml\. Do not edit; change the job file instead\.\n# `)

// checkLayout holds the text of every file against what a formatter and a
// reader expect.
func checkLayout(t *testing.T, m *module) {
	t.Helper()
	trailing := regexp.MustCompile(`(?m)[ \t\r]+$`)
	for name, source := range m.source {
		if !header.Match(source) {
			t.Errorf("%s: does not say on its first two lines where it is from and what it holds", name)
		}
		if at := trailing.FindIndex(source); at != nil {
			t.Errorf("%s:%d: ends in blanks", name, 1+bytes.Count(source[:at[0]], []byte("\n")))
		}
		if bytes.Contains(source, []byte("\n\n\n")) || !bytes.HasSuffix(source, []byte("\n")) || bytes.HasSuffix(source, []byte("\n\n")) {
			t.Errorf("%s: blank lines where none belong", name)
		}
		if !bytes.Equal(hclwrite.Format(source), source) {
			t.Errorf("%s: terraform fmt would change it", name)
		}
	}
}

// fixed are literals that belong to one place, by what finds them.
var fixed = map[string]*regexp.Regexp{
	"a partition": regexp.MustCompile(`arn:aws[a-z-]*:`),
	"an account":  regexp.MustCompile(`\b[0-9]{12}\b`),
	"a region": regexp.MustCompile(`\b(us|eu|ap|sa|ca|me|af|il|mx|cn|northamerica|southamerica|europe|asia|australia|africa)` +
		`(-gov|-iso[a-z]*)?-[a-z]+-?[0-9]\b`),
	"an AWS host": regexp.MustCompile(`amazonaws\.com`),
}

// principals are the names with amazonaws.com that are the same in every
// partition: those of services that assume roles and send events, and of the
// audience of STS (IAM User Guide, AWS service principals, read 2026-11-22),
// the annotation that EKS gives roles by, and its label of spot nodes.
var principals = []string{
	"ecs-tasks.amazonaws.com", "ecs.amazonaws.com", "scheduler.amazonaws.com", "states.amazonaws.com",
	"events.amazonaws.com", "cloudwatch.amazonaws.com", "pods.eks.amazonaws.com", "sts.amazonaws.com", "eks.amazonaws.com/role-arn",
	"eks.amazonaws.com/capacityType",
}

// checkNothingIsFixed: what differs between two jobs is in no .tf file. Texts for
// people may give examples, and a backend takes no variables.
func checkNothingIsFixed(t *testing.T, m *module) {
	t.Helper()
	for _, body := range m.bodies {
		for _, literal := range literals(body) {
			for what, pattern := range fixed {
				if pattern.MatchString(literal.text) && !slices.Contains(principals, literal.text) {
					t.Errorf("%s: %q holds %s", literal.at, literal.text, what)
				}
			}
		}
	}
}

// literal is a piece of text in an expression.
type literal struct {
	text string
	at   hcl.Range
}

// literals lists the literal texts of a body, but for descriptions, error
// messages and backends.
func literals(body *hclsyntax.Body) []literal {
	var found []literal
	for name, attribute := range body.Attributes {
		if name == "description" || name == "error_message" {
			continue
		}
		_ = hclsyntax.VisitAll(attribute.Expr, func(node hclsyntax.Node) hcl.Diagnostics {
			if value, ok := node.(*hclsyntax.LiteralValueExpr); ok && !value.Val.IsNull() && value.Val.Type() == cty.String {
				found = append(found, literal{value.Val.AsString(), value.SrcRange})
			}
			return nil
		})
	}
	for _, block := range body.Blocks {
		if block.Type != "backend" {
			found = append(found, literals(block.Body)...)
		}
	}
	return found
}
