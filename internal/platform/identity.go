package platform

// identity settles who the job is to the cloud. Which identities are created
// is the platform's to say.
func (n *normalizer) identity() {
	compute, id := n.infra.Compute, &n.d.Identity
	id.ExecutionRoleARN, id.TaskRoleARN = compute.ExecutionRoleARN, compute.TaskRoleARN
	id.PermissionsBoundaryARN = compute.PermissionsBoundaryARN
	id.IRSA = compute.Identity == "irsa"
	id.ServiceAccount = compute.ServiceAccount
	n.platform.Cloud.identity(n)
}
