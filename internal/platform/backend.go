package platform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Backend is a kind of Terraform backend.
type Backend struct {
	// Type is the value of terraform.backend.type.
	Type string
	// Settings are the paths of its keys, other than the type.
	Settings []string
	// complete checks the settings and fills in the plan; owner is the cloud that
	// the state is kept on.
	complete func(n *normalizer, owner *Cloud, plan *model.BackendPlan)
}

// localBackend keeps the state on the machine that runs Terraform.
func localBackend() Backend {
	complete := func(n *normalizer, _ *Cloud, plan *model.BackendPlan) {
		plan.Path = cmp.Or(n.infra.Terraform.Backend.Path, "terraform.tfstate")
	}
	return Backend{Type: "local", Settings: []string{paths.TerraformBackendPath}, complete: complete}
}

// Backends returns the values of terraform.backend.type.
func Backends() []string {
	return distinct(Shipped().backends(), func(b Backend) string { return b.Type })
}

// backends returns the backends of all clouds: the state may be kept on another
// cloud than the job's.
func (c Catalog) backends() []Backend {
	var all []Backend
	for _, cloud := range c.Clouds {
		all = append(all, cloud.Backends...)
	}
	return append(all, localBackend())
}

// backend resolves where Terraform keeps the state of the module.
func (n *normalizer) backend() {
	written := n.infra.Terraform.Backend
	if *written == (model.Backend{}) {
		n.problems.Warnf("local-state", paths.TerraformBackend, "not set: Terraform keeps the state in a local file").
			Hintf("local state is easily lost and cannot be shared: set type: %s, and a bucket", diag.OrList(n.remoteBackends()))
		return
	}
	plan := model.BackendPlan{Type: written.Type}
	if kind, owner, ok := n.catalog.backendKind(written.Type); ok {
		n.checkBackendSettings(kind)
		kind.complete(n, owner, &plan)
	}
	n.d.Backend = plan
}

// backendKind returns the backend of a type, and the cloud that keeps its state,
// if any.
func (c Catalog) backendKind(kind string) (Backend, *Cloud, bool) {
	is := func(b Backend) bool { return b.Type == kind }
	for _, cloud := range c.Clouds {
		if found, ok := first(cloud.Backends, is); ok {
			return found, cloud, true
		}
	}
	local := localBackend()
	return local, nil, is(local)
}

// remoteBackends are the types of backend that keep state on a cloud.
func (n *normalizer) remoteBackends() []string {
	var types []string
	for _, cloud := range n.catalog.Clouds {
		types = append(types, distinct(cloud.Backends, func(b Backend) string { return b.Type })...)
	}
	return types
}

// checkBackendSettings reports settings of other backends.
func (n *normalizer) checkBackendSettings(kind Backend) {
	owners := map[string][]string{} // the backends that take a setting
	for _, other := range n.catalog.backends() {
		for _, path := range other.Settings {
			owners[path] = append(owners[path], other.Type)
		}
	}
	for path, others := range sorted(owners) {
		if !isSet(n.infra, path) || slices.Contains(kind.Settings, path) {
			continue
		}
		n.problems.Errorf("backend", path, "not a setting of the %s backend", kind.Type).
			Hintf("it is a setting of %s", strings.Join(others, " and "))
	}
}

// stateFolder is the default location of the job's state in a bucket.
func (n *normalizer) stateFolder() string {
	parts := []string{"dativo", n.d.Tenant, n.d.Job, n.d.Environment}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "/")
}

// stateBucket checks the bucket of the state.
func (n *normalizer) stateBucket(owner *Cloud) string {
	at, bucket := paths.TerraformBackendBucket, n.infra.Terraform.Backend.Bucket
	if bucket == "" {
		n.problems.Errorf("required", at, "missing: required by the %s backend", n.infra.Terraform.Backend.Type)
	}
	owner.References.Bucket(n, at, bucket)
	return bucket
}

// gcsBackend resolves state in Cloud Storage.
func (n *normalizer) gcsBackend(owner *Cloud, plan *model.BackendPlan) {
	written := n.infra.Terraform.Backend
	plan.Bucket = n.stateBucket(owner)
	plan.Prefix = cmp.Or(n.statePath(paths.TerraformBackendPrefix, written.Prefix), n.stateFolder())
	// From hashicorp/terraform, internal/backend/remote-state/gcs/backend_state.go,
	// read 2026-11-25.
	const file = "default.tfstate"
	name := model.StatePrefix(*plan) + file
	switch at := paths.TerraformBackendPrefix; {
	case len(name) > maxObjectKey:
		n.problems.Errorf("backend", at, "the prefix has %d bytes: with the name of the state, Cloud Storage allows %d",
			len(plan.Prefix), maxObjectKey-len("/"+file)).
			Hintf("shorten it, or the names that it contains")
	case strings.ContainsAny(name, "\r\n"):
		n.problems.Errorf("backend", at, "invalid prefix: Cloud Storage allows no line breaks in the names of objects").
			Hintf("remove the line break")
	}
}
