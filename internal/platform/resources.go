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
)

// identity settles who the job is to the cloud. Which identities are created
// is the platform's to say.
func (n *normaliser) identity() {
	compute, id := n.infra.Compute, &n.d.Identity
	id.ExecutionRoleARN, id.TaskRoleARN = compute.ExecutionRoleARN, compute.TaskRoleARN
	id.PermissionsBoundaryARN = compute.PermissionsBoundaryARN
	id.IRSA = compute.Identity == "irsa"
	id.ServiceAccount = compute.ServiceAccount
	if n.platform.Provider == "aws" {
		n.roles()
	} else {
		n.checkServiceAccount()
	}
}

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
func (n *normaliser) network() {
	written := n.infra.Network
	n.d.Network = model.NetworkPlan{
		VPC: written.VPCID, Subnets: written.Subnets, SecurityGroups: written.SecurityGroups,
		AssignPublicIP:    orDefault(written.AssignPublicIP, false),
		PodSecurityGroups: orDefault(written.PodSecurityGroups, false),
		Tags:              written.Tags, Egress: n.egress(),
	}
	if n.platform.Provider == "aws" {
		n.checkAWSID("infrastructure.network.vpc_id", written.VPCID, "vpc")
		for i, subnet := range written.Subnets {
			n.checkAWSID(diag.ItemPath("infrastructure.network.subnets", i), subnet, "subnet")
		}
		for i, group := range written.SecurityGroups {
			n.checkAWSID(diag.ItemPath("infrastructure.network.security_groups", i), group, "sg")
		}
		return
	}
	n.checkGCP("infrastructure.network.vpc_id", written.VPCID, gcp().network, "a VPC network", "projects/acme-prod/global/networks/data")
	for i, subnet := range written.Subnets {
		at := diag.ItemPath("infrastructure.network.subnets", i)
		groups := n.checkGCP(at, subnet, gcp().subnet, "a subnetwork", "projects/acme-prod/regions/"+n.d.Region+"/subnetworks/data")
		if groups != nil && groups[2] != "" && groups[2] != n.d.Region {
			n.problems.Errorf("subnet-region", at, "is in %s, but the job runs in %s", groups[2], n.d.Region)
		}
	}
	for i, tag := range written.Tags {
		n.checkGCP(diag.ItemPath("infrastructure.network.tags", i), tag, gcp().networkTag, "a network tag", "etl")
	}
}

