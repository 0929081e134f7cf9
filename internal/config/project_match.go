package config

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// matches reports whether a default is for a job: every key that is given has
// to name what the job has.
func (f facts) matches(match *model.Match) bool {
	if match == nil {
		return true
	}
	for _, condition := range []struct {
		words model.Words
		value string
	}{
		{match.Provider, f.provider}, {match.Platform, f.platform},
		{match.Environment, f.environment}, {match.Tenant, f.tenant},
	} {
		if condition.words != nil && !slices.Contains(condition.words, condition.value) {
			return false
		}
	}
	return match.File == nil || f.file != "" && slices.ContainsFunc(match.File, func(pattern string) bool {
		fits, err := matchGlob(pattern, f.file)
		return fits && err == nil // what cannot be read was reported
	})
}
