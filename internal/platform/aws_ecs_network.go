package platform

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Limits of a task's network configuration. From botocore 1.43.11 (ecs,
// AwsVpcConfiguration), read 2026-11-22.
const (
	maxSubnets        = 16
	maxSecurityGroups = 5
)

// nfsPort is the port of Amazon EFS.
const nfsPort = 2049

// ecsNetwork resolves the network of the task: the written subnets, or the
// default VPC.
func (n *normalizer) ecsNetwork() {
	net := &n.d.Network
	net.CreateSecurityGroup = len(net.SecurityGroups) == 0
	if len(net.Subnets) > maxSubnets {
		n.problems.Errorf("subnets", paths.NetworkSubnets, "too many subnets: a task takes at most %d", maxSubnets).
			Hintf("the job has %d", len(net.Subnets))
	}
	if len(net.SecurityGroups) > maxSecurityGroups {
		n.problems.Errorf("security-groups", paths.NetworkSecurityGroups,
			"too many security groups: a task takes at most %d", maxSecurityGroups).
			Hintf("the job has %d", len(net.SecurityGroups))
	}
	switch {
	case net.VPC != "" && len(net.Subnets) == 0:
		n.problems.Errorf("required", paths.NetworkSubnets, "missing: vpc_id alone does not select the subnets of the job").
			Hintf("set it to subnets of %s; list them with aws ec2 describe-subnets --filters Name=vpc-id,Values=%s", net.VPC, net.VPC)
	case len(net.Subnets) == 0:
		net.AssignPublicIP = orDefault(n.infra.Network.AssignPublicIP, true)
		n.problems.Warnf("assumed", paths.NetworkSubnets, "not set: the job runs in the default VPC, with a public IP address").
			Hintf("use private subnets with a NAT gateway")
	case net.VPC != "" && !net.CreateSecurityGroup:
		n.problems.Warnf(codeNoEffect, paths.NetworkVPCID, "has no effect together with security_groups").
			Hintf("the subnets determine the VPC; only a created security group needs it")
	}
	if written := n.infra.Network.Egress; len(written) > 0 && !net.CreateSecurityGroup {
		n.problems.Warnf(codeNoEffect, paths.NetworkEgress, "has no effect together with security_groups").
			Hintf("the rules of the security groups apply")
	}
}

// ecsEgress adds the egress rule for the state.
func (n *normalizer) ecsEgress() {
	net := &n.d.Network
	nfs := slices.ContainsFunc(net.Egress, func(r model.Egress) bool { return r.Port == nfsPort && r.Protocol == "tcp" })
	if n.d.Storage.State.EFSFileSystemID != "" && net.CreateSecurityGroup && !nfs {
		if len(n.infra.Network.Egress) == 0 {
			net.Egress = append(net.Egress, model.Egress{CIDR: "0.0.0.0/0", Port: nfsPort, Protocol: "tcp"})
		} else {
			n.problems.Warnf("egress", paths.NetworkEgress, "no rule allows access to the file system of the state").
				Hintf("add port %d, protocol tcp, for the subnets with the mount targets", nfsPort)
		}
	}
}
