package config

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/document"
)

// place is what Setting.From says.
var place = regexp.MustCompile(`^(.*):(\d+):(\d+)$`)

// textFrom is the text that a place points to, to the end of its line.
func textFrom(t *testing.T, from string) string {
	t.Helper()
	parts := place.FindStringSubmatch(from)
	if parts == nil {
		t.Fatalf("%q is not a position", from)
	}
	text, err := os.ReadFile(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	line, _ := strconv.Atoi(parts[2])
	column, _ := strconv.Atoi(parts[3])
	return string([]rune(strings.Split(string(text), "\n")[line-1])[column-1:])
}

// pointsTo reports whether a text starts with a value or, for a list or mapping,
// with the last key of its path.
func pointsTo(text, path string, value any) bool {
	node := value.(*document.Node)
	if node.Kind != document.Scalar {
		return strings.HasPrefix(text, path[strings.LastIndex(path, ".")+1:]+":")
	}
	return strings.HasPrefix(strings.TrimLeft(text, `"'`), node.Text)
}

// TestSettingsPointToTheValues shows that every place that Settings names holds
// that value, and that no value is missing.
func TestSettingsPointToTheValues(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	job := outside + `
infrastructure:
  compute:
    task_cpu: 1024
    environment: {A: own, "B C": "quoted"}
    secrets: null
  network: {subnets: [s1, s2], egress: []}
  tags: {}
  schedule:
`
	write(t, folder, map[string]string{
		".dativo-gen.yaml": `
defaults:
  - infrastructure: &anchor
      provider: aws
      compute: {type: ecs, task_cpu: 512, secrets: {X: y}, environment: {A: one, D: one}}
      schedule: {cron: "0 2 * * *"}
  - infrastructure:
      <<: *anchor
      region: us-east-1
      compute: {environment: {A: two}, image: null}
      network:
        subnets:
          - s0
environments:
  prod:
    infrastructure: {region: us-west-2, storage: {bucket: prod}}
`,
		"job.yaml": job,
	})
	loader := &Loader{Projects: &Projects{}, Environment: "prod"}
	file, problems, err := loader.Load(filepath.Join(folder, "job.yaml"), []byte(job))
	if err != nil || file == nil {
		t.Fatal(err, problems, loader.Projects.Problems())
	}
	seen := map[string]int{}
	for _, s := range file.Settings() {
		seen[s.Path] = 1 + len(s.Shadowed)
		if s.Removed {
			if text := textFrom(t, s.From); text != "" && !strings.HasPrefix(text, "null") {
				t.Errorf("%s: at %s there is %q", s.Path, s.From, text)
			}
		} else if text := textFrom(t, s.From); !pointsTo(text, s.Path, s.Value) {
			t.Errorf("%s is %s: at %s there is %q", s.Path, oneLine(t, s.Value), s.From, text)
		}
		for _, hidden := range s.Shadowed {
			if text := textFrom(t, hidden.From); !pointsTo(text, s.Path, hidden.Value) {
				t.Errorf("%s hides %s: at %s there is %q", s.Path, oneLine(t, hidden.Value), hidden.From, text)
			}
		}
	}
	want := map[string]int{ // and the number of its values
		"provider": 2, "region": 2, "compute.type": 1, "compute.task_cpu": 2, "compute.secrets": 2,
		"compute.environment.A": 3, `compute.environment["B C"]`: 1, "compute.environment.D": 1,
		"network.subnets": 2, "network.egress": 1, "tags": 1, "storage.bucket": 1, "schedule": 2,
	}
	// The second default replaces the first one's compute, by the merge key.
	for path, n := range want {
		if seen["infrastructure."+path] != n {
			t.Errorf("%s has %d values, want %d", path, seen["infrastructure."+path], n)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("explains %v", seen)
	}
}

// TestSettingsOfAMappingThatReplacedAValue shows that the mapping itself is listed
// with what it shadows, next to its own values.
func TestSettingsOfAMappingThatReplacedAValue(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": "defaults:\n  - infrastructure: {network: null}\n  - infrastructure: {network: {subnets: [a]}}\n"})
	file, problems, err := (&Loader{Projects: &Projects{}}).Load(filepath.Join(folder, "o.yaml"),
		[]byte(outside+"infrastructure: {region: x}\n"))
	if err != nil || file == nil {
		t.Fatal(err, problems)
	}
	var got []string
	for _, s := range file.Settings() {
		got = append(got, fmt.Sprintf("%s over %d", s.Path, len(s.Shadowed)))
	}
	want := []string{"infrastructure.network over 1", "infrastructure.network.subnets over 0", "infrastructure.region over 0"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
