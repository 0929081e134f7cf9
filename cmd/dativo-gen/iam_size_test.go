package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/fleet"
)

// TestRolePolicySize adds secrets to an example until its execution role is refused,
// and shows that the last policy which is not is one that IAM takes, and close to its
// limit.
func TestRolePolicySize(t *testing.T) {
	t.Parallel()
	const limit = 10240
	path, text := readExample(t, "aws_ecs")
	loader := loaderOf(t, jobFlags{})
	withSecrets := func(count int) []byte {
		var lines strings.Builder
		for i := range count {
			fmt.Fprintf(&lines, "      KEY_%03d: arn:aws:secretsmanager:us-east-1:123456789012:secret:acme/prod/service-%03d-AbCdEf\n", i, i)
		}
		return bytes.Replace(text, []byte("    secrets:\n"), []byte("    secrets:\n"+lines.String()), 1)
	}
	refused := func(count int) bool {
		loaded, err := fleet.Load(loader, path, withSecrets(count))
		if err != nil {
			t.Fatal(err)
		}
		return loaded.Problems.HasErrors()
	}
	accepted := 0
	for accepted < 400 && !refused(accepted+1) {
		accepted++
	}
	j, files := renderText(t, loader, path, withSecrets(accepted))
	m := parseModule(t, files)
	m.deployment = j.Deployment
	for _, block := range m.resources("aws_iam_role_policy") {
		if block.Labels[1] != "execution" {
			continue
		}
		value, err := m.evaluate(attribute(block.Body, "policy"))
		if err != nil {
			t.Fatal(err)
		}
		if size := len(m.known(value)); size > limit || size < limit-700 {
			t.Errorf("with %d secrets the policy has %d characters", accepted, size)
		}
		return
	}
	t.Error("the example has no execution role")
}
