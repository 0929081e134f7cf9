package hcl

import (
	"reflect"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, src string
		line, col int
		want      string
	}{
		{"fine", "a {\n  b = 1\n}\n", 0, 0, ""},
		{"empty", "", 0, 0, ""},
		{"no value", "a {\n  b =\n}\n", 2, 6, "invalid expression"},
		{"open block", "a {\n", 1, 3, "unclosed configuration block"},
		{"open string", "x = \"a\n", 1, 7, "invalid multi-line string"},
		{"broken UTF-8", "x = \"\xff\"\n", 1, 6, "invalid character encoding"},
		{"column in characters", "x = \"é👍🏽\" y\n", 1, 11, "missing newline after argument"},
		{"with the first paragraph of the detail", "x = \"${a b}\"\n", 1, 10,
			"to end the interpolation expression, but found extra characters"},
		{"with the detail", "x = y\nx = z\n", 2, 1,
			"attribute redefined: The argument \"x\" was already set in line 1 of the rendered file. Each argument may be set only once"},
		{"twice the same argument", "a {\n  b = 1\n  b = 2\n}\n", 3, 3, "attribute redefined"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, problems := Parse([]byte(tt.src))
			if tt.want == "" {
				if len(problems) > 0 {
					t.Errorf("got %v", problems)
				}
				return
			}
			if len(problems) == 0 {
				t.Fatal("no problem was found")
			}
			got := problems[0]
			if got.Pos != (diag.Pos{Line: tt.line, Col: tt.col}) || got.Code == "" || !strings.Contains(got.Message, tt.want) {
				t.Errorf("got %d:%d %s", got.Pos.Line, got.Pos.Col, got.Message)
			}
			if strings.Contains(got.Message, "\n") {
				t.Errorf("%q has several lines", got.Message)
			}
			if strings.HasSuffix(got.Message, ".") || strings.ToLower(got.Message[:1]) != got.Message[:1] {
				t.Errorf("%q is not in this program's form", got.Message)
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	src := "terraform {}\nresource \"aws_sqs_queue\" \"dead\" {\n  name = 1\n  kms = 2\n}\n"
	got, problems := Parse([]byte(src))
	want := []Block{
		{Type: "terraform", Pos: diag.Pos{Line: 1, Col: 1}},
		{Type: "resource", Labels: []string{"aws_sqs_queue", "dead"}, Pos: diag.Pos{Line: 2, Col: 1}, Attributes: []string{"kms", "name"}},
	}
	if len(problems) > 0 || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, problems)
	}
	if address := want[1].Address(); address != "resource.aws_sqs_queue.dead" {
		t.Errorf("got %s", address)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	src := `
variable "b" {
  type = string
}
output "x" { value = 1 }
variable "a" {
  type    = string
  default = null
}
`
	want := []Variable{{Name: "b"}, {Name: "a", HasDefault: true}}
	if got := Variables([]byte(src)); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := Variables([]byte("variable {")); got != nil {
		t.Errorf("got %+v from invalid HCL", got)
	}
}
