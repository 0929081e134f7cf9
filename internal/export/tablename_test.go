package export

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestTableOf(t *testing.T) {
	t.Parallel()
	type target = map[string]any
	tests := []struct {
		name         string
		job          model.Job
		spark, trino string
		branch       string
		path, err    string
	}{
		{name: "the asset", job: model.Job{Asset: "orders"}, spark: "`orders`", trino: `"orders"`},
		{name: "all of it",
			job:   model.Job{Asset: "a", Target: target{"catalog": "lake", "namespace": "raw.eu", "table": "orders", "branch": "dev"}},
			spark: "`lake`.`raw`.`eu`.`orders`", trino: `"lake"."raw.eu"."orders"`, branch: "dev"},
		{name: "only a namespace", job: model.Job{Asset: "orders", Target: target{"namespace": "raw"}},
			spark: "`raw`.`orders`", trino: `"raw"."orders"`},
		{name: "other types are the engine's", job: model.Job{Asset: "orders", Target: target{"catalog": target{"type": "glue"}}},
			spark: "`orders`", trino: `"orders"`},
		{name: "no name", path: "target", err: "missing table name"},
		{name: "only a catalog", job: model.Job{Asset: "a", Target: target{"catalog": "lake"}}, path: "target.catalog", err: "namespace"},
		{name: "a variable", job: model.Job{Asset: "a", Target: target{"namespace": "${NS}"}}, path: "target.namespace",
			err: "a variable of the engine"},
		{name: "an empty part", job: model.Job{Asset: "a", Target: target{"namespace": "a..b"}}, path: "target.namespace", err: "empty"},
		{name: "a line break", job: model.Job{Asset: "a\nb"}, path: "asset", err: "unprintable characters"},
		{name: "a variable in the table", job: model.Job{Asset: "a", Target: target{"table": "t_${X}"}}, path: "target.table",
			err: "a variable of the engine"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			table, path, err := TableOf(&test.job)
			if test.err != "" {
				if err == nil || path != test.path || !strings.Contains(err.Error(), test.err) {
					t.Errorf("got %q, %v; want %q, ...%s...", path, err, test.path, test.err)
				}
				return
			}
			if err != nil || table.spark() != test.spark || table.trino() != test.trino || table.Branch != test.branch {
				t.Errorf("got %v, %s, %s, branch %q", err, table.spark(), table.trino(), table.Branch)
			}
		})
	}
}

func TestParseTableName(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want []string
	}{
		{"orders", []string{"orders"}},
		{"raw.orders", []string{"raw", "orders"}},
		{"lake.raw.orders", []string{"lake", "raw", "orders"}},
		{"lake.raw.eu.orders", []string{"lake", "raw", "eu", "orders"}},
		{`lake."raw.eu".orders`, []string{"lake", "raw.eu", "orders"}},
		{"`a``b`.\"c\"\"d\"", []string{"a`b", `c"d`}},
		{`""""`, []string{`"`}},
		{"my-table", []string{"my-table"}},
		{"", nil}, {".", nil}, {"a.", nil}, {".a", nil}, {"a..b", nil},
		{`"a`, nil}, {`"a"b`, nil}, {`""`, nil}, {"a.${b}", nil}, {"a\n", nil},
	}
	for _, test := range tests {
		table, err := ParseTableName(test.text)
		if (err == nil) != (test.want != nil) {
			t.Errorf("%q: %v", test.text, err)
		} else if err == nil && !slices.Equal(table.parts(), test.want) {
			t.Errorf("%q: got %q, want %q", test.text, table.parts(), test.want)
		}
	}
}

// FuzzParseTableName: a valid name is one name in both dialects.
func FuzzParseTableName(f *testing.F) {
	f.Add(`lake."raw.eu".orders`)
	f.Add("`a``b`.\"c\"\"d\"")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := ParseTableName(text)
		if err != nil {
			return
		}
		names := func(r reader, text string) []string {
			all, err := r.tokens(text)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for i, token := range all {
				if isName := token.kind == 'i'; isName != (i%2 == 0) || !isName && token.text != "." {
					t.Fatalf("%q is not a name", text)
				}
				if token.kind == 'i' {
					names = append(names, token.text)
				}
			}
			return names
		}
		if got := names(sparkReader(), table.spark()); !slices.Equal(got, table.parts()) {
			t.Errorf("Spark reads %q, want %q", got, table.parts())
		}
		if got := names(trinoReader(), table.trino()); strings.Join(got, ".") != strings.Join(table.parts(), ".") {
			t.Errorf("Trino reads %q, want %q", got, table.parts())
		}
	})
}
