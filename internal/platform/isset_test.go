package platform

import (
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestIsSet(t *testing.T) {
	t.Parallel()
	no, zero := false, 0
	infra := &model.Infrastructure{
		Region: "us-east-1",
		Compute: &model.Compute{
			Retries: &zero, ReadOnlyRootFilesystem: &no,
			Args: []string{}, Environment: map[string]model.Scalar{}, Secrets: map[string]string{"A": "b"},
		},
		Storage: &model.Storage{State: &model.State{Bucket: "b"}},
		Network: &model.Network{},
	}
	for path, want := range map[string]bool{
		"infrastructure.region": true, "infrastructure.provider": false, "infrastructure.compute": true, "infrastructure.compute.retries": true, "infrastructure.compute.read_only_root_filesystem": true,
		"infrastructure.compute.run_as_user": false, "infrastructure.compute.args": false, "infrastructure.compute.environment": false, "infrastructure.compute.secrets": true,
		"infrastructure.storage.state.bucket": true, "infrastructure.storage.state.claim_name": false, "infrastructure.network.subnets": false, "infrastructure.schedule.cron": false, "nowhere": false,
	} {
		if got := isSet(infra, path); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

// TestEveryPathHasAReason shows that a platform lists each key once, with a
// reason.
func TestEveryPathHasAReason(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		kinds := map[string]string{}
		say := func(kind, path, why string) {
			if why == "" {
				t.Errorf("%s: %s: no reason given", p.Name, path)
			}
			if other, duplicate := kinds[path]; duplicate {
				t.Errorf("%s: %s is %s and %s", p.Name, path, other, kind)
			}
			kinds[path] = kind
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
