package platform

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// maxConfigMap is the largest size of a ConfigMap in bytes, keys not counted. From
// kubernetes v1.33.0 (pkg/apis/core, MaxSecretSize; ValidateConfigMap), read
// 2026-11-25.
const maxConfigMap = 1 << 20

// fromConfigMap is the value of compute.config that mounts the files of a job.
const fromConfigMap = "configmap"

// MountsConfig reports whether a ConfigMap mounts the files of a job, so that
// Input.ConfigFiles is required.
func MountsConfig(job *model.Job) bool {
	infra := job.Infrastructure
	return infra != nil && infra.Compute != nil && infra.Compute.Config == fromConfigMap
}

// configInImage reports a ConfigMap on a platform that has none.
func (n *normalizer) configInImage() {
	if n.infra.Compute.Config == fromConfigMap {
		n.problems.Errorf(codeRefused, paths.ComputeConfig, "unsupported on %s: %s", n.platform.Title, fromConfigMap).
			Hintf("EKS and GKE only; dativo-gen image puts the files into the image")
	}
}

// kubernetesConfig resolves the files that a ConfigMap mounts.
func (n *normalizer) kubernetesConfig() {
	if n.infra.Compute.Config != fromConfigMap {
		return
	}
	n.d.Container.ConfigFiles = n.in.ConfigFiles
	size := 0
	for name, text := range sorted(n.in.ConfigFiles) {
		size += len(text)
		n.checkMountPath("config-file", paths.ComputeConfig, name)
		if _, duplicate := n.infra.Compute.SecretFiles[name]; duplicate {
			n.problems.Errorf("secret-file", diag.KeyPath(paths.ComputeSecretFiles, name), "conflicts with a file of the ConfigMap").
				Hintf("use another path")
		}
	}
	if size > maxConfigMap {
		n.problems.Errorf("config-file", paths.ComputeConfig, "%d bytes exceed the limit of a ConfigMap: %d", size, maxConfigMap).
			Hintf("put the files into the image with dativo-gen image, and set config to image")
	}
}
