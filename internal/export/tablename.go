package export

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TableName is the name of an Iceberg table. Catalog and Namespace may be
// empty: the session's count then.
type TableName struct {
	Catalog   string
	Namespace []string
	Table     string
	// Branch is the catalog's branch that the job writes to; may be empty.
	Branch string
}

// errNoTable says that the job file doesn't name a table.
var errNoTable = errors.New("the job does not name its table")

// TableOf is the table that a job writes: target.table, or else the asset's
// name, in target.catalog and target.namespace as far as the job has them. It
// returns the path in the job file that an error is about.
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
		return name, "target.catalog", errors.New("a table in a catalog has a namespace too, and the target names none")
	}
	checks := []struct{ path, text string }{
		{"target.catalog", name.Catalog}, {path, name.Table},
	}
	for _, part := range name.Namespace {
		checks = append(checks, struct{ path, text string }{"target.namespace", part})
		if part == "" {
			return name, "target.namespace", errors.New("a part of the namespace is empty")
		}
	}
	for _, check := range checks {
		if err := checkIdentifier(check.text); err != nil {
			return name, check.path, err
		}
	}
	return name, "", nil
}

// checkIdentifier refuses what no quoting helps against: Spark replaces
// ${...} inside quotes too.
func checkIdentifier(text string) error {
	switch {
	case strings.Contains(text, "${"):
		return fmt.Errorf("%q has a variable in it that only the engine knows", text)
	case strings.ContainsFunc(text, func(char rune) bool { return !unicode.IsPrint(char) }):
		return fmt.Errorf("%q cannot be part of a table's name", text)
	}
	return nil
}

// ParseTableName reads a name as people write it: up to any number of parts
// between dots, the table last, the catalog first if there are three or more.
// A part with a dot in it stands between double quotes or backticks.
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
		part := ""
		if quote := rest; rest != "" && (rest[0] == '"' || rest[0] == '`') {
			part, rest = unquoted(quote)
		} else {
			end := strings.IndexByte(rest, '.')
			if end < 0 {
				end = len(rest)
			}
			part, rest = rest[:end], rest[end:]
		}
		if part == "" {
			return nil, fmt.Errorf("%q: a part of the name is empty, or its quote is not closed", text)
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

// unquoted takes a quoted part off the front of a text; "" if the quote is not
// closed.
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

// parts are the name from the outside in.
func (n TableName) parts() []string {
	var parts []string
	if n.Catalog != "" {
		parts = append(parts, n.Catalog)
	}
	return append(append(parts, n.Namespace...), n.Table)
}

// String is the name for a message.
func (n TableName) String() string { return strings.Join(n.parts(), ".") }

// spark is the name as Spark reads it.
func (n TableName) spark() string {
	parts := n.parts()
	for i := range parts {
		parts[i] = identifier(parts[i], "`")
	}
	return strings.Join(parts, ".")
}

// trino is the name as Trino reads it: a namespace of several levels is one
// schema there.
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
