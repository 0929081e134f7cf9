package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// mutant is a module with one fault in what it grants or opens.
type mutant struct {
	fault string
	*module
}

// TestEngineCallsSeesFaults puts one fault at a time into each module, and expects
// TestEngineCalls to report it: a statement, an action or a rule that is dropped, and
// one too many.
func TestEngineCallsSeesFaults(t *testing.T) {
	t.Parallel()
	tried := map[string]int{}
	for _, name := range exampleNames(t) {
		m, j := exampleRun(t, name)
		for _, bad := range m.mutants(t) {
			kind, _, _ := strings.Cut(bad.fault, ":")
			tried[kind]++
			if len(callProblems(t, bad.module, j)) == 0 {
				t.Errorf("%s: %s: not seen", name, bad.fault)
			}
		}
	}
	for _, kind := range []string{
		"statement dropped", "statement added", "action dropped", "action added", "rule dropped", "rule added",
		"block dropped", "grant dropped", "grant added", "condition dropped",
	} {
		if tried[kind] < 2 {
			t.Errorf("%s: %d times", kind, tried[kind])
		}
	}
}

// mutants are the faults of a module.
func (m *module) mutants(t testing.TB) []mutant {
	t.Helper()
	return slices.Concat(m.policyMutants(t), m.ruleMutants(t), m.memberMutants(t))
}

// edited is the module with a part of a file replaced.
func (m *module) edited(t testing.TB, fault string, at hcl.Range, text string) mutant {
	t.Helper()
	source := m.source[at.Filename]
	end := at.End.Byte
	if rest := strings.TrimLeft(string(source[end:]), " \n"); text == "" && strings.HasPrefix(rest, ",") {
		end = len(source) - len(rest) + 1
	}
	changed := slices.Concat(source[:at.Start.Byte], []byte(text), source[end:])
	one := parseModule(t, []render.File{{Name: at.Filename, Data: changed}})
	bad := *m
	bad.bodies = maps.Clone(m.bodies)
	bad.bodies[at.Filename] = one.bodies[at.Filename]
	return mutant{fault, &bad}
}

// whole is the range of a block with its body.
func whole(block *hclsyntax.Block) hcl.Range {
	return hcl.RangeBetween(block.TypeRange, block.CloseBraceRange)
}

// statements are the statements of the roles of a run, by their objects.
func (m *module) statements() []*hclsyntax.ObjectConsExpr {
	var found []*hclsyntax.ObjectConsExpr
	for _, block := range m.resources("aws_iam_role_policy") {
		if !slices.Contains([]string{"task", "execution"}, block.Labels[1]) {
			continue
		}
		_ = hclsyntax.VisitAll(block.Body, func(node hclsyntax.Node) hcl.Diagnostics {
			if object, ok := node.(*hclsyntax.ObjectConsExpr); ok && item(object, "Sid") != nil {
				found = append(found, object)
			}
			return nil
		})
	}
	return found
}

// policyMutants drop each statement and each action, and add some.
func (m *module) policyMutants(t testing.TB) []mutant {
	t.Helper()
	const extra = `{ Sid = "Extra", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::acme-exports/*"] }`
	var all []mutant
	for _, statement := range m.statements() {
		sid, err := m.evaluate(item(statement, "Sid"))
		if err != nil {
			t.Fatal(err)
		}
		if unneededGrants[m.deployment.Engine][sid.AsString()] != "" {
			continue
		}
		name, at := sid.AsString(), statement.Range()
		all = append(all, m.edited(t, "statement dropped: "+name, at, ""),
			m.edited(t, "statement added: after "+name, hcl.Range{Filename: at.Filename, Start: at.Start, End: at.Start}, extra+", "))
		actions, _ := item(statement, "Action").(*hclsyntax.TupleConsExpr)
		for _, action := range actions.Exprs {
			at := action.Range()
			value, err := m.evaluate(action)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, m.edited(t, "action dropped: "+value.AsString(), at, ""))
			service, _, _ := strings.Cut(value.AsString(), ":")
			before := hcl.Range{Filename: at.Filename, Start: at.Start, End: at.Start}
			all = append(all, m.edited(t, "action added: to "+name, before, `"`+service+`:DeleteEverything", `))
		}
	}
	return all
}

// ruleMutants drop each egress rule, and add one.
func (m *module) ruleMutants(t testing.TB) []mutant {
	t.Helper()
	var all []mutant
	_, closed := m.egress(t)
	rules, _ := m.values["egress_rules"].([]any)
	if unneededRules[m.deployment.Engine] == "" && closed {
		with := func(fault string, rules []any) {
			bad := *m
			bad.values = maps.Clone(m.values)
			bad.values["egress_rules"] = rules
			all = append(all, mutant{fault, &bad})
		}
		for i := range rules {
			with("rule dropped: egress_rules", slices.Delete(slices.Clone(rules), i, i+1))
		}
		extra := map[string]any{"cidr": "10.0.0.0/8", "port": float64(22), "protocol": "tcp"}
		with("rule added: egress_rules", append(slices.Clone(rules), extra))
	}
	for _, block := range m.resources("kubernetes_network_policy_v1") {
		for _, egress := range nested(block.Body, "egress") {
			all = append(all, m.edited(t, "block dropped: egress", whole(egress), ""))
		}
		for _, address := range nested(block.Body, "ip_block") {
			if hole := address.Body.Attributes["except"]; hole != nil && slices.ContainsFunc(rules, isAnywhere) {
				all = append(all, m.edited(t, "block dropped: except", hole.SrcRange, ""))
			}
		}
	}
	return all
}

// isAnywhere reports whether an egress rule is for all addresses.
func isAnywhere(rule any) bool {
	fields, _ := rule.(map[string]any)
	return fields["cidr"] == "0.0.0.0/0"
}

// memberMutants drop each grant and its condition, and add one.
func (m *module) memberMutants(t testing.TB) []mutant {
	t.Helper()
	var all []mutant
	if m.deployment.Identity.ServiceAccount != "" {
		return nil
	}
	for _, block := range m.blocks("resource") {
		_, known := grantedAttributes[block.Labels[0]]
		if !known || unneededMembers[m.deployment.Engine][address(block)] != "" {
			continue
		}
		at := whole(block)
		copied := strings.Replace(string(at.SliceBytes(m.source[at.Filename])), `"`+block.Labels[1]+`"`, `"extra"`, 1)
		copied = strings.ReplaceAll(copied, "role ", "role = \"roles/logging.logWriter\" #")
		all = append(all, m.edited(t, "grant dropped: "+address(block), at, ""),
			m.edited(t, "grant added: "+address(block), hcl.Range{Filename: at.Filename, Start: at.Start, End: at.Start}, copied+"\n"))
		for _, condition := range nested(block.Body, "condition") {
			all = append(all, m.edited(t, "condition dropped: "+address(block), whole(condition), ""))
		}
	}
	return all
}
