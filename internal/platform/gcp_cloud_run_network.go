package platform

import (
	"path"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// cloudRunNetwork keeps the first subnetwork: Cloud Run takes one. References
// lose the host of a self link, which responses of the API do not have.
func (n *normalizer) cloudRunNetwork() {
	network := &n.d.Network
	network.VPC = withoutSelfLink(network.VPC)
	if len(network.Subnets) > 0 {
		network.Subnets = []string{withoutSelfLink(network.Subnets[0])}
	}
	if written := n.infra.Network.Subnets; len(written) > 1 {
		n.problems.Warnf(codeNoEffect, diag.ItemPath(paths.NetworkSubnets, 1),
			"Cloud Run takes one subnetwork: only %s is used", network.Subnets[0]).
			Hintf("remove the others")
	}
	switch {
	case network.Connector != "":
		n.cloudRunConnector()
	case !network.HasVPC():
		const why = "without network.vpc_id, network.subnets or network.connector the job has no network"
		n.noEffect(paths.NetworkTags, why)
		n.noEffect(paths.NetworkVPCEgress, why)
		network.Tags, network.AllTraffic = nil, false
	case len(network.Subnets) == 0:
		n.subnetOfNetwork()
	}
}

// subnetOfNetwork warns of a network without a subnetwork. From
// google.cloud.run.v2.VpcAccess.NetworkInterface, read 2026-11-25.
func (n *normalizer) subnetOfNetwork() {
	n.problems.Warnf("assumed", paths.NetworkSubnets, "not set: Cloud Run uses the subnetwork with the name of the network, %s, in %s",
		path.Base(n.d.Network.VPC), n.d.Region).
		Hintf("name the subnetwork, unless the network is in auto mode")
}

// cloudRunConnector checks the connector. It is in a network already.
func (n *normalizer) cloudRunConnector() {
	at, connector := paths.NetworkConnector, n.d.Network.Connector
	groups := n.checkGCP(at, connector, gcpForms().connector)
	if groups != nil && groups[2] != "" && groups[2] != n.d.Region {
		n.problems.Errorf("connector-region", at, "is in %s, but the job runs in %s", groups[2], n.d.Region)
	}
	for _, other := range []string{paths.NetworkVPCID, paths.NetworkSubnets} {
		if isSet(n.infra, other) {
			n.problems.Errorf("connector", other, "conflicts with network.connector, which is in a network already").Hintf("remove one of them")
		}
	}
	switch {
	case groups == nil:
	case groups[1] != "" && groups[1] != n.d.Project:
		n.d.Network.ConnectorProject = groups[1]
	case groups[1] == "":
		n.d.Network.Connector = "projects/" + n.d.Project + "/locations/" + n.d.Region + "/connectors/" + connector
	}
	n.noEffect(paths.NetworkTags, "a connector has network tags of its own, such as vpc-connector")
	n.d.Network.Tags = nil
}

// withoutSelfLink returns the relative name in a self link.
func withoutSelfLink(reference string) string {
	if i := strings.Index(reference, "projects/"); i > 0 {
		return reference[i:]
	}
	return reference
}

// vpcEgress is the traffic that goes through the VPC network; empty without one.
func vpcEgress(network model.NetworkPlan) string {
	if !network.HasVPC() {
		return ""
	}
	return choice(network.AllTraffic, "all", "private")
}
