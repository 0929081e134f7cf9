package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// archived matches the header of each file in the output of --stdout.
var archived = regexp.MustCompile(`(?m)^-- (.+) --\n`)

// renderAnything renders bytes as a job file: whatever they are, the result is a module
// that parses or an error with a message.
func renderAnything(t *testing.T, data []byte) {
	t.Helper()
	var out, problems bytes.Buffer
	args := []string{"render", "--config", "-", "--stdout", "--assets-root", filepath.Join(root, "examples")}
	switch status := run(args, bytes.NewReader(data), &out, &problems); status {
	case exitDone:
		checkArchive(t, out.Bytes())
	case exitError:
		if problems.Len() == 0 || out.Len() > 0 {
			t.Fatalf("failed, and said %q and printed %d bytes", problems.String(), out.Len())
		}
	default:
		t.Fatalf("status %d", status)
	}
	// A message quotes a line, shortened to a readable length.
	if limit := 1<<20 + 100*len(data); problems.Len() > limit {
		t.Fatalf("%d bytes of messages about %d bytes", problems.Len(), len(data))
	}
}

// checkArchive parses every file of a module that was printed.
func checkArchive(t *testing.T, printed []byte) {
	t.Helper()
	heads := archived.FindAllSubmatchIndex(printed, -1)
	if len(heads) < 5 {
		t.Fatalf("only %d files in\n%s", len(heads), printed)
	}
	for i, head := range heads {
		end := len(printed)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		name, text := string(printed[head[2]:head[3]]), printed[head[1]:end]
		if filepath.Ext(name) == ".json" {
			if !json.Valid(text) {
				t.Fatalf("%s: invalid JSON:\n%s", name, text)
			}
		} else if isPage(name) {
			if _, err := takeApart(text); err != nil {
				t.Fatalf("%v\n%s", err, text)
			}
		} else if _, diagnostics := hclsyntax.ParseConfig(text, name, hcl.InitialPos); diagnostics.HasErrors() {
			t.Fatalf("%v\n%s", diagnostics, text)
		}
	}
}

// jobTexts returns the examples and the invalid cases.
func jobTexts(f *testing.F, patterns ...string) [][]byte {
	f.Helper()
	var texts [][]byte
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(paths) == 0 {
			f.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// FuzzRender renders arbitrary bytes as a job file.
func FuzzRender(f *testing.F) {
	for _, text := range jobTexts(f, "examples/*.yaml", "testdata/invalid/*.yaml") {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, data []byte) { renderAnything(t, data) })
}

// FuzzMutate replaces a part of an example, so that the result is often almost a valid
// job.
func FuzzMutate(f *testing.F) {
	texts := jobTexts(f, "examples/*.yaml")
	for i, text := range texts {
		for j, insert := range []string{"", "\x00", "${file(\"/etc/passwd\")}", "&a [*a]", "\n---\n", "<<: {x: 1}\n", "\ufeff", "- ? :"} {
			f.Add(uint8(i), uint16((j+1)*len(text)/10), uint8(j), []byte(insert))
		}
	}
	f.Fuzz(func(t *testing.T, example uint8, at uint16, drop uint8, insert []byte) {
		text := texts[int(example)%len(texts)]
		start := int(at) % (len(text) + 1)
		end := min(len(text), start+int(drop))
		renderAnything(t, bytes.Join([][]byte{text[:start], insert, text[end:]}, nil))
	})
}
