package config

import "testing"

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	options := []string{
		"x86_64", "arm64", "job", "service", "command", "entrypoint", "task_role_arn", "environment", "task_memory", "aws", "gcp", "ecs", "eks", "gke",
	}
	for word, want := range map[string]string{
		"amd64": "x86_64", "x64": "x86_64", "x86": "x86_64", "aarch64": "arm64", "graviton": "arm64",
		"batch": "job", "cronjob": "job", "task": "job", "deployment": "service", "daemon": "service", "Deployment": "service",
		"command_line": "command", "entry_point": "entrypoint", "role": "task_role_arn", "iam_role": "task_role_arn", "role_arn": "task_role_arn",
		"env": "environment", "env_vars": "environment", "variables": "environment", "mem": "task_memory", "ram": "task_memory",
		"k8s": "eks or gke", "amazon": "aws", "eck": "ecs", "zzz": "",
	} {
		if want != "" {
			want = "did you mean " + want + "?"
		}
		if got := didYouMean(word, options); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
	if got := didYouMean("entry_point", []string{"command", "args"}); got != "did you mean command?" {
		t.Errorf("a synonym that is not an option: %q", got)
	}
}
