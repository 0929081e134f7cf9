package config

import (
	"fmt"
	"testing"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// deploymentWithDefaults is a job that names whatever has defaults, and none of
// them.
func deploymentWithDefaults(t *testing.T) model.Deployment {
	t.Helper()
	file, problems := load(t, &Loader{Read: files{}.read}, validJob+`
infrastructure:
  provider: aws
  region: us-east-1
  compute: {type: ecs, cluster_name: data, image: "registry.example/dativo:1.4.2", task_cpu: "1024", task_memory: "2048"}
  schedule: {cron: "0 2 * * *"}
  network: {subnets: [subnet-0a1b2c3d4e5f60718], egress: [{cidr: 10.0.0.0/8, port: 5432}]}
  terraform: {backend: {type: s3, bucket: acme-state}}
`)
	deployment, checked := platform.Normalize(file.Input)
	if settled := file.CombineProblems(problems, checked); settled.HasErrors() {
		t.Fatal(settled)
	}
	return deployment
}

// TestDefaultsAreTrue holds every default that the schema promises against
// what becomes of a job that leaves the key out.
func TestDefaultsAreTrue(t *testing.T) {
	t.Parallel()
	d := deploymentWithDefaults(t)
	choice := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	filled := map[string]any{
		"compute.engine":                    d.Engine,
		"compute.image_layout":              choice(d.Container.BuiltImage, "dativo-gen", "custom"),
		"compute.config":                    choice(len(d.Container.ConfigFiles) > 0, "configmap", "image"),
		"compute.cluster_endpoint":          d.Cluster.Endpoint,
		"compute.cluster_auth":              choice(d.Cluster.EphemeralAuth, "ephemeral", "exec"),
		"compute.workload":                  choice(d.Service, "service", "job"),
		"compute.architecture":              choice(d.Container.ARM64, "arm64", "x86_64"),
		"compute.identity":                  choice(d.Identity.IRSA, "irsa", "pod_identity"),
		"compute.timeout_seconds":           d.Container.TimeoutSeconds,
		"compute.partial_success":           d.Runs.PartialSuccess,
		"compute.no_records":                d.Runs.NoRecords,
		"compute.run_as_user":               d.Container.RunAsUser,
		"compute.read_only_root_filesystem": d.Container.ReadOnlyRootFilesystem,
		"compute.scratch_mib":               d.Container.ScratchMiB,
		"compute.spot":                      d.Placement.Spot,
		"compute.binary_authorization":      d.Container.BinaryAuthorization,
		"identity.invoker_overrides":        d.Identity.InvokerOverrides,
		"network.vpc_egress":                choice(d.Network.AllTraffic, "all", "private"),
		"monitoring.exclude_from_default":   d.Monitoring.ExcludeFromDefault,
		"schedule.timezone":                 d.Schedule.Timezone,
		"schedule.enabled":                  d.Schedule.Enabled,
		"network.assign_public_ip":          d.Network.AssignPublicIP,
		"network.pod_security_groups":       d.Network.PodSecurityGroups,
		"network.egress.protocol":           d.Network.Egress[0].Protocol,
		"monitoring.create_log_group":       d.Monitoring.CreateLogGroup,
		"monitoring.keep_logs":              d.Monitoring.KeepLogs,
		"monitoring.log_retention_days":     d.Monitoring.LogRetentionDays,
		"terraform.backend.use_lockfile":    d.Backend.UseLockfile,
	}
	promised := map[string]any{}
	walkSchema(t, func(path string, schema *jsonschema.Schema) {
		if schema.Default != nil {
			promised[path] = schema.Default
		}
	})
	for path, want := range promised {
		if got, ok := filled[path]; !ok || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: the schema promises %v, a job gets %v", path, want, got)
		}
	}
	for path := range filled {
		if _, ok := promised[path]; !ok {
			t.Errorf("%s has a default that the schema does not tell", path)
		}
	}
}

// TestExamplesInSchema shows that every example that the schema gives is one.
func TestExamplesInSchema(t *testing.T) {
	t.Parallel()
	root, examples := committedSchema(t), 0
	walkSchema(t, func(path string, schema *jsonschema.Schema) {
		for _, example := range schema.Examples {
			examples++
			text, err := document.Marshal(map[string]any{"example": example}, "yaml")
			if err != nil {
				t.Fatal(err)
			}
			doc := mustParse(t, string(text))
			c := checker{doc: doc, root: root}
			if c.check(doc.Root.Get("example"), schema, path); len(c.problems) > 0 {
				t.Errorf("%v", c.problems)
			}
		}
	})
	if examples < 20 {
		t.Errorf("saw only %d examples", examples)
	}
}

// TestEveryKeyIsDescribed shows that editors have something to say of each key.
func TestEveryKeyIsDescribed(t *testing.T) {
	t.Parallel()
	keys := 0
	walkSchema(t, func(path string, schema *jsonschema.Schema) {
		if keys++; schema.Description == "" {
			t.Errorf("%s has no description", path)
		}
	})
	if keys < 70 {
		t.Errorf("saw only %d keys", keys)
	}
}

// walkSchema visits every key of the infrastructure block by its path below it.
func walkSchema(t *testing.T, visit func(path string, schema *jsonschema.Schema)) {
	t.Helper()
	c := checker{root: committedSchema(t)}
	var walk func(schema *jsonschema.Schema, path string)
	walk = func(schema *jsonschema.Schema, path string) {
		for _, name := range keysOf(schema) {
			inner, at := property(schema, name), diag.KeyPath(path, name)
			visit(at, inner)
			walk(c.resolved(inner), at)
			if inner.Items != nil {
				walk(c.resolved(inner.Items), at)
			}
		}
	}
	walk(c.root.Definitions["Infrastructure"], "")
}
