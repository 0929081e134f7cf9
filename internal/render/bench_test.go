package render

import (
	"fmt"
	"strings"
	"testing"
)

// module is a base of about the size of a platform's templates.
func module() Layer {
	var text strings.Builder
	for i := range 40 {
		fmt.Fprintf(&text, `
# Why number %[1]d is there.
resource "aws_iam_role" "r%[1]d" {
  name = "${var.name}-%[1]d"
  {{- if .Tags}}
  path = {{.Name}}
  {{- end}}

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.${local.suffix}" } }]
  })
  {{- block "extra_%[1]d" .}}{{end}}
}
`, i)
	}
	return layer("base", "aws_ecs/main.tf.tmpl", text.String(), "aws_ecs/variables.tf.tmpl", "variable \"name\" {\n  type = string\n}\n")
}

func BenchmarkParse(b *testing.B) {
	base := module()
	for b.Loop() {
		if _, problems := Parse("aws_ecs", base); len(problems) > 0 {
			b.Fatal(text(problems))
		}
	}
}

// BenchmarkRender is the first job of a shape, and every other one.
func BenchmarkRender(b *testing.B) {
	set := mustParse(b, module())
	data, values := job{Name: "orders"}, map[string]any{"name": "orders"}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			set.cache.texts = nil
			mustRender(b, set, data, values)
		}
	})
	b.Run("same shape", func(b *testing.B) {
		for b.Loop() {
			mustRender(b, set, data, values)
		}
	})
}
