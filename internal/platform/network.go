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

// network resolves the network of the job and its egress rules.
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

// egress returns the egress rules: the written ones, or HTTPS to any address and
// the port of the source.
func (n *normalizer) egress() []model.Egress {
	if len(n.infra.Network.Egress) == 0 {
		rules := []model.Egress{{CIDR: "0.0.0.0/0", Port: httpsPort, Protocol: "tcp"}}
		if port := n.sourcePort(); port != 0 && port != httpsPort {
			rules = append(rules, model.Egress{CIDR: "0.0.0.0/0", Port: port, Protocol: "tcp"})
		}
		return rules
	}
	rules := slices.Clone(n.infra.Network.Egress)
	for i := range rules {
		if rules[i].Protocol == "" {
			rules[i].Protocol = "tcp"
		}
		n.checkCIDR(diag.KeyPath(diag.ItemPath(paths.NetworkEgress, i), paths.NetworkEgressItemCIDR), rules[i].CIDR)
	}
	return rules
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

// httpsPort is the port of all sources without one of their own.
const httpsPort = 443

// sourcePort is the port of the source, or 0 if it is HTTPS or unknown.
func (n *normalizer) sourcePort() int {
	connection, _ := n.job.Source["connection"].(map[string]any)
	if written, err := strconv.Atoi(fmt.Sprint(connection["port"])); err == nil && written > 0 && written < 1<<16 {
		return written
	}
	return cmp.Or(wellKnownPort(n.in.Connector.Type), wellKnownPort(n.job.SourceConnector))
}

// wellKnownPort is the default port of a kind of source, or 0. From the IANA
// service names and port numbers, and the products' documentation.
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
