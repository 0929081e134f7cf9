package platform

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// arnKind is a kind of ARN that a job file names.
type arnKind int

const (
	roleARN arnKind = iota
	policyARN
	kmsKeyARN
	topicARN
)

// arnForm is how an ARN of one kind is written.
type arnForm struct {
	what    string
	pattern *regexp.Regexp
	example string
}

// arnForms are indexed by kind. From botocore 1.43.11 (iam, kms, sns), read
// 2026-11-22.
var arnForms = sync.OnceValue(func() map[arnKind]arnForm {
	return map[arnKind]arnForm{
		roleARN: {"an IAM role", regexp.MustCompile(`^arn:aws(-[a-z]+)*:iam::\d{12}:role/([\w+=,.@-]+/)*[\w+=,.@-]{1,64}$`),
			"arn:aws:iam::123456789012:role/dativo"},
		policyARN: {"an IAM policy", regexp.MustCompile(`^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy/([\w+=,.@-]+/)*[\w+=,.@-]{1,128}$`),
			"arn:aws:iam::123456789012:policy/boundary"},
		kmsKeyARN: {"a KMS key", regexp.MustCompile(`^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key/` + keyID + `$`),
			"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		topicARN: {"an SNS topic", regexp.MustCompile(`^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$`),
			"arn:aws:sns:us-east-1:123456789012:data-alerts"},
	}
})

// arn is an ARN taken apart.
type arn struct{ partition, region, account string }

func parseARN(s string) arn {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) < 6 {
		return arn{}
	}
	return arn{parts[1], parts[3], parts[4]}
}

// checkARN reports an ARN that is not of the kind, whose parts contradict each
// other, or that is not of the region's partition. It returns its parts and
// whether it is usable; an absent one is not.
func (n *normalizer) checkARN(at, written string, kind arnKind) (arn, bool) {
	if written == "" {
		return arn{}, false
	}
	form := arnForms()[kind]
	if !form.pattern.MatchString(written) {
		n.problems.Errorf("arn", at, "%q is not the ARN of %s", written, form.what).Hintf("write one such as %s", form.example)
		return arn{}, false
	}
	return parseARN(written), n.checkPartition(at, written)
}

// checkPartition reports an ARN of another partition than its own region's, or
// than the job's.
func (n *normalizer) checkPartition(at, written string) bool {
	a := parseARN(written)
	own, known := awsRegions().partitionOf(a.region)
	switch {
	case a.region != "" && !known:
		n.problems.Errorf("arn-region", at, "names %q, which is not an AWS region", a.region).Hint = awsRegions().suggestion(a.region)
		return false
	case a.region != "" && own != a.partition:
		n.problems.Errorf("arn-partition", at, "is of the partition %q, but its own region %s is in %q", a.partition, a.region, own)
		return false
	}
	if want, ok := awsRegions().partitionOf(n.infra.Region); ok && a.partition != want {
		n.problems.Errorf("arn-partition", at, "is of the partition %q, but the job's region %s is in %q", a.partition, n.infra.Region, want)
		return false
	}
	return true
}

// checkARNRegion reports an ARN of another region where the service works
// within its own alone.
func (n *normalizer) checkARNRegion(at string, a arn, why string) {
	if a.region != "" && n.infra.Region != "" && a.region != n.infra.Region {
		n.problems.Errorf("arn-region", at, "is in %s, but the job runs in %s", a.region, n.infra.Region).Hint = why
	}
}

// awsIDs are the ids of network resources: 8 or 17 hexadecimal digits. From
// cfn-lint 1.51.0, formats, read 2026-11-22.
var awsIDs = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(vpc|subnet|sg|fs|fsap)-([0-9a-f]{8}|[0-9a-f]{17})$`)
})

// awsID is the reference of a network resource by its id.
func awsID(kind string) reference {
	return func(n *normalizer, at, written string) resource {
		n.checkAWSID(at, written, kind)
		return resource{name: written}
	}
}

// checkAWSID reports an id that is not of the kind: vpc, subnet, sg, fs, fsap.
func (n *normalizer) checkAWSID(at, id, kind string) {
	if id == "" {
		return
	}
	if groups := awsIDs().FindStringSubmatch(id); groups != nil && groups[1] == kind {
		return
	}
	hint := fmt.Sprintf("%s- and 8 or 17 hexadecimal digits", kind)
	if digits, ok := strings.CutPrefix(id, kind+"-"); ok && strings.Trim(digits, "0123456789abcdef") == "" {
		hint += fmt.Sprintf(", of which it has %d", len(digits))
	}
	n.problems.Errorf("id", at, "%q is not an id of the form %s-0123456789abcdef0", id, kind).Hint = hint
}

// keyID is the id of a KMS key, as it ends the key's ARN.
const keyID = `([0-9a-f-]{36}|mrk-[0-9a-f]{32})`

var bareKeyID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^` + keyID + `$`) })

