package platform

import (
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Input is a job and what was read beside it.
type Input struct {
	Job *model.Job
	// File is the name of the job file, without folders; empty when the job
	// came from standard input.
	File string
	// Connector is what the source connector's recipe says; zero without one.
	Connector Connector
	// Providers are the versions of Terraform's providers that the project file
	// asks for; "" leaves them to the platform.
	Providers model.Providers
	// Tags are the four levels of tags, TagSet what they become: see DeriveTags.
	Tags   tags.Input
	TagSet tags.Set
}

// Connector is what matters here of a connector recipe.
type Connector struct {
	// Type is the kind of source: postgres, stripe, ...
	Type string
	// Environment are the variables that it reads.
	Environment []string
}

// providers settles the versions that the module asks for, of the providers
// that the platform uses: the project file's, else the platform's own.
func (n *normalizer) providers() {
	n.d.Providers = model.Constrain(n.platform.Providers, n.in.Providers)
}

// normalizer turns one job into a Deployment and gathers what is wrong with
// it. Every step goes on after a problem, so that all are told at once; after
// an error the deployment is not to be used.
type normalizer struct {
	catalog  Catalog
	in       Input
	platform *Platform
	job      *model.Job
	infra    *model.Infrastructure
	problems diag.List
	d        model.Deployment
	// cron is the schedule, zero if there is none or it is EventBridge's own.
	cron model.Cron
}

// step settles one part of the deployment, or checks it.
type step func(*normalizer)

// commonSteps are those of every platform, in their order. The platform's own
// come after them.
func commonSteps() []step {
	return []step{
		(*normalizer).providers,
		(*normalizer).checkKeys,
		(*normalizer).location,
		(*normalizer).size,
		(*normalizer).container,
		(*normalizer).secrets,
		(*normalizer).retries,
		(*normalizer).schedule, // after container: the time limit is held against the interval
		(*normalizer).identity, // after container: a role pulls the image
		(*normalizer).network,
		(*normalizer).storage,
		(*normalizer).monitoring, // after identity: topics are of the project
		(*normalizer).backend,
		(*normalizer).tags,
	}
}

// Normalize checks a job against its platform and returns what the platform's
// templates see. The paths of the problems are those of the job file; their
// positions are not known here. After an error the deployment is unusable.
func Normalize(in Input) (model.Deployment, diag.List) { return Shipped().Normalize(in) }

// Normalize is the function of the same name, for the platforms of a catalog.
func (c Catalog) Normalize(in Input) (model.Deployment, diag.List) {
	n := &normalizer{catalog: c, in: in, job: in.Job, infra: complete(in.Job.Infrastructure)}
	n.names()
	if !n.choosePlatform() {
		return n.d, n.problems
	}
	for _, step := range slices.Concat(commonSteps(), n.platform.steps) {
		step(n)
	}
	n.d.Variables = n.variables()
	return n.d, n.withoutUseless()
}

// withoutUseless returns the problems without those of keys that the platform
// refuses or has no use for: what their value should have been is of no
// interest.
func (n *normalizer) withoutUseless() diag.List {
	notes := slices.Concat(n.platform.Refused, n.platform.NoEffect)
	return slices.DeleteFunc(n.problems, func(p diag.Diagnostic) bool {
		return p.Code != codeRefused && p.Code != codeNoEffect && slices.ContainsFunc(notes, func(note Note) bool {
			return diag.Within(p.Path, note.Path)
		})
	})
}

// The codes of a key that contradicts the platform, and of one that it has no
// use for.
const (
	codeRefused  = "wrong-platform"
	codeNoEffect = "no-effect"
)

// complete returns a copy of the block in which every part exists.
func complete(infra *model.Infrastructure) *model.Infrastructure {
	var full model.Infrastructure
	if infra != nil {
		full = *infra
	}
	full.Compute = orZero(full.Compute)
	full.Schedule = orZero(full.Schedule)
	full.Network = orZero(full.Network)
	full.Storage = orZero(full.Storage)
	full.Storage.State = orZero(full.Storage.State)
	full.Tags = orZero(full.Tags)
	full.Monitoring = orZero(full.Monitoring)
	full.Terraform = orZero(full.Terraform)
	full.Terraform.Backend = orZero(full.Terraform.Backend)
	return &full
}

// orZero returns a copy of what p points to, or of the zero value, so that
// completing a block never changes the author's.
func orZero[T any](p *T) *T {
	var v T
	if p != nil {
		v = *p
	}
	return &v
}

// orDefault returns what the author wrote, or the default.
func orDefault[T any](written *T, standard T) T {
	if written == nil {
		return standard
	}
	return *written
}

// choosePlatform finds the platform that the provider and the compute type
// name together. Where they name none it says so, and takes what one of the two
// tells alone, so that the rest of the block is checked all the same. It
// returns false where there is nothing to check the block against.
func (n *normalizer) choosePlatform() bool {
	provider, compute := n.infra.Provider, n.infra.Compute.Type
	var missing []string
	found, ok := n.catalog.find(provider, compute)
	if ok {
		missing = found.Missing()
	} else {
		n.reportCompute(provider, compute)
		if found, ok = n.catalog.likeliest(provider, compute); !ok {
			return false
		}
		missing = found.Cloud.missing()
	}
	n.platform = found
	n.d.Platform, n.d.Provider = found.Name, found.Cloud.Name
	n.d.Service = n.infra.Compute.Workload == "service"
	n.reportMissing(missing)
	return len(missing) == 0
}

// reportCompute says what is wrong with a compute type. That a provider or a
// compute type is unknown, the schema has said.
func (n *normalizer) reportCompute(provider, compute string) {
	_, known := n.catalog.cloud(provider)
	switch at := paths.ComputeType; {
	case compute == "" && known:
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(n.catalog.computes(provider)))
	case compute == "":
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(n.catalog.computes("")))
	case known && slices.Contains(n.catalog.computes(""), compute):
		n.problems.Errorf("compute-type", at, "%q does not run on %s; use %s", compute, provider, diag.OrList(n.catalog.computes(provider)))
	}
}

