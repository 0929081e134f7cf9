package export

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Iceberg is the job's table properties.
func Iceberg(j Job) (map[string]string, []tags.Problem) {
	folded, problems := fold(j.Set.Properties.Tags, tags.Iceberg)
	return tags.Map(folded), problems
}

// SparkSQL sets the job's table properties, and removes those that the job
// withdrew. Without any there is no statement, only a comment.
func SparkSQL(j Job, table TableName) (string, []tags.Problem) {
	folded, problems := fold(j.Set.Properties.Tags, tags.Iceberg)
	var b strings.Builder
	b.WriteString(heading(j, table))
	if len(folded) > 0 {
		pairs := make([]string, len(folded))
		for i, tag := range folded {
			pairs[i] = sparkString(tag.Key) + " = " + sparkString(tag.Value)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s SET TBLPROPERTIES (\n  %s\n);\n", table.spark(), strings.Join(pairs, ",\n  "))
	}
	if withdrawn := j.Set.Properties.Withdrawn; len(withdrawn) > 0 {
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
func TrinoSQL(j Job, table TableName) (string, []tags.Problem) {
	folded, problems := fold(j.Set.Properties.Tags, tags.Iceberg)
	problems = append(problems, trinoProblems(j, table, folded)...)
	var b strings.Builder
	b.WriteString(heading(j, table))
	b.WriteString("-- The catalog's iceberg.allowed-extra-properties must list these keys, or be \"*\".\n")
	if len(folded) > 0 {
		keys, values := make([]string, len(folded)), make([]string, len(folded))
		for i, tag := range folded {
			keys[i], values[i] = trinoString(tag.Key), trinoString(tag.Value)
		}
		fmt.Fprintf(&b, "ALTER TABLE %s SET PROPERTIES extra_properties = MAP(\n  ARRAY[\n    %s\n  ],\n  ARRAY[\n    %s\n  ]\n);\n",
			table.trino(), strings.Join(keys, ",\n    "), strings.Join(values, ",\n    "))
	}
	return b.String(), problems
}

// heading says what the statements below it are about.
func heading(j Job, table TableName) string {
	text := comment("Table properties of the job ", j.Key())
	if table.Branch != "" {
		text += comment("The job writes to a branch, so the session must be on it too: ", table.Branch)
	}
	if len(j.Set.Properties.Tags) == 0 {
		text += "-- No level names any.\n"
	}
	return text
}

// trinoProblems reports what Trino can't say.
func trinoProblems(j Job, table TableName, folded []tags.FoldedTag) []tags.Problem {
	var problems []tags.Problem
	report := func(kind tags.Kind, severity tags.Severity, tag tags.Tag, message, hint string) {
		problems = append(problems, tags.Problem{
			Kind: kind, Severity: severity, Sink: tags.Iceberg, Key: tag.Key,
			Message: message, Hint: hint, Origins: []tags.Origin{tag.Origin},
		})
	}
	first := map[string]tags.Tag{}
	for _, tag := range folded {
		lower := strings.ToLower(tag.Key)
		if other, taken := first[lower]; taken {
			report(tags.Collision, tags.Error, tag.Tag,
				fmt.Sprintf("the keys %q and %q are one key in Trino, which writes table properties in lower case; the other is at %s",
					other.Key, tag.Key, other.Origin), "rename one of them")
			continue
		}
		first[lower] = tag.Tag
		if lower != tag.Key {
			report(tags.Changed, tags.Warning, tag.Tag,
				fmt.Sprintf("the key %q becomes %q in Trino, which writes table properties in lower case", tag.Key, lower),
				"write it in lower case, or use Spark")
		}
	}
	for _, tag := range j.Set.Properties.Withdrawn {
		report(tags.Lost, tags.Warning, tag,
			fmt.Sprintf("the property %q was emptied, and Trino has no statement that removes one", tag.Key),
			"use Spark for this table")
	}
	return problems
}