// kmsKey returns the ARN of a key that is written as an ARN or as a bare key
// id, which is one of the account that the other ARNs reveal.
func (n *normalizer) kmsKey(at, written string) resource {
	switch {
	case written == "":
		return resource{}
	case strings.HasPrefix(written, "alias/"), strings.Contains(written, ":alias/"):
		n.problems.Errorf("kms-alias", at, "%q is an alias: a policy cannot grant the use of one", written).
			Hintf("write the ARN of the key itself: aws kms describe-key --key-id %s --query KeyMetadata.Arn", written)
		return resource{}
	case strings.HasPrefix(written, "arn:"):
		a, _ := n.checkARN(at, written, kmsKeyARN)
		return resource{written, a.region}
	}
	account := n.account()
	partition, known := awsRegions().partitionOf(n.infra.Region)
	switch {
	case !bareKeyID().MatchString(written):
		n.problems.Errorf("kms-key", at, "%q is not a KMS key", written).
			Hintf("write the key's ARN, such as %s", arnForms()[kmsKeyARN].example)
	case account == "":
		n.problems.Errorf("kms-key", at, "the key's account is not known: no role or topic in this file tells it").
			Hintf("write the key's whole ARN, such as %s", arnForms()[kmsKeyARN].example)
	case known:
		return resource{fmt.Sprintf("arn:%s:kms:%s:%s:key/%s", partition, n.infra.Region, account, written), n.infra.Region}
	}
	return resource{}
}

// account is the AWS account that the named ARNs reveal, or "".
func (n *normalizer) account() string {
	for _, written := range []string{n.infra.Compute.TaskRoleARN, n.infra.Compute.ExecutionRoleARN, n.infra.Monitoring.AlertTopicARN} {
		if account := parseARN(written).account; account != "" {
			return account
		}
	}
	return ""
}

// s3Bucket checks the name of a bucket. From cfn-lint 1.51.0, format
// AWS::S3::Bucket.BucketName, read 2026-11-22.
func (n *normalizer) s3Bucket(at, bucket string) resource {
	if bucket == "" {
		return resource{}
	}
	ok := len(bucket) >= 3 && len(bucket) <= 63 && isLowerOf(bucket, ".-") &&
		!strings.HasPrefix(bucket, ".") && !strings.HasPrefix(bucket, "-") && !strings.HasSuffix(bucket, ".") && !strings.HasSuffix(bucket, "-") &&
		!isDottedNumbers(bucket)
	for _, part := range []string{"..", "-.", ".-"} {
		ok = ok && !strings.Contains(bucket, part)
	}
	for _, prefix := range []string{"xn--", "sthree-", "amzn-s3-demo-"} {
		ok = ok && !strings.HasPrefix(bucket, prefix)
	}
	for _, suffix := range []string{"-s3alias", "--ol-s3", ".mrap", "--x-s3"} {
		ok = ok && !strings.HasSuffix(bucket, suffix)
	}
	if !ok {
		n.problems.Errorf("bucket", at, "%q is not a name of an S3 bucket", bucket).
			Hintf("3 to 63 lower-case letters, digits, \".\" and \"-\"; no s3:// and no path")
	}
	return resource{name: bucket}
}

// isLowerOf reports whether s is made of lower-case letters, digits and extra.
func isLowerOf(s, extra string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(extra, r)) {
			return false
		}
	}
	return true
}

// isDottedNumbers reports whether s looks like an IPv4 address.
func isDottedNumbers(s string) bool {
	return strings.Count(s, ".") == 3 && strings.Trim(s, "0123456789.") == ""
}
