package platform

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// filePath is the form of an absolute path in the container that Kubernetes,
// Cloud Run and shells take as it is. The path of a mount must not contain ":":
// kubernetes v1.33.0 (VolumeMount.mountPath) and the google provider
// (cloud_run_v2_job, volume_mounts.mount_path), read 2026-11-25.
var filePath = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(/[A-Za-z0-9_@+=.-]+)+$`) })

// scratchPath is the folder that is writable on every platform.
const scratchPath = "/tmp"

// mountedFolders are the folders that a mounted file cannot be in: volumes of the
// module, and file systems of the kernel.
func mountedFolders() []string {
	return []string{scratchPath, engine.StatePath, "/dev", "/proc", "/sys"}
}

// secretFiles resolves the files whose contents are references.
func (n *normalizer) secretFiles() {
	files := n.infra.Compute.SecretFiles
	for name, reference := range sorted(files) {
		at := diag.KeyPath(paths.ComputeSecretFiles, name)
		if !n.checkMountPath("secret-file", at, name) {
			continue
		}
		for parent := path.Dir(name); parent != "/"; parent = path.Dir(parent) {
			if _, isFile := files[parent]; isFile {
				n.problems.Errorf("secret-file", at, "conflicts with %s: a file cannot contain another", parent)
			}
		}
		if secret, ok := n.secret(at, name, reference); ok {
			n.d.Container.SecretFiles = append(n.d.Container.SecretFiles, secret)
		}
	}
	n.nameSecretFile()
}

// checkMountPath reports a path at which no file can be mounted, and returns
// whether there is no problem.
func (n *normalizer) checkMountPath(code, at, name string) bool {
	if !filePath().MatchString(name) || path.Clean(name) != name {
		n.problems.Errorf(code, at, "invalid path %q: expected an absolute path without \".\" and \"..\"", name).
			Hintf("use letters, digits and -_.@+=, as in /secrets/%s/gdrive.json", n.job.TenantID)
		return false
	}
	if n.platform.writesFiles {
		if !strings.HasPrefix(name, scratchPath+"/") {
			n.problems.Errorf(code, at, "%s is not below %s, where the entry script writes files on %s", name, scratchPath, n.platform.Title).
				Hintf("use %s%s; the module sets the variable that names the credentials file of a source", scratchPath, name)
			return false
		}
		return true
	}
	for _, folder := range mountedFolders() {
		if name == folder || strings.HasPrefix(name, folder+"/") {
			n.problems.Errorf(code, at, "%s conflicts with the volume at %s", name, folder).
				Hintf("use another folder, such as /secrets/%s", n.job.TenantID)
			return false
		}
	}
	return true
}

// nameSecretFile sets the variable that names the source's credentials file, if
// the only mounted file that no other variable names is not where the engine looks
// for it.
func (n *normalizer) nameSecretFile() {
	job := n.in.Engine.Files[engine.Job]
	files := slices.DeleteFunc(slices.Clone(n.d.Container.SecretFiles), func(file model.SecretRef) bool {
		return slices.Contains(slices.Collect(maps.Values(n.d.Container.Environment)), file.Name)
	})
	if len(files) != 1 || job.Value == nil || !n.engine.Known() {
		return
	}
	for _, needed := range n.engine.Needs(n.engineRun(job.Value)).Files {
		if !needed.Found && !n.hasVariable(needed.Variable) {
			n.d.Container.Environment[needed.Variable] = files[0].Name
		}
	}
}

// missingFile says which line mounts a credentials file that the engine reads.
func (n *normalizer) missingFile(problem *diag.Diagnostic) {
	i := slices.IndexFunc(n.needs.Files, func(f engine.NeededFile) bool { return !f.Found })
	if i < 0 || !filePath().MatchString(n.needs.Files[i].Path) {
		return
	}
	file := n.needs.Files[i]
	at, also := file.Path, ""
	if n.platform.writesFiles {
		at = scratchPath + at
		if !n.keepsState() {
			also = ", and set compute.image_layout: dativo-gen"
		}
	}
	problem.Hint = fmt.Sprintf("add to compute.secret_files: %s: %s%s; the workload's own identity is not used", at, n.secretExample(), also)
}

// cloudRunSecretFiles reports files that Cloud Run cannot mount: a volume has one
// secret, and hides the folder that it is mounted at. From the google provider
// (cloud_run_v2_job, volumes.secret) and "Configure secrets",
// docs.cloud.google.com/run/docs/configuring/jobs/secrets, read 2026-11-25.
func (n *normalizer) cloudRunSecretFiles() {
	folders := map[string]string{}
	for _, file := range n.d.Container.SecretFiles {
		at, folder := diag.KeyPath(paths.ComputeSecretFiles, file.Name), path.Dir(file.Name)
		other, duplicate := folders[folder]
		folders[folder] = file.Name
		hint := "use a folder of its own, such as /secrets/" + n.job.TenantID
		switch {
		case duplicate:
			n.problems.Errorf("secret-file", at, "conflicts with %s: Cloud Run mounts one secret in a folder", other).Hintf("%s", hint)
		case slices.Contains(imageFolders(), folder) || strings.HasPrefix(n.d.Container.JobConfigPath, folder+"/"):
			n.problems.Errorf("secret-file", at, "hides the folder %s of the image: Cloud Run mounts whole folders", folder).Hintf("%s", hint)
		}
	}
}

// imageFolders are the folders that images have files in: the engine's, and those
// of the Filesystem Hierarchy Standard 3.0.
func imageFolders() []string {
	return []string{"/", engine.WorkDir, "/bin", "/etc", "/home", "/lib", "/lib64", "/opt", "/root", "/run", "/sbin", "/usr", "/var"}
}
