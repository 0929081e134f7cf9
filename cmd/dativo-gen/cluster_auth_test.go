package main

import (
	"strings"
	"testing"
)

// ephemeralAuth is an example whose cluster issues its token through an ephemeral
// resource.
func ephemeralAuth(t testing.TB) *module {
	t.Helper()
	path, text := readExample(t, "aws_eks")
	changed := strings.Replace(string(text), "    cluster_name: data-prod\n", "    cluster_name: data-prod\n    cluster_auth: ephemeral\n", 1)
	if changed == string(text) {
		t.Fatal("the example has no cluster_name: data-prod")
	}
	_, files := renderText(t, loaderOf(t, jobFlags{}), path, []byte(changed))
	return parseModule(t, files)
}

// TestEphemeralClusterAuth shows the module without the AWS CLI. No example has it:
// the recorded schemas of the end-to-end tests have no ephemeral resources, so this
// test takes the place of a golden file.
func TestEphemeralClusterAuth(t *testing.T) {
	t.Parallel()
	m := ephemeralAuth(t)
	blocks := m.blocks("ephemeral")
	if len(blocks) != 1 || strings.Join(blocks[0].Labels, ".") != "aws_eks_cluster_auth.cluster" {
		t.Fatalf("ephemeral blocks: %d, want one for the token", len(blocks))
	}
	if name, err := m.evaluate(attribute(blocks[0].Body, "name")); err != nil || name.AsString() != "data-prod" {
		t.Errorf("the token is not for the job's cluster: %v", err)
	}
	for _, provider := range m.blocks("provider") {
		if provider.Labels[0] != "kubernetes" {
			continue
		}
		if len(nested(provider.Body, "exec")) != 0 {
			t.Error("the provider runs a command, although it has a token")
		}
		token, err := m.evaluate(attribute(provider.Body, "token"))
		if err != nil || token.AsString() != "ephemeral.aws_eks_cluster_auth.cluster.token" {
			t.Error("the provider does not use the token")
		}
	}
	for name, text := range m.source {
		if strings.Contains(string(text), `data "aws_eks_cluster_auth"`) {
			t.Errorf("%s: a data source would store the token in the state", name)
		}
	}
	if text := string(m.source["terraform.tf"]); !strings.Contains(text, `required_version = ">= 1.10`) {
		t.Errorf("ephemeral resources need Terraform 1.10:\n%s", text)
	}
}
