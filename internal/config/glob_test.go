package config

import (
	"strings"
	"testing"
	"time"
)

func TestMatchGlob(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"jobs/acme/orders.yaml", "jobs/acme/orders.yaml", true},
		{"jobs/*/orders.yaml", "jobs/acme/orders.yaml", true},
		{"jobs/*", "jobs/acme/orders.yaml", false},
		{"*.yaml", "orders.yaml", true},
		{"*.yaml", "jobs/orders.yaml", false},
		{"**", "orders.yaml", true},
		{"**", "jobs/acme/orders.yaml", true},
		{"**/*.yaml", "orders.yaml", true},
		{"**/*.yaml", "jobs/acme/orders.yaml", true},
		{"**/*.yml", "jobs/acme/orders.yaml", false},
		{"jobs/**", "jobs/acme/orders.yaml", true},
		{"jobs/**", "other/acme/orders.yaml", false},
		{"jobs/**/orders.yaml", "jobs/orders.yaml", true},
		{"jobs/**/orders.yaml", "jobs/a/b/c/orders.yaml", true},
		{"jobs/**/b/**/orders.yaml", "jobs/a/b/c/orders.yaml", true},
		{"jobs/**/b/**/orders.yaml", "jobs/a/c/orders.yaml", false},
		{"jobs/acme_?.yaml", "jobs/acme_1.yaml", true},
		{"jobs/acme_[0-9].yaml", "jobs/acme_x.yaml", false},
		{"../common/*.yaml", "../common/a.yaml", true},
		{"**a", "ba", true}, // within a part it is a "*" like another
		{"**a", "x/ba", false},
		{`a\*`, "a*", true},
		{"JOBS/*", "jobs/a", false},
	} {
		if got, err := matchGlob(test.pattern, test.name); got != test.want || err != nil {
			t.Errorf("matchGlob(%q, %q) = %t, %v; want %t", test.pattern, test.name, got, err, test.want)
		}
	}
	for _, bad := range []string{"jobs/[a", "[]", "jobs/[a-]/**", `jobs/\`} {
		if got, err := matchGlob(bad, "jobs/a"); err == nil || got {
			t.Errorf("matchGlob(%q): no error", bad)
		}
	}
}

// TestMatchGlobIsQuick shows that no pattern takes time without end.
func TestMatchGlobIsQuick(t *testing.T) {
	t.Parallel()
	start := time.Now()
	pattern := strings.Repeat("**/a/", 100) + "b"
	name := strings.Repeat("a/", 1000) + "c"
	if got, err := matchGlob(pattern, name); got || err != nil {
		t.Errorf("got %t, %v", got, err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
}
