package platform

import "github.com/dativo-io/dativo-gen/internal/paths"

// ecsData checks that what narrows or extends a role's rights to the data has
// a role to do so.
func (n *normalizer) ecsData() {
	s := &n.d.Storage
	if s.KMSKey != "" && s.Bucket == "" {
		n.problems.Warnf("no-effect", paths.StorageKMSKeyID, "has no effect without a bucket").
			Hintf("it is the key of storage.bucket; logs have monitoring.log_kms_key_id, secrets have compute.secrets_kms_key_arns")
		s.KMSKey, s.KMSKeyRegion = "", ""
	}
	if n.d.Identity.TaskRoleARN == "" {
		return
	}
	for path, value := range sorted(map[string]string{paths.StorageKMSKeyID: s.KMSKey, paths.StoragePrefix: s.Prefix}) {
		if value != "" {
			n.problems.Warnf("no-effect", path, "has no effect beside compute.task_role_arn").
				Hintf("a role that is given gets no grants: see that it has those that the job needs")
		}
	}
}

// ecsState checks the file system that state is kept in. Without an access
// point everything on it belongs to root, which the job is not.
func (n *normalizer) ecsState() {
	state := n.d.Storage.State
	n.checkAWSID(paths.StorageStateEFSFileSystemID, state.EFSFileSystemID, "fs")
	n.checkAWSID(paths.StorageStateEFSAccessPointID, state.EFSAccessPointID, "fsap")
	switch {
	case state.EFSFileSystemID != "" && state.EFSAccessPointID == "":
		n.problems.Errorf("required", paths.StorageStateEFSAccessPointID, "missing: without one the file system belongs to root, and the job cannot write to it").
			Hintf("name an access point whose POSIX user may write to its root directory")
	case state.EFSFileSystemID == "" && state.EFSAccessPointID != "":
		n.problems.Errorf("required", paths.StorageStateEFSFileSystemID, "missing: the access point's file system").
			Hintf("aws efs describe-access-points --access-point-id %s tells it", state.EFSAccessPointID)
	}
}

// ecsLogs settles the log group: it is created, unless it is said to exist.
func (n *normalizer) ecsLogs() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	m.LogGroup = written.LogGroup
	m.CreateLogGroup = orDefault(written.CreateLogGroup, true)
	if m.CreateLogGroup {
		if m.LogGroup == "" {
			m.LogGroup = "/dativo/ecs/" + n.d.Name
		}
		return
	}
	if m.LogGroup == "" {
		n.problems.Errorf("required", paths.MonitoringLogGroup, "missing: the job needs a log group that exists").
			Hintf("name it, or leave create_log_group: false away to have one made")
	}
	for _, path := range []string{paths.MonitoringLogRetentionDays, paths.MonitoringLogKMSKeyID} {
		if isSet(n.infra, path) {
			n.problems.Warnf("no-effect", path, "has no effect with create_log_group: false").
				Hintf("it is up to whoever owns the log group")
		}
	}
	m.LogKMSKey = ""
}

// ecsIdentity settles which roles are created: the execution role whenever
// none is given, the task role where there is something to grant, too.
func (n *normalizer) ecsIdentity() {
	d := &n.d
	id := &d.Identity
	id.CreateExecutionRole = id.ExecutionRoleARN == ""
	grants := d.Storage.Bucket != "" || d.Storage.State.EFSFileSystemID != "" || d.Monitoring.MetricsNamespace != ""
	id.CreateTaskRole = id.TaskRoleARN == "" && grants

	if len(d.Container.SecretsKMSKeyARNs) > 0 {
		switch {
		case len(d.Container.Secrets) == 0:
			n.problems.Warnf("no-effect", paths.ComputeSecretsKMSKeyARNs, "has no effect without secrets").
				Hintf("they are the keys of what compute.secrets names")
		case !id.CreateExecutionRole:
			n.problems.Warnf("no-effect", paths.ComputeSecretsKMSKeyARNs, "has no effect beside compute.execution_role_arn").
				Hintf("a role that is given gets no grants: see that it may decrypt the secrets")
		}
	}
	creates := id.CreateExecutionRole || id.CreateTaskRole || d.Schedule.Exists || d.Retry.Count > 0
	if id.PermissionsBoundaryARN != "" && !creates {
		n.problems.Warnf("no-effect", paths.ComputePermissionsBoundaryARN, "has no effect").
			Hintf("it bounds roles that are created, and this job needs none")
		id.PermissionsBoundaryARN = ""
	}
}
