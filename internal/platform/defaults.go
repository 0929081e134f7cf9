package platform

import (
	"cmp"
	"reflect"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// Default is a value that nobody wrote, and that the job has all the same.
type Default struct {
	// Path is where it could have been written: infrastructure.compute.retries.
	Path  string
	Value any
}

// filledIn says where normalizing puts the value of each key that it may fill
// in. The value is read from the finished deployment: so it is what the module
// gets, whichever rule it came from.
func filledIn(d *model.Deployment) []Default {
	c, m, b := d.Container, d.Monitoring, d.Backend
	return []Default{
		{"project_id", d.Project},
		{"job_name", d.Job},
		{"compute.cluster_location", d.Cluster.Location},
		{"compute.namespace", d.Cluster.Namespace},
		{"compute.workload", choice(d.Service, "service", "job")},
		{"compute.task_cpu", c.CPU.Kubernetes()},
		{"compute.task_memory", c.Memory.Kubernetes()},
		{"compute.architecture", architecture(c.ARM64)},
		{"compute.ephemeral_storage_gib", c.EphemeralStorageGiB},
		{"compute.identity", choice(d.Identity.IRSA, "irsa", "pod_identity")},
		{"compute.entrypoint", c.Entrypoint},
		{"compute.args", c.Args},
		{"compute.job_config_path", c.JobConfigPath},
		{"compute.timeout_seconds", c.TimeoutSeconds},
		{"compute.retries", d.Retry.Count},
		{"compute.run_as_user", c.RunAsUser},
		{"compute.read_only_root_filesystem", c.ReadOnlyRootFilesystem},
		{"compute.scratch_mib", c.ScratchMiB},
		{"schedule.timezone", d.Schedule.Timezone},
		{"schedule.enabled", d.Schedule.Enabled},
		{"schedule.region", d.Schedule.Region},
		{"network.egress", d.Network.Egress},
		{"network.assign_public_ip", d.Network.AssignPublicIP},
		{"network.pod_security_groups", d.Network.PodSecurityGroups},
		{"monitoring.log_group", cmp.Or(m.LogGroup, m.LogBucket)},
		{"monitoring.create_log_group", m.CreateLogGroup},
		{"monitoring.log_retention_days", m.LogRetentionDays},
		{"monitoring.max_hours_between_runs", m.MaxHoursBetweenRuns},
		{"terraform.backend.type", cmp.Or(b.Type, "local")},
		{"terraform.backend.key", b.Key},
		{"terraform.backend.prefix", b.Prefix},
		{"terraform.backend.region", b.Region},
		{"terraform.backend.use_lockfile", b.UseLockfile},
		{"terraform.backend.path", b.Path},
	}
}

// Defaults returns what normalizing filled in that the author did not write,
// in the order of the configuration reference. Keys that mean nothing on the
// platform, and parts that the job does not have, have no value.
func Defaults(infra *model.Infrastructure, d *model.Deployment) []Default {
	p, ok := ByName(d.Platform)
	if !ok || infra == nil {
		return nil
	}
	var all []Default
	whole := complete(infra)
	for _, standard := range filledIn(d) {
		// command takes the entry point's place: there is none to be filled in.
		replaced := standard.Path == "compute.entrypoint" && isSet(whole, "compute.command")
		if replaced || isSet(whole, standard.Path) || meaningless(p, standard.Path) || absent(d, standard) {
			continue
		}
		standard.Path = "infrastructure." + standard.Path
		all = append(all, standard)
	}
	return all
}

// meaningless reports whether a platform refuses a key, or has no use for it.
func meaningless(p *Platform, path string) bool {
	for _, notes := range [][]Note{p.Refused, p.NoEffect} {
		for _, note := range notes {
			if path == note.Path || strings.HasPrefix(path, note.Path+".") {
				return true
			}
		}
	}
	return false
}

// absent reports whether a value is that of something that is not there: an
// empty one or, where false and 0 are values, one of a part that the job does
// not have.
func absent(d *model.Deployment, standard Default) bool {
	part, _, _ := strings.Cut(standard.Path, ".")
	switch {
	case part == "schedule":
		return !d.Schedule.Exists
	case standard.Path == "terraform.backend.use_lockfile":
		return d.Backend.Type != "s3"
	}
	switch v := reflect.ValueOf(standard.Value); v.Kind() {
	case reflect.Bool:
		return false
	case reflect.Int:
		return v.Int() == 0 && standard.Path != "compute.retries"
	default:
		return v.Len() == 0
	}
}

func choice(yes bool, one, other string) string {
	if yes {
		return one
	}
	return other
}
