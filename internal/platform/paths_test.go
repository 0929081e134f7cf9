package platform

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestIsSet(t *testing.T) {
	t.Parallel()
	no, zero := false, 0
	infra := &model.Infrastructure{
		Region: "us-east-1",
		Compute: &model.Compute{
			Retries: &zero, ReadOnlyRootFilesystem: &no, Args: []string{}, Environment: map[string]model.Scalar{}, Secrets: map[string]string{"A": "b"},
		},
		Storage: &model.Storage{State: &model.State{Bucket: "b"}},
		Network: &model.Network{},
	}
	for path, want := range map[string]bool{
		"region": true, "provider": false, "compute": true, "compute.retries": true, "compute.read_only_root_filesystem": true,
		"compute.run_as_user": false, "compute.args": false, "compute.environment": false, "compute.secrets": true,
		"storage.state.bucket": true, "storage.state.claim_name": false, "network.subnets": false, "schedule.cron": false, "nowhere": false,
	} {
		if got := isSet(infra, path); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

// TestPathsExist shows that every path that a platform speaks of is a key of
// the job file, and has something to say of it.
func TestPathsExist(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		said := map[string]string{}
		say := func(kind, path, why string) {
			if !slices.Contains(allPaths(), path) {
				t.Errorf("%s: %s is no key", p.Name, path)
			}
			if why == "" {
				t.Errorf("%s: %s: no reason given", p.Name, path)
			}
			if other, twice := said[path]; twice {
				t.Errorf("%s: %s is %s and %s", p.Name, path, other, kind)
			}
			said[path] = kind
		}
		for _, need := range p.Required {
			say("required", need.Path, need.Hint)
		}
		for _, note := range p.Refused {
			say("refused", note.Path, note.Why)
		}
		for _, note := range p.NoEffect {
			say("without effect", note.Path, note.Why)
		}
	}
}

// allPaths are the keys below infrastructure.
func allPaths() []string {
	var paths []string
	var walk func(t reflect.Type, path string)
	walk = func(t reflect.Type, path string) {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return
		}
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
			at := strings.TrimPrefix(path+"."+name, ".")
			paths = append(paths, at)
			walk(t.Field(i).Type, at)
		}
	}
	walk(reflect.TypeFor[model.Infrastructure](), "")
	return paths
}
