package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// document is the least that a version takes, with more keys.
func document(role Role, more map[string]any) map[string]any {
	least := map[Role]map[string]any{
		Job:          {"tenant_id": "acme", "source_connector_path": "a", "target_connector_path": "b", "asset_path": "c"},
		Asset:        {"name": "people", "version": "1.0", "source_type": "csv", "object": "people", "schema": []any{map[string]any{"name": "id"}}, "team": map[string]any{"owner": "x"}},
		SourceRecipe: {"name": "csv", "type": "csv", "roles": []any{"source"}, "default_engine": map[string]any{"type": "native"}},
		TargetRecipe: {"name": "lake", "type": "iceberg", "roles": []any{"target"}, "default_engine": map[string]any{}},
		Runner:       {"orchestrator": map[string]any{"schedules": []any{map[string]any{"name": "a", "config": "b", "cron": "0 1 * * *"}}}},
	}[role]
	all := maps.Clone(least)
	for name, value := range more {
		if all[name] = value; value == absent {
			delete(all, name)
		}
	}
	return all
}

// absent takes a key away.
const absent = "\x00"

type object = map[string]any

func TestTakes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		version string
		role    Role
		more    object
		schema  bool
		want    string // path and check of each refusal
	}{
		{Main, Job, nil, true, ""},
		{Main, Job, object{"infrastructure": object{"provider": "aws"}}, true, "infrastructure (schema)"},
		{Main, Job, object{"infrastructure": object{"provider": "aws"}}, false, ""},
		{Infrastructure, Job, object{"infrastructure": object{"provider": "aws", "region": "us-east-1"}}, true, ""},
		{Infrastructure, Job, object{"infrastructure": object{"provider": "aws", "region": "us-east-1", "compute": object{"task_cpu": 1024}}}, false, "infrastructure.compute.task_cpu (model)"},
		{Infrastructure, Job, object{"infrastructure": object{"provider": "gcp", "region": "x", "compute": object{"type": "ecs"}}}, true, "infrastructure.compute.type (check)"},
		{Main, Job, object{"finops": object{}, "plugins": object{}, "classification_overrides": object{}, "governance_overrides": object{}}, true, "classification_overrides (schema), finops (schema), governance_overrides (schema), plugins (schema)"},
		{Main, Job, object{"finops": object{}, "plugins": object{}, "observability": object{}}, false, ""},
		{Main, Job, object{"catalog": object{"type": "polaris", "connection": object{}}}, true, "catalog.type (schema)"},
		{Infrastructure, Job, object{"catalog": object{"type": "aws_glue", "connection": object{}}}, true, "catalog (schema)"},
		{Main, Job, object{"target": object{"catalog": "nessie"}}, true, "target.catalog (schema)"},
		{Main, Job, object{"source": object{"incremental": nil}}, true, "source.incremental (schema)"},
		{Main, Job, object{"source": object{"incremental": object{"strategy": "created"}}}, true, "source.incremental.strategy (schema)"},
		{Main, Job, object{"source": object{"tables": []any{"orders"}}}, true, "source.tables[0] (schema)"},
		{Main, Job, object{"retry_config": object{"max_attempts": 0}}, true, "retry_config.max_attempts (schema)"},
		{Main, Job, object{"tenant_id": 7}, false, "tenant_id (model)"},
		{Main, Job, object{"asset_path": absent}, false, "asset_path (model)"},
		{Main, Asset, nil, true, ""},
		{Main, Asset, object{"version": 1.0}, true, "version (model)"},
		{Main, Asset, object{"description": "one row each"}, true, "description (model)"},
		{Main, Asset, object{"source_type": absent, "object": absent}, true, "source_type (model), object (model)"},
		{Main, Asset, object{"schema": []any{}}, true, "schema (check)"},
		{Main, Asset, object{"schema": []any{object{"type": "string"}}}, true, "schema[0].name (model)"},
		{Main, Asset, object{"team": object{"owner": ""}}, true, "team.owner (model)"},
		{Main, Asset, object{"data_quality": object{"monitoring": object{"enabled": true}}}, true, "data_quality.monitoring.oncall_rotation (check)"},
		{Main, Asset, object{"compliance": object{"retention_days": "365"}}, true, ""},
		{Main, SourceRecipe, object{"default_engine": absent}, true, "default_engine (model)"},
		{Main, SourceRecipe, object{"roles": []any{"target"}}, true, "roles (check)"},
		{Main, SourceRecipe, object{"roles": absent, "credentials": object{}}, true, ""},
		{Main, TargetRecipe, object{"roles": absent, "connection_template": object{}}, true, ""},
		{Main, TargetRecipe, object{"roles": absent}, true, "roles (check)"},
		{Main, Runner, nil, true, ""},
		{Main, Runner, object{"orchestrator": absent, "runner": object{}}, true, "orchestrator (model)"},
		{Main, Runner, object{"orchestrator": object{"schedules": []any{object{"name": "a", "config": "b"}, object{"name": "a", "config": "b", "cron": "x", "interval_seconds": 60}}}}, true, "orchestrator.schedules[0] (check), orchestrator.schedules[1] (check)"},
	} {
		v, _ := Find(test.version)
		var got []string
		for _, r := range v.Takes(test.role, document(test.role, test.more), test.schema) {
			got = append(got, fmt.Sprintf("%s (%s)", r.Path, r.By))
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("%s, %s with %v: got %s, want %s", test.version, test.role, test.more, text, test.want)
		}
	}
	v, _ := Find(Main)
	if got := v.Takes(Job, "text", true); len(got) == 0 {
		t.Error("a text is a job")
	}
}

