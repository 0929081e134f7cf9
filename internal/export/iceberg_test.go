package export

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// hostile are texts that leave their quotes where the quoting is wrong.
var hostile = []string{
	"", "plain", "it's", "''", `\`, `\\'`, `'; DROP TABLE t; --`, "line\nbreak\r\n", "tab\there", `"double"`, "`back`",
	`${env:HOME}`, `$${x}`, `a${`, `\u0041`, `\%_`, `\045`, "\u0000", "\u2028", "\u00a0", "\u202e",
	"é漢🙂", "\U000e0001", "\x7f", "-- no comment", "/* */",
	`U&'\0041'`, `\+000041`,
}

func jobWith(pairs ...string) Subject {
	j := Subject{Tenant: "acme", Name: "orders", Environment: "prod"}
	for i := 0; i < len(pairs); i += 2 {
		j.Set.Properties.Tags = append(j.Set.Properties.Tags, tags.Tag{
			Key:   pairs[i],
			Value: tags.Text(pairs[i+1], tags.Origin{Level: tags.JobLevel, Pos: diag.Pos{File: "job.yaml", Line: i + 1}, Path: pairs[i]}),
		})
	}
	return j
}

func TestSparkSQL(t *testing.T) {
	t.Parallel()
	j := jobWith("finops.cost_center", "CC-1", "governance.owner", "o'hara")
	j.Set.Properties.Removed = []tags.Tag{{Key: "governance.domain"}}
	text, problems := SparkSQL(j, TableName{Catalog: "lake", Namespace: []string{"raw"}, Table: "orders", Branch: "dev\n; DROP"})
	want := "-- Table properties of the job acme/orders/prod\n" +
		"-- The job writes to a branch; run the statements in a session on that branch: \"dev\\n; DROP\"\n" +
		"ALTER TABLE `lake`.`raw`.`orders` SET TBLPROPERTIES (\n" +
		"  'finops.cost_center' = 'CC-1',\n  'governance.owner' = 'o\\'hara'\n);\n" +
		"ALTER TABLE `lake`.`raw`.`orders` UNSET TBLPROPERTIES IF EXISTS (\n  'governance.domain'\n);\n"
	if text != want || len(problems) > 0 {
		t.Errorf("got %v\n%s\nwant\n%s", problems, text, want)
	}
	one := "\nALTER TABLE `t` SET TBLPROPERTIES (\n  'a.b' = 'c'\n);\n"
	if text, _ := SparkSQL(jobWith("a.b", "c"), TableName{Table: "t"}); !strings.HasSuffix(text, one) {
		t.Errorf("one property:\n%s", text)
	}
	if text, _ := TrinoSQL(jobWith("a.b", "c"), TableName{Table: "t"}); !strings.Contains(text, "'a.b'\n") {
		t.Errorf("one property:\n%s", text)
	}
}

func TestTrinoSQL(t *testing.T) {
	t.Parallel()
	text, problems := TrinoSQL(jobWith("finops.cost_center", "CC-1", "governance.owner", "o'hara"),
		TableName{Catalog: "lake", Namespace: []string{"raw", "eu"}, Table: `or"ders`})
	const head = "-- Table properties of the job acme/orders/prod\n" +
		"-- Requires these keys in the catalog's iceberg.allowed-extra-properties, or \"*\".\n"
	if !strings.HasPrefix(text, head+"ALTER ") {
		t.Errorf("got\n%s\nwant first\n%s", text, head)
	}
	shape, texts := trinoReader().read(t, text)
	want := `ALTER TABLE <lake> . <raw.eu> . <or"ders> SET PROPERTIES extra_properties = MAP ( ARRAY [ ? , ? ] , ARRAY [ ? , ? ] ) ;`
	if shape != want || len(problems) > 0 {
		t.Errorf("got %v\n%s\nwant\n%s", problems, shape, want)
	}
	if got := []string{"finops.cost_center", "governance.owner", "CC-1", "o'hara"}; !slices.Equal(texts, got) {
		t.Errorf("strings %q, want %q", texts, got)
	}
}

func TestNoProperties(t *testing.T) {
	t.Parallel()
	for name, statements := range map[string]func(Subject, TableName) (string, diag.List){"spark": SparkSQL, "trino": TrinoSQL} {
		text, problems := statements(jobWith(), TableName{Table: "t"})
		if strings.Contains(text, "ALTER") || !strings.Contains(text, "-- The job has no table properties.") || len(problems) > 0 {
			t.Errorf("%s: %v\n%s", name, problems, text)
		}
	}
}

// TestHostileTexts puts texts into every place of a statement and expects them
// back, each as one string.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	for _, text := range hostile {
		checkStatements(t, "infrastructure.k"+text, text)
	}
}

func FuzzStatements(f *testing.F) {
	for _, text := range hostile {
		f.Add("infrastructure.k", text)
	}
	f.Fuzz(func(t *testing.T, key, value string) { checkStatements(t, "infrastructure."+key, value) })
}

func checkStatements(t *testing.T, key, value string) {
	t.Helper()
	j := jobWith(key, value, "last.key", "last value")
	sanitized, _ := sanitize(j.Set.Properties.Tags, tags.Iceberg)
	var keys, values, pairs []string
	for _, tag := range sanitized {
		keys, values = append(keys, tag.Key), append(values, tag.Value)
		pairs = append(pairs, tag.Key, tag.Value)
	}
	table := TableName{Namespace: []string{"n`\"s"}, Table: "t`\"'"}
	spark, _ := SparkSQL(j, table)
	shape, texts := sparkReader().read(t, spark)
	want := "ALTER TABLE <n`\"s> . <t`\"'> SET TBLPROPERTIES ( ? = ?" + strings.Repeat(" , ? = ?", len(sanitized)-1) + " ) ;"
	if shape != want || !slices.Equal(texts, pairs) {
		t.Errorf("Spark reads %s with %q, want %q, from\n%s", shape, texts, pairs, spark)
	}
	trino, _ := TrinoSQL(j, table)
	shape, texts = trinoReader().read(t, trino)
	list := "ARRAY [ ?" + strings.Repeat(" , ?", len(sanitized)-1) + " ]"
	want = "ALTER TABLE <n`\"s> . <t`\"'> SET PROPERTIES extra_properties = MAP ( " + list + " , " + list + " ) ;"
	if shape != want || !slices.Equal(texts, slices.Concat(keys, values)) {
		t.Errorf("Trino reads %s with %q, want %q and %q, from\n%s", shape, texts, keys, values, trino)
	}
}

// TestTrinoLimits: keys become lower case there, and none can be removed.
func TestTrinoLimits(t *testing.T) {
	t.Parallel()
	j := jobWith("infrastructure.Team", "a", "infrastructure.team", "b", "infrastructure.Unit", "c")
	j.Set.Properties.Removed = []tags.Tag{{Key: "governance.owner", Value: tags.Text("", tags.Origin{Path: "governance.owner"})}}
	_, problems := TrinoSQL(j, TableName{Table: "t"})
	var got []string
	for _, p := range problems {
		got = append(got, p.Severity.String()+" "+p.Code+" "+p.Path)
	}
	want := []string{
		"warning tag-changed infrastructure.Team", "error tag-collision infrastructure.team",
		"warning tag-changed infrastructure.Unit", "warning tag-lost governance.owner",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, problems := SparkSQL(j, TableName{Table: "t"}); len(problems) > 0 {
		t.Errorf("Spark takes all of it: %v", problems)
	}
}
