package engine

import "maps"

// mergeSource merges a job's source block into its recipe as the engine does, one
// level deep (config.py:625-712). The result has no state_path of its own: State
// derives it.
func (v Version) mergeSource(job, recipe map[string]any) map[string]any {
	merged := map[string]any{"type": recipe["type"], "description": recipe["description"], "engine": recipe["default_engine"],
		"credentials": orEmpty(recipe["credentials"]), "rate_limits": recipe["rate_limits"], "incremental": nil}
	if v.RecipeIncremental {
		merged["incremental"] = recipe["incremental"]
	}
	block, _ := job["source"].(map[string]any)
	for name, value := range block {
		merged[name] = over(merged[name], value)
	}
	if own, given := block["incremental"].(map[string]any); given && !v.RecipeIncremental {
		merged["incremental"] = nil
		if len(own) > 0 {
			merged["incremental"] = over(recipe["incremental"], own)
		}
	}
	return merged
}

// mergeTarget does the same for the target (config.py:714-762).
func mergeTarget(job, recipe map[string]any) map[string]any {
	merged := map[string]any{"type": recipe["type"], "catalog": recipe["catalog"], "file_format": recipe["file_format"],
		"partitioning": recipe["partitioning_default"], "engine": recipe["default_engine"]}
	if template, _ := recipe["connection_template"].(map[string]any); len(template) > 0 {
		merged["connection"] = template
	}
	block, _ := job["target"].(map[string]any)
	for name, value := range block {
		merged[name] = over(merged[name], value)
	}
	if merged["branch"] == nil && truthy(merged["catalog"]) {
		merged["branch"] = job["tenant_id"]
	}
	return merged
}

// over returns upper, merged into lower where both are mappings.
func over(lower, upper any) any {
	low, lowMapping := lower.(map[string]any)
	high, highMapping := upper.(map[string]any)
	if !lowMapping || !highMapping {
		return upper
	}
	merged := maps.Clone(low)
	maps.Copy(merged, high)
	return merged
}

func orEmpty(value any) any {
	if !truthy(value) {
		return map[string]any{}
	}
	return value
}

// truthy is Python's truth of a value.
func truthy(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case map[string]any:
		return len(v) > 0
	case []any:
		return len(v) > 0
	}
	n, isNumber := number(value)
	return !isNumber || n != 0
}
