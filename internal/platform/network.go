package platform

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// wellKnownPort is the port of a kind of source that is not reached over HTTPS,
// 0 for any other. IANA service names and port numbers, and each product's
// default.
func wellKnownPort(kind string) int {
	switch strings.ToLower(kind) {
	case "postgres", "postgresql":
		return 5432
	case "redshift":
		return 5439
	case "mysql", "mariadb":
		return 3306
	case "mssql", "sqlserver":
		return 1433
	case "oracle":
		return 1521
	case "mongodb":
		return 27017
	case "sftp":
		return 22
	}
	return 0
}

// network settles where in the network the job runs, and what it may reach.
func (n *normalizer) network() {
	written := n.infra.Network
	n.d.Network = model.NetworkPlan{
		VPC: written.VPCID, Subnets: written.Subnets, SecurityGroups: written.SecurityGroups,
		AssignPublicIP:    orDefault(written.AssignPublicIP, false),
		PodSecurityGroups: orDefault(written.PodSecurityGroups, false),
		Tags:              written.Tags, Egress: n.egress(),
	}
	refs := n.platform.Cloud.References
	refs.Network(n, paths.NetworkVPCID, written.VPCID)
	for i, subnet := range written.Subnets {
		at := diag.ItemPath(paths.NetworkSubnets, i)
		if found := refs.Subnet(n, at, subnet); found.region != "" && found.region != n.d.Region {
			n.problems.Errorf("subnet-region", at, "is in %s, but the job runs in %s", found.region, n.d.Region)
		}
	}
	n.platform.Cloud.network(n)
}

// egress returns what the job may reach: as written, else HTTPS anywhere and
// the source's own port, which is the connector's or the one in the job.
func (n *normalizer) egress() []model.Egress {
	if written := n.infra.Network.Egress; len(written) > 0 {
		rules := slices.Clone(written)
		for i := range rules {
			at := diag.KeyPath(diag.ItemPath(paths.NetworkEgress, i), paths.NetworkEgressItemCIDR)
			if prefix, err := netip.ParsePrefix(rules[i].CIDR); rules[i].CIDR == "" {
				continue // the schema has said that it is missing
			} else if err != nil {
				n.problems.Errorf("cidr", at, "%q is not a range of addresses", rules[i].CIDR).Hintf("write one such as 10.20.0.0/16")
			} else if prefix != prefix.Masked() {
				n.problems.Errorf("cidr", at, "%q has bits set behind its length", rules[i].CIDR).Hintf("write %s", prefix.Masked())
			}
			if rules[i].Protocol == "" {
				rules[i].Protocol = "tcp"
			}
		}
		return rules
	}
	rules := []model.Egress{{CIDR: "0.0.0.0/0", Port: 443, Protocol: "tcp"}}
	if port := n.sourcePort(); port != 0 && port != 443 {
		rules = append(rules, model.Egress{CIDR: "0.0.0.0/0", Port: port, Protocol: "tcp"})
	}
	return rules
}

// sourcePort is the port of the source, or 0 where it is HTTPS or unknown.
func (n *normalizer) sourcePort() int {
	connection, _ := n.job.Source["connection"].(map[string]any)
	if written, err := strconv.Atoi(fmt.Sprint(connection["port"])); err == nil && written > 0 && written < 1<<16 {
		return written
	}
	return cmp.Or(wellKnownPort(n.in.Connector.Type), wellKnownPort(n.job.SourceConnector))
}
