package fleet

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Claims are the things that only one job of a run may have. They keep a few
// bytes of each added job.
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
	// perAccount means that jobs in different AWS accounts do not conflict.
	perAccount bool
	// warning means that a conflict is not an error.
	warning bool
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
			message: "the module would be written to the same folder as that of %[1]s",
			hint:    "set a different infrastructure.job_name in one of the two",
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
			message:    "%[1]s creates the same log group: the second apply would fail",
			hint:       "create it outside of both modules, and set monitoring.create_log_group: false in both",
		},
		claim{
			key:     func(j *Job) string { return model.StateLocation(j.Deployment.Backend) },
			path:    paths.TerraformBackend,
			message: "the Terraform state would overwrite that of %[1]s",
			hint:    "omit key and prefix: each job then has its own state",
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
		hint:    "set a different infrastructure.job_name in one of the two",
	})
}

// TableClaims are the claims of SQL statements; table names the table of a job.
func TableClaims(table func(*Job) string) *Claims {
	return newClaims(claim{
		key:     table,
		warning: true,
		path:    paths.JobAsset,
		message: "duplicate table %[2]s, also written by %[1]s: the last statement wins",
		hint:    "give the two assets different tables",
	})
}

func newClaims(kinds ...claim) *Claims {
	c := &Claims{kinds: kinds}
	for range kinds {
		c.owners = append(c.owners, map[string]owner{})
	}
	return c
}

// Add adds the claims of a job, and reports those that conflict with an earlier
// job's. Jobs are added in the order of their paths, so that the result does not
// depend on which was loaded first.
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
		if first.file == j.File() { // the same job, for two environments
			problem.Message = fmt.Sprintf(kind.message, first.file+" in another environment", key)
			problem.Hint = "distinguish the environments with {environment}"
		}
		if kind.warning {
			problem.Severity = diag.Warning
		}
		if at := j.Document.Pos(kind.path); at != problem.Pos {
			problem.Hint += fmt.Sprintf("; it is defined in %s", at)
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
