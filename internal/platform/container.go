package platform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// size settles CPU and memory against the platform's table.
func (n *normalizer) size() {
	compute := n.infra.Compute
	known, ok := Size{}, true
	if compute.TaskCPU != "" {
		cpu, err := model.ParseCPU(string(compute.TaskCPU))
		if ok = err == nil; !ok {
			n.problems.Errorf("cpu", paths.ComputeTaskCPU, "%v", err)
		}
		known.CPU = cpu
	}
	if compute.TaskMemory != "" {
		memory, err := model.ParseMemory(string(compute.TaskMemory))
		if err != nil {
			ok = false
			n.problems.Errorf("memory", paths.ComputeTaskMemory, "%v", err)
		}
		known.Memory = memory
	}
	if !ok {
		return
	}
	size := n.platform.Sizes.Fill(known, n.platform.Default)
	n.d.Container.CPU, n.d.Container.Memory = size.CPU, size.Memory
	if !n.platform.Sizes.Allows(size) {
		at := paths.ComputeTaskCPU
		if known.CPU == 0 {
			at = paths.ComputeTaskMemory
		}
		near := n.platform.Sizes.Nearest(size)
		n.problems.Errorf("size", at, "%s does not run %s", n.platform.Title, size).
			Hintf("the nearest size is %s: task_cpu: \"%d\", task_memory: \"%d\"", near, near.CPU.Units(), near.Memory)
		return
	}
	if known == (Size{}) && size != known {
		n.problems.Warnf("assumed", paths.ComputeTaskCPU, "no size is given: %s is assumed", size)
	}
}

// container settles what runs.
func (n *normalizer) container() {
	compute, c := n.infra.Compute, &n.d.Container
	c.Image = compute.Image
	n.checkImage()
	c.ARM64 = compute.Architecture == "arm64"
	if compute.Architecture != "" && !slices.Contains(n.platform.Architectures, compute.Architecture) {
		n.problems.Errorf("architecture", paths.ComputeArchitecture, "%s does not run %s", n.platform.Title, compute.Architecture)
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
	c.Environment = make(map[string]string, len(compute.Environment))
	for name, value := range compute.Environment {
		c.Environment[name] = string(value)
	}
	n.checkEnvironment()
}

// imagePattern is the form of an image reference: registry and path, then a
// tag, a digest, or both. From the grammar in distribution/reference.
var imagePattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9._-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)*` +
		`(:([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(@sha256:[0-9a-f]{64})?$`)
})

// checkImage reports an image that is none, and one that changes under the
// job's feet.
func (n *normalizer) checkImage() {
	at, image := paths.ComputeImage, n.d.Container.Image
	if image == "" {
		n.problems.Warnf("assumed", at, "no image is given: Terraform will ask for container_image").
			Hintf("write the image here, or pass it with terraform plan -var container_image=REPOSITORY:TAG")
		return
	}
	parts := imagePattern().FindStringSubmatch(image)
	if parts == nil {
		n.problems.Errorf("image", at, "%q is not an image", image).Hintf("write one such as registry.example/team/dativo:1.4.2")
		return
	}
	tag, digest := parts[len(parts)-2], parts[len(parts)-1]
	if digest == "" && (tag == "" || tag == "latest") {
		n.problems.Warnf("latest-image", at, "%q can be another image at every start", image).
			Hintf("name a version tag, or a digest")
	}
	if digest == "" && tag == "" {
		n.d.Container.Image += ":latest" // what it means; a module takes no image without a tag
	}
}

// jobConfigPath is the job file inside the image.
func (n *normalizer) jobConfigPath() string {
	at, written := paths.ComputeJobConfigPath, n.infra.Compute.JobConfigPath
	if written == "" {
		file := n.in.File
		if file == "" {
			file = n.d.Job + ".yaml"
		}
		return fmt.Sprintf("/app/jobs/%s/%s", n.d.Tenant, file)
	}
	if !strings.HasPrefix(written, "/") || slices.Contains(strings.Split(written, "/"), "..") {
		n.problems.Errorf("path", at, "%q is not an absolute path without \"..\"", written).
			Hintf("write it as it is inside the image, such as /app/jobs/acme/orders.yaml")
	}
	return written
}

// computedVariables are set by the modules themselves.
func computedVariables() []string {
	return []string{
		"TENANT_ID", "ENVIRONMENT", "S3_BUCKET", "GCS_BUCKET", "GCS_KMS_KEY", "LOG_NAME", "METRICS_NAMESPACE", "STATE_DIR", "HOME",
	}
}

// secretWords end the name of a variable that should be a secret.
func secretWords() []string {
	return []string{
		"PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "SECRET_KEY", "CREDENTIAL", "CREDENTIALS",
	}
}

// looksSecret reports whether a variable's value should be a reference: by its
// name, unless the value is the path of a file.
func looksSecret(name, value string) bool {
	name = strings.ToUpper(name)
	named := strings.HasPrefix(name, "DATIVO_SECRET__") ||
		slices.ContainsFunc(secretWords(), func(word string) bool { return strings.HasSuffix(name, word) })
	return named && value != "" && !strings.HasPrefix(value, "/")
}

// checkEnvironment reports names that no platform takes and values that should
// be secrets, and warns of variables that the source connector reads and
// nobody gives.
func (n *normalizer) checkEnvironment() {
	compute := n.infra.Compute
	for name, value := range sorted(compute.Environment) {
		at := diag.KeyPath(paths.ComputeEnvironment, name)
		switch {
		case !isVariableName(name):
			n.problems.Errorf("environment", at, "%q is not a name of an environment variable", name).
				Hintf("use letters, digits and \"_\", and do not begin with a digit")
		case looksSecret(name, string(value)):
			n.problems.Errorf("plain-secret", at, "a secret may not stand here: everybody who can read the task can read it").
				Hintf("put a reference to it under infrastructure.compute.secrets").Private = true
		}
	}
	missing := slices.DeleteFunc(slices.Clone(n.in.Connector.Environment), func(name string) bool {
		_, plain := compute.Environment[name]
		_, secret := compute.Secrets[name]
		return plain || secret || slices.Contains(computedVariables(), name)
	})
	if len(missing) > 0 {
		n.problems.Warnf("missing-variable", paths.ComputeSecrets,
			"the source connector reads %s, which neither secrets nor environment gives", strings.Join(missing, ", ")).
			Hintf("leave it at that if the engine finds the values in another way, such as its own secret manager")
	}
}

// isVariableName reports whether s can name an environment variable in a shell.
func isVariableName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
