package platform

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Input is a job with what was read from the files that it refers to.
type Input struct {
	Job *model.Job
	// File is the name of the job file without directories; empty for standard
	// input.
	File string
	// Engine is the engine in the image, and the files that it reads.
	Engine EngineInput
	// ConfigFiles are the texts of the files that a ConfigMap mounts, by path in
	// the container: see MountsConfig.
	ConfigFiles map[string]string
	// Providers are the version constraints of the project file; an empty one
	// keeps the platform's.
	Providers model.Providers
	// Tags are the four levels of tags, TagSet the result: see DeriveTags.
	Tags   tags.Input
	TagSet tags.Set
}

// normalizer turns one job into a Deployment and collects its problems. Every
// step continues after a problem, so that one run reports all of them. After an
// error the deployment must not be used.
type normalizer struct {
	catalog  Catalog
	in       Input
	platform *Platform
	job      *model.Job
	infra    *model.Infrastructure
	engine   engine.Version
	// needs is what the run needs; empty for an image without the engine.
	needs    engine.Needs
	problems diag.List
	// shown are words of commands that hold a credential: see withoutSecrets.
	shown []string
	d     model.Deployment
	// cron is the schedule; zero without one, and for one in the scheduler's own
	// syntax.
	cron model.Cron
}

// step checks one part of the job and fills in the same part of the deployment.
type step func(*normalizer)

// commonSteps are the steps of all platforms, in order. The platform's own steps
// follow.
func commonSteps() []step {
	return []step{
		(*normalizer).providers,
		(*normalizer).checkKeys,
		(*normalizer).location,
		(*normalizer).size,
		(*normalizer).container,
		(*normalizer).secrets,
		(*normalizer).secretFiles, // after container: sets the variable that names the file
		(*normalizer).retries,
		(*normalizer).runs,     // before schedule: decides what happens to a run that overlaps
		(*normalizer).schedule, // after container: compares the time limit with the interval
		(*normalizer).identity, // after container: the image decides who pulls it
		(*normalizer).foreignRegistry,
		(*normalizer).storage,
		(*normalizer).engineNeeds, // after all that a run is made of
		(*normalizer).ownSettings,
		(*normalizer).network,    // after engineNeeds: the default rules are what the run dials
		(*normalizer).monitoring, // after identity: a topic's short name is in the project
		(*normalizer).alerting,   // after monitoring and schedule
		(*normalizer).grants,     // after monitoring: an image of one's own may put metrics
		(*normalizer).backend,
		(*normalizer).tags,
	}
}

// Normalize checks a job against its platform and returns what the platform's
// templates render. Problems have the paths of the job file and no positions.
// After an error the deployment must not be used.
func Normalize(in Input) (model.Deployment, diag.List) { return Shipped().Normalize(in) }

// Normalize does the same with the platforms of a catalog.
func (c Catalog) Normalize(in Input) (model.Deployment, diag.List) {
	n := &normalizer{catalog: c, in: in, job: in.Job, infra: withAllBlocks(in.Job.Infrastructure)}
	n.names()
	if !n.selectPlatform() {
		return n.d, n.problems
	}
	for _, step := range slices.Concat(commonSteps(), n.platform.steps) {
		step(n)
	}
	n.d.Variables = n.variables()
	return n.d, n.withoutIgnored()
}

// withoutIgnored returns the problems without those of keys that the platform
// refuses or ignores: their values do not matter.
func (n *normalizer) withoutIgnored() diag.List {
	return slices.DeleteFunc(n.withoutSecrets(n.problems), func(p diag.Diagnostic) bool {
		return p.Code != codeRefused && p.Code != codeNoEffect && n.platform.ignores(p.Path)
	})
}

// ignores reports whether the platform refuses a key or has no use for it.
func (p *Platform) ignores(path string) bool {
	return slices.ContainsFunc(slices.Concat(p.Refused, p.NoEffect), func(key KeyReason) bool {
		return diag.Within(path, key.Path)
	})
}

// The codes of a key that contradicts the platform, and of one that has no
// effect.
const (
	codeRefused  = "wrong-platform"
	codeNoEffect = "no-effect"
)

// withAllBlocks returns a copy of the infrastructure block with an empty block
// in the place of each missing one.
func withAllBlocks(infra *model.Infrastructure) *model.Infrastructure {
	var full model.Infrastructure
	if infra != nil {
		full = *infra
	}
	full.Compute = orZero(full.Compute)
	full.Schedule = orZero(full.Schedule)
	full.Network = orZero(full.Network)
	full.Storage = orZero(full.Storage)
	full.Storage.State = orZero(full.Storage.State)
	full.Storage.HMAC = orZero(full.Storage.HMAC)
	full.Tags = orZero(full.Tags)
	full.Identity = orZero(full.Identity)
	full.Monitoring = orZero(full.Monitoring)
	full.Terraform = orZero(full.Terraform)
	full.Terraform.Backend = orZero(full.Terraform.Backend)
	return &full
}

// orZero returns a copy of the value that p points to, or the zero value. The
// copy keeps the caller's job unchanged.
func orZero[T any](p *T) *T {
	var v T
	if p != nil {
		v = *p
	}
	return &v
}

// orDefault returns the written value, or the default.
func orDefault[T any](written *T, standard T) T {
	if written == nil {
		return standard
	}
	return *written
}

