package platform

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// size resolves CPU and memory with the platform's table of sizes.
func (n *normalizer) size() {
	written, ok := n.writtenSize()
	if !ok {
		return
	}
	size := n.platform.Sizes.Fill(written, n.platform.Default)
	n.d.Container.CPU, n.d.Container.Memory = size.CPU, size.Memory
	if !n.platform.Sizes.Allows(size) {
		at := paths.ComputeTaskCPU
		if written.CPU == 0 {
			at = paths.ComputeTaskMemory
		}
		near := n.platform.Sizes.Nearest(size)
		n.problems.Errorf("size", at, "unsupported size on %s: %s", n.platform.Title, size).
			Hintf("the nearest size is %s: task_cpu: \"%d\", task_memory: \"%d\"", near, near.CPU.Units(), near.Memory)
		return
	}
	if written == (Size{}) && size != written {
		n.problems.Warnf("assumed", paths.ComputeTaskCPU, "not set: %s is assumed", size)
	}
}

// writtenSize parses the size in the job, 0 where it is not set. It returns false
// if one of the two is invalid.
func (n *normalizer) writtenSize() (Size, bool) {
	compute := n.infra.Compute
	size, ok := Size{}, true
	if compute.TaskCPU != "" {
		cpu, err := model.ParseCPU(string(compute.TaskCPU))
		if err != nil {
			ok = false
			n.problems.Errorf("cpu", paths.ComputeTaskCPU, "%v", err)
		}
		size.CPU = cpu
	}
	if compute.TaskMemory != "" {
		memory, err := model.ParseMemory(string(compute.TaskMemory))
		if err != nil {
			ok = false
			n.problems.Errorf("memory", paths.ComputeTaskMemory, "%v", err)
		}
		size.Memory = memory
	}
	return size, ok
}

// container resolves the container.
func (n *normalizer) container() {
	compute, c := n.infra.Compute, &n.d.Container
	c.Image = compute.Image
	n.checkImage()
	c.ARM64 = compute.Architecture == "arm64"
	if compute.Architecture != "" && !slices.Contains(n.platform.Architectures, compute.Architecture) {
		n.problems.Errorf("architecture", paths.ComputeArchitecture,
			"unsupported architecture on %s: %s", n.platform.Title, compute.Architecture)
	}
	c.EphemeralStorageGiB = orDefault(compute.EphemeralStorageGiB, 0)
	c.JobConfigPath = n.jobConfigPath()
	c.Entrypoint = compute.Command
	c.Args = compute.Args
	if len(c.Args) == 0 {
		c.Args = []string{"run", "--config", c.JobConfigPath, "--mode", "self_hosted"}
		if n.d.Service {
			c.Args = []string{"start", "orchestrated", "--runner-config", "/app/configs/runner.yaml"}
		}
	}
	c.TimeoutSeconds = orDefault(compute.TimeoutSeconds, 3600)
	c.RunAsUser = orDefault(compute.RunAsUser, 10001)
	c.ReadOnlyRootFilesystem = orDefault(compute.ReadOnlyRootFilesystem, true)
	c.ScratchMiB = orDefault(compute.ScratchMiB, 512)
	c.TerminationGraceSeconds = orDefault(compute.TerminationGracePeriodSeconds, 0)
	n.imageLayout()
	n.environment()
	n.commandSecrets()
}

// imagePattern is the form of an image reference: registry and path, then a tag,
// a digest, or both. From the grammar in distribution/reference.
var imagePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*` +
		`(:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(@sha256:[0-9a-f]{64})?$`)
})

// checkImage reports an invalid image, and warns of a tag that can change.
func (n *normalizer) checkImage() {
	at, image := paths.ComputeImage, n.d.Container.Image
	if image == "" {
		n.problems.Warnf("assumed", at, "not set: Terraform asks for container_image").
			Hintf("set the image here, or pass it with terraform plan -var container_image=REPOSITORY:TAG")
		return
	}
	parts := imagePattern().FindStringSubmatch(image)
	if parts == nil {
		n.problems.Errorf("image", at, "invalid image %q", image).Hintf("use one such as registry.example/team/dativo:1.4.2")
		return
	}
	tag, digest := parts[len(parts)-2], parts[len(parts)-1]
	if digest == "" && (tag == "" || tag == "latest") {
		n.problems.Warnf("latest-image", at, "mutable tag: %q can be another image at every start", image).
			Hintf("use a version tag or a digest")
	}
	if digest == "" && tag == "" {
		n.d.Container.Image += ":latest" // the default of registries; the modules require a tag
	}
}

// JobConfigPath is where a job file is inside the image, unless
// compute.job_config_path says otherwise.
func JobConfigPath(tenant, file string) string {
	return engine.WorkDir + "/jobs/" + tenant + "/" + file
}

// jobConfigPath is the path of the job file inside the image.
func (n *normalizer) jobConfigPath() string {
	at, written := paths.ComputeJobConfigPath, n.infra.Compute.JobConfigPath
	if written == "" {
		file := n.in.File
		if file == "" {
			file = n.d.Job + ".yaml"
		}
		return JobConfigPath(n.d.Tenant, file)
	}
	if !strings.HasPrefix(written, "/") || slices.Contains(strings.Split(written, "/"), "..") {
		n.problems.Errorf("path", at, "invalid path %q: expected an absolute path without \"..\"", written).
			Hintf("use the path inside the image, such as /app/jobs/acme/orders.yaml")
	}
	return written
}

// commandWords are the words of the command as the job has them, by the path of their
// list.
func commandWords(compute *model.Compute) map[string][]string {
	return map[string][]string{
		paths.ComputeArgs: compute.Args, paths.ComputeCommand: compute.Command, paths.ComputeEntrypoint: compute.Entrypoint,
	}
}

// startWords visits the words that every platform passes to the container: command and
// args. An entry point is that of the image already.
func (n *normalizer) startWords(visit func(at, word string)) {
	lists := commandWords(n.infra.Compute)
	delete(lists, paths.ComputeEntrypoint)
	for at, words := range sorted(lists) {
		for i, word := range words {
			visit(diag.ItemPath(at, i), word)
		}
	}
}
