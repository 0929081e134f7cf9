package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/engine"
)

// privateHosts are the addresses of the hosts in the examples that are in a private
// network. All others are public.
var privateHosts = map[string]string{
	".internal.acme.example":   "10.30.4.7",
	".internal.techco.example": "10.20.4.7",
	// The mount targets of file systems have addresses in the VPC.
	"fs-0a1b2c3d4e5f60718": "10.20.5.9",
	"fs-0b2c3d4e5f6071829": "10.20.5.9",
	"fs-0c3d4e5f607182930": "10.20.5.9",
}

// publicHost is the address of every other host. From RFC 5737.
const publicHost = "198.51.100.7"

// unneededRules are the egress rules that no known connection needs, by the engine
// in the image, and why.
var unneededRules = map[string]string{engine.None: "what an image of one's own dials is not known"}

// resolve is the address of a host.
func resolve(host string) netip.Addr {
	if found, err := netip.ParseAddr(host); err == nil {
		return found
	}
	for suffix, found := range privateHosts {
		if strings.HasSuffix(host, suffix) {
			return netip.MustParseAddr(found)
		}
	}
	return netip.MustParseAddr(publicHost)
}

// networkProblems holds the egress rules against the connections of a run, both
// ways.
func (m *module) networkProblems(t testing.TB, needs engine.Needs) []string {
	t.Helper()
	rules, closed := m.egress(t)
	wanted := slices.Concat(engineConnections(needs), m.platformConnections())
	if !closed {
		return m.privateProblems(wanted)
	}
	var problems []string
	for _, c := range wanted {
		if !slices.ContainsFunc(rules, func(r egressRule) bool { return r.allows(c) }) {
			problems = append(problems, fmt.Sprintf("no rule allows port %d/%s of %s: %s", c.port, c.protocol, c.address, c.why))
		}
	}
	for _, r := range rules {
		if !slices.ContainsFunc(wanted, r.allows) && (r.from != "" && unneededRules[m.deployment.Engine] == "") {
			problems = append(problems, fmt.Sprintf("%s: nothing needs port %d/%s of %s", r.from, r.low, r.protocol, r.cidr))
		}
		for _, c := range metadataServers(r) {
			if r.allows(c) && !slices.ContainsFunc(wanted, func(w connection) bool { return w.address == c.address && w.port == c.port }) {
				problems = append(problems, fmt.Sprintf("%s: opens port %d of %s, which has the credentials of the node", r.from, c.port, c.address))
			}
		}
	}
	return problems
}

// metadataServers are the addresses of a node's metadata server, at the port of a
// rule. Security groups do not filter them: Fargate has none.
func metadataServers(r egressRule) []connection {
	if strings.HasPrefix(r.from, "aws_vpc_security_group_egress_rule") || r.low == 53 {
		return nil
	}
	var servers []connection
	for _, address := range []string{"169.254.169.254", "fd00:ec2::254"} {
		servers = append(servers, connection{netip.MustParseAddr(address), r.low, r.protocol, "metadata server"})
	}
	return servers
}

// privateProblems reports private addresses that Cloud Run cannot reach, since it
// has no interface in a network.
func (m *module) privateProblems(wanted []connection) []string {
	if m.deployment.Platform != "gcp_cloud_run" {
		return nil // security groups that exist: their rules are not the module's
	}
	var problems []string
	for _, kind := range []string{"google_cloud_run_v2_job", "google_cloud_run_v2_service"} {
		for _, block := range m.resources(kind) {
			for _, c := range wanted {
				if c.address.IsPrivate() && len(nested(block.Body, "vpc_access")) == 0 {
					problems = append(problems, fmt.Sprintf("%s: no network leads to %s: %s", address(block), c.address, c.why))
				}
			}
		}
	}
	return problems
}

// engineConnections are what the engine dials.
func engineConnections(needs engine.Needs) []connection {
	var all []connection
	for _, e := range needs.Endpoints {
		all = append(all, connection{resolve(e.Host), e.Port, "tcp", e.Why})
	}
	return all
}

// platformConnections are what the platform dials from the network of the container,
// and what its SDK dials for credentials.
func (m *module) platformConnections() []connection {
	var all []connection
	dial := func(address string, port int, protocol, why string) {
		all = append(all, connection{resolve(address), port, protocol, why})
	}
	id := m.deployment.Identity
	switch m.deployment.Platform {
	case "aws_ecs":
		// The task's own interface pulls the image, reads the secrets and sends the
		// logs. DNS and credentials are not filtered. From the Amazon ECS Developer
		// Guide, "Fargate task networking", read 2026-11-25.
		dial(publicHost, 443, "tcp", "image, secrets and logs")
		if system := m.deployment.Storage.State.EFSFileSystemID; system != "" {
			dial(system, 2049, "tcp", "file system of the state")
		}
	case "aws_eks", "gcp_gke":
		for _, protocol := range []string{"udp", "tcp"} {
			dial("10.96.0.10", 53, protocol, "DNS of the cluster")
		}
	}
	switch {
	case m.deployment.Platform == "aws_eks" && id.HasTaskRole() && id.IRSA:
		dial("sts."+m.deployment.Region+".amazonaws.com", 443, "tcp", "credentials of the role")
	case m.deployment.Platform == "aws_eks" && id.HasTaskRole():
		// From the Amazon EKS User Guide, "Pod Identity", read 2026-11-25.
		dial("169.254.170.23", 80, "tcp", "credentials of the role")
		dial("fd00:ec2::23", 80, "tcp", "credentials of the role")
	case m.deployment.Platform == "gcp_gke" && id.HasServiceAccount():
		// From "Workload Identity Federation for GKE", read 2026-11-25.
		dial("169.254.169.254", 80, "tcp", "credentials of the service account")
		dial("169.254.169.252", 988, "tcp", "credentials of the service account")
	}
	return all
}
