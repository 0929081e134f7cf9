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
	page.printf("## Functions\n\nThe functions of Go's text/template and of Sprig that always give the same result for the same arguments:\n\n")
	page.printf("`%s`\n", strings.Join(page.functions, "`, `"))
	goldie.New(t, goldie.WithFixtureDir(filepath.Join(root, "docs")), goldie.WithNameSuffix(".md")).
		Assert(t, "templates", []byte(page.text.String()))
}

const templatesIntroduction = `# Template reference

<!-- Generated from internal/model, internal/render and templates by make golden: edit the comments there. -->

What templates of yours can rely on: the names of files and blocks, the data, and the functions. This is **version %d** of
that contract. What is added leaves the version as it is; what is renamed, taken away or changed in type raises it, and
the changelog says so. Everything else in the shipped templates, such as the definitions that they are made of, may
change in any release; ` + "`dativo-gen templates status`" + ` tells when it did.

[PLATFORM_TEAMS.md](PLATFORM_TEAMS.md) is the guide.

## Folders

` + "```text" + `
shared/NAME.tmpl          definitions for all platforms
PLATFORM/NAME.tf.tmpl     renders to NAME.tf: replaces the shipped file of that name, or adds one;
                          with nothing in it, removes the shipped one
PLATFORM/NAME.md.tmpl     renders to NAME.md, a page for people, by the same rules
PLATFORM/NAME.tmpl        definitions for one platform
` + "```" + `

` + "`{{define \"block\"}}`" + ` replaces a block, in whatever file it stands. The first folder that has something wins; in one folder a
platform's definition counts before a shared one.

A printed value is always one complete HCL value, quoted and escaped: ` + "`name = {{.Name}}`" + `. It can stand where a value can
stand, and not in a string, comment, heredoc or name. References are plain text: ` + "`var.name`" + `.

In a page, a value becomes a code span in the text, and a quoted word in a command: a ` + "```sh" + ` block is where
commands are. It cannot be printed inside quotes, comments, code spans or link targets; HTML and tables are refused. A file
of nothing but comments, and a page of nothing but headings, is not written.

`

// templatesPage writes the page.
type templatesPage struct {
	contract
	text strings.Builder
}

func (p *templatesPage) printf(format string, args ...any) { fmt.Fprintf(&p.text, format, args...) }

// blocks writes a table of all blocks.
func (p *templatesPage) blocks() {
	p.printf("## Blocks\n\nA block that holds nothing is a place to add to. The others hold text, which yours replaces;\n`dativo-gen templates show PLATFORM#BLOCK` prints it. Where a block only calls a definition, yours may call it too.\n\n")
	p.printf("| Block | Platforms | Holds |\n| --- | --- | --- |\n")
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
		p.printf("| `%s` | %s | %s |\n", name, strings.Join(platforms, ", "), p.holds(folders[name]))
	}
	p.printf("\n")
}

// holds describes the content of a block; names are the block on each platform.
func (p *templatesPage) holds(names []overrides.Name) string {
	var all []string
	for _, name := range names {
		text, _ := p.shipped.Text(name)
		switch calls := p.shipped.Calls(name); {
		case calls != "":
			all = append(all, "calls `"+calls+"`")
		case strings.TrimSpace(text) != "":
			all = append(all, "text")
		default:
			all = append(all, "nothing")
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", ")
}

// data writes a table of all fields and methods.
func (p *templatesPage) data(t *testing.T) {
	t.Helper()
	p.printf("## Data\n\n`dativo-gen templates model --config job.yaml` prints it for a job. `[]` stands for each item of a list; words in capital\nletters are arguments. An empty string, an empty list or a zero means \"not there\".\n\n")
	p.printf("| | Type | |\n| --- | --- | --- |\n")
	for _, f := range p.fields {
		if f.doc == "" {
			t.Errorf("%s has no comment", f.path)
		}
		p.printf("| `%s` | %s | %s |\n", f.path, f.kind, strings.ReplaceAll(f.doc, "|", "\\|"))
	}
	p.printf("\n")
}

// variables writes the names that have values: first those of all platforms.
func (p *templatesPage) variables() {
	p.printf("## Variables\n\nA `variable` of one of these names gets its value in terraform.tfvars.json, wherever it is declared. The shipped\nvariables.tf declares those that the job needs. A variable of any other name needs a default, or Terraform asks for it.\n\n")
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
