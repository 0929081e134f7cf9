package overrides

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// Validate runs terraform init and terraform validate on a module, in a
// temporary folder. It needs terraform, and network access or a mirror for the
// providers. The error has what terraform printed.
func Validate(module []render.File) error {
	dir, err := os.MkdirTemp("", "dativo-gen-test-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, file := range module {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.WriteFile(path, file.Data, 0o600); err != nil {
			return err
		}
	}
	for _, args := range [][]string{
		// The backend does not matter here, and would need credentials.
		{"init", "-backend=false", "-input=false", "-no-color"},
		{"validate", "-no-color"},
	} {
		command := exec.Command("terraform", append([]string{"-chdir=" + dir}, args...)...)
		command.Env = append(os.Environ(), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
		if printed, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("terraform %s: %w\n%s", args[0], err, bytes.TrimSpace(printed))
		}
	}
	return nil
}
