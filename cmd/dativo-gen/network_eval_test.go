package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// egressRule is what one rule of a security group, or one destination and port of
// a network policy, lets out.
type egressRule struct {
	from string // the block that says it
	// cidr is invalid where a rule is for every address; except are holes in it.
	cidr   netip.Prefix
	except []netip.Prefix
	// protocol is empty for all, low and high are 0 for every port.
	protocol  string
	low, high int
}

// connection is what a run, or the platform for it, dials.
type connection struct {
	address  netip.Addr
	port     int
	protocol string
	why      string
}

// allows reports whether a rule lets a connection out.
func (r egressRule) allows(c connection) bool {
	return (!r.cidr.IsValid() || r.cidr.Contains(c.address)) &&
		!slices.ContainsFunc(r.except, func(hole netip.Prefix) bool { return hole.Contains(c.address) }) &&
		(r.protocol == "" || r.protocol == c.protocol) &&
		(r.low == 0 || r.low <= c.port && c.port <= r.high)
}

// egress returns the rules of a module. closed is false where no rule confines the
// container: then everything is let out.
func (m *module) egress(t testing.TB) (rules []egressRule, closed bool) {
	t.Helper()
	for _, block := range m.resources("aws_vpc_security_group_egress_rule") {
		rules = append(rules, m.groupRules(t, block)...)
	}
	closed = len(m.resources("aws_security_group")) > 0 // it lets nothing out by itself
	for _, block := range m.resources("kubernetes_network_policy_v1") {
		for _, spec := range nested(block.Body, "spec") {
			types, err := m.evaluate(attribute(spec.Body, "policy_types"))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(types.AsValueSlice(), func(v cty.Value) bool { return v.AsString() == "Egress" }) {
				continue
			}
			closed = true
			rules = append(rules, m.policyRules(t, spec.Body)...)
		}
	}
	return rules, closed
}

// groupRules are the rules of a security group, one for each element of for_each.
func (m *module) groupRules(t testing.TB, block *hclsyntax.Block) []egressRule {
	t.Helper()
	each, err := m.evaluate(attribute(block.Body, "for_each"))
	if err != nil {
		t.Fatalf("%s: %v", address(block), err)
	}
	var rules []egressRule
	for key, value := range each.AsValueMap() {
		bound := map[string]cty.Value{"each": cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(key), "value": value})}
		at := fmt.Sprintf("%s[%q]", address(block), key)
		get := func(name string) cty.Value { return m.bound(t, at, block.Body, name, bound) }
		rule := egressRule{from: at, protocol: get("ip_protocol").AsString(), low: number(get("from_port")), high: number(get("to_port"))}
		for _, name := range []string{"cidr_ipv4", "cidr_ipv6"} {
			if cidr := get(name); !cidr.IsNull() {
				rule.cidr = netip.MustParsePrefix(cidr.AsString())
			}
		}
		if rule.protocol == "-1" {
			rule.protocol, rule.low = "", 0
		}
		rules = append(rules, rule)
	}
	return rules
}

// bound evaluates an attribute with iterators; null where it is missing.
func (m *module) bound(t testing.TB, at string, body *hclsyntax.Body, name string, iterators map[string]cty.Value) cty.Value {
	t.Helper()
	expression := attribute(body, name)
	if expression == nil {
		return cty.NullVal(cty.DynamicPseudoType)
	}
	value, err := m.evaluateWith(expression, iterators)
	if err != nil {
		t.Fatalf("%s: %s: %v", at, name, err)
	}
	return value
}

// number is a value as a number: a port.
func number(value cty.Value) int {
	if value.IsNull() {
		return 0
	}
	text, err := asString(value)
	if err != nil {
		return -1
	}
	var port int
	if _, err := fmt.Sscanf(text, "%d", &port); err != nil {
		return -1
	}
	return port
}

