package config

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/engine"
	"github.com/dativo-io/dativo-gen/internal/paths"
	"github.com/invopop/jsonschema"
)

// codeNumber is the code of numbers that versions of YAML read differently.
const codeNumber = "number"

// ambiguous reports a number that versions of YAML read differently: another
// reader of the file gets another value. It returns whether it did.
func (c *checker) ambiguous(node *document.Node, schema *jsonschema.Schema, path string) bool {
	if c.spelled || !node.AmbiguousNumber() || !c.takesNumber(schema) {
		return false
	}
	c.report(node, codeNumber, path, "%s", ambiguity(node)).Hint = decimalHint(node)
	return true
}

// takesNumber reports whether a value is read as a number. One that may be any
// scalar, such as a tag, keeps its spelling.
func (c *checker) takesNumber(schema *jsonschema.Schema) bool {
	number := isNumberType(schema.Type)
	for _, s := range schema.AnyOf {
		s = c.resolved(s)
		if s.Type == "boolean" {
			return false
		}
		number = number || isNumberType(s.Type)
	}
	return number
}

func isNumberType(name string) bool { return name == "integer" || name == "number" }

// ambiguity says how a reader of YAML 1.1, such as the engine, reads a number.
func ambiguity(node *document.Node) string {
	value := engine.Resolve(node.Text)
	read := fmt.Sprint(value)
	if _, isText := value.(string); isText {
		read = "text"
	}
	return fmt.Sprintf("invalid number %s: not decimal, and YAML 1.1 reads it as %s", node.Text, read)
}

// addNumber reports a number that versions of YAML read differently.
func addNumber(problems *diag.List, node *document.Node, path string) *diag.Diagnostic {
	problem := problems.Errorf(codeNumber, path, "%s", ambiguity(node))
	problem.Pos, problem.Hint = node.Pos, decimalHint(node)
	return problem
}

// decimalHint says what to write instead.
func decimalHint(node *document.Node) string {
	if decimal := node.Decimal(); decimal != "" {
		return "write it in decimal: " + decimal
	}
	return "write it in decimal"
}

// checkNumbers reports the ambiguous numbers of a file that the engine reads: where
// it reads a number, an error, and where it takes anything, a warning.
func checkNumbers(doc *document.Document, version engine.Version, role engine.Role) diag.List {
	var problems diag.List
	doc.Root.Walk("", func(node *document.Node, path string, isKey bool) {
		if isKey || !node.AmbiguousNumber() || isSpelled(role, path) {
			return
		}
		switch version.KindAt(role, path) {
		case engine.Integer, engine.Number:
			addNumber(&problems, node, path)
		case engine.Any:
			problem := addNumber(&problems, node, path)
			problem.Severity, problem.Hint = diag.Warning, problem.Hint+", or put it in quotes"
		}
	})
	return problems
}

// isSpelled reports whether a value keeps its spelling, since it becomes a tag, or
// is checked against the schema.
func isSpelled(role engine.Role, path string) bool {
	spelled := []string{
		paths.JobFinOps, diag.KeyPath(paths.JobAsset, paths.JobFinOps), "tags", "version", diag.KeyPath(paths.JobAsset, "version"),
	}
	if role == engine.Job {
		spelled = append(spelled, paths.Infrastructure, paths.JobEnvironment, paths.JobClassificationOverrides,
			paths.JobRetryConfig, paths.JobGovernanceOverrides)
	}
	return strings.HasSuffix(path, ".classification") ||
		slices.ContainsFunc(spelled, func(part string) bool { return diag.Within(path, part) })
}
