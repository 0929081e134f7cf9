package engine

import (
	"slices"
	"testing"
)

// TestPaths reads the variables in the paths of a run's files as os.path.expandvars
// does.
func TestPaths(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"A": "one", "EMPTY": ""}
	for _, test := range []struct {
		path, expanded string
		variables      []string
	}{
		{"connectors/csv.yaml", "connectors/csv.yaml", nil},
		{"${A}/csv.yaml", "one/csv.yaml", []string{"A"}},
		{"$A/csv.yaml", "one/csv.yaml", []string{"A"}},
		{"$AB/csv.yaml", "$AB/csv.yaml", []string{"AB"}},
		{"${EMPTY}csv.yaml", "csv.yaml", []string{"EMPTY"}},
		{"${B}/${A}.yaml", "${B}/one.yaml", []string{"B", "A"}},
		{"${A:-b}/csv.yaml", "${A:-b}/csv.yaml", []string{"A:-b"}}, // no default here
		{"costs$.yaml", "costs$.yaml", nil},
	} {
		if got := ExpandPath(test.path, environment); got != test.expanded {
			t.Errorf("%s: %s, want %s", test.path, got, test.expanded)
		}
		if got := PathVariables(test.path); !slices.Equal(got, test.variables) {
			t.Errorf("%s: variables %q, want %q", test.path, got, test.variables)
		}
	}
}

// TestStores tells S3 itself from stores that do not know a role.
func TestStores(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]bool{
		"": true, "https://s3.eu-west-1.amazonaws.com": true, "https://bucket.vpce-1a.s3.us-east-1.vpce.amazonaws.com": true,
		"https://s3.cn-north-1.amazonaws.com.cn": true, "https://minio.example:9000": false, "https://amazonaws.com.example": false,
		"https://storage.googleapis.com": false, "${S3_ENDPOINT}": false, "minio:9000": false,
	} {
		if got := (Upload{Endpoint: endpoint}).OnAWS(); got != want {
			t.Errorf("%q: %t", endpoint, got)
		}
	}
}
