package platform

// identity resolves the identities that the job runs as. Which of them are
// created is decided by the platform's steps.
func (n *normalizer) identity() {
	compute, id := n.infra.Compute, &n.d.Identity
	id.ExecutionRoleARN, id.TaskRoleARN = compute.ExecutionRoleARN, compute.TaskRoleARN
	id.PermissionsBoundaryARN = compute.PermissionsBoundaryARN
	id.IRSA = compute.Identity == "irsa"
	id.ServiceAccount = compute.ServiceAccount
	n.platform.Cloud.identity(n)
}
