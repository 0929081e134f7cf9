package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// claim is a thing that only one job may have.
type claim struct {
	// key is equal for two jobs that want the same thing; "" is none.
	key func(*job) string
	// apart reports whether two jobs with one key are still not in each
	// other's way; nil is never.
	apart func(a, b *job) bool
	// path is where the job file says it.
	path    string
	message string
	hint    string
}

// claims are what two jobs of one run may not share.
func claims() []claim {
	return []claim{
		{
			key:     func(j *job) string { return strings.ToLower(filepath.Join(j.root(), j.place())) },
			path:    "infrastructure.job_name",
			message: "the module of this job would lie in the same folder as that of %s",
			hint:    "give one of the two another infrastructure.job_name",
		},
		{
			key: func(j *job) string {
				d := &j.deployment
				if d.Provider() != "aws" || !d.Monitoring.CreateLogGroup || d.Monitoring.LogGroup == "" {
					return ""
				}
				return d.Region + " " + d.Monitoring.LogGroup
			},
			apart: func(a, b *job) bool {
				first, second := account(a), account(b)
				return first != "" && second != "" && first != second
			},
			path:    "infrastructure.monitoring.log_group",
			message: "the log group is created by %s too: the second apply would fail",
			hint:    "create it once outside, and set monitoring.create_log_group: false in both",
		},
		{
			key: func(j *job) string {
				b := j.deployment.Backend
				if b.Type != "s3" && b.Type != "gcs" {
					return ""
				}
				return fmt.Sprint(b.Type, " ", b.Bucket, " ", b.Key, b.Prefix)
			},
			path:    "infrastructure.terraform.backend",
			message: "the state of this job would overwrite that of %s",
			hint:    "leave out key and prefix: each job then has its own",
		},
	}
}

// account is the AWS account that a job's roles or topic reveal, or "".
func account(j *job) string {
	d := &j.deployment
	for _, arn := range []string{d.Identity.ExecutionRoleARN, d.Identity.TaskRoleARN, d.Monitoring.AlertTopic} {
		if parts := strings.Split(arn, ":"); len(parts) > 5 {
			return parts[4]
		}
	}
	return ""
}

// fleetProblems reports what two jobs of one run would fight over.
func fleetProblems(jobs []*job) diag.List {
	var problems diag.List
	for _, c := range claims() {
		first := map[string]*job{}
		for _, j := range jobs {
			key := c.key(j)
			if key == "" {
				continue
			}
			other, taken := first[key]
			if !taken {
				first[key] = j
				continue
			}
			if c.apart != nil && c.apart(other, j) {
				continue
			}
			problem := problems.Errorf("shared", c.path, c.message, other.bundle.Document.Name)
			problem.Pos, problem.Hint = j.bundle.Document.OwnPos(c.path), c.hint
			if at := j.bundle.Document.Pos(c.path); at != problem.Pos {
				problem.Hint += fmt.Sprintf("; it comes from %s", at)
			}
		}
	}
	return problems
}
