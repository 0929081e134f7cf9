package platform

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Lengths, in characters, of the names that everything else is built on.
const (
	// maxName leaves room for every suffix that is added to it: a Cloud Run
	// service takes 49 characters, a CronJob 52, an IAM role 64 (of which
	// "-execution" uses 10).
	maxName = 49
	// maxAccountID is the length of a Google service account's id.
	maxAccountID = 30
	// hashLength is the number of hexadecimal digits that keep a name apart
	// from all others where the readable part cannot.
	hashLength = 8
)

// identity is what makes a job this job and no other.
type identity struct {
	tenant, job, environment string
}

// name is the one name of everything that is made for the job:
// dativo-<tenant>-<job>[-<environment>], lower-case letters, digits and
// hyphens.
//
// Joining with hyphens alone would give two jobs one name: tenant a-b with
// job c, and tenant a with job b-c. So the plain form is kept for the one
// spelling that it can be read back to (see plain), and every other spelling,
// and every name that is too long, ends in a hash of what was written.
func (i identity) name() string {
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

// plain reports whether the joined name stands for this job alone: the first
// part is the tenant, the last the environment, and what is between them the
// job's words. The last may not look like a hash.
func (i identity) plain() bool {
	if !isWord(i.tenant) {
		return false
	}
	if i.environment == "" {
		return isWord(i.job) && !isHash(i.job)
	}
	for _, word := range strings.Split(i.job, "_") {
		if !isWord(word) {
			return false
		}
	}
	return isWord(i.environment) && !isHash(i.environment)
}

// accountID is the id of the service account that the job runs as.
func (i identity) accountID() string {
	name := i.name()
	if len(name) <= maxAccountID {
		return name
	}
	return i.hashed(name, maxAccountID)
}

// invokerID is the id of the service account that starts the job. No job's
// name starts like it, so it never meets an accountID.
func (i identity) invokerID() string {
	return "invoke" + strings.TrimPrefix(i.accountID(), "dativo")
}

// hashed cuts a name and ends it in a hash of what makes the job this job.
func (i identity) hashed(name string, length int) string {
	sum := sha256.Sum256([]byte(i.tenant + "\x00" + i.job + "\x00" + i.environment))
	name = name[:min(len(name), length-hashLength-1)]
	return strings.TrimRight(name, "-") + "-" + hex.EncodeToString(sum[:])[:hashLength]
}

// isWord reports whether s is lower-case letters and digits, at least one.
func isWord(s string) bool {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') {
			return false
		}
	}
	return s != ""
}

// isHash reports whether a word could be the hash that ends a name.
func isHash(word string) bool {
	return len(word) == hashLength && strings.Trim(word, "0123456789abcdef") == ""
}

// slug folds a name to lower-case letters, digits and single hyphens.
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

// IsName reports whether s can be a tenant, job or environment: it becomes
// part of resource names, of a path inside the image and of a folder.
func IsName(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("._-", r)) {
			return false
		}
	}
	return s != ""
}
