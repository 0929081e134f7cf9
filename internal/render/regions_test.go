package render

import (
	"fmt"
	"strings"
	"testing"
)

func TestRegions(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"none", "a {{.X}} {{if .Y}}{{end}}", ""},
		{"define", `a{{define "x"}}b{{end}}c`, "define x [b]"},
		{"block", `{{block "x" .}}b{{end}}`, "block x [b]"},
		{"trimmed", "{{- define `x` -}}\n b {{- end -}}\n", "define x [\n b ]"},
		{"nested", `{{define "x"}}{{if .A}}{{block "y" .}}1{{end}}{{else if .B}}2{{end}}{{end}}{{define "z"}}{{end}}`,
			`define x [{{if .A}}{{block "y" .}}1{{end}}{{else if .B}}2{{end}}]; block y [1]; define z []`},
		{"ends in strings", `{{define "x"}}{{"{{end}}"}}{{'}'}}{{print "\"}}"}}{{end}}`, `define x [{{"{{end}}"}}{{'}'}}{{print "\"}}"}}]`},
		{"escaped quotes", `{{define "x"}}{{print "\"}}{{end}}"}}{{end}}`, `define x [{{print "\"}}{{end}}"}}]`},
		{"ends in comments", "{{define \"x\"}}{{/* it's {{end}} */}}{{- /* \" */ -}}{{end}}", "define x [{{/* it's {{end}} */}}{{- /* \" */ -}}]"},
		{"raw string over lines", "{{define \"x\"}}{{`\n{{end}}\n`}}{{end}}", "define x [{{`\n{{end}}\n`}}]"},
		{"range, with, break", `{{define "x"}}{{range .A}}{{with .B}}{{break}}{{end}}{{end}}{{end}}`, `define x [{{range .A}}{{with .B}}{{break}}{{end}}{{end}}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := parseTrees("t", tt.text); err != nil {
				t.Fatalf("the text of the test is not a template: %v", err)
			}
			var got []string
			for _, r := range regions(tt.text) {
				got = append(got, fmt.Sprintf("%s %s [%s]", r.kind, r.name, tt.text[r.inner:r.innerEnd]))
			}
			if joined := strings.Join(got, "; "); joined != tt.want {
				t.Errorf("got  %s\nwant %s", joined, tt.want)
			}
		})
	}
}

// FuzzRegions checks the scan against the parser: the same names, in what
// text/template takes.
func FuzzRegions(f *testing.F) {
	f.Add(`{{define "x"}}{{"{{end}}"}}{{'}'}}{{end}}`)
	f.Add("{{- /* a */ -}}{{block `b` .}}{{end}}")
	f.Add("{{if .A}}{{else with .B}}{{else}}{{end}}{{define \"c\"}}{{end}}")
	f.Fuzz(func(t *testing.T, text string) {
		trees, err := parseTrees("main", text)
		if err != nil {
			return
		}
		names := map[string]bool{}
		for _, r := range regions(text) {
			if r.inner > r.innerEnd || !validBlockName(r.name) {
				return
			}
			names[r.name] = true
		}
		delete(trees, "main")
		delete(names, "main")
		if len(trees) != len(names) {
			t.Fatalf("%q: the parser finds %d definitions, the scan %v", text, len(trees), names)
		}
		for name := range trees {
			if !names[name] {
				t.Fatalf("%q: the scan misses %q", text, name)
			}
		}
	})
}
