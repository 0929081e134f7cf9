package platform

import (
	"errors"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// statePath expands the placeholders in a location of state.
func (n *normalizer) statePath(at, written string) string {
	expanded, err := model.Expand(written, model.Names{Tenant: n.d.Tenant, Job: n.d.Job, Environment: n.d.Environment})
	if err != nil {
		n.problems.Errorf("placeholder", at, "%v", err).Hint = PlaceholderHint(err)
	}
	return expanded
}

// PlaceholderHint is the hint for an error of model.Expand.
func PlaceholderHint(err error) string {
	var unknown *model.PlaceholderError
	if errors.As(err, &unknown) {
		for _, known := range model.Placeholders() {
			if near := diag.Suggest(strings.Trim(unknown.Placeholder, "{}"), []string{strings.Trim(known, "{}")}); near != "" {
				return "did you mean {" + near + "}?"
			}
		}
	}
	return "use " + diag.OrList(model.Placeholders())
}
