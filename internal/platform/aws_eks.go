package platform

import (
	"regexp"
	"sync"
	"time"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// awsEKS is Kubernetes on AWS.
func awsEKS(cloud *Cloud) *Platform {
	providers := cloud.Providers
	providers.Kubernetes = kubernetesProvider
	return &Platform{
		Name: "aws_eks", Title: "AWS EKS", Cloud: cloud, Compute: "eks", Synonyms: []string{"kubernetes", "k8s"},
		Providers:     providers,
		Sizes:         clusterSizes(),
		Secrets:       []model.SecretKind{model.KubernetesSecret},
		Architectures: []string{"x86_64", "arm64"},
		Default:       Size{CPU: 500, Memory: 1024},
		TagSink:       tags.AWS, LabelSink: tags.Kubernetes,
		Required: []Need{
			{paths.ComputeClusterName, "name the cluster that runs the job: aws eks list-clusters"},
		},
		Refused: []Note{
			{paths.ProjectID, "AWS has no projects"},
			{paths.ComputeServiceAccount, "it belongs to Google Cloud; compute.task_role_arn is the pod's role"},
			{paths.ComputeClusterLocation, "it belongs to Google Cloud; the cluster is in the region"},
			{paths.NetworkTags, "it belongs to Google Cloud; network.egress says what the pods may reach"},
			{paths.MonitoringAlertTopic, "it belongs to Google Cloud; use monitoring.alert_topic_arn"},
		},
		NoEffect: append(kubernetesNoEffect(),
			Note{paths.ComputeExecutionRoleARN, "the cluster's nodes pull the image"},
			Note{paths.ComputeSecretsKMSKeyARNs, "Kubernetes reads its Secrets itself"},
		),
		cron:      model.Cron.Kubernetes,
		noOverlap: true,
		stateHint: "storage.state with claim_name",
		steps: []step{
			(*normalizer).eksCluster,
			(*normalizer).kubernetesNamespace,
			(*normalizer).kubernetesStorage,
			(*normalizer).kubernetesService, // before what looks at the schedule, which a service has not
			(*normalizer).kubernetesUser,
			(*normalizer).eksIdentity,
			(*normalizer).eksSecurityGroups,
			(*normalizer).eksLogs,
			(*normalizer).eksAlerts, // after eksLogs, which says where alerts look
		},
		variables: kubernetesVariables,
	}
}

// eksClusterName is from botocore 1.43.11 (eks, ClusterName), read 2026-11-22.
var eksClusterName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_-]{0,99}$`) })

// eksCluster checks the cluster's name.
func (n *normalizer) eksCluster() {
	n.checkClusterName(eksClusterName, "1 to 100 letters, digits, hyphens and underscores")
}

// eksIdentity decides whether the pod gets a role, and whether it is created:
// a role that nothing is granted to is not needed.
func (n *normalizer) eksIdentity() {
	d := &n.d
	granted := d.Storage.Bucket != "" || d.Monitoring.MetricsNamespace != ""
	d.Identity.CreateTaskRole = d.Identity.TaskRoleARN == "" && granted
	d.Identity.ExecutionRoleARN = ""
	if !d.Identity.HasTaskRole() {
		n.noEffect(paths.ComputeIdentity, "the job uses nothing of AWS, so that its pods get no role")
	}
	if !d.Identity.CreateTaskRole {
		n.noEffect(paths.ComputePermissionsBoundaryARN, "no role is created")
	}
	n.bucketKey()
	if d.Identity.TaskRoleARN != "" {
		n.grantsNothing(paths.ComputeTaskRoleARN, paths.StoragePrefix, paths.StorageKMSKeyID)
	}
}

// maxPodSecurityGroups is how many a pod takes. From the EKS guide, "Security
// groups for pods", read 2026-11-22.
const maxPodSecurityGroups = 5

// eksSecurityGroups checks the security groups of the pods.
func (n *normalizer) eksSecurityGroups() {
	at, network := paths.NetworkSecurityGroups, n.d.Network
	switch {
	case !network.PodSecurityGroups:
		n.noEffect(paths.NetworkSecurityGroups, "pods have their nodes' groups, unless the cluster attaches others to them: network.pod_security_groups: true")
	case len(network.SecurityGroups) == 0:
		n.problems.Errorf("required", at, "missing: network.pod_security_groups attaches them to the pods")
	case len(network.SecurityGroups) > maxPodSecurityGroups:
		n.problems.Errorf("security-groups", at, "a pod takes %d of them, not %d", maxPodSecurityGroups, len(network.SecurityGroups))
	}
}

// eksLogs settles where the cluster's log agent sends the job's lines:
// the author's group, or the one of Container Insights.
func (n *normalizer) eksLogs() {
	written, m := n.infra.Monitoring, &n.d.Monitoring
	m.LogGroup = written.LogGroup
	m.CreateLogGroup = written.LogGroup != "" && orDefault(written.CreateLogGroup, true)
	if m.LogGroup == "" {
		m.LogGroup = "/aws/containerinsights/" + n.d.Cluster.Name + "/application"
		n.noEffect(paths.MonitoringCreateLogGroup, "no log group is named: monitoring.log_group")
		if m.AlertTopic != "" || m.MetricsNamespace != "" {
			n.problems.Warnf("assumed", paths.MonitoringLogGroup, "none is given: %s is assumed", m.LogGroup).
				Hintf("name the group that the cluster's log agent writes to")
		}
	}
	if !m.CreateLogGroup {
		n.noEffect(paths.MonitoringLogRetentionDays, "the log group is not this job's")
		n.noEffect(paths.MonitoringLogKMSKeyID, "the log group is not this job's")
		m.LogKMSKey = ""
	}
}

// maxAlarmHours is how far a CloudWatch alarm with periods of an hour looks
// back: a week. From botocore 1.43.11 (cloudwatch, EvaluationPeriods), read
// 2026-11-22.
const maxAlarmHours = 168

// eksAlerts settles after how many hours without a finished run somebody hears
// of it. EKS tells AWS nothing of a pod that could not start, so that a run
// that fails without a word is only noticed by its absence.
func (n *normalizer) eksAlerts() {
	at, m := paths.MonitoringMaxHoursBetweenRuns, &n.d.Monitoring
	m.MaxHoursBetweenRuns = orDefault(n.infra.Monitoring.MaxHoursBetweenRuns, 0)
	switch {
	case m.AlertTopic == "":
		n.noEffect(paths.MonitoringMaxHoursBetweenRuns, "there is nobody to tell: name monitoring.alert_topic_arn")
		m.MaxHoursBetweenRuns = 0
	case m.MaxHoursBetweenRuns == 0 && n.d.Schedule.Exists && n.d.Schedule.Enabled:
		interval := n.cron.MaxInterval()
		if interval == 0 {
			return // the schedule has been refused
		}
		m.MaxHoursBetweenRuns = missingAfter(interval, n.longestRun())
		if m.MaxHoursBetweenRuns > maxAlarmHours {
			m.MaxHoursBetweenRuns = 0
			n.problems.Warnf("unwatched", at, "CloudWatch cannot notice that a run is missing: it looks back %d hours, and the next run may be further away", maxAlarmHours).
				Hintf("errors that the job logs are still reported; a pod that never starts is not")
		}
	}
}

// longestRun is the longest that a run may take with all its attempts.
func (n *normalizer) longestRun() time.Duration {
	return time.Duration(n.d.Container.TimeoutSeconds*(n.d.Retry.Count+1)) * time.Second
}

// missingAfter is the number of whole hours after which a run that should have
// finished has not: from the end of a short run to the end of a long one, and
// an hour because the alarm counts by the clock.
func missingAfter(interval, longest time.Duration) int {
	return int((interval+longest+time.Hour-1)/time.Hour) + 1
}
