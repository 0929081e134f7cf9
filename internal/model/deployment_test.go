package model

import "testing"

func TestContainerUses(t *testing.T) {
	t.Parallel()
	container := Container{Secrets: []SecretRef{{Name: "A", Kind: SSMParameter}, {Name: "B", Kind: SSMParameter}}}
	for kind, want := range map[SecretKind]bool{SSMParameter: true, SecretsManager: false} {
		if got := container.Uses(kind); got != want {
			t.Errorf("%s: got %t", kind, got)
		}
	}
	if (Container{}).Uses(SSMParameter) {
		t.Error("a container without secrets uses one")
	}
}
