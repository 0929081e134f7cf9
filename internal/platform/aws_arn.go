package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// arnKind is a kind of ARN in a job file.
type arnKind int

const (
	roleARN arnKind = iota
	policyARN
	kmsKeyARN
	topicARN
	secretARN
)

// arnForm is the form of the ARNs of one kind.
type arnForm struct {
	resource string
	pattern  *regexp.Regexp
	example  string
}

// arnForms are the forms by kind. From botocore 1.43.11 (iam, kms, sns), read
// 2026-11-22, and "What's in a Secrets Manager secret", read 2026-11-25.
var arnForms = sync.OnceValue(func() map[arnKind]arnForm {
	return map[arnKind]arnForm{
		roleARN: {"IAM role", regexp.MustCompile(`^arn:aws(-[a-z]+)*:iam::\d{12}:role/([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`),
			"arn:aws:iam::123456789012:role/dativo"},
		policyARN: {"IAM policy", regexp.MustCompile(`^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy/([\w+=,.@-]+/)*[\w+=,.@-]{1,128}$`),
			"arn:aws:iam::123456789012:policy/boundary"},
		kmsKeyARN: {"KMS key", regexp.MustCompile(`^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key/` + keyID + `$`),
			"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		topicARN: {"SNS topic", regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$`),
			"arn:aws:sns:us-east-1:123456789012:data-alerts"},
		// With the hyphen and six characters that Secrets Manager adds to the name: IAM
		// compares whole ARNs.
		secretARN: {"Secrets Manager secret",
			regexp.MustCompile(`^arn:aws(-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+-[A-Za-z0-9]{6}$`),
			"arn:aws:secretsmanager:us-east-1:123456789012:secret:ghcr-AbCdEf"},
	}
})

// arn is a parsed ARN; the zero value is not one.
type arn struct{ partition, region, account string }

func parseARN(s string) arn {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) < 6 {
		return arn{}
	}
	return arn{parts[1], parts[3], parts[4]}
}

// checkARN reports an ARN of another kind or partition, and returns the parsed
// ARN and whether it is usable. An empty text is valid and not usable.
func (n *normalizer) checkARN(at, written string, kind arnKind) (arn, bool) {
	if written == "" {
		return arn{}, false
	}
	form := arnForms()[kind]
	if !form.pattern.MatchString(written) {
		n.problems.Errorf("arn", at, "invalid %s ARN %q", form.resource, written).Hintf("use one such as %s", form.example)
		return arn{}, false
	}
	return parseARN(written), n.checkPartition(at, written)
}

// checkPartition reports an ARN in another partition than its region, or than
// the job.
func (n *normalizer) checkPartition(at, written string) bool {
	a := parseARN(written)
	own, known := awsRegions().partitionOf(a.region)
	switch {
	case a.region != "" && !known:
		n.problems.Errorf("arn-region", at, "invalid AWS region %q in the ARN", a.region).Hint = awsRegions().suggestion(a.region)
		return false
	case a.region != "" && own != a.partition:
		n.problems.Errorf("arn-partition", at, "invalid partition %q in the ARN: its region %s is in %q", a.partition, a.region, own)
		return false
	}
	if want, ok := awsRegions().partitionOf(n.infra.Region); ok && a.partition != want {
		n.problems.Errorf("arn-partition", at, "is in partition %q, but the job's region %s is in %q", a.partition, n.infra.Region, want)
		return false
	}
	return true
}

// checkARNRegion reports an ARN in another region than the job, for a service
// that uses only resources in its own region.
func (n *normalizer) checkARNRegion(at string, a arn, why string) {
	if a.region != "" && n.infra.Region != "" && a.region != n.infra.Region {
		n.problems.Errorf("arn-region", at, "is in %s, but the job runs in %s", a.region, n.infra.Region).Hint = why
	}
}

// account is the AWS account ID in the ARNs of the job, or "".
func (n *normalizer) account() string {
	for _, written := range []string{n.infra.Compute.TaskRoleARN, n.infra.Compute.ExecutionRoleARN, n.infra.Monitoring.AlertTopicARN} {
		if account := parseARN(written).account; account != "" {
			return account
		}
	}
	return ""
}

// checkRoles reports roles in two accounts: a role cannot be passed to a task in
// another account.
func (n *normalizer) checkRoles() {
	var account, first string
	for _, role := range []struct{ at, key, arn string }{
		{paths.ComputeExecutionRoleARN, "execution_role_arn", n.infra.Compute.ExecutionRoleARN},
		{paths.ComputeTaskRoleARN, "task_role_arn", n.infra.Compute.TaskRoleARN},
	} {
		a, ok := n.checkARN(role.at, role.arn, roleARN)
		switch {
		case !ok:
		case account == "":
			account, first = a.account, role.key
		case a.account != account:
			n.problems.Errorf("arn-account", role.at, "is in account %s, but %s is in account %s", a.account, first, account).
				Hintf("use roles in the account that the task runs in")
		}
	}
	at := paths.ComputePermissionsBoundaryARN
	boundary, ok := n.checkARN(at, n.infra.Compute.PermissionsBoundaryARN, policyARN)
	// Managed policies of AWS have the account "aws".
	if ok && account != "" && boundary.account != account && boundary.account != "aws" {
		n.problems.Errorf("arn-account", at, "is in account %s, but %s is in account %s", boundary.account, first, account).
			Hintf("use a permissions boundary in the account of the roles")
	}
	topic := parseARN(n.infra.Monitoring.AlertTopicARN)
	if account != "" && topic.account != "" && topic.account != account {
		n.problems.Warnf("arn-account", paths.MonitoringAlertTopicARN,
			"is in account %s, but the job runs in account %s", topic.account, account).
			Hintf("the topic's policy must allow EventBridge and CloudWatch in account %s to publish", account)
	}
}
