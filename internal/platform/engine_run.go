package platform

import (
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Variables that the modules set and the engine reads.
const (
	bucketVariable   = "S3_BUCKET"
	endpointVariable = "S3_ENDPOINT"
)

// engineNeeds asks the engine what the run needs, and derives from it what the
// module sets, grants and opens. It is the step after everything that a run is
// made of: container, secrets, schedule, identity and storage.
func (n *normalizer) engineNeeds() {
	job, known := n.in.Engine.Files[engine.Job]
	if !known || !n.engine.Known() {
		return
	}
	run := n.engineRun(job.Value)
	n.needs = n.engine.Needs(run)
	if n.prefixInBucket(run) {
		n.d.Storage.PrefixInBucket = true
		run.Environment[bucketVariable] = engine.BucketValue(run.Bucket, run.Prefix)
		n.needs = n.engine.Needs(run)
	}
	n.engineFindings()
	n.engineSettings(run)
	n.incrementalState()
}

// engineRun describes the run to the engine's tables.
func (n *normalizer) engineRun(job map[string]any) engine.Run {
	compute, c := n.infra.Compute, n.d.Container
	files := n.in.Engine.Files
	run := engine.Run{
		Job: job, Asset: files[engine.Asset].Value,
		SourceRecipe: files[engine.SourceRecipe].Value, TargetRecipe: files[engine.TargetRecipe].Value,
		Entrypoint: slices.Concat(compute.Command, compute.Entrypoint), Args: compute.Args,
		Environment: maps.Clone(c.Environment),
		Bucket:      n.d.Storage.Bucket, Prefix: n.d.Storage.Prefix, Protocol: n.platform.Cloud.ObjectStore,
		ReadOnly: c.ReadOnlyRootFilesystem,
		PerDay:   n.runsPerDay(), Attempts: n.d.Retry.Count + 1,
	}
	if n.d.Service && len(run.Args) == 0 {
		run.Args = c.Args
	}
	for _, secret := range c.Secrets {
		run.Secrets = append(run.Secrets, secret.Name)
	}
	for _, file := range c.SecretFiles {
		run.Files = append(run.Files, file.Name)
	}
	run.KeepsState = n.keepsState()
	if run.Protocol == engine.S3 {
		run.Key, run.Region = n.d.Storage.KMSKey, n.d.Region
	}
	if n.d.Storage.State.Exists() {
		run.StateDir = engine.StatePath
	}
	setDefault(run, engine.StateVariable, engine.StatePath)
	if n.usesHMAC() {
		setDefault(run, endpointVariable, engine.Interop()[0].Value)
	}
	if run.Bucket != "" {
		setDefault(run, bucketVariable, run.Bucket)
	}
	return run
}

// keepsState reports whether the entry script of the image starts the engine: by
// the image's own entry point, or by one in the job that names the script.
func (n *normalizer) keepsState() bool {
	written := n.infra.Compute.Command
	if len(written) == 0 && !n.platform.ignores(paths.ComputeEntrypoint) {
		written = n.infra.Compute.Entrypoint
	}
	named := slices.ContainsFunc(written, func(word string) bool { return path.Base(word) == path.Base(engine.EntryScript) })
	return named || len(written) == 0 && n.d.Container.BuiltImage
}

// setDefault sets a variable unless the job does.
func setDefault(run engine.Run, name, value string) {
	if _, plain := run.Environment[name]; !plain && !slices.Contains(run.Secrets, name) {
		run.Environment[name] = value
	}
}

// prefixInBucket reports whether the engine must write below storage.prefix, and
// so must be given the prefix as a part of the bucket: it has no setting for one.
func (n *normalizer) prefixInBucket(run engine.Run) bool {
	return run.Prefix != "" && !n.hasVariable(bucketVariable) && n.needs.Upload.Bucket == run.Bucket &&
		!strings.HasPrefix(n.needs.Upload.Prefix, run.Prefix)
}

// runsPerDay is how often the schedule starts the job in a day at most; 0
// without a schedule, and for one whose interval is not known.
func (n *normalizer) runsPerDay() float64 {
	interval := n.cron.MinInterval()
	if rate, ok := model.RateInterval(n.d.Schedule.Expression); ok {
		interval = rate
	}
	if !n.d.Schedule.Exists || interval <= 0 {
		return 0
	}
	return float64(24*time.Hour) / float64(interval)
}

// incrementalState warns of an incremental job whose state does not survive.
func (n *normalizer) incrementalState() {
	if n.needs.State.On && !n.d.Storage.State.Exists() && !n.d.Service {
		n.problems.Warnf("no-state", diag.KeyPath(paths.JobSource, "incremental"),
			"incremental job without persistent state: every run starts from the beginning").
			Hintf("set %s", n.platform.stateHint)
	}
}
