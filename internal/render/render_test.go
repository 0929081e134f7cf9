package render

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
)

type job struct {
	Name    string
	Tags    map[string]string
	Network network
	Hook    func()
	None    struct{}
}

type network struct{ Subnets []string }

// Public is called from templates.
func (network) Public() bool { return true }

func TestRender(t *testing.T) {
	t.Parallel()
	templates := layer("base",
		"aws_ecs/variables.tf.tmpl", "# v\nvariable \"z\" {}\nvariable \"a\" {\n  default = 1\n}\n{{if .Tags}}variable \"tags\" {}\n{{end}}variable \"asked\" {}\n",
		"aws_ecs/main.tf.tmpl", "# m\nlocals {\n\n\n  name = {{.Name}}\n subnets = {{.Network.Subnets}}\n{{if .Network.Public}}  public = true{{end}}\n\n}",
		"aws_ecs/alerts.tf.tmpl", "# Nothing without tags.\n{{if .Tags}}locals {}{{end}}\n")
	set := mustParse(t, templates)
	data := job{Name: "a\"${b}", Network: network{[]string{"s-1"}}}
	values := map[string]any{"a": 2, "z": "<z>", "tags": map[string]string{"k": "v"}, "unknown": 1}

	got := mustRender(t, set, data, values)
	want := map[string]string{
		"variables.tf":          "# v\nvariable \"z\" {}\nvariable \"a\" {\n  default = 1\n}\nvariable \"asked\" {}\n",
		"main.tf":               "# m\nlocals {\n  name    = \"a\\\"$${b}\"\n  subnets = [\"s-1\"]\n  public  = true\n}\n",
		"terraform.tfvars.json": "{\n  \"z\": \"<z>\",\n  \"a\": 2\n}\n",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
	data.Tags = map[string]string{"k": "v"}
	got = mustRender(t, set, &data, values)
	if got["alerts.tf"] != "# Nothing without tags.\nlocals {}\n" {
		t.Errorf("alerts.tf: got %q", got["alerts.tf"])
	}
	if want := "{\n  \"z\": \"<z>\",\n  \"a\": 2,\n  \"tags\": {\n    \"k\": \"v\"\n  }\n}\n"; got[ValuesFile] != want {
		t.Errorf("%s: got %s", ValuesFile, got[ValuesFile])
	}
}

func TestRenderSorts(t *testing.T) {
	t.Parallel()
	set := mustParse(t, layer("base", "aws_ecs/z.tf.tmpl", "z = 1", "aws_ecs/versions.tf.tmpl", "v = 1", "aws_ecs/a.tf.tmpl", "a = 1"))
	files, problems := set.Render(nil, nil)
	var names []string
	for _, file := range files {
		names = append(names, file.Name)
	}
	if got := strings.Join(names, " "); len(problems) > 0 || got != "a.tf terraform.tfvars.json versions.tf z.tf" {
		t.Errorf("got %s, %v", got, problems)
	}
}

func TestRenderProblems(t *testing.T) {
	t.Parallel()
	data := &job{Name: "n", Tags: map[string]string{"k": "v"}, Hook: func() {}}
	tests := []struct {
		name, template string
		want           []string
	}{
		{"unknown field", "\n  a = {{.Nmae}}\n", []string{`2:9: can't evaluate field Nmae in type *render.job`, "  hint: did you mean Name?"}},
		{"unknown field, nested", "a = {{.Network.Subnet}}\n", []string{`1:15: can't evaluate field Subnet in type render.network`, "  hint: did you mean Subnets?"}},
		{"unknown field in a condition", "{{if .Network.Pubic}}{{end}}", []string{`1:14: can't evaluate field Pubic in type render.network`, "  hint: did you mean Public?"}},
		{"unlike every field", "a = {{.Network.X}}\n", []string{`1:15: can't evaluate field X in type render.network`, "  hint: fields: Subnets, Public"}},
		{"missing key", "a = {{.Tags.x}}\n", []string{`1:12: map has no entry for key "x"`}},
		{"no HCL form", "# é\na = {{.Network}}\n", []string{`2:7: a render.network has no HCL form`}},
		{"function value", "a = {{.Hook}}\n", []string{`1:7: a func() has no HCL form`}},
		{"refused by the template", "a = {{fail \"tags are needed\"}}\n", []string{`1:7: tags are needed`}},
		{"sorting of no list", "a = {{sortAlpha .Name}}\n", []string{`1:7: error calling sortAlpha: cannot sort a string`}},
		{"a field of an empty struct", "a = {{.None.X}}\n", []string{`1:12: can't evaluate field X in type struct {}`}},
		{"division by nothing", "a = {{div 1 0}}\n", []string{`1:7: error calling div: runtime error: integer divide by zero`}},
		{"memory address", "a = {{printf \"%p\" .Hook}}\n", []string{`1:7: error calling printf: %p prints a memory address, which differs in every run`}},
		{"pointer", "a = {{print .}}\n", []string{`1:7: error calling print: a *render.job has no text form`}},
		{"no HCL", "a = 1\nb {\n  c = = {{.Name}}\n}\n", []string{`3:7: this makes main.tf invalid: invalid expression: Expected the start of an expression, but found an invalid expression token`}},
		{"no HCL, after a value", "a = {{.Name}} b\n", []string{`1:15: this makes main.tf invalid: missing newline after argument: An argument definition must end with a newline`}},
		{"no HCL, a value", "a = 1 +\n{{if true}}b = { {{.Name}} }\n{{end}}", []string{
			`1:8: this makes main.tf invalid: invalid expression: Expected the start of an expression, but found an invalid expression token`}},
		{"twice", "variable \"a\" {}\n{{range list 1 2}}resource \"x\" \"y\" {}\n{{end}}output \"a\" {}\nvariable \"a\" {}\n", []string{
			`2:19: this makes main.tf invalid: duplicate resource.x.y, also declared by base/aws_ecs/main.tf.tmpl`,
			`4:1: this makes main.tf invalid: duplicate variable.a, also declared by base/aws_ecs/main.tf.tmpl`}},
		{"in a called template", "{{define \"d\"}}\n\n  c = = 1\n{{end}}b {\n  {{- template \"d\" .}}\n}\n", []string{
			`3:7: this makes main.tf invalid: invalid expression: Expected the start of an expression, but found an invalid expression token`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set, problems := Parse("aws_ecs", base(tt.template))
			expect(t, problems)
			files, problems := set.Render(data, nil)
			if files != nil {
				t.Errorf("files came with the problems")
			}
			want := tt.want
			for i, line := range want {
				if !strings.HasPrefix(line, "  hint") {
					want[i] = "base/aws_ecs/main.tf.tmpl:" + line
				}
			}
			expect(t, problems, want...)
		})
	}
}

// TestDeclaredTwice names both files.
func TestDeclaredTwice(t *testing.T) {
	t.Parallel()
	set := mustParse(t, layer("team", "aws_ecs/mian.tf.tmpl", "\n\nlocals {}\n{{if true}}variable \"a\" {}{{end}}\n"),
		base("variable \"a\" {}\n"))
	_, problems := set.Render(nil, nil)
	expect(t, problems, "team/aws_ecs/mian.tf.tmpl:4:12: this makes mian.tf invalid: duplicate variable.a, also declared by base/aws_ecs/main.tf.tmpl")
}

// TestAllProblemsAtOnce checks that one run finds the problems of all files.
func TestAllProblemsAtOnce(t *testing.T) {
	t.Parallel()
	set := mustParse(t, layer("base", "aws_ecs/a.tf.tmpl", "a = {{.X}}", "aws_ecs/b.tf.tmpl", "b = = 1", "aws_ecs/c.tf.tmpl", "c = {{.Y}}"))
	_, problems := set.Render(job{}, nil)
	if len(problems) != 3 {
		t.Errorf("got\n%s", text(problems))
	}
	_, problems = Parse("aws_ecs", layer("base", "aws_ecs/a.tf.tmpl", "{{if}}", "aws_ecs/b.tf.tmpl", "b = {{quot 1}} {{lowre 2}}",
		"aws_ecs/c.tf.tmpl", "c = {{quote 3}}{{env \"X\"}}"))
	expect(t, problems,
		"base/aws_ecs/a.tf.tmpl:1: missing value for if",
		`base/aws_ecs/b.tf.tmpl:1:7: unknown function "quot"`,
		`base/aws_ecs/b.tf.tmpl:1:18: unknown function "lowre"`, "  hint: did you mean lower?",
		`base/aws_ecs/c.tf.tmpl:1:7: unknown function "quote"`, "  hint: print the value itself: it is encoded as HCL, quotes included",
		`base/aws_ecs/c.tf.tmpl:1:18: unknown function "env"`, "  hint: templates are deterministic: the same job always renders the same files")
}

func TestLargeOutput(t *testing.T) {
	t.Parallel()
	set := mustParse(t, base("# {{range .}}x{{range $}}"+strings.Repeat("y", 1000)+"{{end}}{{end}}\n"))
	_, problems := set.Render(make([]int, 100), nil)
	expect(t, problems, "base/aws_ecs/main.tf.tmpl: the rendered file is larger than 8 MiB")
}

func TestValueWithoutForm(t *testing.T) {
	t.Parallel()
	set := mustParse(t, base("variable \"tags\" {}\n"))
	_, problems := set.Render(nil, map[string]any{"tags": "u\u0308"})
	if len(problems) != 1 || !strings.HasPrefix(problems[0].Message, "variable tags: ") {
		t.Errorf("got\n%s", text(problems))
	}
}

// TestInternalFunctions checks that no template can call or replace what the
// rewriting relies on.
func TestInternalFunctions(t *testing.T) {
	t.Parallel()
	for _, template := range []string{
		`a = {{_encode 1}}`, `a = {{1 | _encode}}`, `{{_mark 0}}`, `a = {{html 1}}`, `a = {{call .F}}`, `{{$x := js "a"}}`,
		`{{if urlquery "a"}}{{end}}`, `{{range env "a"}}{{end}}`, `{{template "a" now}}{{define "a"}}{{end}}`, `a = {{(env "A").B}}`,
	} {
		if _, problems := Parse("aws_ecs", base(template)); len(problems) == 0 || problems[0].Code != "template-function" {
			t.Errorf("%s: got %v", template, problems)
		}
	}
	set := mustParse(t, base("a = {{block \"_encode\" .}}{{.}}{{end}}\n"))
	if got := mustRender(t, set, "${x}", nil)["main.tf"]; got != "a = \"$${x}\"\n" {
		t.Errorf("got %s", got)
	}
}

// TestCodePasses checks that only code of package hcl goes through unquoted.
func TestCodePasses(t *testing.T) {
	t.Parallel()
	code, err := hcl.Encode([]string{"${x}"})
	if err != nil {
		t.Fatal(err)
	}
	set := mustParse(t, base("a = {{.}}\n"))
	if got := mustRender(t, set, code, nil)["main.tf"]; got != "a = [\"$${x}\"]\n" {
		t.Errorf("got %s", got)
	}
	if got := mustRender(t, set, fmt.Errorf("x").Error(), nil)["main.tf"]; got != "a = \"x\"\n" {
		t.Errorf("got %s", got)
	}
}

// TestCache returns what it has finished before, and forgets all of it when full.
func TestCache(t *testing.T) {
	t.Parallel()
	var c cache
	first := c.finish([]byte("a = 1\n"))
	if c.finish([]byte("a = 1\n")) != first {
		t.Error("the same text is finished again")
	}
	for i := range maxCached - 1 {
		c.finish(fmt.Appendf(nil, "b = %d\n", i))
	}
	if len(c.texts) != maxCached || c.finish([]byte("a = 1\n")) != first {
		t.Errorf("a full cache holds %d texts", len(c.texts))
	}
	if c.finish([]byte("c = 1\n")); len(c.texts) != 1 {
		t.Errorf("an emptied cache holds %d texts", len(c.texts))
	}
}

func TestConcurrency(t *testing.T) {
	t.Parallel()
	set := mustParse(t, base("locals {\n  a = {{.Name}}\n  {{if eq .Name \"7\"}}b = = 1{{end}}\n}\n"))
	var group sync.WaitGroup
	for i := range 16 * maxCached {
		group.Go(func() {
			name := fmt.Sprint(i % (2 * maxCached))
			files, problems := set.Render(job{Name: name}, nil)
			switch {
			case name == "7" && len(problems) == 0:
				t.Error("a problem was not found")
			case name != "7" && len(problems) > 0:
				t.Errorf("got\n%s", text(problems))
			case name != "7" && string(files[0].Data) != "locals {\n  a = \""+name+"\"\n}\n":
				t.Errorf("got %s for %s", files[0].Data, name)
			}
		})
	}
	group.Wait()
	if len(set.cache.texts) > maxCached {
		t.Errorf("the cache holds %d texts", len(set.cache.texts))
	}
}

// TestSeverity holds that nothing here is a warning: an override must not be
// lost in one.
func TestSeverity(t *testing.T) {
	t.Parallel()
	_, problems := Parse("aws_ecs", layer("team", "README.md", ""), base("a = 1"))
	for _, d := range problems {
		if d.Severity != diag.Error {
			t.Errorf("got %v", d)
		}
	}
}

// FuzzRender checks that no template, as a base or an override, causes a panic or
// renders invalid or unformatted HCL, and that no override goes unnoticed.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{
		"a = {{.Name}}", "{{define \"b\"}}x{{end}}", "{{block \"b\" .}}{{end}}", "{{range .Tags}}{{.}}{{end}}", "a = <<EOT\n{{if .Name}}\nEOT\n{{end}}",
		"{{if .Name}}{{else}}{{end}}", "{{$x := 1}}", "{{/* a */}}", "{{- 1 -}}", "a = \"${{\"{\"}}", "{{with .Network}}a = {{.Subnets}}{{end}}",
		"a {\n{{template \"b\" .}}\n}", "{{range .Tags}}{{break}}{{continue}}{{end}}", "a = {{printf \"%s\" .Name | upper}}", "#{{\n", "{{define \"b\"}}{{template \"b\"}}{{end}}",
		"{{\"}}\"}}", "{{`\n{{`}}", "{{'}'}}", "variable \"a\" {}\nvariable \"a\" {}", "{{define `b`}}{{end}}{{block \"c\" (print \"{{end}}\")}}{{end}}",
	} {
		f.Add(seed)
	}
	data := job{Name: "a\n\"${b}", Tags: map[string]string{"k": "%{v"}, Network: network{[]string{"EOT"}}}
	f.Fuzz(func(t *testing.T, template string) {
		if len(template) > 1<<10 || strings.Contains(template, "range") && strings.ContainsAny(template, "0123456789'") {
			return // range counts to any number
		}
		for _, layers := range [][]Layer{
			{base(template)},
			{layer("team", "aws_ecs/t.tmpl", template), base("a = [\n{{block \"b\" .}}{{end}}\n]\n")},
			{layer("team", "aws_ecs/main.tf.tmpl", template), layer("x", "shared/s.tmpl", template), base("b {\n{{block \"b\" .}}{{end}}\n}\n")},
		} {
			set, problems := Parse("aws_ecs", layers...)
			set.Files()
			set.Blocks()
			if len(problems) > 0 {
				continue
			}
			files, problems := set.Render(data, map[string]any{"a": 1})
			if (len(files) == 0) != problems.HasErrors() {
				t.Fatalf("%d files and %v", len(files), problems)
			}
			for _, file := range files {
				if file.Name == ValuesFile {
					continue
				}
				if _, problems := hcl.Parse(file.Data); len(problems) > 0 || string(hcl.Format(file.Data)) != string(file.Data) {
					t.Fatalf("%q gives %q: %v", template, file.Data, problems)
				}
			}
		}
	})
}
