package fleet

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/config"
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/parallel"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// Loaded is a job and what is wrong with it.
type Loaded struct {
	// Job is nil if the file cannot be read as a job.
	Job      *Job
	Problems diag.List
}

// Load takes one job through load, check and normalize. text is that of the
// file at path; "" is standard input. The error is a fault of the program.
func Load(loader *config.Loader, path string, text []byte) (Loaded, error) {
	file, problems, err := loader.Load(path, text)
	if file == nil || err != nil {
		return Loaded{Problems: problems}, err
	}
	j := &Job{JobFile: file}
	set, checked := platform.DeriveTags(j.Input)
	j.Input.TagSet = set
	if j.HasInfrastructure() {
		files, unmounted := j.configFiles()
		j.Input.ConfigFiles = files
		deployment, more := platform.Normalize(j.Input)
		j.Deployment, checked = deployment, append(append(checked, unmounted...), more...)
	}
	j.Tags = j.exported()
	return Loaded{Job: j, Problems: file.CombineProblems(problems, checked)}, nil
}

// LoadFiles reads and loads the files at paths, several at a time.
func LoadFiles(loader *config.Loader, paths []string) ([]Loaded, error) {
	loaded := make([]Loaded, len(paths))
	err := each(len(paths), func(i int) (err error) {
		text, problems := document.ReadJob(loader.Source(), paths[i])
		if problems != nil {
			loaded[i].Problems = problems
			return nil
		}
		loaded[i], err = Load(loader, paths[i], text)
		return err
	})
	return loaded, err
}

// each calls do for 0 to n-1, as many at a time as there are processors.
func each(n int, do func(i int) error) error {
	return parallel.Each(context.Background(), runtime.GOMAXPROCS(0), n, do)
}

// OnlyJobs leaves out the files of a folder that are not meant as jobs: assets,
// connectors, the runner's.
func OnlyJobs(loaded []Loaded) []Loaded {
	return slices.DeleteFunc(slices.Clone(loaded), func(l Loaded) bool { return l.Job != nil && !l.Job.IsJob() })
}

// Files returns the paths of the YAML files in a folder and all folders below
// it, sorted. Hidden files and folders are left out. Errors do not name the
// folder.
func Files(files document.Source, folder string) ([]string, error) {
	if info, err := files.Stat(folder); err != nil {
		return nil, diag.Cause(err)
	} else if !info.IsDir() {
		return nil, errors.New("not a directory; --config takes a single file")
	}
	paths, err := yamlFiles(files, folder)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, errors.New("no .yaml or .yml file in it")
	}
	slices.Sort(paths)
	return withoutInfrastructureFiles(paths), nil
}

// yamlFiles walks a folder for Files.
func yamlFiles(files document.Source, folder string) ([]string, error) {
	var paths []string
	err := fs.WalkDir(files.Folder(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err != nil {
			return fmt.Errorf("%s: %w", path, diag.Cause(err)) // entry may be nil
		}
		hidden := strings.HasPrefix(entry.Name(), ".")
		switch {
		case entry.IsDir() && hidden && name != ".":
			return fs.SkipDir
		case entry.IsDir() || hidden || !isYAML(entry.Name()):
		case entry.Type().IsRegular(), entry.Type() == fs.ModeSymlink:
			paths = append(paths, path)
		default: // a pipe would block for ever
			return fmt.Errorf("%s: not a regular file", path)
		}
		return nil
	})
	return paths, err
}

// ProjectFiles returns the paths of the job files that a project file selects, sorted.
func ProjectFiles(files document.Source, project *config.Project) ([]string, error) {
	var all []string
	for _, folder := range project.JobFolders() {
		if _, err := files.Stat(project.Join(folder)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		found, err := yamlFiles(files, project.Join(folder))
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		name, err := filepath.Rel(project.Dir, path)
		return err != nil || !project.IsJobFile(filepath.ToSlash(name))
	})
	slices.Sort(all)
	return withoutInfrastructureFiles(slices.Compact(all)), nil
}

// withoutInfrastructureFiles leaves out the files that belong to a job file among
// the sorted paths. Those without one stay, and are reported by Load.
func withoutInfrastructureFiles(paths []string) []string {
	return slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		return slices.ContainsFunc(config.JobPaths(path), func(job string) bool {
			_, found := slices.BinarySearch(paths, job)
			return found
		})
	})
}

func isYAML(name string) bool {
	return slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(filepath.Ext(name)))
}