// selectPlatform finds the platform of the provider and the compute type. If
// they select none it reports that and falls back to what one of them selects,
// so that the rest of the block is checked. It returns false if there is nothing
// to check the block against.
func (n *normalizer) selectPlatform() bool {
	n.assumeCompute()
	provider, compute := n.infra.Provider, n.infra.Compute.Type
	var missing []string
	selected, ok := n.catalog.find(provider, compute)
	if ok {
		missing = selected.Missing()
	} else {
		n.reportCompute(provider, compute)
		if selected, ok = n.catalog.fallback(provider, compute); !ok {
			return false
		}
		missing = selected.Cloud.missing()
	}
	n.platform = selected
	n.d.Platform, n.d.Provider = selected.Name, selected.Cloud.Name
	n.d.Service = n.infra.Compute.Workload == "service"
	n.engine = EngineVersion(n.infra.Compute.Engine, n.in.Engine.Version)
	n.d.Engine = n.engine.Name
	n.reportMissing(missing)
	return len(missing) == 0
}

// assumeCompute settles the platform of a job without a compute block: the
// published format asks for provider and region alone.
func (n *normalizer) assumeCompute() {
	cloud, known := n.catalog.cloud(n.infra.Provider)
	if written := n.in.Job.Infrastructure; written == nil || written.Compute != nil || !known || cloud.DefaultCompute == "" {
		return
	}
	n.infra.Compute.Type, n.infra.Compute.ClusterName = cloud.DefaultCompute, cloud.DefaultCluster
	problem := n.problems.Warnf("assumed", paths.Compute, "not set: compute type %s is used", cloud.DefaultCompute)
	if cloud.DefaultCluster != "" {
		problem.Message += fmt.Sprintf(", in the cluster %q", cloud.DefaultCluster)
	}
	problem.Hintf("set compute.type to %s", diag.OrList(n.catalog.computes(n.infra.Provider)))
}

// reportCompute reports a compute type that is missing, or belongs to another
// provider. The schema reports unknown providers and compute types.
func (n *normalizer) reportCompute(provider, compute string) {
	_, known := n.catalog.cloud(provider)
	switch at := paths.ComputeType; {
	case compute == "" && known:
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(n.catalog.computes(provider)))
	case compute == "":
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(n.catalog.computes("")))
	case known && slices.Contains(n.catalog.computes(""), compute):
		n.problems.Errorf("compute-type", at, "invalid compute type %q for provider %s: use %s",
			compute, provider, diag.OrList(n.catalog.computes(provider)))
	}
}

// fallback returns the platform to check a block against that selects none: one
// that accepts what any platform of the provider accepts, or the one of the
// compute type.
func (c Catalog) fallback(provider, compute string) (*Platform, bool) {
	cloud, known := c.cloud(provider)
	if !known {
		return first(c.Platforms, func(p *Platform) bool { return p.Compute == compute })
	}
	union := &Platform{Title: provider, Cloud: cloud, noOverlap: true, stateHint: "storage.state"}
	for _, p := range c.Platforms {
		if p.Cloud.Name != provider {
			continue
		}
		union.Secrets = append(union.Secrets, p.Secrets...)
		union.Architectures = append(union.Architectures, p.Architectures...)
		if union.expression == nil {
			union.expression = p.expression
		}
	}
	return union, true
}

// providers resolves the version constraints of the Terraform providers that the
// platform uses: those of the project file, or the platform's.
func (n *normalizer) providers() {
	n.d.Providers = model.Constrain(n.platform.Providers, n.in.Providers)
}

// checkKeys reports keys that the platform requires, refuses or ignores.
func (n *normalizer) checkKeys() {
	for _, key := range n.platform.Required {
		if !isSet(n.infra, key.Path) {
			n.problems.Errorf("required", key.Path, "missing: required by %s", n.platform.Title).Hint = key.Hint
		}
	}
	for _, key := range n.platform.Refused {
		if isSet(n.infra, key.Path) {
			n.problems.Errorf(codeRefused, key.Path, "unsupported on %s", n.platform.Title).Hint = key.Why
		}
	}
	for _, key := range n.platform.NoEffect {
		if isSet(n.infra, key.Path) {
			n.problems.Warnf(codeNoEffect, key.Path, "has no effect on %s", n.platform.Title).Hint = key.Why
		}
	}
}

// noEffect warns of a key that has no effect together with the others of this
// job.
func (n *normalizer) noEffect(at, format string, args ...any) {
	if isSet(n.infra, at) {
		n.problems.Warnf(codeNoEffect, at, "has no effect here").Hintf(format, args...)
	}
}

// noEffectOnService warns of keys that only a run that ends can use, with the reason
// for each.
func (n *normalizer) noEffectOnService(keys map[string]string) {
	for at, why := range sorted(keys) {
		if isSet(n.infra, at) {
			n.problems.Warnf(codeNoEffect, at, "has no effect on a service").Hint = why
		}
	}
}

// location resolves region and cluster.
func (n *normalizer) location() {
	n.checkRegion(paths.Region, n.infra.Region)
	n.d.Region = n.infra.Region
	n.d.Cluster = model.Cluster{
		Name:            n.infra.Compute.ClusterName,
		Location:        n.infra.Compute.ClusterLocation,
		Endpoint:        cmp.Or(n.infra.Compute.ClusterEndpoint, "ip"),
		EphemeralAuth:   n.infra.Compute.ClusterAuth == "ephemeral",
		Namespace:       n.infra.Compute.Namespace,
		CreateNamespace: n.infra.Compute.Namespace == "",
	}
	if n.d.Cluster.Location == "" {
		n.d.Cluster.Location = n.d.Region
	}
	if n.d.Cluster.CreateNamespace {
		n.d.Cluster.Namespace = n.d.Name
	}
}