// egress returns what the job may reach: as written, else HTTPS anywhere and
// the source's own port, which is the connector's or the one in the job.
func (n *normaliser) egress() []model.Egress {
	if written := n.infra.Network.Egress; len(written) > 0 {
		rules := slices.Clone(written)
		for i := range rules {
			at := fmt.Sprintf("infrastructure.network.egress[%d].cidr", i)
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
func (n *normaliser) sourcePort() int {
	connection, _ := n.job.Source["connection"].(map[string]any)
	if written, err := strconv.Atoi(fmt.Sprint(connection["port"])); err == nil && written > 0 && written < 1<<16 {
		return written
	}
	return cmp.Or(wellKnownPort(n.in.Connector.Type), wellKnownPort(n.job.SourceConnector))
}

// storage settles which data the job may use, and where its state is kept.
func (n *normaliser) storage() {
	written, s := n.infra.Storage, &n.d.Storage
	s.Bucket, s.Prefix = written.Bucket, strings.TrimPrefix(written.Prefix, "/")
	if s.Prefix != "" && !strings.HasSuffix(s.Prefix, "/") {
		s.Prefix += "/" // else orders also opens orders_eu
	}
	if strings.ContainsAny(s.Prefix, "*?${}\"\\") {
		n.problems.Errorf("prefix", "infrastructure.storage.prefix", "%q holds characters that mean something in a policy", written.Prefix).
			Hintf("write the folder itself, without \"*\", \"?\", \"${}\", quotes and backslashes")
	}
	if s.Prefix != "" && s.Bucket == "" {
		n.problems.Errorf("prefix", "infrastructure.storage.prefix", "there is no bucket that it could be part of").
			Hintf("write infrastructure.storage.bucket too")
	}
	s.State = model.StatePlan(*written.State)
	if n.platform.Provider == "aws" {
		n.checkS3Bucket("infrastructure.storage.bucket", s.Bucket)
		s.KMSKey, s.KMSKeyRegion = n.kmsKey("infrastructure.storage.kms_key_id", written.KMSKeyID)
	} else {
		n.checkGCSBucket("infrastructure.storage.bucket", s.Bucket)
		n.checkGCSBucket("infrastructure.storage.state.bucket", s.State.Bucket)
		s.KMSKey, s.KMSKeyRegion = written.KMSKeyID, n.cryptoKey("infrastructure.storage.kms_key_id", written.KMSKeyID)
	}
	if _, incremental := n.job.Source["incremental"]; incremental && !s.State.Exists() && !n.d.Service {
		n.problems.Warnf("no-state", "source.incremental", "the job is incremental, but its state does not survive a run: every run starts over").
			Hintf("give it a place: %s", n.platform.stateHint)
	}
}

// backend settles where the module's state is kept.
func (n *normaliser) backend() {
	written := n.infra.Terraform.Backend
	at := "infrastructure.terraform.backend"
	folder := strings.Join(slices.DeleteFunc([]string{"dativo", n.d.Tenant, n.d.Job, n.d.Environment}, func(s string) bool { return s == "" }), "/")
	b := model.BackendPlan{Type: written.Type}
	switch written.Type {
	case "s3":
		b.Key = cmp.Or(n.statePath(at+".key", written.Key), folder+"/terraform.tfstate")
		n.s3Backend(at, &b)
	case "gcs":
		b.Bucket, b.Prefix = written.Bucket, cmp.Or(n.statePath(at+".prefix", written.Prefix), folder)
		n.checkGCSBucket(at+".bucket", b.Bucket)
	case "local":
		b.Path = cmp.Or(written.Path, "terraform.tfstate")
	}
	if (b.Type == "s3" || b.Type == "gcs") && b.Bucket == "" {
		n.problems.Errorf("required", at+".bucket", "missing: the state needs a bucket")
	}
	for _, field := range []struct{ name, value, types string }{
		{"bucket", written.Bucket, "s3 gcs"}, {"key", written.Key, "s3"}, {"prefix", written.Prefix, "gcs"},
		{"region", written.Region, "s3"}, {"kms_key_id", written.KMSKeyID, "s3"}, {"path", written.Path, "local"},
	} {
		if field.value != "" && b.Type != "" && !slices.Contains(strings.Fields(field.types), b.Type) {
			n.problems.Errorf("backend", at+"."+field.name, "is not a setting of the %s backend", b.Type).
				Hintf("it belongs to %s", strings.ReplaceAll(field.types, " ", " and "))
		}
	}
	if *written == (model.Backend{}) {
		n.problems.Warnf("local-state", "infrastructure.terraform.backend", "none is given: Terraform's state stays in a local file").
			Hintf("state that only one machine has is soon lost: give type: s3 or gcs, and a bucket")
	}
	n.d.Backend = b
}

// s3Backend settles what a backend in S3 has besides its key.
func (n *normaliser) s3Backend(at string, b *model.BackendPlan) {
	written := n.infra.Terraform.Backend
	b.Bucket, b.Region, b.KMSKeyID = written.Bucket, cmp.Or(written.Region, n.d.Region), written.KMSKeyID
	b.UseLockfile = orDefault(written.UseLockfile, true)
	switch {
	case written.Region == "" && n.platform.Provider != "aws":
		n.problems.Errorf("required", at+".region", "missing: the job's region is not one of AWS").
			Hintf("write the region of the state's bucket, such as us-east-1")
	case written.Region != "" && !isRegion("aws", written.Region):
		n.problems.Errorf("region", at+".region", "%q is not an AWS region", written.Region).Hint = regionHint(written.Region)
	}
	if strings.HasPrefix(b.Key, "/") {
		n.problems.Errorf("backend", at+".key", "%q begins with a slash, which Terraform refuses", b.Key).Hintf("write %s", strings.TrimLeft(b.Key, "/"))
	}
	n.checkS3Bucket(at+".bucket", b.Bucket)
}
