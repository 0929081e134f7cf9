package platform

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// environment resolves the plain environment variables.
func (n *normalizer) environment() {
	written := n.infra.Compute.Environment
	n.d.Container.Environment = make(map[string]string, len(written))
	for name, value := range sorted(written) {
		n.d.Container.Environment[name] = string(value)
		at := diag.KeyPath(paths.ComputeEnvironment, name)
		if !n.checkVariableName(at, name) {
			continue
		}
		if looksSecret(name, string(value)) {
			n.plainSecret(at, "", plainSecretHint)
		} else if found, form := credential(string(value)); found != "" {
			n.plainSecret(at, form, plainSecretHint)
		}
	}
}

// computedVariables are the variables that the modules set.
func computedVariables() []string {
	return []string{
		"TENANT_ID", "ENVIRONMENT", "LOG_NAME", "METRICS_NAMESPACE", "STATE_DIR", "HOME",
	}
}

// secretWords are the endings of the names of variables with secrets.
func secretWords() []string {
	return []string{
		"PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "ACCESS_KEY", "PRIVATE_KEY", "SECRET_KEY", "CREDENTIAL", "CREDENTIALS",
	}
}

// looksSecret reports whether the value of a variable should be a reference: it
// has the name of a secret, and its value is not the path of a file.
func looksSecret(name, value string) bool {
	name = strings.ToUpper(name)
	named := strings.HasPrefix(name, "DATIVO_SECRET__") ||
		slices.ContainsFunc(secretWords(), func(word string) bool { return strings.HasSuffix(name, word) })
	return named && value != "" && !strings.HasPrefix(value, "/")
}

// checkVariableName reports an invalid name, and returns whether it is valid.
func (n *normalizer) checkVariableName(at, name string) bool {
	if isVariableName(name) {
		return true
	}
	n.problems.Errorf("environment", at, "invalid environment variable name %q", name).
		Hintf("use letters, digits and \"_\", not starting with a digit")
	return false
}

// isVariableName reports whether s can be the name of an environment variable.
func isVariableName(s string) bool {
	return s != "" && isASCIIOf(s, "_") && !isDigit(rune(s[0]))
}
