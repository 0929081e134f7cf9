package platform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// awsIDs is the form of the IDs of network resources: 8 or 17 hexadecimal
// digits. From cfn-lint 1.51.0, formats, read 2026-11-22.
var awsIDs = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(vpc|subnet|sg|fs|fsap)-([0-9a-f]{8}|[0-9a-f]{17})$`)
})

// awsID refers to a network resource by its ID.
func awsID(prefix string) reference {
	return func(n *normalizer, at, written string) resource {
		n.checkAWSID(at, written, prefix)
		return resource{name: written}
	}
}

// checkAWSID reports an ID without the prefix: vpc, subnet, sg, fs or fsap.
func (n *normalizer) checkAWSID(at, id, prefix string) {
	if id == "" {
		return
	}
	if groups := awsIDs().FindStringSubmatch(id); groups != nil && groups[1] == prefix {
		return
	}
	// The published examples have placeholders of 13 digits; files like them render.
	const shortest, longest = 8, 17
	if digits, ok := strings.CutPrefix(id, prefix+"-"); ok && strings.Trim(digits, "0123456789abcdef") == "" &&
		len(digits) >= shortest && len(digits) <= longest && slices.Contains([]string{"vpc", "subnet", "sg"}, prefix) {
		n.problems.Warnf("placeholder-id", at, "%q looks like a placeholder: it has %d digits, AWS uses %d or %d", id, len(digits),
			shortest, longest).
			Hintf("use the ID of an existing resource; Terraform fails to find this one")
		return
	}
	hint := fmt.Sprintf("use %s- followed by 8 or 17 hexadecimal digits", prefix)
	if digits, ok := strings.CutPrefix(id, prefix+"-"); ok && strings.Trim(digits, "0123456789abcdef") == "" {
		hint += fmt.Sprintf("; this ID has %d", len(digits))
	}
	n.problems.Errorf("id", at, "invalid ID %q: expected the form %s-0123456789abcdef0", id, prefix).Hint = hint
}

// keyID is the ID of a KMS key, the last part of its ARN.
const keyID = `([0-9a-f-]{36}|mrk-[0-9a-f]{32})`

var bareKeyID = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^` + keyID + `$`) })

// kmsKey returns the ARN of a key that is written as an ARN or as a key ID. A
// key ID is one in the account of the other ARNs.
func (n *normalizer) kmsKey(at, written string) resource {
	example := arnForms()[kmsKeyARN].example
	switch {
	case written == "":
		return resource{}
	case strings.HasPrefix(written, "alias/"), strings.Contains(written, ":alias/"):
		n.problems.Errorf("kms-alias", at, "KMS alias %q: IAM policies cannot grant access by alias", written).
			Hintf("use the ARN of the key: aws kms describe-key --key-id %s --query KeyMetadata.Arn", written)
		return resource{}
	case strings.HasPrefix(written, "arn:"):
		a, _ := n.checkARN(at, written, kmsKeyARN)
		return resource{written, a.region}
	}
	account := n.account()
	partition, known := awsRegions().partitionOf(n.infra.Region)
	switch {
	case !bareKeyID().MatchString(written):
		n.problems.Errorf("kms-key", at, "invalid KMS key %q", written).Hintf("use the ARN of the key, such as %s", example)
	case account == "":
		n.problems.Errorf("kms-key", at, "unknown account of the KMS key: no role or topic of the job has an account ID").
			Hintf("use the full ARN of the key, such as %s", example)
	case known:
		return resource{fmt.Sprintf("arn:%s:kms:%s:%s:key/%s", partition, n.infra.Region, account, written), n.infra.Region}
	}
	return resource{}
}

// s3Bucket checks the name of a bucket. From cfn-lint 1.51.0, format
// AWS::S3::Bucket.BucketName, read 2026-11-22.
func (n *normalizer) s3Bucket(at, bucket string) resource {
	if bucket == "" {
		return resource{}
	}
	ok := len(bucket) >= 3 && len(bucket) <= 63 && isLowerOf(bucket, ".-") &&
		strings.Trim(bucket, ".-") == bucket && !isDottedNumbers(bucket)
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
		n.problems.Errorf("bucket", at, "invalid S3 bucket name %q", bucket).
			Hintf("use 3 to 63 lowercase letters, digits, \".\" and \"-\", without s3:// and without a path")
	}
	return resource{name: bucket}
}

// isDottedNumbers reports whether s looks like an IPv4 address.
func isDottedNumbers(s string) bool {
	return strings.Count(s, ".") == 3 && strings.Trim(s, "0123456789.") == ""
}

// awsSecrets are the forms of references to Secrets Manager and Parameter Store.
// From botocore 1.43.11 (ecs, shape Secret) and the ECS guide, read 2026-11-22.
var awsSecrets = sync.OnceValue(func() []secretForm {
	whole := func(ref *model.SecretRef, groups []string) { ref.Reference = groups[0] }
	return []secretForm{
		{
			kind: model.SecretsManager,
			pattern: regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+` +
				`(?::[^:]*:[^:]*:[^:]*)?$`),
			example: "arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf",
			parse:   whole,
			check:   (*normalizer).checkSecretARN,
		},
		{
			kind:    model.SSMParameter,
			pattern: regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:ssm:[a-z0-9-]+:\d{12}:parameter/[A-Za-z0-9/_.-]+$`),
			example: "arn:aws:ssm:us-east-1:123456789012:parameter/stripe/key",
			parse:   whole,
			check:   (*normalizer).checkParameterARN,
		},
	}
})
