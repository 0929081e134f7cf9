package platform

import "github.com/dativo-io/dativo-gen/internal/model"

// monitoring resolves logs, metrics and alerts, except for log_group, which the
// platform's steps resolve.
func (n *normalizer) monitoring() {
	written := n.infra.Monitoring
	n.d.Monitoring = model.MonitoringPlan{
		LogRetentionDays: orDefault(written.LogRetentionDays, 30),
		MetricsNamespace: written.MetricsNamespace,
	}
	n.platform.Cloud.monitoring(n)
}
