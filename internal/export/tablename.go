package export

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TableName is the name of an Iceberg table. An empty Catalog or Namespace means
// that of the session.
type TableName struct {
	Catalog   string
	Namespace []string
	Table     string
	// Branch is the branch of the catalog that the job writes to; may be empty.
	Branch string
}

// errNoTable is the error for a job file without a table name.
var errNoTable = errors.New("missing table name")

// TableOf returns the table that a job writes: target.table, by default the
// asset's name, in target.catalog and target.namespace if the job sets them. With
// an error, it returns the path in the job file.
func TableOf(job *model.Job) (name TableName, path string, err error) {
	target := func(key string) string {
		text, _ := job.Target[key].(string)
		return text
	}
	name = TableName{Catalog: target("catalog"), Table: target("table"), Branch: target("branch")}
	if namespace := target("namespace"); namespace != "" {
		name.Namespace = strings.Split(namespace, ".")
	}
	path = "target.table"
	if name.Table == "" {
		name.Table, path = job.Asset, "asset"
	}
	switch {
	case name.Table == "":
		return name, "target", errNoTable
	case name.Catalog != "" && len(name.Namespace) == 0:
		return name, "target.catalog", errors.New("missing target.namespace, which is required with a catalog")
	}
	checks := []struct{ path, text string }{
		{"target.catalog", name.Catalog}, {path, name.Table},
	}
	for _, part := range name.Namespace {
		checks = append(checks, struct{ path, text string }{"target.namespace", part})
		if part == "" {
			return name, "target.namespace", errors.New("invalid namespace: a part is empty")
		}
	}
	for _, check := range checks {
		if err := checkIdentifier(check.text); err != nil {
			return name, check.path, err
		}
	}
	return name, "", nil
}

// checkIdentifier reports names that quoting cannot make safe: Spark substitutes
// ${...} inside quotes too.
func checkIdentifier(text string) error {
	switch {
	case strings.Contains(text, "${"):
		return fmt.Errorf("invalid table name part %q: it contains a variable of the engine", text)
	case strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) }):
		return fmt.Errorf("invalid table name part %q: it contains unprintable characters", text)
	}
	return nil
}

// ParseTableName parses a name of parts that are separated by dots: the last is
// the table and, of three or more, the first is the catalog. A part that contains
// a dot is quoted with double quotes or backticks.
func ParseTableName(text string) (TableName, error) {
	parts, err := nameParts(text)
	if err != nil {
		return TableName{}, err
	}
	last := len(parts) - 1
	name := TableName{Table: parts[last]}
	switch {
	case last >= 2:
		name.Catalog, name.Namespace = parts[0], parts[1:last]
	case last == 1:
		name.Namespace = parts[:1]
	}
	return name, nil
}

func nameParts(text string) ([]string, error) {
	var parts []string
	for rest, more := text, true; more; {
		var part string
		if rest != "" && (rest[0] == '"' || rest[0] == '`') {
			part, rest = unquoted(rest)
		} else {
			end := strings.IndexByte(rest, '.')
			if end < 0 {
				end = len(rest)
			}
			part, rest = rest[:end], rest[end:]
		}
		if part == "" {
			return nil, fmt.Errorf("%q: a part is empty, or its quote is not closed", text)
		}
		if err := checkIdentifier(part); err != nil {
			return nil, err
		}
		parts = append(parts, part)
		if rest != "" && rest[0] != '.' {
			return nil, fmt.Errorf("%q: expected a dot after the quoted part %q", text, part)
		}
		rest, more = strings.CutPrefix(rest, ".")
	}
	return parts, nil
}

// unquoted splits a quoted part from the start of a text; it returns "" if the
// quote is not closed.
func unquoted(text string) (part, rest string) {
	quote, i := text[:1], 1
	for {
		end := strings.Index(text[i:], quote)
		if end < 0 {
			return "", text
		}
		i += end + 1
		if !strings.HasPrefix(text[i:], quote) {
			return strings.ReplaceAll(text[1:i-1], quote+quote, quote), text[i:]
		}
		i++
	}
}

// parts returns the catalog, the namespaces and the table.
func (n TableName) parts() []string {
	var parts []string
	if n.Catalog != "" {
		parts = append(parts, n.Catalog)
	}
	return append(append(parts, n.Namespace...), n.Table)
}

// String returns the name for a message.
func (n TableName) String() string { return strings.Join(n.parts(), ".") }

// spark returns the name for Spark.
func (n TableName) spark() string {
	parts := n.parts()
	for i := range parts {
		parts[i] = identifier(parts[i], "`")
	}
	return strings.Join(parts, ".")
}

// trino returns the name for Trino, where a namespace of several levels is one
// schema.
func (n TableName) trino() string {
	parts := []string{n.Table}
	if len(n.Namespace) > 0 {
		parts = []string{strings.Join(n.Namespace, "."), n.Table}
		if n.Catalog != "" {
			parts = append([]string{n.Catalog}, parts...)
		}
	}
	for i := range parts {
		parts[i] = identifier(parts[i], `"`)
	}
	return strings.Join(parts, ".")
}
