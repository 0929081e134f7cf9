package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

const infrastructureBlock = "infrastructure: {provider: aws, region: us-east-1, compute: {type: ecs, cluster_name: c}}\n"

// TestCandidates shows where a file is looked for, and in which order.
func TestCandidates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		written string
		roots   []string
		want    []string
	}{
		{"assets/a.yaml", nil, []string{"assets/a.yaml", "REPO/jobs/acme/assets/a.yaml", "REPO/jobs/assets/a.yaml", "REPO/assets/a.yaml"}},
		{"assets/a.yaml", []string{"r1", "r2"}, []string{"assets/a.yaml", "r1/assets/a.yaml", "r2/assets/a.yaml",
			"REPO/jobs/acme/assets/a.yaml", "REPO/jobs/assets/a.yaml", "REPO/assets/a.yaml"}},
		{"/app/assets/a.yaml", []string{"r"}, []string{"/app/assets/a.yaml", "r/app/assets/a.yaml", "r/assets/a.yaml",
			"REPO/jobs/acme/app/assets/a.yaml", "REPO/jobs/acme/assets/a.yaml", "REPO/jobs/app/assets/a.yaml", "REPO/jobs/assets/a.yaml",
			"REPO/app/assets/a.yaml", "REPO/assets/a.yaml"}},
	} {
		t.Run(test.written, func(t *testing.T) {
			t.Parallel()
			repository := t.TempDir()
			makeFolder(t, filepath.Join(repository, ".git"))
			job := filepath.Join(repository, "jobs", "acme", "orders.yaml")
			var got []string
			for _, place := range candidates(document.Disk{}, test.roots, job, test.written) {
				got = append(got, strings.ReplaceAll(filepath.ToSlash(place), filepath.ToSlash(repository), "REPO"))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

func TestCandidatesOfStandardInput(t *testing.T) {
	t.Parallel()
	if got := candidates(document.Disk{}, []string{"r"}, "", "a.yaml"); !slices.Equal(got, []string{"a.yaml", "r/a.yaml"}) {
		t.Error(got)
	}
}

func TestReferencedFilesAreReadOnce(t *testing.T) {
	t.Parallel()
	var reads atomic.Int32
	present := files{"jobs/assets/customers.yaml": "- a", "jobs/connectors/stripe.yaml": "type: stripe",
		"jobs/connectors/iceberg.yaml": "type: iceberg"}
	loader := &Loader{Read: func(path string) ([]byte, error) {
		if _, ok := present[path]; ok {
			reads.Add(1)
		}
		return present.read(path)
	}}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			file, problems, err := loader.Load("jobs/orders.yaml", []byte(validJob+infrastructureBlock))
			if err != nil || file.Input.Engine.Files[engine.SourceRecipe].Value["type"] != "stripe" || len(problems) != 1 {
				t.Errorf("got %v, %v", problems, err) // the asset is a list, which is reported for each job
			}
		})
	}
	group.Wait()
	if got := reads.Load(); got != 3 {
		t.Errorf("read %d times, want each of 3 files once", got)
	}
}

func TestReferencedProblems(t *testing.T) {
	t.Parallel()
	const connector, target = "jobs/connectors/stripe.yaml", "jobs/connectors/iceberg.yaml"
	for _, test := range []struct {
		name, job, want string
		files           files
	}{
		{"found", validJob, "", files{"jobs/assets/customers.yaml": "domain: a", connector: "type: x", target: "type: y"}},
		{"missing", validJob, `jobs/orders.yaml:5:13: warning: asset_path: "assets/customers.yaml" not found: the asset's tags are missing`,
			files{connector: "type: x", target: "type: y"}},
		{"unreadable", validJob,
			`jobs/orders.yaml:5:13: warning: asset_path: "jobs/assets/customers.yaml" cannot be read: ` +
				`permission denied: the asset's tags are missing`,
			files{connector: "type: x", target: "type: y", "jobs/assets/customers.yaml": "unreadable"}},
		{"broken", validJob, `jobs/assets/customers.yaml:1:1: expected a mapping, got a list`,
			files{connector: "type: x", target: "type: y", "jobs/assets/customers.yaml": "- a"}},
		{"another file", validJob,
			`jobs/orders.yaml:5:13: warning: asset_path: ` +
				`"jobs/assets/customers.yaml" is not an asset definition: expected keys such as schema, team and domain`,
			files{connector: "type: x", target: "type: y", "jobs/assets/customers.yaml": "name: stripe"}},
		{"a variable of the engine", strings.ReplaceAll(validJob, "assets/", "${ROOT}/"),
			`jobs/orders.yaml:5:13: warning: asset_path: ` +
				`"${ROOT}/customers.yaml" contains a variable that only the engine resolves: the asset's tags are missing`,
			files{connector: "type: x", target: "type: y"}},
		{"no asset", strings.ReplaceAll(validJob, "asset_path: assets/customers.yaml\n", ""), "jobs/orders.yaml:2:1: asset_path: missing",
			files{connector: "type: x", target: "type: y"}},
		{"no connector", validJob,
			`jobs/orders.yaml:3:24: warning: source_connector_path: "connectors/stripe.yaml" not found: ` +
				`the connector's ports and variables are unknown`,
			files{"jobs/assets/customers.yaml": "domain: a", target: "type: y"}},
		{"no target", validJob,
			`jobs/orders.yaml:4:24: warning: target_connector_path: "connectors/iceberg.yaml" not found: ` +
				`where and how the engine writes is unknown`,
			files{"jobs/assets/customers.yaml": "domain: a", connector: "type: x"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := load(t, &Loader{Read: test.files.read}, test.job+infrastructureBlock)
			var got []string
			for _, p := range problems {
				if p.Code != codeCondition {
					got = append(got, p.String())
				}
			}
			if strings.Join(got, "\n") != test.want {
				t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

// TestAssetForms reads the same contract in both forms.
func TestAssetForms(t *testing.T) {
	t.Parallel()
	flat := `
domain: payments
dataProduct: billing
schema: [{name: id}, {name: email, classification: PII}, {type: string}]
team: {owner: data-team}
compliance: {classification: [internal], regulations: [GDPR, SOC2], retention_days: 0}
governance: {owner: another team, classification: public, retention_days: 7}
finops: {cost_center: 42, business_tags: [a, b], project: p, environment: e}
`
	nested := `
asset:
  domain: payments
  data_product: billing
  schema: [{name: id}, {name: email, classification: PII}, {type: string}]
  governance: {owner: data-team, classification: [internal], retention_days: 0}
  team: {owner: another team}
  compliance: {regulations: [GDPR, SOC2], retention_days: 7}
  finops: {cost_center: 42, business_tags: [a, b], project: p, environment: e}
`
	for name, text := range map[string]string{"flat": flat, "nested": nested} {
		in := assetMetadata(mustParse(t, text))
		for field, test := range map[string]struct {
			got  tags.Value
			want string
		}{
			"owner": {in.Owner, "data-team"}, "domain": {in.Domain, "payments"}, "data product": {in.DataProduct, "billing"},
			"classification": {in.Classification, "internal"}, "retention": {in.RetentionDays, "0"}, "regulations": {in.Regulations, "GDPR,SOC2"},
			"cost center": {in.FinOps.CostCenter, "42"}, "business tags": {in.FinOps.BusinessTags, "a,b"},
			"project": {in.FinOps.Project, "p"}, "environment": {in.FinOps.Environment, "e"},
		} {
			if test.got.FullText() != test.want || test.got.Origin.File != "job.yaml" || test.got.Origin.Line == 0 {
				t.Errorf("%s: %s is %q at %s, want %q", name, field, test.got.FullText(), test.got.Origin, test.want)
			}
		}
		if len(in.Fields) != 2 || in.Fields[0].Present() || in.Fields[1].FullText() != "PII" {
			t.Errorf("%s: fields %v", name, in.Fields)
		}
	}
}

// TestAssetFallsBack shows that the section of the other form counts as well.
func TestAssetFallsBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"governance: {owner: o, classification: c, retention_days: 1}\n",
		"asset:\n  team: {owner: o}\n  compliance: {classification: c, retention_days: 1}\n",
	} {
		in := assetMetadata(mustParse(t, text))
		if got := in.Owner.FullText() + in.Classification.FullText() + in.RetentionDays.FullText(); got != "oc1" {
			t.Errorf("%s: got %q", text, got)
		}
	}
}

func TestSourceTags(t *testing.T) {
	t.Parallel()
	job := validJob + "source: {tags: {email: PII, id: ~, odd: [a, b]}}\n" + infrastructureBlock
	file, _ := load(t, &Loader{}, job)
	if got := file.Input.Tags.Source; len(got) != 2 || got[0].Key != "email" || got[0].FullText() != "PII" {
		t.Errorf("from the job: %v", got)
	}
	file, _ = load(t, &Loader{SourceTags: []byte(`{"phone": "PII"}`), SourceTagsFile: "tags.json"}, job)
	if got := file.Input.Tags.Source; len(got) != 1 || got[0].Key != "phone" || got[0].Origin.File != "tags.json" {
		t.Errorf("from the file: %v", got)
	}
	_, problems := load(t, &Loader{SourceTags: []byte("email: {a: b}\n"), SourceTagsFile: "tags.yaml"}, job)
	if !slices.ContainsFunc(problems, func(p diag.Diagnostic) bool { return p.Pos.File == "tags.yaml" && p.Path == "email" }) {
		t.Errorf("a mapping: %v", problems)
	}
}

func makeFolder(t *testing.T, path string) {
	t.Helper()
	if err := os.MkdirAll(path, fs.ModePerm); err != nil {
		t.Fatal(err)
	}
}

// TestEngineNoneHasNoRecipes shows that an image without the engine is given no
// recipe, so that none is missed.
func TestEngineNoneHasNoRecipes(t *testing.T) {
	t.Parallel()
	read := files{"jobs/assets/customers.yaml": "domain: a"}.read
	job := validJob + "infrastructure:\n  provider: aws\n  region: us-east-1\n  compute: {type: ecs, cluster_name: a, engine: none}\n"
	file, problems := load(t, &Loader{Read: read}, job)
	if len(problems) > 0 || len(file.Input.Engine.Files) != 2 {
		t.Errorf("got %v, %v", problems, file.Input.Engine.Files)
	}
}