// likeliest returns the platform to check a block against that names none: one
// that stands for the whole provider, else the one of the compute type.
func (c Catalog) likeliest(provider, compute string) (*Platform, bool) {
	if cloud, known := c.cloud(provider); known {
		whole := &Platform{Title: provider, Cloud: cloud, noOverlap: true, stateHint: "storage.state"}
		for _, p := range c.Platforms {
			if p.Cloud.Name == provider {
				whole.Secrets = append(whole.Secrets, p.Secrets...)
				whole.Architectures = append(whole.Architectures, p.Architectures...)
				if whole.expression == nil {
					whole.expression = p.expression
				}
			}
		}
		return whole, true
	}
	return first(c.Platforms, func(p *Platform) bool { return p.Compute == compute })
}

// checkKeys holds the keys of the block against what the platform takes.
func (n *normalizer) checkKeys() {
	for _, need := range n.platform.Required {
		if !isSet(n.infra, need.Path) {
			n.problems.Errorf("required", need.Path, "missing: %s needs it", n.platform.Title).Hint = need.Hint
		}
	}
	for _, note := range n.platform.Refused {
		if isSet(n.infra, note.Path) {
			n.problems.Errorf(codeRefused, note.Path, "does not go with %s", n.platform.Title).Hint = note.Why
		}
	}
	for _, note := range n.platform.NoEffect {
		if isSet(n.infra, note.Path) {
			n.problems.Warnf(codeNoEffect, note.Path, "has no effect on %s", n.platform.Title).Hint = note.Why
		}
	}
}

// names settles tenant, job and environment, and the names made from them.
func (n *normalizer) names() {
	const (
		jobPath = paths.JobName
		rule    = `use letters, digits, ".", "_" and "-", and begin with a letter or digit`
	)
	jobName, hint := n.infra.JobName, rule
	if jobName == "" {
		jobName = strings.TrimSuffix(n.in.File, path.Ext(n.in.File))
		hint = "the job is named like its file, unless job_name names it: " + rule
	}
	if jobName == "" {
		n.problems.Errorf("job-name", jobPath, "missing: a job from standard input has no file name to take it from")
	} else if !IsName(jobName) {
		n.problems.Errorf("name", jobPath, "%q cannot be part of a resource's name", jobName).Hint = hint
	}
	for _, part := range []struct{ path, value string }{{paths.JobTenantID, n.job.TenantID}, {paths.JobEnvironment, n.job.Environment}} {
		if part.value != "" && !IsName(part.value) {
			n.problems.Errorf("name", part.path, "%q cannot be part of a resource's name", part.value).Hint = rule
		}
	}
	id := identity{n.job.TenantID, jobName, n.job.Environment}
	n.d.Tenant, n.d.Job, n.d.Environment, n.d.Name = id.tenant, id.job, id.environment, id.name()
	n.d.Identity.ServiceAccountID, n.d.Identity.InvokerAccountID = id.accountID(), id.invokerID()
}

// location settles region and cluster.
func (n *normalizer) location() {
	n.checkRegion(paths.Region, n.infra.Region)
	n.d.Region = n.infra.Region
	n.d.Cluster = model.Cluster{
		Name:            n.infra.Compute.ClusterName,
		Location:        n.infra.Compute.ClusterLocation,
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
