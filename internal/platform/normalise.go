package platform

import (
	"path"
	"slices"
	"strings"
	"time"

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
	// Tags are the four levels of tags.
	Tags tags.Input
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
	// maxInterval is the longest time between two starts, 0 if not known.
	maxInterval time.Duration
}

// Normalise checks a job against its platform and returns what the platform's
// templates see. The paths of the problems are those of the job file; their
// positions are not known here. After an error the deployment is unusable.
func Normalise(in Input) (model.Deployment, diag.List) {
	n := &normaliser{in: in, job: in.Job, infra: complete(in.Job.Infrastructure)}
	if !n.choosePlatform() {
		return model.Deployment{}, n.problems
	}
	for _, step := range []func(){
		n.checkKeys, n.names, n.location, n.size, n.container, n.secrets,
		n.retries, n.schedule, n.identity, n.network, n.storage, n.monitoring, n.backend, n.tags,
	} {
		step()
	}
	if n.platform.complete != nil {
		n.platform.complete(n)
	}
	n.d.Variables = n.variables()
	return n.d, n.problems
}

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

// choosePlatform finds the platform of the provider and the compute type.
func (n *normaliser) choosePlatform() bool {
	provider, compute := n.infra.Provider, n.infra.Compute.Type
	if provider != "" && !slices.Contains(Providers(), provider) {
		return false // the schema has said so
	}
	if compute == "" {
		n.problems.Errorf("required", "infrastructure.compute.type", "missing").
			Hintf("use %s", diag.OrList(Computes(provider)))
		return false
	}
	found, ok := Find(provider, compute)
	if !ok {
		if provider != "" && slices.Contains(Computes(""), compute) {
			n.problems.Errorf("compute-type", "infrastructure.compute.type", "%q does not run on %s; use %s",
				compute, provider, diag.OrList(Computes(provider)))
		}
		return false
	}
	n.platform = found
	n.d.Platform, n.d.Service = found.Name, n.infra.Compute.Workload == "service"
	return true
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
			n.problems.Errorf("wrong-platform", "infrastructure."+note.Path, "does not go with %s", n.platform.Title).Hint = note.Why
		}
	}
	for _, note := range n.platform.NoEffect {
		if isSet(n.infra, note.Path) {
			n.problems.Warnf("no-effect", "infrastructure."+note.Path, "has no effect on %s", n.platform.Title).Hint = note.Why
		}
	}
}

// names settles tenant, job and environment, and the names made from them.
func (n *normaliser) names() {
	jobName, jobPath := n.infra.JobName, "infrastructure.job_name"
	if jobName == "" {
		jobName = strings.TrimSuffix(n.in.File, path.Ext(n.in.File))
		if jobName == "" {
			n.problems.Errorf("job-name", jobPath, "missing: a job from standard input has no file name to take it from")
		}
	}
	for _, part := range []struct{ path, value string }{
		{"tenant_id", n.job.TenantID}, {jobPath, jobName}, {"environment", n.job.Environment},
	} {
		if part.value != "" && !isName(part.value) {
			n.problems.Errorf("name", part.path, "%q cannot be part of a resource's name", part.value).
				Hintf("use letters, digits, \".\", \"_\" and \"-\", and begin with a letter or digit")
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
