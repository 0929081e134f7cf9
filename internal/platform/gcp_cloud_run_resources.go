package platform

import (
	"strings"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// cloudRunIdentity creates a service account unless the job has one.
func (n *normalizer) cloudRunIdentity() {
	id := &n.d.Identity
	id.CreateServiceAccount = id.ServiceAccount == ""
}

// cloudRunStorage resolves what the key encrypts.
func (n *normalizer) cloudRunStorage() {
	s := &n.d.Storage
	s.State = model.StatePlan{Bucket: s.State.Bucket}
	s.EncryptCompute = s.KMSKey != "" && s.KMSKeyRegion == n.d.Region
	if s.KMSKey != "" && s.KMSKeyRegion != "" && !s.EncryptCompute {
		n.problems.Warnf("kms-location", paths.StorageKMSKeyID,
			"is in %s: it encrypts the data, but not the Cloud Run resource in %s", s.KMSKeyRegion, n.d.Region).
			Hintf("use a key in the job's region to encrypt both")
	}
}

// cloudRunLogs resolves the logs. Cloud Run names the log of standard output
// itself; a log in the job is an additional one that it may write to.
func (n *normalizer) cloudRunLogs() {
	n.gcpLogs(func(log string) {
		if n.engine.Known() {
			n.noEffect(paths.MonitoringLogGroup, "the engine writes to its output alone; a log bucket can be set: projects/P/locations/L/buckets/B")
			return
		}
		n.d.Monitoring.LogName = log
		n.checkLogProject(log)
		if _, name, _ := strings.Cut(log, "/logs/"); strings.Contains(name, "/") {
			n.problems.Errorf("log-name", paths.MonitoringLogGroup, "invalid log name %q: a slash must be written %%2F", name).
				Hintf("use %s", strings.TrimSuffix(log, name)+strings.ReplaceAll(name, "/", "%2F"))
		}
	})
}

// checkLogProject warns of a log in another project: sinks, metrics and commands
// are those of one project.
func (n *normalizer) checkLogProject(log string) {
	if project := gcpForms().logName.FindStringSubmatch(log)[1]; project != n.d.Project {
		n.problems.Warnf("log-project", paths.MonitoringLogGroup,
			"is in project %q, but the job in %q: its entries are not in the job's log bucket, metrics and log commands",
			project, n.d.Project).
			Hintf("use a log of the job's project: projects/%s/logs/%s", n.d.Project, log[strings.LastIndex(log, "/logs/")+len("/logs/"):])
	}
}

// cloudRunAlerts resolves the alert for missing runs. Runs of a service are
// requests, so without a schedule none is expected.
func (n *normalizer) cloudRunAlerts() {
	if n.d.Service && !n.d.Schedule.Exists {
		n.noEffect(paths.MonitoringMaxHoursBetweenRuns, "a service without a schedule has no runs; an alert reports when it is down")
		return
	}
	n.missingRuns(promQLLookBack("runs and starts that fail are still reported"))
}
