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

// TestParseBudgetsRefuses shows that a value is reported once.
func TestParseBudgetsRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"cost_centers: [a]\n":             "b.yaml:1:15: cost_centers: expected a mapping, got a list",
		"cost_centers: {a: x}\n":          "b.yaml:1:19: cost_centers.a: expected a number or a mapping, got a string",
		"cost_centers: {a: {aws: 0}}\n":   "b.yaml:1:25: cost_centers.a.aws: 0 is less than the minimum of 0.01",
		"cost_centers: {a: {azure: 1}}\n": "b.yaml:1:20: cost_centers.a.azure: unknown key",
		"cost_centers: {}\nalert: {}\n":   "b.yaml:2:1: alert: unknown key",
		"currency: USD\n":                 "b.yaml:1:1: cost_centers: missing",
		"cost_centers: {\"a\\0\": 1}\n":   "b.yaml:1:16: cost_centers[\"a\\x00\"]: contains a NUL character",
		"- a\n":                           "b.yaml:1:1: expected a mapping, got a list",
	} {
		_, _, problems := ParseBudgets("b.yaml", []byte(text))
		var got []string
		for _, p := range problems {
			got = append(got, p.String())
		}
		if !slices.Equal(got, []string{want}) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestParseTagPolicy(t *testing.T) {
	t.Parallel()
	doc := mustParse(t, "tags: {owner: {required: true, values: [a, 7], pattern: x}}\nenvironments: {prod: {owner: {required: false}}}\n")
	policy, problems := ParseTagPolicy(doc)
	rule, prod := policy.Tags["owner"], policy.Environments["prod"]["owner"]
	if problems != nil || !*rule.Required || len(rule.Values) != 2 || rule.Values[1] != "7" ||
		*rule.Pattern != "x" || *prod.Required || prod.Values != nil {
		t.Errorf("%+v, %v", policy, problems)
	}
	_, problems = ParseTagPolicy(mustParse(t, "tags: {owner: {require: true}}\n"))
	if len(problems) != 1 || problems[0].Hint != "did you mean required?" {
		t.Errorf("%v", problems)
	}
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
