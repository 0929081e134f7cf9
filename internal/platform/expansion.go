package platform

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// variableReference matches what Kubernetes expands in the values of variables and in
// commands: $(NAME), and $$, which it halves. From kubernetes v1.36,
// third_party/forked/golang/expansion/expand.go, and the API reference, EnvVar and
// Container.args, read 2026-11-25.
var variableReference = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\$\$+\(?|\$\(`) })

// literal writes a text so that Kubernetes leaves it as it is: $ is escaped by another
// one, where it would be read.
func literal(text string) string {
	return variableReference().ReplaceAllStringFunc(text, func(found string) string { return strings.ReplaceAll(found, "$", "$$") })
}

// literals does the same with the values of a map.
func literals(values map[string]string) map[string]string {
	escaped := make(map[string]string, len(values))
	for name, value := range values {
		escaped[name] = literal(value)
	}
	return escaped
}

// literalList does the same with the items of a list.
func literalList(items []string) []string {
	escaped := make([]string, len(items))
	for i, item := range items {
		escaped[i] = literal(item)
	}
	return escaped
}

// cloudRunExpansion refuses what Cloud Run may expand as Kubernetes does: the
// reference of google.cloud.run.v2.EnvVar said so up to version 2.13 of the client
// library, and denies it in 2.16, read 2026-11-25. Secrets are not expanded.
func (n *normalizer) cloudRunExpansion() {
	report := func(at, text string) {
		if found := variableReference().FindString(text); found != "" {
			n.problems.Errorf("expansion", at, "contains %s, which Cloud Run may expand: its documents disagree", found).
				Hintf("write it without $$ and $(, or put the value in a secret")
		}
	}
	for name, value := range sorted(n.infra.Compute.Environment) {
		report(diag.KeyPath(paths.ComputeEnvironment, name), string(value))
	}
	n.startWords(report)
}
