package platform

import (
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
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

// normaliser turns one job into a Deployment and gathers what is wrong with
// it. Every step goes on after a problem, so that all are told at once; after
// an error the deployment is not to be used.
type normaliser struct {
	in       Input
	platform *Platform
	job      *model.Job
	infra    *model.Infrastructure
	problems diag.List
	d        model.Deployment
	// cron is the schedule, zero if there is none or it is EventBridge's own.
	cron model.Cron
}

// Normalise checks a job against its platform and returns what the platform's
// templates see. The paths of the problems are those of the job file; their
// positions are not known here. After an error the deployment is unusable.
func Normalise(in Input) (model.Deployment, diag.List) {
	n := &normaliser{in: in, job: in.Job, infra: complete(in.Job.Infrastructure)}
	n.names()
	if !n.choosePlatform() {
		return n.d, n.problems
	}
	n.d.Platform = n.platform.Name
	for _, step := range []func(){
		n.providers, n.checkKeys, n.location, n.size, n.container, n.secrets,
		n.retries, n.schedule, n.identity, n.network, n.storage, n.monitoring, n.backend, n.tags,
	} {
		step()
	}
	if n.platform.complete != nil {
		n.platform.complete(n)
	}
	n.d.Variables = n.variables()
	return n.d, n.withoutUseless()
}

// withoutUseless returns the problems without those of keys that the platform
// refuses or has no use for: what their value should have been is of no
// interest.
func (n *normaliser) withoutUseless() diag.List {
	notes := slices.Concat(n.platform.Refused, n.platform.NoEffect)
	return slices.DeleteFunc(n.problems, func(p diag.Diagnostic) bool {
		return p.Code != codeRefused && p.Code != codeNoEffect && slices.ContainsFunc(notes, func(note Note) bool {
			return diag.Within(p.Path, "infrastructure."+note.Path)
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
// tells alone, so that the rest of the block is checked all the same.
func (n *normaliser) choosePlatform() bool {
	provider, compute := n.infra.Provider, n.infra.Compute.Type
	found, ok := Find(provider, compute)
	if !ok {
		n.reportCompute(provider, compute)
		found = likeliest(provider, compute)
	}
	n.platform = found
	n.d.Service = n.infra.Compute.Workload == "service"
	return found != nil
}

// reportCompute says what is wrong with a compute type. That a provider or a
// compute type is unknown, the schema has said.
func (n *normaliser) reportCompute(provider, compute string) {
	known := slices.Contains(Providers(), provider)
	switch at := "infrastructure.compute.type"; {
	case compute == "" && known:
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(Computes(provider)))
	case compute == "":
		n.problems.Errorf("required", at, "missing").Hintf("use %s", diag.OrList(Computes("")))
	case known && slices.Contains(Computes(""), compute):
		n.problems.Errorf("compute-type", at, "%q does not run on %s; use %s", compute, provider, diag.OrList(Computes(provider)))
	}
}

// likeliest returns the platform to check a block against that names none: one
// that stands for the whole provider, else the one of the compute type, else
// nil.
func likeliest(provider, compute string) *Platform {
	if slices.Contains(Providers(), provider) {
		whole := &Platform{Title: provider, Provider: provider, noOverlap: true, stateHint: "storage.state"}
		for _, p := range All() {
			if p.Provider == provider {
				whole.Secrets = append(whole.Secrets, p.Secrets...)
				whole.Architectures = append(whole.Architectures, p.Architectures...)
				whole.awsSchedule = whole.awsSchedule || p.awsSchedule
			}
		}
		return whole
	}
	for _, p := range All() {
		if p.Compute == compute {
			return p
		}
	}
	return nil
}

// checkKeys holds the keys of the block against what the platform takes.
func (n *normaliser) checkKeys() {
	for _, need := range n.platform.Required {
		if !isSet(n.infra, need.Path) {
			n.problems.Errorf("required", "infrastructure."+need.Path, "missing: %s needs it", n.platform.Title).Hint = need.Hint
		}
	}
	for _, note := range n.platform.Refused {
		if isSet(n.infra, note.Path) {
			n.problems.Errorf(codeRefused, "infrastructure."+note.Path, "does not go with %s", n.platform.Title).Hint = note.Why
		}
	}
	for _, note := range n.platform.NoEffect {
		if isSet(n.infra, note.Path) {
			n.problems.Warnf(codeNoEffect, "infrastructure."+note.Path, "has no effect on %s", n.platform.Title).Hint = note.Why
		}
	}
}

// names settles tenant, job and environment, and the names made from them.
func (n *normaliser) names() {
	const (
		jobPath = "infrastructure.job_name"
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
	for _, part := range []struct{ path, value string }{{"tenant_id", n.job.TenantID}, {"environment", n.job.Environment}} {
		if part.value != "" && !IsName(part.value) {
			n.problems.Errorf("name", part.path, "%q cannot be part of a resource's name", part.value).Hint = rule
		}
	}
	id := identity{n.job.TenantID, jobName, n.job.Environment}
	n.d.Tenant, n.d.Job, n.d.Environment, n.d.Name = id.tenant, id.job, id.environment, id.name()
	n.d.Identity.ServiceAccountID, n.d.Identity.InvokerAccountID = id.accountID(), id.invokerID()
}

// location settles region, project and cluster.
func (n *normaliser) location() {
	n.checkRegion("infrastructure.region", n.infra.Region)
	n.d.Region = n.infra.Region
	if n.platform.Provider == "gcp" {
		n.d.Project = n.project()
	}
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
