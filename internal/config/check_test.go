package config

import (
	"slices"
	"strings"
	"testing"
)

// TestCheck holds documents against a schema of one keyword each.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, schema, text string
		want               []string
	}{
		{"string", `{"type": "string"}`, "a: x", nil},
		{"string: a date is one", `{"type": "string"}`, "a: 2026-01-01", nil},
		{"string: number", `{"type": "string"}`, "a: 1", []string{`a: expected a string, got a number`}},
		{"string: list", `{"type": "string"}`, "a: [x]", []string{`a: expected a string, got a list`}},
		{"string: nothing", `{"type": "string"}`, "a:", []string{`a: expected a string, got nothing`}},
		{"integer", `{"type": "integer"}`, "a: -16", nil},
		{"integer: hexadecimal", `{"type": "integer"}`, "a: 0x10", []string{`a: invalid number 0x10: not decimal, and YAML 1.1 reads it as 16`}},
		{"integer: 2.0 is one", `{"type": "integer"}`, "a: 2.0", nil},
		{"integer: 2.5", `{"type": "integer"}`, "a: 2.5", []string{`a: expected a whole number, got 2.5`}},
		{"integer: as large as a float counts", `{"type": "integer"}`, "a: 9007199254740991.0", nil},
		{"integer: larger", `{"type": "integer"}`, "a: 9007199254740992.0", []string{`a: expected a whole number, got 9007199254740992.0`}},
		{"integer: infinity", `{"type": "integer"}`, "a: .inf", []string{`a: expected a whole number, got .inf`}},
		{"integer: text", `{"type": "integer"}`, `a: "2"`, []string{`a: expected a whole number, got a string`}},
		{"number", `{"type": "number"}`, "a: 1.5e+3", nil},
		{"number: text in YAML 1.1", `{"type": "number"}`, "a: 1e3",
			[]string{`a: invalid number 1e3: not decimal, and YAML 1.1 reads it as text`}},
		{"number: true", `{"type": "number"}`, "a: true", []string{`a: expected a number, got true or false`}},
		{"boolean", `{"type": "boolean"}`, "a: false", nil},
		{"boolean: yes", `{"type": "boolean"}`, "a: yes", []string{`a: expected true or false, got a string`}},
		{"array", `{"type": "array"}`, "a: []", nil},
		{"array: text", `{"type": "array"}`, "a: x", []string{`a: expected a list, got a string`}},
		{"object", `{"type": "object"}`, "a: {}", nil},
		{"object: list", `{"type": "object"}`, "a: []", []string{`a: expected a mapping, got a list`}},
		{"null", `{"type": "null"}`, "a: ~", nil},
		{"type: wrong, and nothing more", `{"type": "string", "enum": ["x"]}`, "a: 1", []string{`a: expected a string, got a number`}},
		{"anyOf", `{"anyOf": [{"type": "string"}, {"type": "null"}]}`, "a:", nil},
		{"anyOf: none", `{"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]}`, "a: []",
			[]string{`a: expected a string or a number, got a list`}},
		{"anyOf: right type, wrong inside", `{"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]}`, "a: y",
			[]string{`a: invalid value "y": expected x`}},
		{"anyOf: reference", `{"anyOf": [{"$ref": "#/$defs/d"}, {"type": "null"}]}`, "a: {x: 1, y: 1}", []string{`a.y: unknown key`}},
		{"enum", `{"enum": ["x", "y"]}`, "a: y", nil},
		{"enum: other", `{"enum": ["x", "y"]}`, "a: z", []string{`a: invalid value "z": expected x or y`}},
		{"const", `{"const": "x"}`, "a: x", nil},
		{"const: other", `{"const": "x"}`, "a: y", []string{`a: must be x`}},
		{"minLength", `{"minLength": 1}`, `a: ""`, []string{`a: must not be empty`}},
		{"maxLength counts characters", `{"maxLength": 2}`, `a: éé`, nil},
		{"maxLength", `{"maxLength": 2}`, `a: abc`, []string{`a: too long: 3 characters, the maximum is 2`}},
		{"minimum", `{"minimum": 1}`, "a: 1", nil},
		{"minimum: less", `{"minimum": 1}`, "a: 0.5", []string{`a: 0.5 is less than the minimum of 1`}},
		{"minimum: not a number", `{"minimum": 1}`, "a: .nan", []string{`a: .nan is less than the minimum of 1`}},
		{"maximum", `{"maximum": 9}`, "a: 10", []string{`a: 10 is more than the maximum of 9`}},
		{"maximum: far beyond an int", `{"maximum": 9}`, "a: 99999999999999999999",
			[]string{`a: 99999999999999999999 is more than the maximum of 9`}},
		{"minItems", `{"minItems": 1}`, "a: []", []string{`a: must not be empty`}},
		{"uniqueItems", `{"uniqueItems": true}`, "a: [x, y, x]", []string{`a[2]: duplicate item "x"`}},
		{"items", `{"items": {"type": "string"}}`, "a: [x, 1]", []string{`a[1]: expected a string, got a number`}},
		{"properties", `{"properties": {"b": {"type": "string"}}}`, "a: {b: 1, c: 1}", []string{`a.b: expected a string, got a number`}},
		{"additionalProperties: schema", `{"additionalProperties": {"type": "string"}}`, `a: {"b c": 1}`,
			[]string{`a["b c"]: expected a string, got a number`}},
		{"additionalProperties: false", `{"properties": {"b": true}, "additionalProperties": false}`, "a: {b: 1, c: 1}",
			[]string{`a.c: unknown key`}},
		{"required", `{"required": ["b", "c"]}`, "a: {b: ~}", []string{`a.c: missing`}},
		{"reference", `{"$ref": "#/$defs/d"}`, "a: {y: 1}", []string{`a.y: unknown key`, `a.x: missing`}},
		{"reference with other keywords", `{"$ref": "#/$defs/d", "required": ["z"]}`, "a: {x: 1}", []string{`a.z: missing`}},
		{"not", `{"not": {"type": "string"}}`, "a: x", []string{`a: not supported here`}},
		{"not: other", `{"not": {"type": "string"}}`, "a: 1", nil},
		{"not: nothing at all", `{"not": true}`, "a: 1", []string{`a: not supported here`}},
		{"allOf", `{"allOf": [{"type": "string"}, {"enum": ["x"]}]}`, "a: y", []string{`a: invalid value "y": expected x`}},
		{"if, then", `{"if": {"required": ["b"]}, "then": {"required": ["c"]}}`, "a: {b: 1}", []string{`a.c: missing`}},
		{"if not", `{"if": {"required": ["b"]}, "then": {"required": ["c"]}}`, "a: {}", nil},
		{"all at once", `{"properties": {"b": {"type": "string"}, "c": {"items": {"minimum": 1}}}}`, "a: {b: 1, c: [0, 1, 0]}",
			[]string{`a.b: expected a string, got a number`, `a.c[0]: 0 is less than the minimum of 1`, `a.c[2]: 0 is less than the minimum of 1`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			schema, err := parseSchema([]byte(`{"properties": {"a": ` + test.schema + `},
				"$defs": {"d": {"type": "object", "properties": {"x": true}, "required": ["x"], "additionalProperties": false}}}`))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range check(mustParse(t, test.text), schema) {
				if p.Pos.Line != 1 || p.Pos.Col < 1 {
					t.Errorf("%s is at %s", p, p.Pos)
				}
				got = append(got, p.Path+": "+p.Message)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

func TestCheckHints(t *testing.T) {
	t.Parallel()
	schema := committedSchema(t)
	for _, test := range []struct{ text, path, want string }{
		{"infrastructure: {provider: asw}", "infrastructure.provider", "did you mean aws?"},
		{"infrastructure: {provider: google}", "infrastructure.provider", "did you mean gcp?"},
		{"infrastructure: {compute: {type: fargate}}", "infrastructure.compute.type", "did you mean ecs?"},
		{"infrastructure: {compute: {type: Kubernetes}}", "infrastructure.compute.type", "did you mean eks or gke?"},
		{"infrastructure: {compute: {type: lambda}}", "infrastructure.compute.type", ""},
		{"infrastructure: {compute: {cpu: 1}}", "infrastructure.compute.cpu", "did you mean task_cpu?"},
		{"infrastructure: {regoin: x}", "infrastructure.regoin", "did you mean region?"},
		{"infrastructure: {subnets: [x]}", "infrastructure.subnets", "did you mean infrastructure.network.subnets?"},
		{"infrastructure: {network: {environment: x}}", "infrastructure.network.environment", // known in four other places
			"known keys: vpc_id, subnets, security_groups, egress, assign_public_ip, pod_security_groups, tags, vpc_egress, connector"},
		{"infrastructure: {network: {bucket: x}}", "infrastructure.network.bucket",
			"did you mean infrastructure.storage.bucket, infrastructure.storage.state.bucket or infrastructure.terraform.backend.bucket?"},
		{"infrastructure: {terraform: {zzz: 1}}", "infrastructure.terraform.zzz", "known keys: backend"},
		{"infrastructure: {schedule: {enabled: on}}", "infrastructure.schedule.enabled", "write true or false"},
		{"infrastructure: {schedule: {cron: }}", "infrastructure.schedule.cron", "set a value or remove the key"},
		{"infrastructure: {network: {subnets: x}}", "infrastructure.network.subnets", "write it as a list: [x]"},
		{"infrastructure: {network: {subnets: {a: b}}}", "infrastructure.network.subnets", ""},
		{"infrastructure: {network: {subnets: 'a: b'}}", "infrastructure.network.subnets", ""},
		{"infrastructure: {job_name: 7}", "infrastructure.job_name", `quote it: "7"`},
		{"infrastructure: {region: x}", "infrastructure.provider", "use aws or gcp"},
		{"environment: prod", "tenant_id", "for example acme"},
	} {
		found := false
		for _, p := range check(mustParse(t, test.text), schema) {
			if p.Path == test.path {
				if found = true; p.Hint != test.want {
					t.Errorf("%s: hint %q, want %q", test.text, p.Hint, test.want)
				}
			}
		}
		if !found {
			t.Errorf("%s: no problem at %s", test.text, test.path)
		}
	}
}