// policyRules are the egress blocks of a network policy's spec, those of dynamic
// blocks included.
func (m *module) policyRules(t testing.TB, spec *hclsyntax.Body) []egressRule {
	t.Helper()
	var rules []egressRule
	for i, block := range spec.Blocks {
		at := fmt.Sprintf("egress %d", i)
		switch {
		case block.Type == "egress":
			rules = append(rules, m.destinations(t, at, block.Body, nil)...)
		case block.Type == "dynamic" && block.Labels[0] == "egress":
			each := m.bound(t, at, block.Body, "for_each", nil)
			for _, value := range each.AsValueSlice() {
				bound := map[string]cty.Value{"egress": cty.ObjectVal(map[string]cty.Value{"value": value})}
				for _, content := range nested(block.Body, "content") {
					rules = append(rules, m.destinations(t, at, content.Body, bound)...)
				}
			}
		}
	}
	return rules
}

// destinations are the combinations of a block's addresses and ports. Without
// addresses it is for all, without ports too. From the API reference of Kubernetes
// 1.34, NetworkPolicyEgressRule, read 2026-11-25.
func (m *module) destinations(t testing.TB, at string, body *hclsyntax.Body, iterators map[string]cty.Value) []egressRule {
	t.Helper()
	var addresses, rules []egressRule
	for _, to := range nested(body, "ip_block") {
		rule := egressRule{from: at, cidr: netip.MustParsePrefix(m.bound(t, at, to.Body, "cidr", iterators).AsString())}
		if except := m.bound(t, at, to.Body, "except", iterators); !except.IsNull() {
			for _, hole := range except.AsValueSlice() {
				rule.except = append(rule.except, netip.MustParsePrefix(hole.AsString()))
			}
		}
		addresses = append(addresses, rule)
	}
	if len(nested(body, "namespace_selector"))+len(nested(body, "pod_selector")) > 0 {
		t.Fatalf("%s: selectors are not evaluated", at)
	}
	if len(addresses) == 0 {
		addresses = []egressRule{{from: at}}
	}
	for _, rule := range addresses {
		ports := nested(body, "ports")
		for _, port := range ports {
			rule.low = number(m.bound(t, at, port.Body, "port", iterators))
			rule.high = rule.low
			rule.protocol = strings.ToLower(m.bound(t, at, port.Body, "protocol", iterators).AsString())
			rules = append(rules, rule)
		}
		if len(ports) == 0 {
			rules = append(rules, rule)
		}
	}
	return rules
}

// TestEgressEvaluation holds the evaluator itself against the documented cases.
func TestEgressEvaluation(t *testing.T) {
	t.Parallel()
	metadata := netip.MustParsePrefix("169.254.169.254/32")
	all := netip.MustParsePrefix("0.0.0.0/0")
	for _, test := range []struct {
		rule    egressRule
		address string
		port    int
		want    bool
	}{
		{egressRule{cidr: all, protocol: "tcp", low: 443, high: 443}, "198.51.100.7", 443, true},
		{egressRule{cidr: all, protocol: "tcp", low: 443, high: 443}, "198.51.100.7", 80, false},
		{egressRule{cidr: all, protocol: "udp", low: 443, high: 443}, "198.51.100.7", 443, false},
		{egressRule{cidr: all, protocol: "tcp", low: 443, high: 443}, "2001:db8::7", 443, false},
		{egressRule{cidr: netip.MustParsePrefix("10.20.0.0/16"), protocol: "tcp", low: 5432, high: 5432}, "10.21.0.1", 5432, false},
		{egressRule{cidr: all, except: []netip.Prefix{metadata}, protocol: "tcp", low: 80, high: 80}, "169.254.169.254", 80, false},
		{egressRule{protocol: "tcp", low: 53, high: 53}, "10.96.0.10", 53, true},
		{egressRule{}, "2001:db8::7", 1, true},
	} {
		if got := test.rule.allows(connection{netip.MustParseAddr(test.address), test.port, "tcp", ""}); got != test.want {
			t.Errorf("%+v: %s:%d is %t", test.rule, test.address, test.port, got)
		}
	}
}
