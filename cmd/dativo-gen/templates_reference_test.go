package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"

	"github.com/dativo-io/dativo-gen/internal/overrides"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// TestTemplatesReferenceIsCurrent generates docs/templates.md from the code; make
// golden updates it.
func TestTemplatesReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	page := templatesPage{contract: readContract(t)}
	page.printf(templatesIntroduction, overrides.Contract)
	page.blocks()
	page.data(t)
	page.variables()
	page.printf("## Functions\n\nThe deterministic functions of Go's text/template and of Sprig:\n\n")
	page.printf("`%s`\n", strings.Join(page.functions, "`, `"))
	goldie.New(t, goldie.WithFixtureDir(filepath.Join(root, "docs")), goldie.WithNameSuffix(".md")).
		Assert(t, "templates", []byte(page.text.String()))
}

const templatesIntroduction = `# Template reference

<!-- Generated from internal/model, internal/render and templates by make golden: edit the comments there. -->

The contract that template overrides can rely on: names of files and blocks, data, and functions. This is **version %d**.
Additions keep the version; a rename, a removal or a change of type raises it and is listed in the changelog. Everything
else in the shipped templates, such as the definitions that blocks call, can change in any release;
` + "`dativo-gen templates status`" + ` reports the overrides that are affected.

[PLATFORM_TEAMS.md](PLATFORM_TEAMS.md) is the guide.

## Folders

` + "```text" + `
shared/NAME.tmpl          definitions for all platforms
PLATFORM/NAME.tf.tmpl     renders to NAME.tf: replaces the shipped file of that name, or adds one;
                          an empty file removes the shipped one
PLATFORM/NAME.md.tmpl     renders to NAME.md, documentation, by the same rules
PLATFORM/NAME.tmpl        definitions for one platform
` + "```" + `

` + "`{{define \"block\"}}`" + ` replaces a block, in any file. The first folder takes precedence; within a folder, a platform's definition
takes precedence over a shared one.

A printed value is always a complete HCL value, quoted and escaped: ` + "`name = {{.Name}}`" + `. It is allowed where HCL allows an
expression, and not in a string, comment, heredoc or name. References are plain text: ` + "`var.name`" + `.

In a ` + "`.md`" + ` file, a value becomes a code span in the text, and a quoted word in a command, which is in a ` + "```sh" + ` block.
It cannot be printed inside quotes, comments, code spans or link targets; HTML and tables are errors. A ` + "`.tf`" + ` file with
only comments, and a ` + "`.md`" + ` file with only headings, is not written.

`

// templatesPage is the reference page.
type templatesPage struct {
	contract
	text strings.Builder
}

func (p *templatesPage) printf(format string, args ...any) { fmt.Fprintf(&p.text, format, args...) }

// blocks prints a table of all blocks.
func (p *templatesPage) blocks() {
	p.printf("## Blocks\n\nAn empty block is an extension point. An override replaces the text of the others, which\n" +
		"`dativo-gen templates show PLATFORM#BLOCK` prints. If a block calls a definition, an override can call it too.\n\n")
	p.printf("| Block | Platforms | Content |\n| --- | --- | --- |\n")
	folders := map[string][]overrides.Name{}
	for _, name := range platform.Names() {
		for _, block := range p.shipped.Blocks(name) {
			folders[block.Block] = append(folders[block.Block], block)
		}
	}
	var names []string
	for name := range folders {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		var platforms []string
		for _, block := range folders[name] {
			platforms = append(platforms, "`"+block.Folder+"`")
		}
		p.printf("| `%s` | %s | %s |\n", name, strings.Join(platforms, ", "), p.content(folders[name]))
	}
	p.printf("\n")
}

// content describes the content of a block; names are the block on each platform.
func (p *templatesPage) content(names []overrides.Name) string {
	var all []string
	for _, name := range names {
		text, _ := p.shipped.Text(name)
		switch calls := p.shipped.Calls(name); {
		case calls != "":
			all = append(all, "calls `"+calls+"`")
		case strings.TrimSpace(text) != "":
			all = append(all, "text")
		default:
			all = append(all, "empty")
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// data prints a table of all fields and methods.
func (p *templatesPage) data(t *testing.T) {
	t.Helper()
	p.printf("## Data\n\n`dativo-gen templates model --config job.yaml` prints the data for a job. `[]` is each item of a list; words in\n" +
		"capital letters are arguments. An empty string, an empty list or a zero means \"not set\".\n\n")
	p.printf("| | Type | |\n| --- | --- | --- |\n")
	for _, f := range p.fields {
		if f.doc == "" {
			t.Errorf("%s has no comment", f.path)
		}
		p.printf("| `%s` | %s | %s |\n", f.path, f.kind, strings.ReplaceAll(f.doc, "|", "\\|"))
	}
	p.printf("\n")
}

// variables prints the names that have values, those of all platforms first.
func (p *templatesPage) variables() {
	p.printf("## Variables\n\n" +
		"A `variable` with one of these names gets its value in terraform.tfvars.json, in whatever file you declare it. The\n" +
		"shipped templates declare those that the job needs. Any other variable needs a default, or Terraform asks for it.\n\n")
	everywhere := p.contract.variables[platform.Names()[0]]
	for _, name := range platform.Names() {
		everywhere = missing(everywhere, missing(everywhere, p.contract.variables[name]))
	}
	p.printf("`%s`\n\n", strings.Join(everywhere, "`, `"))
	for _, name := range platform.Names() {
		if more := missing(p.contract.variables[name], everywhere); len(more) > 0 {
			p.printf("- `%s` also: `%s`\n", name, strings.Join(more, "`, `"))
		}
	}
	p.printf("\n")
}
