package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Lengths in characters of the names that all others are derived from.
const (
	// maxName leaves room for every suffix: the limit is 49 for a Cloud Run
	// service, 52 for a CronJob, 64 for an IAM role (including "-execution").
	maxName = 49
	// maxAccountID is the limit for the ID of a Google service account.
	maxAccountID = 30
	// hashLength is the number of hexadecimal digits that make a name unique if
	// its readable part is not.
	hashLength = 8
)

// names resolves tenant, job and environment, and the names derived from them.
func (n *normalizer) names() {
	const rule = `use letters, digits, ".", "_" and "-", starting with a letter or digit`
	jobName, hint := n.infra.JobName, rule
	if jobName == "" {
		jobName = strings.TrimSuffix(n.in.File, path.Ext(n.in.File))
		hint = "the job is named after its file unless job_name is set: " + rule
	}
	if jobName == "" {
		n.problems.Errorf("job-name", paths.JobName, "missing: a job from standard input has no file name to use")
	} else if !IsName(jobName) {
		n.problems.Errorf("name", paths.JobName, "invalid name %q: resource names cannot contain it", jobName).Hint = hint
	}
	for _, part := range []struct{ path, value string }{{paths.JobTenantID, n.job.TenantID}, {paths.JobEnvironment, n.job.Environment}} {
		if part.value != "" && !IsName(part.value) {
			n.problems.Errorf("name", part.path, "invalid name %q: resource names cannot contain it", part.value).Hint = rule
		}
	}
	id := jobID{n.job.TenantID, jobName, n.job.Environment}
	n.d.Tenant, n.d.Job, n.d.Environment, n.d.Name = id.tenant, id.job, id.environment, id.name()
	n.d.Identity.ServiceAccountID, n.d.Identity.InvokerAccountID = id.accountID(), id.invokerID()
}

// jobID identifies a job.
type jobID struct {
	tenant, job, environment string
}

// name is the common name of all resources of the job:
// dativo-<tenant>-<job>[-<environment>], lowercase letters, digits and hyphens.
//
// Joining with hyphens alone would give two jobs one name: tenant a-b with job
// c, and tenant a with job b-c. So only the one spelling that can be parsed back
// keeps the plain form (see plain). Every other spelling, and every name that is
// too long, ends in a hash of what was written.
func (i jobID) name() string {
	parts := []string{"dativo", slug(i.tenant), slug(i.job)}
	if i.environment != "" {
		parts = append(parts, slug(i.environment))
	}
	name := strings.Join(parts, "-")
	if i.plain() && len(name) <= maxName {
		return name
	}
	return i.hashed(name, maxName)
}

// plain reports whether the joined name identifies the job: its first part is
// the tenant, the last the environment, and those between them the job's words.
// The last part must not look like a hash.
func (i jobID) plain() bool {
	if !isLowerAlphanumeric(i.tenant) {
		return false
	}
	if i.environment == "" {
		return isLowerAlphanumeric(i.job) && !isHash(i.job)
	}
	for word := range strings.SplitSeq(i.job, "_") {
		if !isLowerAlphanumeric(word) {
			return false
		}
	}
	return isLowerAlphanumeric(i.environment) && !isHash(i.environment)
}

// accountID is the ID of the service account that the job runs as.
func (i jobID) accountID() string {
	name := i.name()
	if len(name) <= maxAccountID {
		return name
	}
	return i.hashed(name, maxAccountID)
}

// invokerID is the ID of the service account that starts the job. It never
// equals an accountID, since no name starts like it.
func (i jobID) invokerID() string {
	return "invoke" + strings.TrimPrefix(i.accountID(), "dativo")
}

// hashed truncates a name and appends a hash of the job's ID.
func (i jobID) hashed(name string, length int) string {
	sum := sha256.Sum256([]byte(i.tenant + "\x00" + i.job + "\x00" + i.environment))
	name = name[:min(len(name), length-hashLength-1)]
	return strings.TrimRight(name, "-") + "-" + hex.EncodeToString(sum[:])[:hashLength]
}

// isLowerAlphanumeric reports whether s consists of lowercase letters and
// digits, at least one.
func isLowerAlphanumeric(s string) bool { return s != "" && isLowerOf(s, "") }

// isLowerOf reports whether s consists of lowercase letters, digits and the
// characters of extra.
func isLowerOf(s, extra string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune(extra, r)) {
			return false
		}
	}
	return true
}

// isHash reports whether a word could be the hash at the end of a name.
func isHash(word string) bool {
	return len(word) == hashLength && strings.Trim(word, "0123456789abcdef") == ""
}

// slug reduces a name to lowercase letters, digits and single hyphens.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// IsName reports whether s can be a tenant, job or environment: it becomes part
// of resource names, of a path inside the image and of a directory name.
func IsName(s string) bool {
	for i, r := range s {
		if !isASCIILetter(r) && !isDigit(r) && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return s != ""
}

func isASCIILetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isASCIIOf reports whether s consists of ASCII letters, digits and the
// characters of extra.
func isASCIIOf(s, extra string) bool {
	for _, r := range s {
		if !isASCIILetter(r) && !isDigit(r) && !strings.ContainsRune(extra, r) {
			return false
		}
	}
	return true
}
