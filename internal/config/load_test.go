package config

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
)

const validJob = `
tenant_id: acme
source_connector_path: connectors/stripe.yaml
target_connector_path: connectors/iceberg.yaml
asset_path: assets/customers.yaml
`

// files is a file system for Loader.Read.
type files map[string]string

func (f files) read(path string) ([]byte, error) {
	text, ok := f[filepath.ToSlash(path)]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	case text == "unreadable":
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrPermission}
	}
	return []byte(text), nil
}

// load reads a job file at jobs/orders.yaml.
func load(t *testing.T, loader *Loader, text string) (*JobFile, diag.List) {
	t.Helper()
	if loader.Read == nil {
		loader.Read = files{"jobs/assets/customers.yaml": "domain: a", "jobs/connectors/stripe.yaml": "type: stripe",
			"jobs/connectors/iceberg.yaml": "type: iceberg"}.read
	}
	file, problems, err := loader.Load("jobs/orders.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return file, problems
}

func TestLoad(t *testing.T) {
	t.Parallel()
	file, problems := load(t, &Loader{}, validJob+`
environment: prod
finops: {business_tags: revenue, cost_center: 007}
retry_config: {max_attempts: 3}
infrastructure:
  provider: aws
  region: us-east-1
  compute: {type: ecs, cluster_name: c, task_cpu: 1024.0, environment: {A: 1e3, B: on, C: "x"}}
  tags: {owner: data, team: 12, compliance: [GDPR, SOC2]}
`)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	job := file.Input.Job
	for name, test := range map[string][2]string{
		"file":               {file.Input.File, "orders.yaml"},
		"tenant":             {job.TenantID, "acme"},
		"number as text":     {string(job.FinOps.CostCenter), "007"},
		"one word":           {strings.Join(job.FinOps.BusinessTags, "+"), "revenue"},
		"amount":             {string(job.Infrastructure.Compute.TaskCPU), "1024.0"},
		"number in a map":    {string(job.Infrastructure.Compute.Environment["A"]), "1e3"},
		"word in a map":      {string(job.Infrastructure.Compute.Environment["B"]), "on"},
		"other tag":          {string(job.Infrastructure.Tags.Custom["team"]), "12"},
		"list":               {strings.Join(job.Infrastructure.Tags.Compliance, "+"), "GDPR+SOC2"},
		"connector":          {fmt.Sprint(file.Input.Engine.Files[engine.SourceRecipe].Value["type"]), "stripe"},
		"environment's line": {file.Input.Tags.Environment.Origin.String(), "jobs/orders.yaml:7:14"},
	} {
		if test[0] != test[1] {
			t.Errorf("%s: got %q, want %q", name, test[0], test[1])
		}
	}
	if *job.RetryConfig.MaxAttempts != 3 {
		t.Errorf("max_attempts is %d", *job.RetryConfig.MaxAttempts)
	}
}

// TestLoadWithoutInfrastructure shows that no referenced file is read.
func TestLoadWithoutInfrastructure(t *testing.T) {
	t.Parallel()
	read := func(path string) ([]byte, error) {
		if JobPaths(path) == nil {
			t.Error("read", path)
		}
		return nil, fs.ErrNotExist
	}
	if file, problems := load(t, &Loader{Read: read}, validJob); len(problems) > 0 || file.Input.Job.Infrastructure != nil {
		t.Errorf("%v %v", file.Input.Job.Infrastructure, problems)
	}
}

// TestTagLevelsOfTheJob shows which keys of a job become tags, and that they are
// read without a block where tags alone are asked for.
func TestTagLevelsOfTheJob(t *testing.T) {
	t.Parallel()
	file, problems := load(t, &Loader{Tags: true}, validJob+`
environment: prod
finops: {cost_center: 1, project: p, environment: e, business_tags: [a, b]}
governance_overrides: {retention_days: 7, owner: o}
classification_overrides: {default: internal, email: PII}
source: {tags: {phone: PII}}
`)
	in := file.Input.Tags
	for name, test := range map[string][2]string{
		"tenant": {in.Tenant.FullText(), "acme"}, "environment": {in.Environment.FullText(), "prod"}, "job name": {in.JobName.FullText(), ""},
		"cost center": {in.Job.FinOps.CostCenter.FullText(), "1"}, "project": {in.Job.FinOps.Project.FullText(), "p"},
		"cost environment": {in.Job.FinOps.Environment.FullText(), "e"}, "business tags": {in.Job.FinOps.BusinessTags.FullText(), "a,b"},
		"retention": {in.Job.RetentionDays.FullText(), "7"}, "owner": {in.Job.Owner.FullText(), "o"}, "asset": {in.Asset.Domain.FullText(), "a"},
	} {
		if test[0] != test[1] {
			t.Errorf("%s is %q, want %q", name, test[0], test[1])
		}
	}
	if len(problems) > 0 || len(in.Job.Classification) != 2 || in.Job.Classification[1].Key != "email" ||
		len(in.Source) != 1 || len(in.Infrastructure) != 0 {
		t.Errorf("%+v, %v", in, problems)
	}
}

// TestCombineProblems shows that each problem is reported once.
func TestCombineProblems(t *testing.T) {
	t.Parallel()
	file, loaded := load(t, &Loader{}, validJob+`
infrastructure:
  provider: aws
  region: [us-east-1]
  compute: {type: ecs, execution_role_arn: x}
  network: {subnets: [1]}
  tags: {owner: data}
`)
	var checked diag.List
	checked.Errorf("region", "infrastructure.region", "invalid region")
	checked.Errorf("id", "infrastructure.network.subnets[0]", "invalid subnet")
	checked.Errorf("id", "infrastructure.network.subnets[0]", "with a position").Pos = diag.Pos{File: "jobs/orders.yaml", Line: 11, Col: 1}
	checked.Errorf("list", "infrastructure.network.subnets", "too few")
	checked.Errorf("required", "infrastructure.compute.cluster_name", "missing: ECS needs it").Hintf("name the cluster")
	checked.Errorf("arn", "infrastructure.compute.execution_role_arn", "invalid ARN")
	checked.Warnf("assumed", "infrastructure.compute.image", "none is given")
	checked.Warnf("tag", "infrastructure.tags.owner", "in another file").Pos = diag.Pos{File: "asset.yaml", Line: 1}
	var got []string
	for _, p := range file.CombineProblems(loaded, checked).Sorted() {
		got = append(got, p.String())
	}
	want := []string{
		"asset.yaml:1: warning: infrastructure.tags.owner: in another file",
		"jobs/orders.yaml:9:11: infrastructure.region: expected a string, got a list",
		"jobs/orders.yaml:10:3: infrastructure.compute.cluster_name: missing: ECS needs it",
		"jobs/orders.yaml:10:3: warning: infrastructure.compute.image: none is given",
		"jobs/orders.yaml:10:44: infrastructure.compute.execution_role_arn: invalid ARN",
		"jobs/orders.yaml:11:13: infrastructure.network.subnets: too few",
		"jobs/orders.yaml:11:23: infrastructure.network.subnets[0]: expected a string, got a number",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// TestCombineProblemsKeepsThoseOfTheSchema shows that a problem that only the
// schema has found is reported.
func TestCombineProblemsKeepsThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	file, loaded := load(t, &Loader{}, "infrastructure: {provider: aws, compute: {type: gke}}\n")
	paths := map[string]bool{}
	for _, p := range file.CombineProblems(loaded, nil) {
		paths[p.Path] = true
	}
	for _, want := range []string{"tenant_id", "asset_path", "infrastructure.region", "infrastructure.compute.type"} {
		if !paths[want] {
			t.Errorf("no problem at %s: %v", want, paths)
		}
	}
}

func TestVariables(t *testing.T) {
	t.Setenv("FROM_ENVIRONMENT", "x")
	loader := &Loader{Vars: map[string]string{"REGION": "us-east-1", "SECONDS": "900", "YES": "true",
		"EMPTY": "", "TEXT": "a: [b", "ZIP": "007", "NEST": "${REGION}"}}
	file, problems := load(t, loader, validJob+`
source: {host: "${PGHOST}"}
infrastructure:
  provider: aws
  region: ${REGION}
  job_name: "${ZIP}"
  compute:
    type: ecs
    cluster_name: ${ZIP}
    timeout_seconds: "${SECONDS}"
    read_only_root_filesystem: ${YES}
    args: ["${REGION}/${REGION}", "$REGION", "$${not a variable}", "$${}", "$${REGION}", "${NEST}"]
    environment: {A: "${TEXT}", B: "${EMPTY}", "${KEY}": x, C: "${LEVEL:-INFO}", D: "${{ vars.TEAM }}", E: "${OPEN"}
  tags: {cost_center: "${ZIP}"}
  storage: {bucket: "a-${MISSING}-${FROM_ENVIRONMENT}-${MISSING}", prefix: "${REGIN}"}
`)
	var missing []string
	for _, p := range problems {
		missing = append(missing, p.Path+": "+p.Message+" ("+p.Hint+")")
	}
	want := []string{
		"infrastructure.compute.environment[\"${KEY}\"]: invalid key \"${KEY}\": placeholders are replaced in values only " +
			"(write the key without ${)",
		"infrastructure.compute.environment.C: invalid placeholder \"${LEVEL:-INFO}\": a variable has no default " +
			"(write ${LEVEL}, and set it with --var LEVEL=VALUE; or write $${ for the text ${)",
		"infrastructure.compute.environment.D: invalid placeholder \"${{ vars.TEAM }}\" (write ${NAME} for a variable, or $${ for the text ${)",
		"infrastructure.compute.environment.E: invalid placeholder \"${OPEN\" (write ${NAME} for a variable, or $${ for the text ${)",
		"infrastructure.storage.bucket: undefined variable ${MISSING} (set it with --var MISSING=VALUE; the process environment is not read)",
		"infrastructure.storage.bucket: undefined variable ${FROM_ENVIRONMENT} " +
			"(set it with --var FROM_ENVIRONMENT=VALUE; the process environment is not read)",
		"infrastructure.storage.prefix: undefined variable ${REGIN} (did you mean ${REGION}?)",
	}
	if !slices.Equal(missing, want) {
		t.Errorf("got\n  %s", strings.Join(missing, "\n  "))
	}
	job := file.Input.Job
	infra := job.Infrastructure
	for name, test := range map[string][2]string{
		"plain":               {infra.Region, "us-east-1"},
		"number as text":      {infra.JobName, "007"},
		"bare number as text": {infra.Compute.ClusterName, "007"},
		"spelling":            {string(infra.Tags.CostCenter), "007"},
		"lists":               {strings.Join(infra.Compute.Args, " "), "us-east-1/us-east-1 $REGION ${not a variable} ${} ${REGION} ${REGION}"},
		"YAML is text":        {string(infra.Compute.Environment["A"]), "a: [b"},
		"empty":               {string(infra.Compute.Environment["B"]), ""},
		"outside the block":   {job.Source["host"].(string), "${PGHOST}"},
		"keys":                {string(infra.Compute.Environment["${KEY}"]), "x"},
		"without all values":  {infra.Storage.Bucket, "a-${MISSING}-${FROM_ENVIRONMENT}-${MISSING}"},
	} {
		if test[0] != test[1] {
			t.Errorf("%s: got %q, want %q", name, test[0], test[1])
		}
	}
	if *infra.Compute.TimeoutSeconds != 900 || !*infra.Compute.ReadOnlyRootFilesystem {
		t.Errorf("numbers: %d %t", *infra.Compute.TimeoutSeconds, *infra.Compute.ReadOnlyRootFilesystem)
	}
}

// TestVariablesInUnknownKeys: the key is the problem, not what it holds.
func TestVariablesInUnknownKeys(t *testing.T) {
	t.Parallel()
	_, problems := load(t, &Loader{},
		validJob+"infrastructure: {provider: aws, region: us-east-1, runtime: {a: ['${X}']}, compute: {type: ecs, cluster_name: c}}\n")
	if len(problems) != 1 || problems[0].Path != "infrastructure.runtime" {
		t.Errorf("%v", problems)
	}
}

// TestVariablesInTheFirstKey: the block may be the first key of the file.
func TestVariablesInTheFirstKey(t *testing.T) {
	t.Parallel()
	file, problems := load(t, &Loader{Vars: map[string]string{"REGION": "us-east-1"}},
		"infrastructure: {provider: aws, region: '${REGION}', compute: {type: ecs, cluster_name: c}}"+validJob)
	if len(problems) > 0 || file.Input.Job.Infrastructure.Region != "us-east-1" {
		t.Errorf("%v", problems)
	}
}

func TestParseVars(t *testing.T) {
	t.Parallel()
	vars, problems := ParseVars("vars.yaml", []byte(`{A: 007, "B": "x y", C: true, D: "", E_1: 2026-01-01}`))
	want := map[string]string{"A": "007", "B": "x y", "C": "true", "D": "", "E_1": "2026-01-01"}
	if len(problems) > 0 || len(vars) != len(want) {
		t.Errorf("%v %v", vars, problems)
	}
	for name, value := range want {
		if vars[name] != value {
			t.Errorf("%s is %q, want %q", name, vars[name], value)
		}
	}
	_, problems = ParseVars("vars.yaml", []byte("A: [1]\nB:\n1C: x\n"))
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Pos.Line)
	}
	if !slices.Equal(lines, []int{1, 2, 3}) {
		t.Errorf("%v", problems)
	}
	if vars, problems := ParseVars("vars.yaml", []byte("- A\n")); vars != nil || !problems.HasErrors() {
		t.Errorf("a list: %v %v", vars, problems)
	}
}
