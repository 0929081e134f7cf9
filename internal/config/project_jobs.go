package config

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// HasJobs reports whether the project file says which files are jobs.
func (p *Project) HasJobs() bool { return p.Settings.Jobs != nil }

// IsJobFile reports whether a file is one of the project's jobs. Its name is relative
// to the folder of the project file, with slashes.
func (p *Project) IsJobFile(name string) bool {
	jobs := p.Settings.Jobs
	return jobs != nil && matchesAny(jobs.Include, name) && !matchesAny(jobs.Exclude, name)
}

func matchesAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		fits, err := matchGlob(pattern, name)
		return fits && err == nil // invalid patterns are reported by checkGlobs
	})
}

// JobFolders returns the folders that the project's jobs can be in, relative to the
// folder of the project file, with slashes: each pattern up to its first wildcard.
func (p *Project) JobFolders() []string {
	if p.Settings.Jobs == nil {
		return nil
	}
	var folders []string
	for _, pattern := range p.Settings.Jobs.Include {
		parts := strings.Split(pattern, "/")
		fixed := slices.IndexFunc(parts, func(part string) bool { return strings.ContainsAny(part, `*?[\`) })
		if fixed < 0 {
			fixed = len(parts) - 1 // a file
		}
		folder := strings.Join(parts[:fixed], "/")
		if folder == "" {
			return []string{"."}
		}
		folders = append(folders, folder)
	}
	slices.Sort(folders)
	return withoutInner(slices.Compact(folders))
}

// withoutInner leaves out the folders below others of the sorted list.
func withoutInner(folders []string) []string {
	return slices.DeleteFunc(slices.Clone(folders), func(folder string) bool {
		return slices.ContainsFunc(folders, func(other string) bool { return strings.HasPrefix(folder, other+"/") })
	})
}

// checkJobs reports patterns that match nothing. The project's folder is the limit:
// its file is found from a job by looking upwards.
func (p *Project) checkJobs(problems *diag.List) {
	if p.Settings.Jobs == nil {
		return
	}
	checkGlobList(problems, paths.ProjectJobsInclude, p.Settings.Jobs.Include)
	checkGlobList(problems, paths.ProjectJobsExclude, p.Settings.Jobs.Exclude)
}
