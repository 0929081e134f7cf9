package fleet

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/image"
	"github.com/dativo-io/dativo-gen/internal/output"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// MaxImageFile is the largest file, in bytes, that an image gets a copy of. More
// data belongs on a volume: every build and every start of a task moves it.
const MaxImageFile = 64 << 20

// Image is a build context for some jobs.
type Image struct {
	output.Module
	// Tag is the image that all jobs run; empty if they differ or name none.
	Tag string
	// Platform is the operating system and architecture of all jobs, as docker
	// build --platform takes it; empty if they differ.
	Platform string
	// Removed says, by job file, which keys its copy lacks.
	Removed map[string][]string
}

// RunsEngine reports whether the job's image contains the engine.
func RunsEngine(j *Job) bool {
	return !j.HasInfrastructure() || j.Deployment.Engine != engine.None
}

// UsesImage reports whether the job's module uses what an image of Images has
// apart from the engine. Only a job with infrastructure has a module.
func UsesImage(j *Job) bool { return !j.HasInfrastructure() || j.Deployment.Container.BuiltImage }

// Images makes the build context of jobs, with the version of the engine that their
// project file names, in a folder: one for all or, with
// perTenant, one for each tenant in a folder of its name, sorted by folder.
func Images(jobs []*Job, folder string, perTenant bool, options image.Options) ([]Image, diag.List) {
	groups := map[string][]*Job{}
	for _, j := range jobs {
		dir := folder
		if perTenant {
			dir = filepath.Join(folder, j.Input.Job.TenantID)
		}
		groups[dir] = append(groups[dir], j)
	}
	var images []Image
	var problems diag.List
	for dir, group := range groups {
		var members []image.Job
		options.Engine = platform.EngineVersion("", group[0].Input.Engine.Version)
		for _, j := range group {
			members = append(members, imageJob(j))
			if platform.EngineVersion("", j.Input.Engine.Version).Name != options.Engine.Name {
				problems.Errorf("image-engine", "", "the job needs another version of the engine than %s", group[0].File()).
					Hintf("write an image for the jobs of each project file").Pos.File = j.File()
			}
		}
		context, found := image.Build(members, options)
		problems = append(problems, found...)
		images = append(images, Image{
			Module: output.Module{Dir: dir, Files: context.Files}, Removed: context.Removed,
			Tag: commonImage(group), Platform: commonPlatform(group),
		})
	}
	slices.SortFunc(images, func(a, b Image) int { return cmp.Compare(a.Dir, b.Dir) })
	return images, problems
}

// imageJob is a job as package image takes it.
func imageJob(j *Job) image.Job {
	member := image.Job{File: j.File(), Text: j.Document.Text, Path: j.Deployment.Container.JobConfigPath, Pos: j.Document.Pos}
	if member.Path == "" {
		member.Path = platform.JobConfigPath(j.Input.Job.TenantID, j.Input.File)
	}
	member.Find = func(written string) (string, []byte, bool, error) {
		path, ok := j.Find(written)
		if !ok {
			return "", nil, false, nil
		}
		data, err := readImageFile(path)
		return filepath.ToSlash(path), data, true, err
	}
	return member
}

// readImageFile reads a file of at most MaxImageFile bytes.
func readImageFile(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.Size() > MaxImageFile {
		return nil, fmt.Errorf("larger than %d MiB: mount it as a volume", MaxImageFile>>20)
	}
	return os.ReadFile(path)
}

// commonPlatform is the platform of the image that all jobs run; empty if they
// differ.
func commonPlatform(jobs []*Job) string {
	arm := jobs[0].Deployment.Container.ARM64
	for _, j := range jobs {
		if j.Deployment.Container.ARM64 != arm {
			return ""
		}
	}
	if arm {
		return "linux/arm64"
	}
	return "linux/amd64"
}

// commonImage is the image that all jobs run; empty if they differ.
func commonImage(jobs []*Job) string {
	name := jobs[0].Deployment.Container.Image
	for _, j := range jobs {
		if j.Deployment.Container.Image != name {
			return ""
		}
	}
	return name
}
