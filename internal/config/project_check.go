package config

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// check returns the problems that the schema cannot express.
func (p *Project) check() diag.List {
	var problems diag.List
	p.checkFolders(&problems, paths.ProjectTemplates, p.Settings.Templates)
	p.checkFolders(&problems, paths.ProjectAssetsRoots, p.Settings.AssetsRoots)
	p.checkJobs(&problems)
	p.checkLayout(&problems)
	p.checkProviders(&problems)
	for i, standard := range p.Settings.Defaults {
		at := diag.ItemPath(paths.ProjectDefaults, i)
		var tenants model.Words
		if standard.Match != nil {
			tenants = standard.Match.Tenant
			checkGlobs(&problems, at+"."+paths.ProjectDefaultsItemMatchFile, standard.Match.File)
		}
		if standard.Infrastructure == nil && standard.Deploy == nil {
			problems.Errorf(codeEmpty, at, "must not be empty").
				Hintf("add %s or %s", paths.ProjectDefaultsItemInfrastructure, paths.ProjectDefaultsItemDeploy)
		}
		p.checkState(&problems, at+"."+paths.ProjectDefaultsItemInfrastructure, scope{oneTenant: len(tenants) == 1})
	}
	for _, name := range slices.Sorted(maps.Keys(p.Settings.Environments)) {
		at := diag.KeyPath(paths.ProjectEnvironments, name)
		if !platform.IsName(name) {
			problems.Errorf("name", at, "invalid environment name %q: not usable in resource names", name).
				Hintf(`use letters, digits, ".", "_" and "-", and begin with a letter or digit`)
		}
		p.checkState(&problems, at+"."+paths.ProjectEnvironmentsItemInfrastructure, scope{oneEnvironment: true})
	}
	return problems
}

// checkFolders reports missing folders.
func (p *Project) checkFolders(problems *diag.List, at string, folders []string) {
	for i, folder := range folders {
		if why := notFolder(p.files, p.Join(folder)); why != "" {
			problems.Errorf("folder", diag.ItemPath(at, i), "%q %s", folder, why).
				Hintf("paths are relative to the folder of the project file")
		}
	}
}

// checkLayout reports a layout outside the root, or one folder for all jobs.
func (p *Project) checkLayout(problems *diag.List) {
	output := p.Settings.Output
	if output == nil || output.Layout == "" {
		return
	}
	const at = paths.ProjectOutputLayout
	layout := output.Layout
	if !checkPlaceholders(problems, at, layout) {
		return
	}
	if layout != path.Clean(layout) || path.IsAbs(layout) ||
		strings.ContainsAny(layout, `\:`) || layout == ".." || strings.HasPrefix(layout, "../") {
		problems.Errorf("layout", at, "invalid layout %q: expected a folder below the root", layout).
			Hintf("write it like {tenant}/{job}, without \"..\" and with single slashes")
		return
	}
	if !strings.Contains(layout, "{job}") {
		problems.Errorf("layout", at, "all jobs would share one module folder").
			Hintf("add {job}, as in {tenant}/{job}")
	}
}

// checkPlaceholders reports unknown placeholders.
func checkPlaceholders(problems *diag.List, at, text string) bool {
	_, err := model.Expand(text, model.Names{})
	if err == nil {
		return true
	}
	problems.Errorf("placeholder", at, "%v", err).Hint = platform.PlaceholderHint(err)
	return false
}

// checkProviders reports invalid version constraints.
func (p *Project) checkProviders(problems *diag.List) {
	if p.Settings.Providers == nil {
		return
	}
	for name, constraint := range model.Constraints(*p.Settings.Providers) {
		if err := model.CheckVersionConstraint(constraint); err != nil {
			problems.Errorf("version", diag.KeyPath(paths.ProjectProviders, name), "%v", err).
				Hintf(`write a constraint such as "~> 6.14" or ">= 6.14, < 7.0"`)
		}
	}
}

// checkGlobs reports invalid patterns, and those that match no path.
func checkGlobs(problems *diag.List, at string, patterns model.Words) {
	for i, pattern := range patterns {
		item := at
		if len(patterns) > 1 {
			item = diag.ItemPath(at, i)
		}
		checkGlob(problems, item, pattern)
	}
}

// checkGlobList is checkGlobs for a key that is always a list.
func checkGlobList(problems *diag.List, at string, patterns []string) {
	for i, pattern := range patterns {
		item := diag.ItemPath(at, i)
		if pattern == ".." || strings.HasPrefix(pattern, "../") {
			problems.Errorf("pattern", item, "invalid pattern %q: outside of the project file's folder", pattern).
				Hintf("move the project file to a folder that contains all jobs")
			continue
		}
		checkGlob(problems, item, pattern)
	}
}

func checkGlob(problems *diag.List, item, pattern string) {
	if _, err := matchGlob(pattern, ""); err != nil {
		problems.Errorf("pattern", item, "invalid pattern %q: unclosed or empty bracket", pattern)
	} else if clean := path.Clean(pattern); clean != pattern {
		problems.Errorf("pattern", item, "invalid pattern %q: no path matches it", pattern).
			Hintf("paths are relative to the project file's folder: write %s", strings.TrimLeft(clean, "/"))
	}
}
