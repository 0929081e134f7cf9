package platform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestVariablesAreComplete shows that no variable is nil, which Terraform would
// read as "not given".
func TestVariablesAreComplete(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		d, _ := Normalize(jobOn(p.Cloud.Name, p.Compute, func(_ *model.Job, infra *model.Infrastructure) { infra.Compute.Image = "dativo:1" }))
		if len(d.Variables) < 50 {
			t.Errorf("%s: only %d variables", p.Name, len(d.Variables))
		}
		for name, value := range d.Variables {
			if text := fmt.Sprintf("%#v", value); value == nil || strings.Contains(text, "(nil)") {
				t.Errorf("%s: %s is %s", p.Name, name, text)
			}
		}
	}
}
