package config

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestStrictSchemasPromiseOnlyWhatIsEnforced looks in the schemas of budgets and
// tag policies for keywords that check would silently ignore.
func TestStrictSchemasPromiseOnlyWhatIsEnforced(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]any{"tag policy": model.TagPolicy{}, "budgets": model.Budgets{}} {
		text, err := json.Marshal(strictSchema(value))
		if err != nil {
			t.Fatal(err)
		}
		var schema any
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		for _, keyword := range keywordsOf(schema) {
			if !enforced[keyword] && !notes[keyword] {
				t.Errorf("%s: check ignores %q", name, keyword)
			}
		}
	}
}

// keywordsOf returns the keywords of a schema and those inside it.
func keywordsOf(node any) []string {
	var all []string
	switch node := node.(type) {
	case []any:
		for _, item := range node {
			all = append(all, keywordsOf(item)...)
		}
	case map[string]any:
		for key, value := range node {
			all = append(all, key)
			names, isMap := value.(map[string]any)
			switch {
			case slices.Contains([]string{"properties", "$defs"}, key) && isMap:
				for _, inner := range names {
					all = append(all, keywordsOf(inner)...)
				}
			case slices.Contains([]string{"items", "additionalProperties", "anyOf"}, key):
				all = append(all, keywordsOf(value)...)
			}
		}
	}
	return all
}

func TestParseBudgets(t *testing.T) {
	t.Parallel()
	budgets, doc, problems := ParseBudgets("b.yaml", []byte("cost_centers:\n  CC-1: 10\n  CC-2: {aws: 2.5}\nalerts:\n  forecast_percent: []\n"))
	if len(problems) > 0 || doc == nil {
		t.Fatalf("%v", problems)
	}
	one, two := budgets.CostCenters["CC-1"], budgets.CostCenters["CC-2"]
	if one.Any == nil || *one.Any != 10 || one.Clouds != nil || two.Any != nil || !maps.Equal(two.Clouds, map[string]float64{"aws": 2.5}) {
		t.Errorf("%+v, %+v", one, two)
	}
	if budgets.Alerts.ForecastPercent == nil || budgets.Alerts.ActualPercent != nil {
		t.Errorf("an empty list is not the same as none: %+v", budgets.Alerts)
	}
}
