package export

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Iceberg returns the job's table properties.
func Iceberg(subject Subject) (map[string]string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Properties.Tags, tags.Iceberg)
	return tags.Map(sanitized), problems
}

// SparkSQL returns statements that set the job's table properties and unset the
// removed ones. For a job without properties it returns only a comment.
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
	if removed := subject.Set.Properties.Removed; len(removed) > 0 {
		keys := make([]string, len(removed))
		for i, tag := range removed {
			keys[i] = sparkString(tag.Key)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s UNSET TBLPROPERTIES IF EXISTS (\n  %s\n);\n", table.spark(), strings.Join(keys, ",\n  "))
	}
	return b.String(), problems
}

// TrinoSQL returns a statement that sets the job's table properties in Trino,
// through extra_properties of its Iceberg connector (trinodb/trino,
// IcebergTableProperties and pull request 24031 of November 2024, read
// 2026-11-22). Trino converts keys to lowercase, requires them to be listed in the
// catalog's iceberg.allowed-extra-properties, keeps properties that are not
// named, and cannot unset any.
func TrinoSQL(subject Subject, table TableName) (string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Properties.Tags, tags.Iceberg)
	problems = append(problems, trinoProblems(subject, sanitized)...)
	var b strings.Builder
	b.WriteString(heading(subject, table))
	b.WriteString("-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or \"*\".\n")
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

// heading is the comment before the statements.
func heading(subject Subject, table TableName) string {
	text := comment("Table properties of the job ", subject.Key())
	if table.Branch != "" {
		text += comment("The job writes to a branch; run the statements in a session on that branch: ", table.Branch)
	}
	if len(subject.Set.Properties.Tags) == 0 {
		text += "-- The job has no table properties.\n"
	}
	return text
}

// trinoProblems reports properties that Trino cannot express.
func trinoProblems(subject Subject, sanitized []tags.SinkTag) diag.List {
	var problems diag.List
	first := map[string]tags.Tag{}
	for _, tag := range sanitized {
		lower, at := strings.ToLower(tag.Key), tag.Tag.Origin
		if other, taken := first[lower]; taken {
			d := problems.Errorf(tags.CodeCollision, at.Path,
				"the keys %q and %q collide in Trino, which converts table properties to lowercase; the other is at %s",
				other.Key, tag.Key, other.Origin).Hintf("rename one of them")
			d.Pos, d.Related = at.Pos, []diag.Related{{Pos: other.Origin.Pos, Message: "the other key"}}
			continue
		}
		first[lower] = tag.Tag
		if lower != tag.Key {
			problems.Warnf(tags.CodeChanged, at.Path, "the key %q becomes %q in Trino, which converts table properties to lowercase",
				tag.Key, lower).
				Hintf("use a lowercase key, or Spark").Pos = at.Pos
		}
	}
	for _, tag := range subject.Set.Properties.Removed {
		problems.Warnf(tags.CodeLost, tag.Origin.Path, "the property %q is removed, but Trino cannot unset table properties", tag.Key).
			Hintf("use Spark for this table").Pos = tag.Origin.Pos
	}
	return problems
}
