package engine

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// extraChecks are the rules that the engine's code adds to its models.
func extraChecks(d Document, top map[string]any, status int) []Refusal {
	c := checker{by: ByCheck, status: status}
	switch d.Role {
	case Job:
		if slices.ContainsFunc(d.Model.Keys, func(k Key) bool { return k.Name == "infrastructure" }) {
			return c.infrastructure(top["infrastructure"])
		}
	case Asset:
		return c.asset(top)
	case SourceRecipe:
		return c.recipe(top, "source")
	case TargetRecipe:
		return c.recipe(top, "target")
	case Runner:
		return c.runner(top)
	}
	return nil
}

// TakesMerged reports why the engine would refuse what becomes of a recipe and
// the job's block over it; role is SourceRecipe or TargetRecipe. The paths begin
// with source or target. A refusal is an uncaught exception, exit status 1.
func (v Version) TakesMerged(role Role, job, recipe map[string]any) []Refusal {
	c := checker{by: ByModel, status: StatusPartial}
	switch {
	case !v.Known():
		return nil
	case role == SourceRecipe:
		return c.check(v.mergeSource(job, recipe), mergedSource(), "source")
	}
	target := mergeTarget(job, recipe)
	return append(c.check(target, mergedTarget(), "target"), c.markdown(target["markdown_kv_storage"])...)
}

// infrastructure: a compute type must be one of the provider's
// (config.py:513-534 at 368af8a).
func (c checker) infrastructure(block any) []Refusal {
	provider, _ := at(block, "provider").(string)
	kind, _ := at(block, "compute", "type").(string)
	types := map[string][]string{"aws": {"ecs", "eks"}, "gcp": {"gke", "cloud_run"}}[provider]
	if kind == "" || types == nil || slices.Contains(types, kind) {
		return nil
	}
	return []Refusal{c.refuse("infrastructure.compute.type", "invalid value %q: expected %s with provider %s", kind, strings.Join(types, ", "), provider)}
}

// asset: the schema must have fields, each with a name, and monitoring someone
// on call (config.py:229-247, 807-823; schema_validator.py:55).
func (c checker) asset(top map[string]any) []Refusal {
	var found []Refusal
	if _, nested := top["asset"]; nested {
		found = append(found, c.refuse("asset", "the older form, with everything below asset, is not accepted"))
	}
	if fields, isList := top["schema"].([]any); isList && len(fields) == 0 {
		found = append(found, c.refuse("schema", "invalid value: must not be empty"))
	}
	enabled, _ := at(top, "data_quality", "monitoring", "enabled").(bool)
	if rotation, _ := at(top, "data_quality", "monitoring", "oncall_rotation").(string); enabled && rotation == "" {
		found = append(found, c.refuse("data_quality.monitoring.oncall_rotation", "missing oncall_rotation, required while enabled is true"))
	}
	return found
}

// recipe: roles must have the one that the recipe is used in
// (config.py:571-615).
func (c checker) recipe(top map[string]any, role string) []Refusal {
	roles, isList := top["roles"].([]any)
	if top["roles"] != nil && !isList || slices.ContainsFunc(roles, func(r any) bool { return r == role }) {
		return nil
	}
	return []Refusal{c.refuse("roles", "missing role %q", role)}
}

// runner: each schedule has a cron expression or an interval
// (config.py:1086-1097).
func (c checker) runner(top map[string]any) []Refusal {
	var found []Refusal
	schedules, _ := at(top, "orchestrator", "schedules").([]any)
	for i, item := range schedules {
		schedule, _ := item.(map[string]any)
		path := fmt.Sprintf("orchestrator.schedules[%d]", i)
		switch cron, interval := schedule["cron"] != nil, schedule["interval_seconds"] != nil; {
		case cron && interval:
			found = append(found, c.refuse(path, "cron conflicts with interval_seconds"))
		case !cron && !interval:
			found = append(found, c.refuse(path, "missing cron or interval_seconds"))
		}
	}
	return found
}

// markdown: the mode of Markdown-KV storage (config.py:419-443).
func (c checker) markdown(block any) []Refusal {
	storage, _ := block.(map[string]any)
	if len(storage) == 0 {
		return nil
	}
	allowed := map[string][]string{"": {"string", "raw_file", "structured"}, "structured": {"row_per_kv", "document_level", "hybrid"}, "raw_file": {".md", ".mdkv"}}
	mode, _ := storage["mode"].(string)
	if !slices.Contains(allowed[""], mode) {
		return []Refusal{c.refuse("target.markdown_kv_storage.mode", "invalid value: expected %s", strings.Join(allowed[""], ", "))}
	}
	name := map[string]string{"structured": "structured_pattern", "raw_file": "file_extension"}[mode]
	value, given := storage[name]
	if name == "" || mode == "raw_file" && !given {
		return nil
	}
	if word, _ := value.(string); !slices.Contains(allowed[mode], word) {
		return []Refusal{c.refuse("target.markdown_kv_storage."+name, "invalid value: expected %s", strings.Join(allowed[mode], ", "))}
	}
	return nil
}

// at walks mappings; nil where a key is missing.
func at(value any, path ...string) any {
	for _, name := range path {
		m, _ := value.(map[string]any)
		value = m[name]
	}
	return value
}

// join adds a key to a path as diagnostics spell it.
func join(path, name string) string { return diag.KeyPath(path, name) }

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
