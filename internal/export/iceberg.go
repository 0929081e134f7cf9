package export

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Iceberg is the job's table properties.
func Iceberg(subject Subject) (map[string]string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Properties.Tags, tags.Iceberg)
	return tags.Map(sanitized), problems
}

// SparkSQL sets the job's table properties, and removes those that the job
// withdrew. Without any there is no statement, only a comment.
func SparkSQL(subject Subject, table TableName) (string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Properties.Tags, tags.Iceberg)
	var b strings.Builder
	b.WriteString(heading(subject, table))
	if len(sanitized) > 0 {
		pairs := make([]string, len(sanitized))
		for i, tag := range sanitized {
			pairs[i] = sparkString(tag.Key) + " = " + sparkString(tag.Value)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s SET TBLPROPERTIES (\n  %s\n);\n", table.spark(), strings.Join(pairs, ",\n  "))
	}
	if withdrawn := subject.Set.Properties.Withdrawn; len(withdrawn) > 0 {
		keys := make([]string, len(withdrawn))
		for i, tag := range withdrawn {
			keys[i] = sparkString(tag.Key)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s UNSET TBLPROPERTIES IF EXISTS (\n  %s\n);\n", table.spark(), strings.Join(keys, ",\n  "))
	}
	return b.String(), problems
}

// TrinoSQL sets the job's table properties in Trino, by extra_properties of
// its Iceberg connector (trinodb/trino, IcebergTableProperties and pull
// request 24031 of November 2024, read 2026-11-22): keys become lower case, the
// catalog's iceberg.allowed-extra-properties must list them, those that are
// not named stay, and none can be removed.
func TrinoSQL(subject Subject, table TableName) (string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Properties.Tags, tags.Iceberg)
	problems = append(problems, trinoProblems(subject, sanitized)...)
	var b strings.Builder
	b.WriteString(heading(subject, table))
	b.WriteString("-- The catalog's iceberg.allowed-extra-properties must list these keys, or be \"*\".\n")
	if len(sanitized) > 0 {
		keys, values := make([]string, len(sanitized)), make([]string, len(sanitized))
		for i, tag := range sanitized {
			keys[i], values[i] = trinoString(tag.Key), trinoString(tag.Value)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s SET PROPERTIES extra_properties = MAP(\n  ARRAY[\n    %s\n  ],\n  ARRAY[\n    %s\n  ]\n);\n",
			table.trino(), strings.Join(keys, ",\n    "), strings.Join(values, ",\n    "))
	}
	return b.String(), problems
}

// heading says what the statements below it are about.
func heading(subject Subject, table TableName) string {
	text := comment("Table properties of the job ", subject.Key())
	if table.Branch != "" {
		text += comment("The job writes to a branch, so the session must be on it too: ", table.Branch)
	}
	if len(subject.Set.Properties.Tags) == 0 {
		text += "-- No level names any.\n"
	}
	return text
}

// trinoProblems reports what Trino can't say.
func trinoProblems(subject Subject, sanitized []tags.SinkTag) diag.List {
	var problems diag.List
	first := map[string]tags.Tag{}
	for _, tag := range sanitized {
		lower, at := strings.ToLower(tag.Key), tag.Tag.Origin
		if other, taken := first[lower]; taken {
			d := problems.Errorf(tags.CodeCollision, at.Path,
				"the keys %q and %q are one key in Trino, which writes table properties in lower case; the other is at %s",
				other.Key, tag.Key, other.Origin).Hintf("rename one of them")
			d.Pos, d.Related = at.Pos, []diag.Related{{Pos: other.Origin.Pos, Message: "the other key"}}
			continue
		}
		first[lower] = tag.Tag
		if lower != tag.Key {
			problems.Warnf(tags.CodeChanged, at.Path, "the key %q becomes %q in Trino, which writes table properties in lower case", tag.Key, lower).
				Hintf("write it in lower case, or use Spark").Pos = at.Pos
		}
	}
	for _, tag := range subject.Set.Properties.Withdrawn {
		problems.Warnf(tags.CodeLost, tag.Origin.Path, "the property %q was emptied, and Trino has no statement that removes one", tag.Key).
			Hintf("use Spark for this table").Pos = tag.Origin.Pos
	}
	return problems
}