// TestConversions: the model converts what the schema refuses.
func TestConversions(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		kind   Kind
		value  any
		schema bool
		model  bool
	}{
		{Text, "5", true, true}, {Text, 5, false, false}, {Text, true, false, false}, {Text, 1.0, false, false},
		{Integer, 5, true, true}, {Integer, int64(5), true, true}, {Integer, uint64(5), true, true}, {Integer, 5.0, true, true}, {Integer, 5.5, false, false},
		{Integer, "5", false, true}, {Integer, " 5 ", false, true}, {Integer, "5.0", false, true}, {Integer, "5.5", false, false}, {Integer, "1_000", false, true}, {Integer, true, false, true}, {Integer, "x", false, false},
		{Number, 5.5, true, true}, {Number, "5.5", false, true}, {Number, "x", false, false}, {Number, true, false, true},
		{Boolean, true, true, true}, {Boolean, "yes", false, true}, {Boolean, "maybe", false, false}, {Boolean, 1, false, true}, {Boolean, 2, false, false},
		{Mapping, object{}, true, true}, {Mapping, []any{}, false, false}, {List, []any{}, true, true}, {List, "a", false, false}, {List, nil, false, false},
	} {
		for by, want := range map[By]bool{BySchema: test.schema, ByModel: test.model} {
			if got := (checker{by: by}).check(test.value, Shape{Kind: test.kind, Open: true}, "a") == nil; got != want {
				t.Errorf("%s: %v for a %s: got %t", by, test.value, test.kind, got)
			}
		}
	}
}

func TestTakesMerged(t *testing.T) {
	t.Parallel()
	recipe := document(TargetRecipe, object{"connection_template": object{"s3": object{"region": "x"}}})
	for _, test := range []struct {
		version string
		role    Role
		block   object
		want    string
	}{
		{Main, TargetRecipe, object{}, ""},
		{Main, TargetRecipe, object{"partitioning": "day"}, "target.partitioning"},
		{Main, TargetRecipe, object{"connection": "s3"}, "target.connection"},
		{Main, TargetRecipe, object{"connection": object{"s3": nil}}, ""},
		{Main, TargetRecipe, object{"markdown_kv_storage": object{"mode": "text"}}, "target.markdown_kv_storage.mode"},
		{Main, TargetRecipe, object{"markdown_kv_storage": object{"mode": "structured", "structured_pattern": "x"}}, "target.markdown_kv_storage.structured_pattern"},
		{Main, TargetRecipe, object{"markdown_kv_storage": object{"mode": "raw_file", "file_extension": ".txt"}}, "target.markdown_kv_storage.file_extension"},
		{Main, SourceRecipe, object{"objects": []any{1}}, "source.objects[0]"},
		{Main, SourceRecipe, object{"incremental": "daily"}, "source.incremental"},
		{Main, SourceRecipe, object{"incremental": object{}}, ""},
	} {
		v, _ := Find(test.version)
		name := strings.Fields(string(test.role))[0]
		var got []string
		for _, r := range v.TakesMerged(test.role, object{name: test.block}, recipe) {
			got = append(got, r.Path)
			if r.Status != StatusPartial {
				t.Errorf("%s: status %d", r.Path, r.Status)
			}
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("%v: got %s, want %s", test.block, text, test.want)
		}
	}
}

// TestMerge: one level deep, and incremental by the version's rule.
func TestMerge(t *testing.T) {
	t.Parallel()
	recipe := object{"type": "csv", "default_engine": object{"type": "native"}, "incremental": object{"strategy": "file_modified_time"}, "connection_template": object{"s3": object{"a": 1}, "nessie": object{"b": 2}}}
	main, _ := Find(Main)
	branch, _ := Find(Infrastructure)
	for _, test := range []struct {
		block        any // absent: no key
		main, branch bool
	}{{absent, false, true}, {nil, false, false}, {object{}, false, true}, {object{"lookback_days": 1}, true, true}} {
		job := object{"source": object{}}
		if test.block != absent {
			job["source"] = object{"incremental": test.block}
		}
		if got := truthy(main.mergeSource(job, recipe)["incremental"]); got != test.main {
			t.Errorf("main, %v: on is %t", test.block, got)
		}
		if got := truthy(branch.mergeSource(job, recipe)["incremental"]); got != test.branch {
			t.Errorf("branch, %v: on is %t", test.block, got)
		}
	}
	merged := mergeTarget(object{"tenant_id": "acme", "target": object{"catalog": "nessie", "connection": object{"s3": object{"bucket": "x"}}}}, recipe)
	if got := fmt.Sprint(merged["connection"], merged["branch"]); got != "map[nessie:map[b:2] s3:map[bucket:x]]acme" {
		t.Error(got)
	}
	if got := sortedKeys(recipe["connection_template"].(object)["s3"].(object)); !slices.Equal(got, []string{"a"}) {
		t.Errorf("the recipe was changed: %v", got)
	}
}
