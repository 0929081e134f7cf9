package platform

import "github.com/dativo-io/dativo-gen/internal/model"

// monitoring settles logs, metrics and alerts. What becomes of log_group is
// the platform's to say.
func (n *normalizer) monitoring() {
	written := n.infra.Monitoring
	n.d.Monitoring = model.MonitoringPlan{
		LogRetentionDays: orDefault(written.LogRetentionDays, 30),
		MetricsNamespace: written.MetricsNamespace,
	}
	n.platform.Cloud.monitoring(n)
}
