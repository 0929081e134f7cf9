package platform

import "github.com/dativo-io/dativo-gen/internal/paths"

// ecsState checks the file system of the state. It needs an access point:
// without one the file system belongs to root, and the job runs as another user.
func (n *normalizer) ecsState() {
	state := n.d.Storage.State
	n.checkAWSID(paths.StorageStateEFSFileSystemID, state.EFSFileSystemID, "fs")
	n.checkAWSID(paths.StorageStateEFSAccessPointID, state.EFSAccessPointID, "fsap")
	switch {
	case state.EFSFileSystemID != "" && state.EFSAccessPointID == "":
		n.problems.Errorf("required", paths.StorageStateEFSAccessPointID,
			"missing: without an access point the file system belongs to root, and the job cannot write to it").
			Hintf("use an access point whose POSIX user can write to its root directory")
	case state.EFSFileSystemID == "" && state.EFSAccessPointID != "":
		n.problems.Errorf("required", paths.StorageStateEFSFileSystemID, "missing: the file system of the access point").
			Hintf("find it with aws efs describe-access-points --access-point-id %s", state.EFSAccessPointID)
	}
}

// ecsLogs resolves the log group, which is created unless the job uses an
// existing one.
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
		n.problems.Errorf("required", paths.MonitoringLogGroup, "missing: create_log_group: false requires an existing log group").
			Hintf("set it, or remove create_log_group: false to have one created")
	}
	for _, at := range []string{paths.MonitoringLogRetentionDays, paths.MonitoringLogKMSKeyID, paths.MonitoringKeepLogs} {
		if isSet(n.infra, at) {
			n.problems.Warnf(codeNoEffect, at, "has no effect with create_log_group: false").
				Hintf("set it where the log group is created")
		}
	}
	m.LogKMSKey, m.KeepLogs = "", false
	if !m.PublishesMetrics && m.MetricsNamespace != "" {
		n.noEffect(paths.MonitoringMetricsNamespace, "the engine puts no metrics, and the module counts errors in a log group that it creates")
		m.MetricsNamespace = ""
	}
}
