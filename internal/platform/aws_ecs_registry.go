package platform

import (
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// ecsRegistry resolves how ECS pulls the image: with the execution role from Amazon
// ECR, where a pull-through cache needs more of it, and with credentials in Secrets
// Manager from private registries elsewhere. That an image elsewhere needs any is
// not known: its repository may be public. From "Private registry authentication for
// tasks", the ECS developer guide, and "IAM permissions required to sync an upstream
// registry", the ECR user guide, read 2026-11-25.
func (n *normalizer) ecsRegistry() {
	compute, c := n.infra.Compute, &n.d.Container
	at := paths.ComputeRepositoryCredentials
	if _, ok := n.checkARN(at, compute.RepositoryCredentials, secretARN); ok {
		c.RepositoryCredentials = compute.RepositoryCredentials
	}
	if c.ImageIsECR && c.RepositoryCredentials != "" {
		n.noEffect(at, "ECS signs in to Amazon ECR with the execution role")
		c.RepositoryCredentials = ""
	}
	at = paths.ComputePullThroughCache
	switch {
	case compute.PullThroughCache == "":
	case c.Image != "" && !c.ImageIsECR:
		n.problems.Errorf("pull-through-cache", at, "requires an image in Amazon ECR, which imports it from the other registry").
			Hintf("use the image's name in the cache, such as 123456789012.dkr.ecr.%s.amazonaws.com/ghcr/acme/dativo:1.4.2", n.d.Region)
	case n.d.Identity.ExecutionRoleARN != "":
		n.noEffect(at, "an existing role gets no grants: check that compute.execution_role_arn may import the image")
	default:
		c.ImportsImage, c.CreatesRepository = true, compute.PullThroughCache == "create"
	}
}
