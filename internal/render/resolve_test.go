package render

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// twoFiles is a base with a block, a shared define, and a second file.
func twoFiles() Layer {
	return layer("base",
		"shared/tags.tmpl", "{{/* tags */}}\n{{define \"tags\"}}var.tags{{end}}\n",
		"aws_ecs/main.tf.tmpl", "# main\nlocals {\n  tags = {{template \"tags\" .}}\n  {{- block \"extra_locals\" .}}{{end}}\n}\n",
		"aws_ecs/outputs.tf.tmpl", "output \"name\" {\n  value = local.tags\n}\n",
		"gcp_gke/main.tf.tmpl", "locals {\n  labels = {{block \"labels\" .}}{}{{end}}\n}\n",
	)
}

const mainOfBase = "# main\nlocals {\n  tags = var.tags\n}\n"

func TestOverlay(t *testing.T) {
	t.Parallel()
	const outputs = "output \"name\" {\n  value = local.tags\n}\n"
	tests := []struct {
		name   string
		layers []Layer
		want   map[string]string
	}{
		{"base alone", nil, map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs}},
		{"a block", []Layer{layer("team", "aws_ecs/blocks.tmpl", "{{define \"extra_locals\"}}\n  team = {{.}}{{end}}")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = var.tags\n  team = \"data\"\n}\n", "outputs.tf": outputs}},
		{"a shared define", []Layer{layer("team", "shared/any.tmpl", "{{define \"tags\"}}{{.}}{{end}}")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = \"data\"\n}\n", "outputs.tf": outputs}},
		{"a define that is empty", []Layer{layer("team", "shared/tags.tmpl", "{{define \"extra_locals\"}}{{end}}")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs}},
		{"a whole file", []Layer{layer("team", "aws_ecs/outputs.tf.tmpl", "output \"o\" { value = 1 }\n")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": "output \"o\" { value = 1 }\n"}},
		{"a new file", []Layer{layer("team", "aws_ecs/budget.tf.tmpl", "locals {\n  budget = {{.}}\n}\n")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs, "budget.tf": "locals {\n  budget = \"data\"\n}\n"}},
		{"a removed file", []Layer{layer("team", "aws_ecs/outputs.tf.tmpl", "{{/* not ours */}}\n")},
			map[string]string{"main.tf": mainOfBase}},
		{"a file of definitions with an output's name", []Layer{layer("team", "aws_ecs/main.tf.tmpl", "{{define \"tags\"}}1{{end}}\n")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = 1\n}\n", "outputs.tf": outputs}},
		{"the first layer wins", []Layer{
			layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}1{{end}}", "aws_ecs/outputs.tf.tmpl", "# team\nlocals { a = 1 }\n"),
			layer("company", "aws_ecs/c.tmpl", "{{define \"tags\"}}2{{end}}", "aws_ecs/outputs.tf.tmpl", "# company\nlocals { a = 2 }\n"),
		}, map[string]string{"main.tf": "# main\nlocals {\n  tags = 1\n}\n", "outputs.tf": "# team\nlocals { a = 1 }\n"}},
		{"a define counts before a later block's default", []Layer{
			layer("team", "aws_ecs/main.tf.tmpl", "locals {\n  a = {{block \"extra_locals\" .}}0{{end}}\n}\n"),
			layer("company", "aws_ecs/c.tmpl", "{{define \"extra_locals\"}}2{{end}}"),
		}, map[string]string{"main.tf": "locals {\n  a = 2\n}\n", "outputs.tf": outputs}},
		{"a platform's define counts before a shared one", []Layer{
			layer("team", "shared/t.tmpl", "{{define \"tags\"}}1{{end}}", "aws_ecs/t.tmpl", "{{define \"tags\"}}2{{end}}"),
		}, map[string]string{"main.tf": "# main\nlocals {\n  tags = 2\n}\n", "outputs.tf": outputs}},
		{"what another platform calls", []Layer{layer("team", "shared/t.tmpl", "{{define \"labels\"}}{}{{end}}")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs}},
		{"a layer for another platform", []Layer{layer("team", "gcp_gke/budget.tf.tmpl", "{{nonsense}}")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs}},
		{"byte order mark and carriage returns", []Layer{layer("team", "aws_ecs/outputs.tf.tmpl", "\ufefflocals {\r\n  a = <<EOT\r\n\r\nEOT\r\n}\r\n")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": "locals {\n  a = <<EOT\n\nEOT\n}\n"}},
		{"byte order mark before a define", []Layer{layer("team", "aws_ecs/t.tmpl", "\ufeff{{define \"tags\"}}1{{end}}")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = 1\n}\n", "outputs.tf": outputs}},
		{"files that are not templates", []Layer{layer("team", "README.md", "x", ".git/x.tmpl", "x", "aws_ecs/README.md", "x", "docs/a.md", "x", "aws_ecs/t.tmpl", "{{define \"tags\"}}1{{end}}")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = 1\n}\n", "outputs.tf": outputs}},
		{"a shared block of the same name as a platform's own", []Layer{layer("team", "shared/t.tmpl", "{{define \"other\"}}{{block \"extra_locals\" .}}\n  a = 1{{end}}{{end}}", "gcp_gke/t.tf.tmpl", "{{template \"other\" .}}")},
			map[string]string{"main.tf": mainOfBase, "outputs.tf": outputs}},
		{"helpers of an override", []Layer{layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}{{template \"mine\" .}}{{end}}{{define \"mine\"}}3{{end}}")},
			map[string]string{"main.tf": "# main\nlocals {\n  tags = 3\n}\n", "outputs.tf": outputs}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := mustRender(t, mustParse(t, append(tt.layers, twoFiles())...), "data", nil)
			delete(got, ValuesFile)
			for name, want := range tt.want {
				if got[name] != want {
					t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want)
				}
			}
			if len(got) != len(tt.want) {
				t.Errorf("got %d files, want %d", len(got), len(tt.want))
			}
		})
	}
}

func TestOverlayProblems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		team Layer
		want []string
	}{
		{"a define that nothing calls", layer("team", "aws_ecs/t.tmpl", "\n{{define \"extra_local\"}}{{end}}"),
			[]string{`team/aws_ecs/t.tmpl:2:1: unused define "extra_local": no template calls it`, "  hint: did you mean extra_locals?"}},
		{"a shared define that nothing calls", layer("team", "shared/t.tmpl", "{{define \"lables\"}}{{end}}{{define \"tagz\"}}{{end}}"),
			[]string{`team/shared/t.tmpl:1:1: unused define "lables": no template calls it`, "  hint: did you mean labels?", `team/shared/t.tmpl:1:27: unused define "tagz": no template calls it`, "  hint: did you mean tags?"}},
		{"a define that another platform calls", layer("team", "aws_ecs/t.tmpl", "{{define \"labels\"}}{{end}}"),
			[]string{`team/aws_ecs/t.tmpl:1:1: unused define "labels": no template calls it`, "  hint: use extra_locals or tags"}},
		{"a removal of nothing", layer("team", "aws_ecs/output.tf.tmpl", " \n"),
			[]string{"team/aws_ecs/output.tf.tmpl: an empty template removes a file, but no template renders output.tf", "  hint: did you mean outputs.tf?"}},
		{"an unknown platform", layer("team", "aws_esc/main.tf.tmpl", "a"),
			[]string{`team/aws_esc: unknown platform "aws_esc"`, "  hint: did you mean aws_ecs?"}},
		{"an empty layer", layer("team", "README.md", "a"),
			[]string{`team: the template folder contains no templates`, "  hint: put templates in aws_ecs, gcp_gke or shared"}},
		{"a template outside", layer("team", "main.tf.tmpl", "a", "gcp_gke/a.tmpl", ""),
			[]string{"team/main.tf.tmpl: unused template: it is not in a platform folder", "  hint: move it to aws_ecs, gcp_gke or shared"}},
		{"a folder too deep", layer("team", "aws_ecs/more/main.tf.tmpl", "a", "gcp_gke/a.tmpl", ""),
			[]string{"team/aws_ecs/more: unused templates: folders inside a platform folder are not read", "  hint: move them to aws_ecs"}},
		{"no template", layer("team", "aws_ecs/main.tf", "a", "gcp_gke/a.tmpl", ""),
			[]string{"team/aws_ecs/main.tf: unused file: it is not a template", "  hint: rename it to main.tf.tmpl"}},
		{"a shared output", layer("team", "shared/main.tf.tmpl", "a", "gcp_gke/a.tmpl", ""),
			[]string{"team/shared/main.tf.tmpl: a shared template cannot render to a file", "  hint: move it to a platform folder, or rename it to main.tmpl"}},
		{"text outside of a define", layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}1{{end}}\n\n  x = 1\n"),
			[]string{"team/aws_ecs/t.tmpl:3:3: unused text outside of {{define}}", "  hint: only NAME.tf.tmpl and NAME.md.tmpl files in a platform folder render to files; move the text into a {{define}}"}},
		{"a block outside of a define", layer("team", "aws_ecs/t.tmpl", "{{block \"tags\" .}}1{{end}}"),
			[]string{"team/aws_ecs/t.tmpl:1:9: unused text outside of {{define}}", "  hint: only NAME.tf.tmpl and NAME.md.tmpl files in a platform folder render to files; move the text into a {{define}}"}},
		{"twice in a layer", layer("team", "aws_ecs/a.tmpl", "{{define \"tags\"}}1{{end}}", "aws_ecs/b.tmpl", "{{define \"tags\"}}2{{end}}"),
			[]string{`team/aws_ecs/b.tmpl:1:1: duplicate define "tags"`, "  hint: also defined at team/aws_ecs/a.tmpl:1:1"}},
		{"an undefined template", layer("team", "aws_ecs/a.tf.tmpl", "{{template \"tag\"}}"),
			[]string{`team/aws_ecs/a.tf.tmpl:1:12: undefined template "tag"`, "  hint: did you mean tags?"}},
		{"a name for no file", layer("team", "aws_ecs/..tf.tmpl", "a", "aws_ecs/A.tf.tmpl", "a", "aws_ecs/a b.tf.tmpl", "a", "aws_ecs/a\\b.tf.tmpl", "a", "aws_ecs/x..tf.tmpl", "a", "gcp_gke/a.tmpl", ""),
			[]string{`team/aws_ecs/A.tf.tmpl: invalid Terraform file name "A.tf"`, "  hint: use lower-case letters, digits, '_' and '-' before .tf.tmpl",
				`team/aws_ecs/a b.tf.tmpl: invalid Terraform file name "a b.tf"`, "  hint: use lower-case letters, digits, '_' and '-' before .tf.tmpl",
				`team/aws_ecs/a\b.tf.tmpl: invalid Terraform file name "a\\b.tf"`, "  hint: use lower-case letters, digits, '_' and '-' before .tf.tmpl",
				`team/aws_ecs/x..tf.tmpl: invalid Terraform file name "x..tf"`, "  hint: use lower-case letters, digits, '_' and '-' before .tf.tmpl"}},
		{"a file that is people's", layer("team", "aws_ecs/custom_a.tf.tmpl", "a", "aws_ecs/main_override.tf.tmpl", "a", "aws_ecs/override.tf.tmpl", "a", "gcp_gke/a.tmpl", ""),
			[]string{"team/aws_ecs/custom_a.tf.tmpl: custom_a.tf is reserved for users of the module", "  hint: custom_*.tf and *_override.tf are never generated; choose another name",
				"team/aws_ecs/main_override.tf.tmpl: main_override.tf is reserved for users of the module", "  hint: custom_*.tf and *_override.tf are never generated; choose another name",
				"team/aws_ecs/override.tf.tmpl: override.tf is reserved for users of the module", "  hint: custom_*.tf and *_override.tf are never generated; choose another name"}},
		{"broken UTF-8", layer("team", "aws_ecs/a.tf.tmpl", "a\n\xff"),
			[]string{"team/aws_ecs/a.tf.tmpl:2:1: invalid UTF-8 in the template"}},
		{"broken UTF-8 at the start", layer("team", "aws_ecs/a.tf.tmpl", "\xffa\n"),
			[]string{"team/aws_ecs/a.tf.tmpl:1:1: invalid UTF-8 in the template"}},
		{"a printing action in a string of an override", layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}\"{{.}}\"{{end}}"),
			[]string{"team/aws_ecs/t.tmpl:1:19: a value cannot be printed inside a quoted string", "  hint: print the whole value, name = {{ ... }}, or interpolate a Terraform reference: ${var.name}"}},
		{"a name for no block", layer("team", "aws_ecs/t.tmpl", "{{define \"a b\"}}1{{end}}"),
			[]string{`team/aws_ecs/t.tmpl:1:1: invalid block name "a b"`, "  hint: use letters, digits, '_', '-' and '.'"}},
		{"no end", layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}\n{{if .X}}\n"),
			[]string{`team/aws_ecs/t.tmpl:3: unexpected EOF`}},
		{"an open action", layer("team", "aws_ecs/t.tmpl", "{{define \"tags\"}}\n{{ .X\n\n\n{{end}}"),
			[]string{`team/aws_ecs/t.tmpl:5: unexpected "{" in operand`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set, problems := Parse("aws_ecs", tt.team, twoFiles())
			expect(t, problems, tt.want...)
			if files, again := set.Render("data", nil); files != nil || !again.HasErrors() {
				t.Errorf("a set with problems renders")
			}
		})
	}
}

