package tags

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func numbered(count int, value string) []Tag {
	set := make([]Tag, count)
	for i := range set {
		set[i] = tag(fmt.Sprintf("k%03d", i), text(value))
	}
	return set
}

func TestLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, sink string
		set        []Tag
		left       int
		report     string
	}{
		{"50 on AWS", AWS, numbered(50, "v"), 50, ""},
		{"52 on AWS", AWS, numbered(52, "v"), 50,
			`error tag-limit: 52 tags exceed the limit of 50 for AWS tags; beyond the limit: "k050", "k051"`},
		{"64 on GCP", GCP, numbered(64, "v"), 64, ""},
		{"65 on GCP", GCP, numbered(65, "v"), 64,
			`error tag-limit: 65 tags exceed the limit of 64 for GCP labels; beyond the limit: "k064"`},
		{"50 on pods", Kubernetes, numbered(50, "v"), 50, ""},
		{"60 on pods", Kubernetes, numbered(60, "v"), 60,
			`warning tag-limit: cost reports import only the first 50 Kubernetes labels of a pod, in alphabetical order; ` +
				`not imported: "k050", "k051", "k052", "k053", "k054", "k055", "k056", "k057" and 2 more`},
		{"annotations just fit", KubernetesAnnotations, numbered(2, strings.Repeat("v", 128<<10-4)), 2, ""},
		{"annotations are too long", KubernetesAnnotations, numbered(2, strings.Repeat("v", 128<<10-3)), 1,
			`error tag-limit: the tags exceed the limit of 256 KiB for Kubernetes annotations; beyond the limit: "k001"`},
		{"Iceberg has no limit", Iceberg, numbered(500, "v"), 500, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, problems := sanitizeFor(t, test.sink, test.set...)
			if len(got) != test.left {
				t.Errorf("%d tags are left, want %d", len(got), test.left)
			}
			want := []string{}
			if test.report != "" {
				want = append(want, test.report)
			}
			equal(t, "reports", reports(problems), want)
		})
	}
}

// TestLimitPositions points to the first tag beyond the limit, and relates the
// others.
func TestLimitPositions(t *testing.T) {
	t.Parallel()
	set := numbered(53, "v")
	for i := range set {
		set[i].Origin.Pos = diag.Pos{File: "job.yaml", Line: i + 1}
	}
	_, problems := sanitizeFor(t, AWS, set...)
	if len(problems) != 1 || problems[0].Pos.Line != 51 {
		t.Fatalf("got %+v", problems)
	}
	equal(t, "related", problems[0].Related, []diag.Related{
		{Pos: diag.Pos{File: "job.yaml", Line: 52}, Message: "also beyond the limit"},
		{Pos: diag.Pos{File: "job.yaml", Line: 53}, Message: "also beyond the limit"},
	})
}
