package render

import (
	"bytes"
	"strings"
	"testing"

	hcl2 "github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

func TestPrintAllowed(t *testing.T) {
	t.Parallel()
	for name, template := range map[string]string{
		"argument":                     `a = {{.X}}`,
		"no space":                     `a={{.X}}`,
		"argument of a block":          "b \"c\" {\n  a = {{.X}}\n}\n",
		"block on one line":            `b { a = {{.X}} }`,
		"list":                         `a = [{{.X}}, {{.X}}]`,
		"list on several lines":        "a = [\n  {{.X}},\n  {{.X}},\n]\n",
		"object":                       "a = {\n  b = {{.X}}\n  c: {{.X}},\n}\n",
		"object key":                   "a = { {{.X}} = 1 }\n",
		"object key, later":            "a = {\n  b = 1\n  {{.X}} = 2\n}\n",
		"call":                         `a = merge({{.X}}, var.b)`,
		"choice":                       `a = var.b ? {{.X}} : {{.X}}`,
		"operator in the next line":    "a = (\n  {{.N}}\n  - {{.N}}\n)\n",
		"operators":                    `a = 1 + {{.N}} - {{.N}} * {{.N}}`,
		"comparison":                   `a = {{.N}} <= {{.N}}`,
		"negative":                     `a = -{{.N}}`,
		"interpolation":                `a = "x-${upper({{.X}})}-y"`,
		"interpolated alone":           `a = "x-${ {{.X}} }-y"`,
		"interpolation trimmed":        `a = "x-${~ {{.X}} ~}-y"`,
		"in a heredoc's interpolation": "a = <<EOT\n  ${upper({{.X}})}\nEOT\n",
		"after a heredoc":              "a = <<-EOT\n  x \"\n  EOT\nb = {{.X}}\n",
		"after a comment":              "# \"it's\n// \"\n/* \" ** */ a = {{.X}}\n",
		"after strings":                `a = ["\"", "$${", "%%{", "$", "\\", {{.X}}]`,
		"before a comment":             "a = {{.X}} # why\n",
		"end of file":                  "a = {{.X}}",
		"if":                           "a = {{if .T}}{{.X}}{{else}}null{{end}}\n",
		"if around a line":             "{{if .T}}\na = {{.X}}\n{{end}}\nb = 1\n",
		"if, trimmed":                  "c = 1\n{{- if .T}}\na = {{.X}}\n{{- end}}\nb = 1\n",
		"if, half trimmed":             "c = 1\n{{- if .T}}\na = {{.X}}\n{{end}}\nb = 1\n",
		"if in a list":                 "a = [\n  1,\n  {{- if .T}}\n  {{.X}},\n  {{- end}}\n]\n",
		"if at a list's end":           "a = [\n  1{{if .T}},\n  {{.X}}{{end}}\n]\n",
		"if in an object":              "a = {\n  b = 1\n  {{- if .T}}\n  c = {{.X}}\n  {{- end}}\n}\n",
		"if in a string":               `a = "x{{if .T}}-y{{else}}-z{{end}}"`,
		"if in a heredoc":              "a = <<EOT\n{{if .T}}x{{else}}y {{end}}\nEOT\nb = {{.X}}\n",
		"if after a comment":           "# why\n{{- if .T}}\na = {{.X}}\n{{- end}}\nb = 2\n",
		"heredocs in branches":         "{{if .T}}\na = <<EOT\nx\nEOT\n{{- else}}\na = 1\n{{- end}}\nb = {{.X}}\n",
		"begin of a name":              "a = {{if .T}}data.{{end}}aws_x.y\nb = {{.X}}\n",
		"range":                        "a = [{{range .L}}\n  {{.}},{{end}}\n]\n",
		"range over blocks":            "c = 1\n{{- range .L}}\nb {\n  a = {{.}}\n}\n{{- end}}\n",
		"range with break":             "a = [{{range .L}}{{if $.T}}{{break}}{{end}}{{.}},{{end}}]\n",
		"range with continue":          "a = [{{range .L}}{{.}},{{if $.T}}{{continue}}{{end}}{{end}}]\n",
		"range with else":              "a = [{{range .L}}{{.}},{{else}}{{.X}},{{end}}]\n",
		"with":                         "{{with .X}}\na = {{.}}\n{{end}}\n",
		"variable":                     "{{$x := .X}}a = {{$x}}\n{{$x = 1}}\n",
		"block":                        "a = [{{block \"b\" .}}{{.X}},{{end}}]\n",
		"block as a value":             "a = {{block \"b\" .}}{{.X}}{{end}}\nc = 1\n",
		"template in two places":       "{{define \"v\"}}{{.X}}{{end}}a = {{template \"v\" .}}\nb = [{{template \"v\" .}}]\n",
		"assignment in a string":       `a = "{{$x := 1}}b"`,
		"text in a header":             "resource \"a\" \"b{{if .T}}c{{end}}\" {\n  a = {{.X}}\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := map[string]any{"X": `"${x}`, "N": 5, "T": true, "L": []string{"a", "b"}}
			for _, yes := range []bool{true, false} {
				data["T"] = yes
				mustRender(t, mustParse(t, base(template)), data, nil)
			}
		})
	}
}

func TestPrintRefused(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ template, want string }{
		"string":                      {`a = "x-{{.X}}"`, `1:8: a value cannot be printed inside a quoted string`},
		"label":                       {`resource "x" {{.X}} {}`, `1:14: a value cannot be printed in the header of an argument or block`},
		"label in quotes":             {`resource "{{.X}}" {}`, `1:11: a value cannot be printed inside a quoted string`},
		"operator in a header":        {"a / {{.X}} {}", `1:5: a value cannot be printed in the header of an argument or block`},
		"comma in a header":           {"a , {{.X}} {}", `1:5: a value cannot be printed in the header of an argument or block`},
		"half a sign":                 {"a = \"{{if .T}}${{end}}{b}\"", `1:6: the branches of {{if}} must end in the same context: one ends in the middle of a line or operator, the other does not`},
		"argument's name":             {"\n{{.X}} = 1", `2:1: a value cannot be printed where an argument or block starts`},
		"first in a block":            {"b {\n  {{.X}} = 1\n}", `2:3: a value cannot be printed where an argument or block starts`},
		"part of a name":              {`a = aws_{{.X}}.y`, `1:9: a value cannot be printed after a name or number`},
		"part of a reference":         {`a = var.{{.X}}`, `1:9: a value cannot be printed after a name or number`},
		"hyphen of a name":            {`a = b-{{.N}}`, `1:7: a value cannot be printed after a name or number`},
		"part of a number":            {`a = 1{{.N}}`, `1:6: a value cannot be printed after a name or number`},
		"exponent":                    {`a = 1e+{{.N}}`, `1:8: a value cannot be printed after "+"`},
		"after a name":                {`a = b {{.X}}`, `1:7: a value cannot be printed after a value`},
		"after a string":              {`a = "b"{{.X}}`, `1:8: a value cannot be printed after a value`},
		"two values":                  {`a = {{.N}}{{.N}}`, `1:11: a value cannot be printed after a value`},
		"name after it":               {`a = {{.N}}px`, `1:11: missing separator after a printed value: add a space or a line break`},
		"stop after it":               {`a = {{.X}}.y`, `1:11: missing separator after a printed value: add a space or a line break`},
		"hyphen after it":             {`a = {{.T}}-b`, `1:11: missing separator after a printed value: add a space or a line break`},
		"string after it":             {`a = {{.X}}"b"`, `1:11: missing separator after a printed value: add a space or a line break`},
		"heredoc":                     {"a = <<EOT\n{{.X}}\nEOT\n", `2:1: a value cannot be printed inside a heredoc`},
		"heredoc, indented":           {"a = <<-EOT\n  b\n  {{.X}}\n  EOT\n", `3:3: a value cannot be printed inside a heredoc`},
		"not the marker":              {"a = <<EOT\nEOT.\n{{.X}}\nEOT\n", `3:1: a value cannot be printed inside a heredoc`},
		"marker in a heredoc":         {"a = <<{{.X}}\n", `1:7: a value cannot be printed after "<<"`},
		"directive":                   {`a = "%{ if {{.T}} }x%{ endif }"`, `1:12: a value cannot be printed after a value`},
		"comment":                     {"# {{.X}}\n", `1:3: a value cannot be printed inside a comment`},
		"slash comment":               {"a = 1 // {{.X}}\n", `1:10: a value cannot be printed inside a comment`},
		"block comment":               {"/* {{.X}} */", `1:4: a value cannot be printed inside a comment`},
		"comment of a branch":         {"a = 1\n{{if .T}}# b{{end}}{{.X}}\n", `2:20: a value cannot be printed after a comment or heredoc`},
		"half a comment":              {"a = 1 /{{.X}}", `1:8: a value cannot be printed after "/"`},
		"in if":                       {`a = "{{if .T}}{{.X}}{{end}}"`, `1:15: a value cannot be printed inside a quoted string`},
		"in with":                     {`a = "{{with .X}}{{.}}{{end}}"`, `1:17: a value cannot be printed inside a quoted string`},
		"in range":                    {`a = "{{range .L}}{{.}}{{end}}"`, `1:18: a value cannot be printed inside a quoted string`},
		"in a block":                  {"a = 1\n{{block \"b\" .}}# {{.X}}{{end}}\n", `2:18: a value cannot be printed inside a comment`},
		"in a called template":        {"{{define \"d\"}}{{.X}}{{end}}{{template \"d\" .}}\n", `1:15: a value cannot be printed where an argument or block starts`},
		"columns in characters":       {"a = \"üé {{.X}}\"", `1:9: a value cannot be printed inside a quoted string`},
		"call in a string":            {"{{define \"d\"}}x{{end}}a = \"{{template \"d\"}}\"\n", `1:28: a block cannot be called inside a quoted string`},
		"branches differ":             {`a = {{if .T}}"{{end}}b"`, `1:5: the branches of {{if}} must end in the same context: one ends inside a quoted string, the other where a value starts`},
		"branches open":               {"{{if .T}}a {\n{{end}}\n}\n", `1:1: the branches of {{if}} must end in the same context: one leaves a bracket open that the other does not`},
		"branches of a name":          {"{{if .T}}a{{end}} = 1\n", `1:1: the branches of {{if}} must end in the same context: one ends in the header of an argument or block, the other where an argument or block starts`},
		"branches unlike":             {"a = [\"b\"{{if .T}}, {{end}} \"c\"]\n", `1:28: the branches before this end differently, so only an end of line or a closing bracket can follow`},
		"range without comma":         {"a = [{{range $i, $x := .L}}{{if $i}}, {{end}}{{$x}}{{end}}]\n", `1:37: the branches before this end differently, so only an end of line or a closing bracket can follow`},
		"heredoc's line":              {"a = <<EOT\n{{if .T}}b{{else}}\n{{end}}\nEOT\n", `2:1: the branches of {{if}} must end in the same context: one ends in the middle of a line or operator, the other does not`},
		"range with another end":      {"a = [{{range .L}}1,{{else}}\"{{end}}]\n", `1:6: the branches of {{range}} must end in the same context: one ends where a value starts, the other inside a quoted string`},
		"interpolation never closed":  {"a = \"x ${b\n", `1:8: unclosed bracket, string or heredoc`},
		"directive never closed":      {"a = \"x %{ if b\n", `1:8: unclosed bracket, string or heredoc`},
		"heredoc never closed":        {"a = [<<EOT\nb\n", `1:11: unclosed bracket, string or heredoc`},
		"range opens":                 {"{{range .L}}a {\n{{end}}\n", `1:1: each iteration of {{range}} must end in the context it starts in: one leaves a bracket open that the other does not`},
		"comment of one branch":       {"{{if .T}}/*{{end}}\n", `1:1: the branches of {{if}} must end in the same context: one ends inside a comment, the other where an argument or block starts`},
		"comment of the other branch": {"a = 1\n{{if .T}}{{else}}/* b{{end}} */\n", `2:1: the branches of {{if}} must end in the same context: one ends where an argument or block starts, the other inside a comment`},
		"comments of two kinds":       {"{{if .T}}/* a{{else}}# b{{end}}\n", `1:1: the branches of {{if}} must end in the same context: one ends in the middle of a line or operator, the other does not`},
		"comment of an iteration":     {"{{range .L}}/*{{end}}\n", `1:1: each iteration of {{range}} must end in the context it starts in: one ends inside a comment, the other where an argument or block starts`},
		"comment swallows":            {"a = 1\n{{if .T}}# b{{end}} c = 1\n", `2:21: a comment or heredoc before this extends to the end of the line: start a new line`},
		"block opens":                 {"{{block \"b\" .}}a {\n{{end}}}\n", `1:1: "b" must close exactly what it opens`},
		"calls itself":                {"{{define \"d\"}}{{template \"d\"}}{{end}}{{template \"d\"}}\n", `1:15: template "d" calls itself`},
		"never closed":                {"a {\n  b = [\n", `2:7: unclosed bracket, string or heredoc`},
		"comment never closed":        {"a = 1\n/* b\n", `3:1: unclosed comment at the end of the file`},
		"string over lines":           {"a = \"b\n", `1:7: unclosed quoted string at the end of the line`},
		"closes too much":             {"a {\n}}\n", `2:2: unmatched closing bracket`},
		"closes another":              {"a = [)\n", `1:6: unmatched closing bracket`},
		"name cut by branches":        {"a = {{if .T}}data.{{end}}[1]\n", `1:26: the branches before this can start a name, so the rest of the name must follow`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := Parse("aws_ecs", base(tt.template))
			want := "base/aws_ecs/main.tf.tmpl:" + tt.want
			// The rest could only repeat it, except in another iteration.
			alone := len(problems) == 1 || name == "range without comma"
			if !alone || len(problems) == 0 || problems[0].String() != want {
				t.Errorf("got\n%s\nwant\n%s", text(problems), want)
			}
		})
	}
}

func TestPrintHints(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"# {{.X}}\n":               "print it where a value is expected: name = {{ ... }}",
		"a = \"{{.X}}\"\n":         "print the whole value, name = {{ ... }}, or interpolate a Terraform reference: ${var.name}",
		"a = <<EOT\n{{.X}}\nEOT\n": "print the whole value, name = {{ ... }}, or interpolate a Terraform reference: ${var.name}",
		"{{.X}} = 1\n":             "names and labels must be literal; values follow =",
		"resource {{.X}} {}\n":     "names and labels must be literal; values follow =",
		"a = b {{.X}}\n":           "values follow = ( [ , : ? and operators",
		"{{define \"d\"}}{{end}}a = \"{{template \"d\"}}\"\n": "call it where code is expected",
	} {
		if _, problems := Parse("aws_ecs", base(template)); len(problems) != 1 || problems[0].Hint != want {
			t.Errorf("%q: got\n%s\nwant the hint %s", template, text(problems), want)
		}
	}
}

// FuzzContext compares the tracker with HCL's own scanner: where printing is
// allowed and the result is HCL, the printed value is a token of its own.
func FuzzContext(f *testing.F) {
	for _, seed := range [][2]string{
		{"a = ", "\n"}, {"a = [", "]"}, {`a = "${`, `}"`}, {"a = \"$$${", "}\""}, {"a = <<EOT\n", "\nEOT\n"}, {"a = <<EOT\nEOT\u00a0\nb = ", "\n"},
		{"a = <<-A\n ${b}A\n A\nb = ", ""}, {"a = 1 /* * / */ + ", " "}, {`a = "\\${b("\"", `, `)}"`}, {"a = {", "=1}"}, {"a = b-", "\n"},
		{"x \"y\" {\r\n a = ", "\r\n}\r\n"}, {"a = 1e", ""}, {"a = \"%%{${1+", "}\""}, {"a = b.*.c + ", ""}, {"a = \"$${~%{if ", "}\""}, {"a = b ? ", ": c"}, {"a = 1e+", ""},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		if len(before)+len(after) > 1<<10 || strings.Contains(before+after, "{{") || strings.HasSuffix(before, "{") {
			return
		}
		set, problems := Parse("aws_ecs", base(before+"{{.}}"+after))
		if len(problems) > 0 {
			return
		}
		for _, value := range []any{"\"${x}\n%{y}EOT*/", 42, true, []string{"${a"}} {
			code, err := hcl.Encode(value)
			if err != nil {
				t.Fatal(err)
			}
			raw, err := set.execute(set.outputs[0], value)
			if err != nil {
				t.Fatal(err)
			}
			if _, problems := hcl.Parse(raw); len(problems) > 0 {
				continue
			}
			at := bytes.Index(raw, []byte(code.String()))
			if normal := plainText([]byte(before)); strings.HasPrefix(string(raw), normal) {
				at = len(normal)
			}
			if !standsAlone(raw, at, len(code.String())) {
				t.Fatalf("%q and %q: the value is not a separate token in %q", before, after, raw)
			}
		}
	})
}

// standsAlone reports whether HCL's scanner reads the same tokens for a piece
// of text as for the piece alone.
func standsAlone(text []byte, at, length int) bool {
	whole, _ := hclsyntax.LexConfig(text, "", hcl2.InitialPos)
	alone, _ := hclsyntax.LexExpression(text[at:at+length], "", hcl2.InitialPos)
	alone = alone[:len(alone)-1] // the end of the file
	for i, token := range whole {
		if token.Range.Start.Byte != at || token.Type != alone[0].Type {
			continue
		}
		for j, want := range alone {
			if i+j >= len(whole) || whole[i+j].Type != want.Type || !bytes.Equal(whole[i+j].Bytes, want.Bytes) {
				return false
			}
		}
		return true
	}
	return false
}