func TestBaseProblems(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		base Layer
		want []string
	}{
		{"two blocks of one name", layer("base", "aws_ecs/main.tf.tmpl", "{{template \"w\" .}}a = {{block \"b\" .}}1{{end}}\n", "shared/s.tmpl", "{{define \"w\"}}c = {{block \"b\" .}}2{{end}}\n{{end}}"),
			[]string{`base/shared/s.tmpl:1:19: duplicate block "b"`, "  hint: also defined at base/aws_ecs/main.tf.tmpl:1:23"}},
		{"a block after a shared define", layer("base", "aws_ecs/main.tf.tmpl", "a = {{block \"b\" .}}1{{end}}\n", "shared/s.tmpl", "{{define \"b\"}}2{{end}}"),
			[]string{`base/aws_ecs/main.tf.tmpl:1:5: duplicate block "b"`, "  hint: also defined at base/shared/s.tmpl:1:1"}},
		{"a lost define", layer("base", "aws_ecs/main.tf.tmpl", "", "aws_ecs/a.tf.tmpl", "a = 1"),
			[]string{"base/aws_ecs/main.tf.tmpl: an empty template removes a file, but no template renders main.tf", "  hint: use a.tf"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Parse("aws_ecs", tt.base)
			expect(t, problems, tt.want...)
		})
	}
	t.Run("blocks of one name on platforms that do not meet", func(t *testing.T) {
		t.Parallel()
		mustParse(t, layer("base", "aws_ecs/main.tf.tmpl", "a = {{block \"b\" .}}1{{end}}\n",
			"shared/s.tmpl", "{{define \"w\"}}{{block \"b\" .}}2{{end}}{{end}}"))
	})
	t.Run("a platform that there is not", func(t *testing.T) {
		t.Parallel()
		_, problems := Parse("aws_esc", twoFiles())
		expect(t, problems, `no templates for platform "aws_esc"`, "  hint: did you mean aws_ecs?")
	})
	t.Run("no layer", func(t *testing.T) {
		t.Parallel()
		_, problems := Parse("aws_ecs")
		expect(t, problems, `no templates for platform "aws_ecs"`)
	})
	t.Run("a definition that was replaced with its file", func(t *testing.T) {
		t.Parallel()
		_, problems := Parse("aws_ecs",
			layer("team", "aws_ecs/a.tf.tmpl", "a = 1\n"),
			layer("base", "aws_ecs/a.tf.tmpl", "{{define \"x\"}}1{{end}}a = 1\n", "aws_ecs/b.tf.tmpl", "b = {{template \"x\"}}\n"))
		expect(t, problems, `base/aws_ecs/b.tf.tmpl:1:16: undefined template "x"`,
			"  hint: base/aws_ecs/a.tf.tmpl defines it, but is replaced by team/aws_ecs/a.tf.tmpl")
	})
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	large := make([]byte, maxTemplate+1)
	for name, tt := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"a folder with a template's name": {fstest.MapFS{"aws_ecs/a.tmpl/b": &fstest.MapFile{}}, "team/aws_ecs/a.tmpl: cannot read the template: not a regular file"},
		"a large file":                    {fstest.MapFS{"aws_ecs/a.tmpl": &fstest.MapFile{Data: large}}, "team/aws_ecs/a.tmpl: cannot read the template: larger than 1 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := Parse("aws_ecs", Layer{Name: "team", FS: tt.files}, twoFiles())
			var found bool
			for _, d := range problems {
				found = found || d.String() == tt.want
			}
			if !found {
				t.Errorf("got\n%s\nwant %s", text(problems), tt.want)
			}
		})
	}
}

