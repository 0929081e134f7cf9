package hcl

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, src, want string }{
		{"empty", "", ""},
		{"a space", " ", ""},
		{"spaces at the end", "x = 1\n\n  ", "x = 1\n"},
		{"alignment", "a {\nx = 1\n  long = 2\n}\n", "a {\n  x    = 1\n  long = 2\n}\n"},
		{"no last line end", "x = 1", "x = 1\n"},
		{"blank lines", "\n\nx = 1\n\n\n \ny = 2\n\n\n", "x = 1\n\ny = 2\n"},
		{"blank lines in brackets", "a {\n\n  b = [\n\n    1,\n\n\n    2,\n\n  ]\n\n  c {\n\n  }\n\n}\n",
			"a {\n  b = [\n    1,\n\n    2,\n  ]\n\n  c {\n  }\n}\n"},
		{"comments stay", "# one\n\n\n# two\na { # three\n\n  # four\n\n}\n", "# one\n\n# two\na { # three\n\n  # four\n}\n"},
		{"heredocs stay", "a = <<EOT\n\n\n  x   \n\n\nEOT\n\n\nb = 1\n", "a = <<EOT\n\n\n  x   \n\n\nEOT\n\nb = 1\n"},
		{"block comments stay", "/* a\n\n\n\nb */\nx = 1\n", "/* a\n\n\n\nb */\nx = 1\n"},
		{"strings stay", "x = \"a   b\"\n", "x = \"a   b\"\n"},
		{"no HCL", "x = = 1\n\n\n\n", "x = = 1\n\n\n\n"},
		{"heredoc at the end of a block", "a {\n  x = <<-EOT\n    y\n\n  EOT\n\n}\n", "a {\n  x = <<-EOT\n    y\n\n  EOT\n}\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Format([]byte(tt.src)); string(got) != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// TestFormatAsTerraform compares with files that terraform fmt 1.11.4 does not
// change; testdata/fmt/README.md says how to verify them.
func TestFormatAsTerraform(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/fmt/*.in")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(file[:len(file)-len(".in")] + ".out")
			if err != nil {
				t.Fatal(err)
			}
			if got := Format(src); !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestFinishBlank(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		want      bool
	}{
		{"empty", "", true},
		{"white space", " \n\t\n", true},
		{"comments", "# a\n\n// b\n/* c\n */\n", true},
		{"argument", "# a\nx = 1\n", false},
		{"block", "locals {}\n", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, problems := Finish([]byte(tt.src))
			if got.Blank != tt.want || len(problems) > 0 {
				t.Errorf("got %v, %v", got.Blank, problems)
			}
		})
	}
}

// FuzzFormat checks that formatting is idempotent and preserves the meaning of
// valid HCL.
func FuzzFormat(f *testing.F) {
	f.Add("a {\n\n\n x = \"${y}\"\n}\n")
	f.Add("a = <<EOT\n\n\n\nEOT\n\n\n")
	f.Add("variable x {\n type = \"list\"\n}\n")
	f.Add("a b /* c */ \"d\" {}")
	f.Add("a = [\n\n1,\n\n\n2]\n# c")
	f.Add("a = \"${\n# x\ny}\"\n")
	f.Fuzz(func(t *testing.T, src string) {
		before, problems := Parse([]byte(src))
		out := Format([]byte(src))
		after, outProblems := Parse(out)
		if (len(problems) == 0) != (len(outProblems) == 0) {
			t.Fatalf("%q became %q: %v", src, out, outProblems)
		}
		if len(before) != len(after) {
			t.Fatalf("%q became %q: the blocks differ", src, out)
		}
		if len(problems) > 0 {
			return
		}
		if again := Format(out); !bytes.Equal(again, out) {
			t.Fatalf("%q became %q, then %q", src, out, again)
		}
	})
}

func BenchmarkFormat(b *testing.B) {
	src, err := os.ReadFile("testdata/fmt/module.in")
	if err != nil {
		b.Fatal(err)
	}
	src = bytes.Repeat(src, 10)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Format(src)
	}
}
