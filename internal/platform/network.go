package platform

import (
	"net/netip"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// network resolves the network of the job and its egress rules.
func (n *normalizer) network() {
	written := n.infra.Network
	n.d.Network = model.NetworkPlan{
		VPC: written.VPCID, Subnets: written.Subnets, SecurityGroups: written.SecurityGroups,
		AssignPublicIP:    orDefault(written.AssignPublicIP, false),
		PodSecurityGroups: orDefault(written.PodSecurityGroups, false),
		Tags:              written.Tags, Egress: n.egress(),
		AllTraffic: written.VPCEgress == "all", Connector: written.Connector,
	}
	refs := n.platform.Cloud.References
	refs.Network(n, paths.NetworkVPCID, written.VPCID)
	for i, subnet := range written.Subnets {
		at := diag.ItemPath(paths.NetworkSubnets, i)
		if found := refs.Subnet(n, at, subnet); found.region != "" && found.region != n.d.Region {
			n.problems.Errorf("subnet-region", at, "is in %s, but the job runs in %s", found.region, n.d.Region)
		}
	}
	n.closedEgress()
	n.platform.Cloud.network(n)
}

// egress returns the egress rules: the written ones, or what the run needs.
func (n *normalizer) egress() []model.Egress {
	if len(n.infra.Network.Egress) == 0 {
		return n.neededEgress()
	}
	rules := slices.Clone(n.infra.Network.Egress)
	for i := range rules {
		if rules[i].Protocol == "" {
			rules[i].Protocol = "tcp"
		}
		n.checkCIDR(diag.KeyPath(diag.ItemPath(paths.NetworkEgress, i), paths.NetworkEgressItemCIDR), rules[i].CIDR)
	}
	return uniqueRules(rules)
}

// uniqueRules removes rules that repeat another one: clouds refuse them, and so do
// the modules.
func uniqueRules(rules []model.Egress) []model.Egress {
	var unique []model.Egress
	seen := map[model.Egress]bool{}
	for _, rule := range rules {
		same := rule
		if prefix, err := netip.ParsePrefix(rule.CIDR); err == nil {
			same.CIDR = prefix.String() // ::/0 has several spellings
		}
		if !seen[same] {
			seen[same] = true
			unique = append(unique, rule)
		}
	}
	return unique
}

// checkCIDR reports an invalid CIDR block. The schema reports a missing one.
func (n *normalizer) checkCIDR(at, written string) {
	prefix, err := netip.ParsePrefix(written)
	switch {
	case written == "":
	case err != nil:
		n.problems.Errorf("cidr", at, "invalid CIDR block %q", written).Hintf("use one such as 10.20.0.0/16")
	case prefix != prefix.Masked():
		n.problems.Errorf("cidr", at, "invalid CIDR block %q: host bits are set", written).Hintf("did you mean %s?", prefix.Masked())
	}
}
