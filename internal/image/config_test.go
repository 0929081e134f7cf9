package image

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestConfigFiles: a ConfigMap gets what the engine reads of a job, at the paths
// at which it looks; data stays in the image.
func TestConfigFiles(t *testing.T) {
	t.Parallel()
	files, problems := ConfigFiles(job(people), options(t).Engine)
	if len(problems) > 0 {
		t.Error(problems)
	}
	want := []string{"/app/assets/people.yaml", "/app/connectors/csv.yaml", "/app/connectors/lake.yaml", "/app/jobs/acme/people.yaml"}
	if got := slices.Sorted(maps.Keys(files)); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	copied := files["/app/jobs/acme/people.yaml"]
	if strings.Contains(copied, "provider: aws") || !strings.Contains(copied, "data/people.csv # comment stays") {
		t.Errorf("got %s", copied)
	}
	if files["/app/assets/people.yaml"] != repository["assets/people.yaml"] {
		t.Error("the asset changed")
	}
}

func TestConfigFilesProblems(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ old, new, want string }{
		{"assets/people.yaml", "assets/other.yaml", `error: asset_path: "assets/other.yaml" not found: the ConfigMap does not contain it`},
		{"assets/people.yaml", "assets/${X}.yaml", `warning: asset_path: "assets/${X}.yaml" contains a variable that only the engine resolves: the ConfigMap does not contain the file`},
		{"# Loads people.", "finops: {cost_center: a}", "warning: infrastructure.compute.config: the engine's schema refuses the job: finops"},
		{"data/people.csv", "data/other.csv", ""},
	} {
		_, problems := ConfigFiles(job(strings.Replace(people, test.old, test.new, 1)), options(t).Engine)
		got := ""
		for _, p := range problems {
			got += p.Severity.String() + ": " + p.Path + ": " + p.Message
		}
		if !strings.HasPrefix(got, test.want) || test.want == "" && got != "" {
			t.Errorf("%s: got %q, want %q", test.new, got, test.want)
		}
	}
}
