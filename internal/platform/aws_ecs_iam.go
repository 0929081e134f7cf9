package platform

import "github.com/dativo-io/dativo-gen/internal/paths"

// ecsGrants warns of keys that limit or extend grants of a role that gets none.
func (n *normalizer) ecsGrants() {
	s := &n.d.Storage
	if s.KMSKey != "" && s.Bucket == "" {
		n.problems.Warnf(codeNoEffect, paths.StorageKMSKeyID, "has no effect without a bucket").
			Hintf("it is the key of storage.bucket; use monitoring.log_kms_key_id for logs and compute.secrets_kms_key_arns for secrets")
		s.KMSKey, s.KMSKeyRegion = "", ""
	}
	if n.d.Identity.TaskRoleARN == "" {
		n.keyWithoutUse(paths.StorageKMSKeyID)
		return
	}
	for at, value := range sorted(map[string]string{paths.StorageKMSKeyID: s.KMSKey, paths.StoragePrefix: n.infra.Storage.Prefix}) {
		if value != "" && !(at == paths.StoragePrefix && s.PrefixInBucket) {
			n.problems.Warnf(codeNoEffect, at, "has no effect together with compute.task_role_arn").
				Hintf("an existing role gets no grants: check that it has the permissions that the job needs")
		}
	}
}

// ecsIdentity resolves the created roles: the execution role unless one is set,
// and the task role if it has grants.
func (n *normalizer) ecsIdentity() {
	d := &n.d
	id := &d.Identity
	id.CreateExecutionRole = id.ExecutionRoleARN == ""
	grants := d.HasTaskPolicy() || len(d.Permissions.PolicyARNs) > 0
	id.CreateTaskRole = id.TaskRoleARN == "" && grants

	if len(d.Container.SecretsKMSKeyARNs) > 0 {
		switch {
		case len(d.Container.Secrets) == 0 && d.Container.RepositoryCredentials == "":
			n.problems.Warnf(codeNoEffect, paths.ComputeSecretsKMSKeyARNs, "has no effect without secrets").
				Hintf("these are the keys of compute.secrets and compute.repository_credentials")
			d.Container.SecretsKMSKeyARNs = nil
		case !id.CreateExecutionRole:
			n.problems.Warnf(codeNoEffect, paths.ComputeSecretsKMSKeyARNs, "has no effect together with compute.execution_role_arn").
				Hintf("an existing role gets no grants: check that it can decrypt the secrets")
		}
	}
	creates := id.CreateExecutionRole || id.CreateTaskRole || d.Runs.StateMachine
	if id.PermissionsBoundaryARN != "" && !creates {
		n.problems.Warnf(codeNoEffect, paths.ComputePermissionsBoundaryARN, "has no effect").
			Hintf("it applies to created roles, and this job has none")
		id.PermissionsBoundaryARN = ""
	}
}
