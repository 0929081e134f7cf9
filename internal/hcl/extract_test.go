package hcl

import (
	"slices"
	"strings"
	"testing"
)

// TestExtract keeps what providers need, with its comments, and nothing else.
func TestExtract(t *testing.T) {
	t.Parallel()
	files := [][]byte{
		[]byte(`# Header.

# Credentials.
# Of the cluster.
provider "kubernetes" {
  host = data.aws_eks_cluster.cluster.endpoint
  exec {
    args = ["--region", local.region, path.module]
  }
}
`),
		[]byte(`data "aws_eks_cluster" "cluster" {
  name = var.cluster_name
}

data "aws_vpc" "unused" {}

resource "aws_iam_role" "job" {
  name = var.name
}

locals {
  region = var.region
}

locals {
  other = aws_iam_role.job.arn
}
`),
		[]byte("# The name.\nvariable \"name\" {}\n\n# The region.\nvariable \"region\" {\n  type = string\n}\nvariable \"cluster_name\" {}\n"),
		[]byte("output \"role\" {\n  value = aws_iam_role.job.arn\n}\n"),
	}
	kept, missing, problems := Extract(files, func(block string) bool { return block == "provider" })
	want := []string{
		strings.TrimPrefix(string(files[0]), "# Header.\n\n"),
		"data \"aws_eks_cluster\" \"cluster\" {\n  name = var.cluster_name\n}\n\nlocals {\n  region = var.region\n}\n",
		"# The region.\nvariable \"region\" {\n  type = string\n}\n\nvariable \"cluster_name\" {}\n",
		"",
	}
	for i, text := range kept {
		if string(text) != want[i] {
			t.Errorf("file %d: got\n%s\nwant\n%s", i, text, want[i])
		}
	}
	if missing != nil || problems != nil {
		t.Errorf("missing %q, %v", missing, problems)
	}
	provider := []byte("resource \"aws_iam_role\" \"job\" {}\n" +
		"provider \"aws\" {\n  assume_role {\n    role_arn = aws_iam_role.job.arn\n  }\n}\n")
	_, missing, _ = Extract([][]byte{provider}, func(block string) bool { return block == "provider" })
	if !slices.Equal(missing, []string{"aws_iam_role.job"}) {
		t.Errorf("a resource: missing %q", missing)
	}
	if kept, _, problems := Extract([][]byte{[]byte("x {")}, func(string) bool { return true }); kept != nil || !problems.HasErrors() {
		t.Errorf("invalid text: %q, %v", kept, problems)
	}
}
