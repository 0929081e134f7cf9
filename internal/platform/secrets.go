package platform

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// secretForm is the form of references to one kind of secret.
type secretForm struct {
	kind    model.SecretKind
	pattern *regexp.Regexp
	// example is used in messages.
	example string
	// parse fills in the reference from the groups of the pattern.
	parse func(ref *model.SecretRef, groups []string)
	// check reports what the pattern cannot express, and returns whether the
	// reference is usable; may be nil.
	check func(n *normalizer, at, reference string) bool
}

// secretForms are the forms of all clouds and of Kubernetes.
func (c Catalog) secretForms() []secretForm {
	var forms []secretForm
	for _, cloud := range c.Clouds {
		if known := cloud.References.Secrets; known != nil { // an incomplete cloud runs no jobs: see Missing
			forms = append(forms, known()...)
		}
	}
	return append(forms, kubernetesSecret())
}

// secrets resolves the environment variables whose values are references.
func (n *normalizer) secrets() {
	for name, reference := range sorted(n.infra.Compute.Secrets) {
		at := diag.KeyPath(paths.ComputeSecrets, name)
		n.checkVariableName(at, name)
		if _, duplicate := n.infra.Compute.Environment[name]; duplicate {
			n.problems.Errorf("environment", at, "duplicate: also set under environment").Hintf("keep one of the two")
		}
		if slices.Contains(computedVariables(), name) {
			n.problems.Errorf("environment", at, "conflicts with a variable that the module sets: %s", name).
				Hintf("rename the secret; a plain value under environment may override the module's")
		}
		if secret, ok := n.secret(at, name, reference); ok {
			n.d.Container.Secrets = append(n.d.Container.Secrets, secret)
		}
	}
	n.hmacKey()
	n.d.Container.SecretsKMSKeyARNs = n.infra.Compute.SecretsKMSKeyARNs
	for i, arn := range n.infra.Compute.SecretsKMSKeyARNs {
		n.checkARN(diag.ItemPath(paths.ComputeSecretsKMSKeyARNs, i), arn, kmsKeyARN)
	}
}

// secret parses one reference, and returns whether it is usable.
func (n *normalizer) secret(at, name, reference string) (model.SecretRef, bool) {
	secret := model.SecretRef{Name: name}
	for _, form := range n.catalog.secretForms() {
		groups := form.pattern.FindStringSubmatch(reference)
		supported := slices.Contains(n.platform.Secrets, form.kind)
		switch {
		case groups != nil && supported:
			secret.Kind = form.kind
			form.parse(&secret, groups)
			return secret, form.check == nil || form.check(n, at, reference)
		case groups != nil:
			n.problems.Errorf("secret", at, "unsupported kind of secret on %s", n.platform.Title).
				Hintf("%s", n.secretHint())
			return secret, false
		}
	}
	// The message does not contain the value: it may be the secret itself.
	n.problems.Errorf("secret", at, "invalid reference to a secret").Hintf("%s", n.secretHint()).Private = true
	return secret, false
}

func (n *normalizer) secretHint() string {
	var examples []string
	for _, form := range n.catalog.secretForms() {
		if slices.Contains(n.platform.Secrets, form.kind) {
			examples = append(examples, form.example)
		}
	}
	return "use a reference such as " + strings.Join(examples, " or ")
}

// sorted iterates over a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}

// sortSecrets sorts references by the name of the variable.
func sortSecrets(secrets []model.SecretRef) {
	slices.SortFunc(secrets, func(a, b model.SecretRef) int { return strings.Compare(a.Name, b.Name) })
}
