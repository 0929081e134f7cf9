//go:build e2e

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTerraformFinOps takes the golden modules for the payer's account through
// Terraform.
func TestTerraformFinOps(t *testing.T) {
	for _, c := range finopsCases() {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := workspace{t, t.TempDir()}
			if err := os.CopyFS(w.dir, os.DirFS(filepath.Join(finopsFolder, c.name))); err != nil {
				t.Fatal(err)
			}
			w.terraform(0, "fmt", "-check", "-diff", "-recursive")
			w.terraform(0, "init", "-no-color")
			w.terraform(0, "validate", "-no-color")
			if !applies() || c.name == "gcp_without_budgets" { // which has nothing but queries
				return
			}
			args := []string{"-no-color", "-lock=false"}
			if c.name == "gcp" {
				args = append(args, "-var=billing_account=0A1B2C-3D4E5F-607182") // the budgets name none
			}
			w.terraform(2, append([]string{"plan", "-detailed-exitcode"}, args...)...)
			w.terraform(0, append([]string{"apply", "-auto-approve"}, args...)...)
			w.terraform(0, append([]string{"plan", "-detailed-exitcode"}, args...)...)
		})
	}
}
