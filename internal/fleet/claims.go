package fleet

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Claims are the things that only one job of a run may have. Of each job that
// was added a few bytes stay.
type Claims struct {
	kinds  []claim
	owners []map[string]owner // by kind and key
}

// owner is the first job that claims a thing.
type owner struct{ file, account string }

// claim is a kind of thing that only one job may have.
type claim struct {
	// key is equal for two jobs that claim the same thing; "" claims nothing.
	key func(*Job) string
	// perAccount says that jobs in different AWS accounts do not conflict.
	perAccount bool
	// path is the key of the job file that decides it.
	path string
	// message is a format: %[1]s is the file of the other job, %[2]s the key.
	message string
	hint    string
}

// ModuleClaims are the claims of rendered modules.
func ModuleClaims() *Claims {
	return newClaims(
		claim{
			key:     func(j *Job) string { return strings.ToLower(filepath.Join(j.Root(), j.Folder())) },
			path:    paths.JobName,
			message: "the module of this job would lie in the same folder as that of %[1]s",
			hint:    "give one of the two another infrastructure.job_name",
		},
		claim{
			key: func(j *Job) string {
				d := &j.Deployment
				if !d.Monitoring.CreateLogGroup || d.Monitoring.LogGroup == "" {
					return ""
				}
				return d.Region + " " + d.Monitoring.LogGroup
			},
			perAccount: true,
			path:       paths.MonitoringLogGroup,
			message:    "the log group is created by %[1]s too: the second apply would fail",
			hint:       "create it once outside, and set monitoring.create_log_group: false in both",
		},
		claim{
			key:     func(j *Job) string { return model.StateLocation(j.Deployment.Backend) },
			path:    paths.TerraformBackend,
			message: "the state of this job would overwrite that of %[1]s",
			hint:    "leave out key and prefix: each job then has its own",
		},
	)
}

// TagClaims are the claims of printed tags, which are listed by the job's key.
func TagClaims() *Claims {
	return newClaims(claim{
		key: func(j *Job) string {
			if !j.HasTags() {
				return ""
			}
			return j.Tags.Key()
		},
		path:    paths.JobName,
		message: "duplicate key %[2]s: %[1]s has it too",
		hint:    "give one of the two another infrastructure.job_name",
	})
}

func newClaims(kinds ...claim) *Claims {
	c := &Claims{kinds: kinds}
	for range kinds {
		c.owners = append(c.owners, map[string]owner{})
	}
	return c
}

// Add claims what a job needs, and reports what an earlier job has claimed.
// Jobs are added in the order of their paths: the later one is told.
func (c *Claims) Add(j *Job) diag.List {
	var problems diag.List
	for i, kind := range c.kinds {
		key := kind.key(j)
		if key == "" {
			continue
		}
		account := awsAccount(j)
		first, taken := c.owners[i][key]
		if !taken {
			c.owners[i][key] = owner{j.File(), account}
			continue
		}
		if kind.perAccount && first.account != "" && account != "" && first.account != account {
			continue
		}
		problem := problems.Errorf("shared", kind.path, kind.message, first.file, key)
		problem.Pos, problem.Hint = j.Document.OwnPos(kind.path), kind.hint
		if at := j.Document.Pos(kind.path); at != problem.Pos {
			problem.Hint += fmt.Sprintf("; it comes from %s", at)
		}
	}
	return problems
}

// AddAll adds jobs.
func (c *Claims) AddAll(jobs []*Job) diag.List {
	var problems diag.List
	for _, j := range jobs {
		problems = append(problems, c.Add(j)...)
	}
	return problems
}

// awsAccount is the AWS account that a job's roles or topic reveal, or "".
func awsAccount(j *Job) string {
	d := &j.Deployment
	for _, arn := range []string{d.Identity.ExecutionRoleARN, d.Identity.TaskRoleARN, d.Monitoring.AlertTopic} {
		if parts := strings.Split(arn, ":"); len(parts) > 5 {
			return parts[4]
		}
	}
	return ""
}
