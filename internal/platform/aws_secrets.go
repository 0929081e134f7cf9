package platform

import (
	"regexp"
	"strings"
	"sync"
)

// secretSuffix ends the ARN of a secret: a hyphen and six characters that Secrets
// Manager adds to the name. From "Secret ARN", the Secrets Manager user guide, read
// 2026-11-25.
var secretSuffix = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`-[A-Za-z0-9]{6}$`) })

// checkSecretARN reports an ARN without its suffix. Secrets Manager finds the secret
// by it, but IAM compares the ARN in a policy with the whole one and denies access.
func (n *normalizer) checkSecretARN(at, reference string) bool {
	ok := n.checkPartition(at, reference)
	arn := strings.Join(strings.SplitN(reference, ":", 8)[:7], ":")
	if secretSuffix().MatchString(arn) {
		return ok
	}
	report, consequence := n.problems.Errorf, "the policy of the execution role grants no access to the secret"
	if n.infra.Compute.ExecutionRoleARN != "" {
		report, consequence = n.problems.Warnf, "a policy that names it so grants no access to the secret"
	}
	problem := report("secret-suffix", at, "the ARN lacks the six random characters at its end: %s", consequence)
	problem.Hintf("use the whole ARN: aws secretsmanager describe-secret --secret-id %s --region %s --query ARN",
		arn[strings.LastIndex(arn, ":")+1:], parseARN(arn).region)
	return ok
}

// checkParameterARN reports the ARN of a parameter whose name has an empty part. The
// name of a parameter in a hierarchy starts with a slash, which the ARN has only
// once. From "Parameter names", the Systems Manager user guide, read 2026-11-25.
func (n *normalizer) checkParameterARN(at, reference string) bool {
	ok := n.checkPartition(at, reference)
	name := reference[strings.Index(reference, ":parameter/")+len(":parameter/"):]
	if !strings.HasPrefix(name, "/") && !strings.HasSuffix(name, "/") && !strings.Contains(name, "//") {
		return ok
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '/' })
	n.problems.Errorf("parameter", at, "the name of the parameter has an empty part: the ARN has one slash between parts").
		Hintf("use %s", strings.TrimSuffix(reference, name)+strings.Join(parts, "/"))
	return false
}
