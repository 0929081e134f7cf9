package platform

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// secretForm is how a reference of one kind is written.
type secretForm struct {
	kind    model.SecretKind
	pattern *regexp.Regexp
	// example is for messages.
	example string
	// parse fills in the reference from the pattern's groups.
	parse func(ref *model.SecretRef, groups []string)
}

// secretForms are all kinds. AWS forms from botocore 1.43.11 (ecs, shape
// Secret) and the ECS guide; Kubernetes' from apimachinery v0.33.4; read
// 2026-11-22.
var secretForms = sync.OnceValue(func() []secretForm {
	whole := func(ref *model.SecretRef, groups []string) { ref.Reference = groups[0] }
	return []secretForm{
		{model.SecretsManager, regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@!-]+(?::[^:]*:[^:]*:[^:]*)?$`),
			"arn:aws:secretsmanager:us-east-1:123456789012:secret:stripe-AbCdEf", whole},
		{model.SSMParameter, regexp.MustCompile(`^arn:aws(?:-[a-z]+)*:ssm:[a-z0-9-]+:\d{12}:parameter/[A-Za-z0-9/_.-]+$`),
			"arn:aws:ssm:us-east-1:123456789012:parameter/stripe/key", whole},
		{model.SecretManager, regexp.MustCompile(`^(projects/(?:[a-z][a-z0-9.:-]{4,28}[a-z0-9]|\d+)/secrets/[A-Za-z0-9_-]{1,255})(?:/versions/(latest|[0-9]+|[A-Za-z][A-Za-z0-9_-]{0,62}))?$`),
			"projects/acme-prod/secrets/stripe/versions/3", func(ref *model.SecretRef, groups []string) {
				ref.Reference, ref.Version = groups[1], groups[2]
				if ref.Version == "" {
					ref.Version = "latest"
				}
			}},
		{model.KubernetesSecret, regexp.MustCompile(`^([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)/([A-Za-z0-9._-]{1,253})$`),
			"stripe-credentials/api-key", func(ref *model.SecretRef, groups []string) {
				ref.Reference, ref.Key = groups[1], groups[2]
			}},
	}
})

// secrets settles the environment variables whose values are references.
func (n *normaliser) secrets() {
	for name, reference := range sorted(n.infra.Compute.Secrets) {
		at := diag.KeyPath("infrastructure.compute.secrets", name)
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
		n.checkARN(diag.ItemPath("infrastructure.compute.secrets_kms_key_arns", i), arn, kmsKeyARN)
	}
}

// secret reads one reference.
func (n *normaliser) secret(at, name, reference string) (model.SecretRef, bool) {
	secret := model.SecretRef{Name: name}
	for _, form := range secretForms() {
		groups := form.pattern.FindStringSubmatch(reference)
		accepted := slices.Contains(n.platform.Secrets, form.kind)
		switch {
		case groups != nil && accepted:
			secret.Kind = form.kind
			form.parse(&secret, groups)
			ok := !strings.HasPrefix(reference, "arn:") || n.checkPartition(at, reference)
			return secret, ok
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

func (n *normaliser) secretHint() string {
	var examples []string
	for _, form := range secretForms() {
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
