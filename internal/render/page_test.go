package render

import (
	"strings"
	"testing"
)

// page is a layer with a page and a file in HCL, which calls the same definition.
func page(text string, more ...string) Layer {
	return layer("base", append([]string{"aws_ecs/PAGE.md.tmpl", text, "aws_ecs/main.tf.tmpl", "locals {}\n",
		"gcp_gke/main.tf.tmpl", "locals {}\n"}, more...)...)
}

type pageData struct {
	Name  string
	Items []string
	On    bool
}

func TestPages(t *testing.T) {
	t.Parallel()
	data := pageData{Name: "a'b`c", Items: []string{"x", "y z"}, On: true}
	for _, test := range []struct{ name, template, want string }{
		{"prose", "# Of {{.Name}}\n\nItems: {{.Items}}.\n", "# Of ``a'b`c``\n\nItems: `x`, `y z`.\n"},
		{"a command", "```sh\nx --name={{.Name}} {{.Items}}\n```\n", "```sh\nx --name='a'\\''b`c' x 'y z'\n```\n"},
		{"a group of commands", "```sh\n{ x {{.Name}}; }\n```\n", "```sh\n{ x 'a'\\''b`c'; }\n```\n"},
		{"a substitution in quotes", "```sh\nx \"$(y {{.Name}})\"\n```\n", "```sh\nx \"$(y 'a'\\''b`c')\"\n```\n"},
		{"text with quotes before a value", "```sh\njq '.a |= \"b\" # ${' | x \"$1\" $'\\'' {{.Name}}\n```\n",
			"```sh\njq '.a |= \"b\" # ${' | x \"$1\" $'\\'' 'a'\\''b`c'\n```\n"},
		{"a comment in a command", "```sh\n# it's\nx {{.Name}} # y'\n```\n", "```sh\n# it's\nx 'a'\\''b`c' # y'\n```\n"},
		{"code spans, links and escapes", "`a|<b>` [c](d) \\` {{.Name}} `e`\n", "`a|<b>` [c](d) \\` ``a'b`c`` `e`\n"},
		{"a code span that begins a line", "`a` {{.Name}}\n", "`a` ``a'b`c``\n"},
		{"an HTML comment", "<!-- {{/* not shown */}}a -- b -->\n{{.Name}}\n", "<!-- a -- b -->\n``a'b`c``\n"},
		{"tildes in a line", "a ~~b~~\n", "a ~~b~~\n"},
		{"an escape in a command", "```sh\nx \\a# {{.Name}}\n```\n", "```sh\nx \\a# 'a'\\''b`c'\n```\n"},
		{"a backslash in single quotes", "```sh\nx 'a\\' {{.Name}}\n```\n", "```sh\nx 'a\\' 'a'\\''b`c'\n```\n"},
		{"a backslash of one branch", "{{if .On}}\\{{end}}a\n", "\\a\n"},
		{"branches", "{{if .On}}yes{{else}}{{.Name}}{{end}}, {{with .Name}}{{.}}{{end}}\n", "yes, ``a'b`c``\n"},
		{"a loop", "{{range .Items}}- {{.}}\n{{else}}none\n{{end}}", "- `x`\n- `y z`\n"},
		{"a loop in a command", "```sh\nx{{range .Items}} \\\n  {{.}}{{end}}\n```\n", "```sh\nx \\\n  x \\\n  'y z'\n```\n"},
		{"a section", "a\n{{- template \"s\" .}}\n{{define \"s\"}}\n\n```sh\nx {{.Name}}\n```\n{{- end}}\n", "a\n\n```sh\nx 'a'\\''b`c'\n```\n"},
		{"variables", "{{$n := .Name}}{{$n = \"b\"}}{{$n}}\n", "`b`\n"},
		{"a block", "{{block \"more\" .}}{{end}}a\n", "a\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := mustRender(t, mustParse(t, page(test.template)), data, nil)["PAGE.md"]; got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestPagesInTwoLanguages: a definition may be called from a page and from HCL;
// each encodes its values.
func TestPagesInTwoLanguages(t *testing.T) {
	t.Parallel()
	set := mustParse(t, page("{{template \"d\" .}}\n", "aws_ecs/d.tmpl", "{{define \"d\"}}{{.Name}}{{end}}",
		"aws_ecs/x.tf.tmpl", "locals {\n  a = {{template \"d\" .}}\n}\n"))
	got := mustRender(t, set, pageData{Name: "a\"b"}, nil)
	if got["PAGE.md"] != "`a\"b`\n" || got["x.tf"] != "locals {\n  a = \"a\\\"b\"\n}\n" {
		t.Errorf("got %q", got)
	}
}

// TestEmptyFilesAreLeftOut: a file of comments and a page of headings have
// nothing to say.
func TestEmptyFilesAreLeftOut(t *testing.T) {
	t.Parallel()
	set := mustParse(t, page("<!-- Generated -->\n\n# Of {{.Name}}\n{{if .On}}\nText.\n{{end}}",
		"aws_ecs/iam.tf.tmpl", "# Generated\n# Roles.\n{{if .On}}\nlocals {}\n{{end}}"))
	for _, on := range []bool{true, false} {
		got := mustRender(t, set, pageData{On: on}, nil)
		for _, name := range []string{"PAGE.md", "iam.tf"} {
			if _, written := got[name]; written != on {
				t.Errorf("%s: written is %t, want %t", name, written, on)
			}
		}
	}
}

func TestPageProblems(t *testing.T) {
	t.Parallel()
	const nothing = "a value cannot be printed "
	for _, test := range []struct{ name, template, want string }{
		{"in a comment", "<!-- {{.Name}} -->\n", "1:6: " + nothing + "in a comment"},
		{"after a comment", "<!-- a -->{{.Name}}\n", "1:11: " + nothing + "on the line of a fence or comment"},
		{"text after a comment", "<!-- a --> b\n", "1:11: " + problemLine},
		{"in a code span", "`{{.Name}}`\n", "1:2: " + nothing + "on the line of a fence or comment"},
		{"in a code span on its line", "a `b {{.Name}}`\n", "1:6: " + nothing + "inside a code span or the target of a link"},
		{"next to a backtick", "`a`{{.Name}}\n", "1:4: " + nothing + `directly after another value, a backtick, \ or ]`},
		{"backtick after it", "{{.Name}}`a`\n", "1:10: " + problemTick},
		{"escaped", "\\{{.Name}}\n", "1:2: " + nothing + `directly after another value, a backtick, \ or ]`},
		{"two", "{{.Name}}{{.Name}}\n", "1:10: " + nothing + `directly after another value, a backtick, \ or ]`},
		{"a link's target", "[a]({{.Name}})\n", "1:5: " + nothing + "inside a code span or the target of a link"},
		{"a link reference", "[a]: b\n", "1:4: " + problemProse},
		{"HTML", "a <b>\n", "1:3: " + problemHTML},
		{"HTML block", "<div>\n", "1:2: " + problemHTML},
		{"table", "| a |\n", "1:1: " + problemProse},
		{"math", "$a$\n", "1:1: " + problemProse},
		{"other fence", "```json\n", "1:4: " + problemFence},
		{"other tildes after a tab", "\t~~~\n", "1:2: " + problemFence},
		{"other tildes after spaces", "  ~~~\n", "1:3: " + problemFence},
		{"other tildes", "~~~\n", "1:1: " + problemFence},
		{"indented fence", "  ```sh\n", "1:4: " + problemTick},
		{"fence in a list", "- ```sh\n", "1:4: " + problemTick},
		{"span over two lines", "`a\nb`\n", "1:3: " + problemOpen},
		{"in single quotes", "```sh\nx 'a {{.Name}}'\n```\n", "2:6: " + nothing + "inside quotes, ${...} or a comment"},
		{"in double quotes", "```sh\nx \"{{.Name}}\"\n```\n", "2:4: " + nothing + "inside quotes, ${...} or a comment"},
		{"in a parameter", "```sh\nx ${a:-{{.Name}}}\n```\n", "2:8: " + nothing + "inside quotes, ${...} or a comment"},
		{"in a shell comment", "```sh\nx # {{.Name}}\n```\n", "2:5: " + nothing + "inside quotes, ${...} or a comment"},
		{"a quote in a parameter", "```sh\nx ${a:-'b'}\n```\n", "2:8: " + problemCommand},
		{"double quotes in a parameter", "```sh\nx ${a:-\"b\"}\n```\n", "2:8: " + problemCommand},
		{"a parameter in a parameter", "```sh\nx ${a:-$b}\n```\n", "2:8: " + problemCommand},
		{"a subshell in a parameter", "```sh\nx ${a:-(b}\n```\n", "2:8: " + problemCommand},
		{"a backslash of one branch in a command", "```sh\nx {{if .On}}\\{{end}}y\n```\n", "2:3: the branches of {{if}} must end in the same context"},
		{"a dollar of one branch in a command", "```sh\nx {{if .On}}y{{else}}${{end}}z\n```\n", "2:3: the branches of {{if}} must end in the same context"},
		{"a bracket of one branch", "{{if .On}}]{{end}}(b)\n", "1:19: " + problemProse},
		{"a bracket of the other branch", "{{if .On}}a{{else}}]{{end}}(b)\n", "1:28: " + problemProse},
		{"a code span of one branch", "{{if .On}}`a`{{end}}{{.Name}}\n", "1:21: " + nothing + `directly after another value, a backtick, \ or ]`},
		{"after a dollar", "```sh\nx ${{.Name}}\n```\n", "2:4: " + nothing + "directly after $"},
		{"after a backslash", "```sh\nx \\{{.Name}}\n```\n", "2:4: " + nothing + `directly after \`},
		{"here-document", "```sh\nx <<EOF\n", "2:4: " + problemCommand},
		{"arithmetic", "```sh\nx $((1\n", "2:5: " + problemCommand},
		{"backtick substitution that starts a line", "```sh\n`id`\n```\n", "2:2: " + problemCommand},
		{"backtick substitution", "```sh\nx `id`\n", "2:3: " + problemCommand},
		{"quote over the end", "```sh\nx 'a\n```\n", "3:3: " + problemQuotes},
		{"never closed block", "```sh\nx\n", "3:1: the page ends inside a fenced block"},
		{"never closed comment", "<!-- a\n", "2:1: the page ends inside a comment"},
		{"branch that opens a block", "{{if .On}}\n```sh\n{{end}}x\n```\n", "1:1: the branches of {{if}} must end in the same context"},
		{"else of a loop that opens a span", "{{range .Items}}{{else}}`{{end}}\n", "1:1: each iteration of {{range}} must end in the context it starts in"},
		{"loop that opens a span", "{{range .Items}}`{{end}}\n", "1:1: each iteration of {{range}} must end in the context it starts in"},
		{"break", "{{range .Items}}{{break}}{{end}}\n", "1:17: Markdown templates cannot leave a {{range}} early"},
		{"call of itself", "{{template \"s\" .}}{{define \"s\"}}{{template \"s\" .}}{{end}}\n", "1:33: template \"s\" calls itself"},
		{"section that leaves a block open", "{{template \"s\" .}}\n```\n{{define \"s\"}}\n```sh\n{{end}}", "3:1: \"s\" must close exactly what it opens"},
		{"prose and command at once", "{{template \"s\" .}}\n```sh\n{{template \"s\" .}}\n```\n{{define \"s\"}}{{.Name}}{{end}}", "5:15: a value cannot be printed both in prose and in a command"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Parse("aws_ecs", page(test.template))
			lines := strings.Split(text(problems), "\n")
			if want := "base/aws_ecs/PAGE.md.tmpl:" + test.want; lines[0] != want || len(problems) != 1 {
				t.Errorf("got\n%s\nwant\n%s", text(problems), want)
			}
		})
	}
}

// TestPageNames: a page may have capitals in its name, a file in HCL may not.
func TestPageNames(t *testing.T) {
	t.Parallel()
	_, problems := Parse("aws_ecs", page("a\n", "aws_ecs/a b.md.tmpl", "a\n", "aws_ecs/\u212a.md.tmpl", "a\n", "shared/x.md.tmpl", "a\n"))
	expect(t, problems,
		`base/aws_ecs/a b.md.tmpl: invalid page name "a b.md"`, "  hint: use letters, digits, '_' and '-' before .md.tmpl",
		"base/aws_ecs/\u212a.md.tmpl: invalid page name \"\u212a.md\"", "  hint: use letters, digits, '_' and '-' before .md.tmpl",
		"base/shared/x.md.tmpl: a shared template cannot render to a file", "  hint: move it to a platform folder, or rename it to x.tmpl")
}

// TestPageValuesWithoutText: the problem is at the action, in words about the value.
func TestPageValuesWithoutText(t *testing.T) {
	t.Parallel()
	_, problems := mustParse(t, page("a {{.}}\n")).Render(pageData{}, nil)
	expect(t, problems, "base/aws_ecs/PAGE.md.tmpl:1:5: a render.pageData cannot be printed in Markdown")
}