func TestFolders(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, problems := Parse("aws_ecs", Layer{Name: "missing", FS: os.DirFS(filepath.Join(dir, "missing"))}, twoFiles())
	expect(t, problems, "missing: cannot read the template folder: does not exist")
	if err := os.WriteFile(filepath.Join(dir, "aws_ecs"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, problems = Parse("aws_ecs", Layer{Name: "team", FS: os.DirFS(dir)}, twoFiles())
	expect(t, problems, "team/aws_ecs: cannot read the folder: not a directory")
}

func TestListings(t *testing.T) {
	t.Parallel()
	team := layer("team", "aws_ecs/blocks.tmpl", "{{define \"extra_locals\"}}\n  a = 1{{end}}", "aws_ecs/outputs.tf.tmpl", "")
	set := mustParse(t, team, twoFiles())
	var files []FileInfo
	for _, f := range set.Files() {
		f.Source = ""
		files = append(files, f)
	}
	wantFiles := []FileInfo{
		{Path: "aws_ecs/blocks.tmpl", Kind: Definitions, Layer: "team"},
		{Path: "aws_ecs/main.tf.tmpl", Kind: Output, Output: "main.tf", Layer: "base"},
		{Path: "aws_ecs/outputs.tf.tmpl", Kind: Removal, Output: "outputs.tf", Layer: "team"},
		{Path: "aws_ecs/outputs.tf.tmpl", Kind: Output, Output: "outputs.tf", Layer: "base", OverriddenBy: "team"},
		{Path: "shared/tags.tmpl", Kind: Definitions, Layer: "base"},
	}
	if len(files) != len(wantFiles) {
		t.Fatalf("got %+v", files)
	}
	for i := range files {
		if files[i] != wantFiles[i] {
			t.Errorf("got %+v, want %+v", files[i], wantFiles[i])
		}
	}
	blocks := set.Blocks()
	wantBlocks := []BlockInfo{
		{Name: "extra_locals", Kind: Define, Path: "aws_ecs/blocks.tmpl", Line: 1, Layer: "team", Called: true, Source: "\n  a = 1", Start: 25},
		{Name: "extra_locals", Kind: Default, Path: "aws_ecs/main.tf.tmpl", Line: 4, Layer: "base", OverriddenBy: "team", Start: 77},
		{Name: "tags", Kind: Define, Path: "shared/tags.tmpl", Line: 2, Layer: "base", Called: true, Source: "var.tags", Start: 32},
	}
	if len(blocks) != len(wantBlocks) {
		t.Fatalf("got %+v", blocks)
	}
	for i := range blocks {
		if blocks[i] != wantBlocks[i] {
			t.Errorf("got %+v, want %+v", blocks[i], wantBlocks[i])
		}
	}
	if got := string(set.Source("team/aws_ecs/blocks.tmpl")); got != "{{define \"extra_locals\"}}\n  a = 1{{end}}" {
		t.Errorf("got %q", got)
	}
	if set.Source("nowhere") != nil {
		t.Error("a file that is not there has a text")
	}
}

// TestListingsTrim shows where the actions around a block take white space away.
func TestListingsTrim(t *testing.T) {
	t.Parallel()
	team := layer("team", "aws_ecs/blocks.tmpl",
		"{{define \"extra_locals\" -}}\n  a = 1\n{{- end}}\n{{define \"tags\"}}{{- /* c */ -}} {} {{end -}}")
	for _, b := range mustParse(t, team, twoFiles()).Blocks() {
		if want := b.Name == "extra_locals" && b.Layer == "team"; b.TrimsStart != want || b.TrimsEnd != want {
			t.Errorf("%+v: want both to be %t", b, want)
		}
	}
}

// TestUnresolvedConflict reports the marks of a merge before anything else can
// stumble over them.
func TestUnresolvedConflict(t *testing.T) {
	t.Parallel()
	text := "{{define \"extra_locals\"}}\n<<<<<<< yours\n{{if}}\n=======\n  a = 1\n>>>>>>> shipped now\n{{end}}"
	_, problems := Parse("aws_ecs", layer("team", "aws_ecs/blocks.tmpl", text), twoFiles())
	expect(t, problems, "team/aws_ecs/blocks.tmpl:2: unresolved merge conflict",
		"  hint: resolve the text between <<<<<<< and >>>>>>>, then remove the markers")
}

// TestProblemsKeepCodes holds the codes that scripts may look for.
func TestProblemsKeepCodes(t *testing.T) {
	t.Parallel()
	_, problems := Parse("aws_ecs", layer("team", "aws_ecs/t.tmpl", "{{define \"nothing\"}}{{end}}"), twoFiles())
	if len(problems) != 1 || problems[0].Code != "template-unused" || problems[0].Severity != diag.Error {
		t.Errorf("got %+v", problems)
	}
}
