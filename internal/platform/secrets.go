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

// secretForm is how a reference of one kind is written.
type secretForm struct {
	kind    model.SecretKind
	pattern *regexp.Regexp
	// example is for messages.
	example string
	// parse fills in the reference from the pattern's groups.
	parse func(ref *model.SecretRef, groups []string)
	// check reports what the pattern cannot tell, and returns whether the
	// reference is usable; nil for a form that needs no more.
	check func(n *normalizer, at, reference string) bool
}

// secretForms are the forms of all clouds, and that of Kubernetes.
func (c Catalog) secretForms() []secretForm {
	var forms []secretForm
	for _, cloud := range c.Clouds {
		if known := cloud.References.Secrets; known != nil { // a cloud without them runs no job: see Missing
			forms = append(forms, known()...)
		}
	}
	return append(forms, kubernetesSecret())
}

// secrets settles the environment variables whose values are references.
func (n *normalizer) secrets() {
	for name, reference := range sorted(n.infra.Compute.Secrets) {
		at := diag.KeyPath(paths.ComputeSecrets, name)
		if !isVariableName(name) {
			n.problems.Errorf("environment", at, "%q is not a name of an environment variable", name).
				Hintf("use letters, digits and \"_\", and do not begin with a digit")
		}
		if _, twice := n.infra.Compute.Environment[name]; twice {
			n.problems.Errorf("environment", at, "stands under environment too").Hintf("keep one of the two")
		}
		if slices.Contains(computedVariables(), name) {
			n.problems.Errorf("environment", at, "the module sets %s itself", name).
				Hintf("give the secret another name; a plain value under environment may stand in the module's place")
		}
		if secret, ok := n.secret(at, name, reference); ok {
			n.d.Container.Secrets = append(n.d.Container.Secrets, secret)
		}
	}
	n.d.Container.SecretsKMSKeyARNs = n.infra.Compute.SecretsKMSKeyARNs
	for i, arn := range n.infra.Compute.SecretsKMSKeyARNs {
		n.checkARN(diag.ItemPath(paths.ComputeSecretsKMSKeyARNs, i), arn, kmsKeyARN)
	}
}

// secret reads one reference.
func (n *normalizer) secret(at, name, reference string) (model.SecretRef, bool) {
	secret := model.SecretRef{Name: name}
	for _, form := range n.catalog.secretForms() {
		groups := form.pattern.FindStringSubmatch(reference)
		accepted := slices.Contains(n.platform.Secrets, form.kind)
		switch {
		case groups != nil && accepted:
			secret.Kind = form.kind
			form.parse(&secret, groups)
			return secret, form.check == nil || form.check(n, at, reference)
		case groups != nil:
			n.problems.Errorf("secret", at, "%s cannot take a secret from there into an environment variable", n.platform.Title).
				Hintf("%s", n.secretHint())
			return secret, false
		}
	}
	// The value is not shown: it may be the secret itself.
	n.problems.Errorf("secret", at, "is not a reference to a secret").Hintf("%s", n.secretHint()).Private = true
	return secret, false
}

func (n *normalizer) secretHint() string {
	var examples []string
	for _, form := range n.catalog.secretForms() {
		if slices.Contains(n.platform.Secrets, form.kind) {
			examples = append(examples, form.example)
		}
	}
	return "write a reference such as " + strings.Join(examples, " or ")
}

// sorted ranges over a map in the order of its keys.
func sorted[V any](m map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			if !yield(k, m[k]) {
				return
			}
		}
	}
}
