package hcl

import (
	"strings"
	"testing"
)

// marshaller must not be called: HCL and JSON give the same value.
type marshaller string

func (marshaller) MarshalJSON() ([]byte, error) { return []byte(`"other"`), nil }

func TestJSON(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		attributes []Attribute
		want       string
	}{
		{"none", nil, "{}\n"},
		{"order is kept", []Attribute{{"b", 1}, {"a", "x"}}, "{\n  \"b\": 1,\n  \"a\": \"x\"\n}\n"},
		{"no HTML escapes", []Attribute{{"a", "<&>"}}, "{\n  \"a\": \"<&>\"\n}\n"},
		{"empty list and map", []Attribute{{"a", []string(nil)}, {"b", map[string]string(nil)}}, "{\n  \"a\": [],\n  \"b\": {}\n}\n"},
		{"null", []Attribute{{"a", nil}}, "{\n  \"a\": null\n}\n"},
		{"nested, keys sorted", []Attribute{{"a", []map[string]any{{"port": 443, "cidr": "0.0.0.0/0"}}}},
			"{\n  \"a\": [\n    {\n      \"cidr\": \"0.0.0.0/0\",\n      \"port\": 443\n    }\n  ]\n}\n"},
		{"numbers as HCL has them", []Attribute{{"a", []any{1.5, 2.0, uint64(1<<63 + 1), mib(3), 1e21}}},
			"{\n  \"a\": [\n    1.5,\n    2,\n    9223372036854775809,\n    3,\n    1e+21\n  ]\n}\n"},
		{"bytes are numbers", []Attribute{{"a", []byte("A")}}, "{\n  \"a\": [\n    65\n  ]\n}\n"},
		{"no own format", []Attribute{{"a", marshaller("x")}}, "{\n  \"a\": \"x\"\n}\n"},
		{"template marks are text", []Attribute{{"a", "${x}%{y}\x00"}}, "{\n  \"a\": \"${x}%{y}\\u0000\"\n}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := JSON(tt.attributes)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestJSONRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		attribute Attribute
		want      string
	}{
		{"broken UTF-8", Attribute{"tags", []string{"\xff"}}, "tags: invalid UTF-8"},
		{"decomposed letter", Attribute{"tags", "u\u0308"}, "NFC"},
		{"struct", Attribute{"rule", struct{}{}}, "rule: a struct {} has no HCL form"},
		{"code", Attribute{"x", Code{text: "var.x"}}, "no JSON form"},
		{"code inside", Attribute{"x", []any{Code{text: "var.x"}}}, "no JSON form"},
		{"broken name", Attribute{"\xff", 1}, "invalid UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := JSON([]Attribute{tt.attribute})
			if err == nil {
				t.Fatalf("got %s, want an error", got)
			}
			if !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %q, want %q in it", err, tt.want)
			}
		})
	}
}
