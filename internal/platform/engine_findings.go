package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// engineFindings reports what keeps the run from working, or makes it lose rows,
// each in the file that causes it.
func (n *normalizer) engineFindings() {
	for _, f := range n.needs.Findings {
		problem := diag.Diagnostic{Severity: f.Severity, Code: f.Code, Path: f.Path, Message: f.Message, Hint: f.Hint}
		switch f.Role {
		case engine.Job:
		case engine.Container:
			n.containerFinding(&problem)
		default:
			if f.Code == "engine-credentials-file" {
				n.missingFile(&problem)
			}
			if file := n.in.Engine.Files[f.Role]; file.Pos != nil {
				problem.Pos = file.Pos(f.Path)
				break
			}
			problem.Path = recipePath(f.Role) // of a file in the image alone
		}
		n.problems = append(n.problems, problem)
	}
}

// recipePath is the job's key that names the file of a role.
func recipePath(role engine.Role) string {
	switch role {
	case engine.Asset:
		return paths.JobAssetPath
	case engine.SourceRecipe:
		return paths.JobSourceConnectorPath
	}
	return paths.JobTargetConnectorPath
}

// containerFinding finds the key of the infrastructure block that a finding of
// the container is about: an argument, the storage, or a variable by its name.
func (n *normalizer) containerFinding(problem *diag.Diagnostic) {
	name := problem.Path
	switch {
	case problem.Code == "engine-bucket" && name == bucketVariable && n.d.Storage.Bucket == "" && !n.hasVariable(name):
		// A warning: Terraform can be told the variable.
		problem.Path, problem.Severity = paths.StorageBucket, diag.Warning
		problem.Message = "not set: every run fails with \"" + engine.NoBucket + "\""
		problem.Hint = "set it, or " + bucketVariable + " in compute.environment"
	case problem.Code == "engine-protocol":
		problem.Path = paths.StorageBucket
		problem.Hint = "set storage.hmac to the references of an HMAC key, with which the engine writes by the S3 protocol; " +
			"whether Cloud Storage accepts its object tags is not verified"
	case problem.Code == "engine-idle" && n.d.Service && len(n.infra.Compute.Args) == 0:
		problem.Path = paths.ComputeWorkload
		problem.Hint += "; an image that starts jobs itself is declared with compute.engine: none"
	case name == "compute.entrypoint" && len(n.infra.Compute.Command) > 0:
		problem.Path = paths.ComputeCommand
	case strings.HasPrefix(name, "compute.") || strings.HasPrefix(name, "storage."):
		problem.Path = paths.Infrastructure + "." + name
	case problem.Code == "engine-variable":
		n.missingVariable(problem)
	default:
		problem.Path = n.variablePath(name)
	}
}

// hasVariable reports whether the job sets a variable.
func (n *normalizer) hasVariable(name string) bool {
	_, plain := n.infra.Compute.Environment[name]
	_, secret := n.infra.Compute.Secrets[name]
	return plain || secret
}

// variablePath is the path of a variable of the container.
func (n *normalizer) variablePath(name string) string {
	if _, secret := n.infra.Compute.Secrets[name]; secret {
		return diag.KeyPath(paths.ComputeSecrets, name)
	}
	return diag.KeyPath(paths.ComputeEnvironment, name)
}

// missingVariable says which line to write for a variable that is not set.
func (n *normalizer) missingVariable(problem *diag.Diagnostic) {
	name := problem.Path
	known, _ := n.engine.Variable(name)
	secret := known.Secret || looksSecret(name, "VALUE") || strings.HasPrefix(problem.Hint, "set it in compute.secrets")
	problem.Path = paths.ComputeEnvironment
	line, block := name+": VALUE", "compute.environment"
	if secret {
		problem.Path = paths.ComputeSecrets
		line, block = name+": "+n.secretExample(), "compute.secrets"
	}
	_, rest, _ := strings.Cut(problem.Hint, block)
	problem.Hint = "add to " + block + ": " + line + rest
}

// secretExample is a reference to a secret that the platform can load.
func (n *normalizer) secretExample() string {
	for _, form := range n.catalog.secretForms() {
		if slices.Contains(n.platform.Secrets, form.kind) {
			return form.example
		}
	}
	return "REFERENCE"
}
