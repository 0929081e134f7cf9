package model

import (
	"strings"
	"testing"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	full := Names{Tenant: "acme", Job: "orders", Environment: "prod"}
	bare := Names{Tenant: "acme", Job: "orders"}
	for _, test := range []struct {
		path  string
		names Names
		want  string
	}{
		{"{tenant}/{job}", full, "acme/orders"},
		{"{environment}/{tenant}/{job}", full, "prod/acme/orders"},
		{"{environment}/{tenant}/{job}", bare, "acme/orders"},
		{"{tenant}/{environment}/{job}", bare, "acme/orders"},
		{"{tenant}/{job}/{environment}", bare, "acme/orders"},
		{"{environment}", bare, ""},
		{"x/{tenant}-{job}.tfstate", full, "x/acme-orders.tfstate"},
		{"{job}-{environment}/x", bare, "orders-/x"},
		{"{job}{job}", full, "ordersorders"},
		{"a//b", full, "a//b"},
		{"", full, ""},
		{"no placeholder", full, "no placeholder"},
	} {
		got, err := Expand(test.path, test.names)
		if got != test.want || err != nil {
			t.Errorf("Expand(%q) = %q, %v; want %q", test.path, got, err, test.want)
		}
	}
	for path, says := range map[string]string{
		"{tenat}/{job}": `unknown placeholder "{tenat}"`,
		"{}":            `unknown placeholder "{}"`,
		"{Job}":         `unknown placeholder "{Job}"`,
		"a/{job":        `"{job"`,
		"a/job}":        `"job}"`,
		"{{job}}":       `unknown placeholder "{{job}"`,
		"{job/x}":       `"{job"`,
	} {
		if _, err := Expand(path, full); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("Expand(%q): got %v, want %q", path, err, says)
		}
	}
}

// FuzzExpand shows that a name's own braces are never read as placeholders, and
// that nothing else is lost.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{"{tenant}/{job}", "a{", "}", "{{job}}", "a//{environment}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		got, err := Expand(path, Names{"{tenant}", "{job}", "{environment}"})
		if err == nil && got != path {
			t.Errorf("Expand(%q) = %q where each value is its own placeholder", path, got)
		}
	})
}
