package output

import (
	"crypto/rand"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// A temporary file is hidden, and its extension is not one that Terraform reads.
const (
	tempPrefix = ".dativo-gen-"
	tempSuffix = ".tmp"
)

// tempName returns a new name in the module's directory, where the next run finds
// left-over files. It is random because two runs may stage at the same time.
func tempName() string { return tempPrefix + rand.Text() + tempSuffix }

func isTemp(base string) bool {
	return strings.HasPrefix(base, tempPrefix) && strings.HasSuffix(base, tempSuffix)
}

// nameProblem says why a generated file may not have this name; "" means it may.
// It applies to rendered files and to the files in a manifest, which are the only
// ones that are ever written or deleted.
func nameProblem(name string) string {
	switch {
	case !fs.ValidPath(name), name == ".", strings.ContainsAny(name, "\\\x00"),
		!filepath.IsLocal(filepath.FromSlash(name)):
		return "is not a path below the module's directory"
	case isReserved(name):
		return "is a name that dativo-gen reserves for itself"
	case isUsers(name):
		return "is a name reserved for users or Terraform (custom_*.tf, *_override.tf, .terraform*, *.tfstate)"
	}
	for part := range strings.SplitSeq(name, "/") {
		if problem := portableProblem(part); problem != "" {
			return problem
		}
	}
	return ""
}

func isReserved(name string) bool {
	base := strings.ToLower(path.Base(name))
	return base == ManifestName || base == GuardName || isTemp(base)
}

// isUsers reports whether a path is reserved for users or Terraform, regardless
// of case, because some file systems are case-insensitive.
func isUsers(name string) bool {
	for part := range strings.SplitSeq(strings.ToLower(name), "/") {
		if strings.HasPrefix(part, ".terraform") || strings.HasSuffix(part, ".tfstate") ||
			strings.Contains(part, ".tfstate.") {
			return true
		}
		stem, isTF := strings.CutSuffix(strings.TrimSuffix(part, ".json"), ".tf")
		if isTF && (strings.HasPrefix(stem, "custom_") || stem == "override" || strings.HasSuffix(stem, "_override")) {
			return true
		}
	}
	return false
}
