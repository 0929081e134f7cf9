package platform

import (
	"net/url"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// engineSettings adds the variables that the module sets so that the run works,
// unless the job sets them: the bucket, the region, and the warnings that must
// fail a run.
func (n *normalizer) engineSettings(run engine.Run) {
	if n.d.Storage.Bucket != "" {
		n.setting(model.Setting{Name: bucketVariable, Value: run.Environment[bucketVariable], Variable: "bucket"})
	}
	if isCloudStorage(n.needs.Upload.Endpoint) {
		for _, s := range engine.Interop() {
			n.setting(model.Setting{Name: s.Name, Value: s.Value})
		}
	}
	for _, s := range n.needs.Settings {
		setting := model.Setting{Name: s.Name, Value: s.Value}
		if s.Name == engine.RegionVariable && s.Value == n.d.Region {
			setting.Variable = "region"
		}
		n.setting(setting)
	}
}

// setting adds one, unless the job sets the variable or another setting does.
// STATE_DIR is the templates': it depends on the file system.
func (n *normalizer) setting(s model.Setting) {
	known := slices.ContainsFunc(n.d.Container.Settings, func(other model.Setting) bool { return other.Name == s.Name })
	if !known && !n.hasVariable(s.Name) && s.Name != engine.StateVariable {
		n.d.Container.Settings = append(n.d.Container.Settings, s)
	}
}

// isCloudStorage reports whether an endpoint is the S3 protocol of Google Cloud
// Storage.
func isCloudStorage(endpoint string) bool {
	u, err := url.Parse(endpoint)
	return err == nil && u.Hostname() == "storage.googleapis.com"
}

// ownSettings are the variables that an image without the engine gets: the
// bucket, by the name that the cloud's images read.
func (n *normalizer) ownSettings() {
	if n.engine.Known() {
		return
	}
	for _, s := range n.platform.Cloud.bucketSettings(&n.d) {
		n.setting(s)
	}
}
