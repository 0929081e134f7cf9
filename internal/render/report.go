package render

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// report collects the problems of one stage.
type report struct{ problems diag.List }

// errorf adds an error at a place in a template. The result takes a hint.
func (r *report) errorf(code string, pos diag.Pos, format string, args ...any) *diag.Diagnostic {
	d := r.problems.Errorf(code, "", format, args...)
	d.Pos = pos
	return d
}

// suggest hints at the option that word was meant to be, or lists a few options.
func suggest(d *diag.Diagnostic, word string, options []string) {
	options = slices.Sorted(slices.Values(options))
	if near := diag.Suggest(word, options); near != "" {
		d.Hintf("did you mean %s?", near)
	} else if len(options) > 0 && len(options) <= 8 {
		d.Hintf("use %s", diag.OrList(options))
	}
}
