package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// ecrHost is the host of a private Amazon ECR registry: ACCOUNT.dkr.ecr.REGION and
// the suffix of the partition, or ACCOUNT.dkr-ecr.REGION.on.aws with IPv6, each also
// with FIPS. From "Making requests to Amazon ECR registries", the ECR user guide, and
// botocore 1.43.11, partitions.json, read 2026-11-25. The modules recognize an image
// by the same form: see TestECRHosts.
var ecrHost = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\d{12}\.dkr(` +
		`\.ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.(com|com\.cn|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)|` +
		`-ecr(-fips)?\.[a-z0-9-]+\.on\.(aws|amazonwebservices\.(com\.cn|eu)))$`)
})

// ecsImage warns of the dual-stack host of Amazon ECR: Fargate asked the host without
// IPv6 for its sign-in. From github.com/aws/containers-roadmap, issue 2792, opened
// 2026-03-25 and open on 2026-11-25.
func (n *normalizer) ecsImage() {
	host, path, _ := strings.Cut(n.d.Container.Image, "/")
	if !n.d.Container.ImageIsECR || !strings.Contains(host, ".dkr-ecr") {
		return
	}
	n.problems.Warnf("dual-stack", paths.ComputeImage, "Fargate may not sign in to the dual-stack host of Amazon ECR: %s", host).
		Hintf("use %s", plainECRHost(host)+"/"+path)
}

// plainECRHost is the host of the same registry without IPv6.
func plainECRHost(host string) string {
	account, rest, _ := strings.Cut(host, ".dkr-ecr")
	fips, rest, _ := strings.Cut(rest, ".")
	region, _, _ := strings.Cut(rest, ".")
	suffix := "amazonaws.com"
	switch partition, _ := awsRegions().partitionOf(region); partition {
	case "aws-cn":
		suffix += ".cn"
	case "aws-eusc":
		suffix = "amazonaws.eu"
	}
	return account + ".dkr.ecr" + fips + "." + region + "." + suffix
}
