package output

import (
	"fmt"
	"path/filepath"
	"strings"
)

// portableProblem says why a file or folder of that name cannot be checked out on
// Windows; "" means it can. The rules are those of learn.microsoft.com, "Naming
// Files, Paths, and Namespaces" (read 2026-11-25): they hold for names of any
// case, with any extension.
func portableProblem(name string) string {
	for _, r := range name {
		if r < ' ' || strings.ContainsRune(`<>:"|?*\`, r) {
			return fmt.Sprintf("contains %q, which is invalid in file names on Windows", r)
		}
	}
	if strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
		return "ends with a dot or a space, which Windows drops"
	}
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem = strings.TrimRight(stem, " "); stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return "is a name that Windows reserves for a device"
	}
	if port, ok := strings.CutPrefix(stem, "com"); ok && isPort(port) {
		return "is a name that Windows reserves for a device"
	}
	if port, ok := strings.CutPrefix(stem, "lpt"); ok && isPort(port) {
		return "is a name that Windows reserves for a device"
	}
	return ""
}

// isPort reports whether COM or LPT followed by a text is a device. The
// superscript digits count as digits there.
func isPort(text string) bool {
	return len([]rune(text)) == 1 && strings.Contains("0123456789¹²³", text)
}

// checkPlace reports whether the directory may hold a module: it must not leave
// the module's root through a symbolic link, and the folders between the two,
// which are named after tenants and jobs, must be portable.
func (m *modulePlan) checkPlace(root string) bool {
	if root == "" {
		return true
	}
	root = filepath.Clean(root)
	if resolved := realPath(root); !isWithin(resolved, m.real) {
		m.errorf("output-outside", "", "is outside of the output folder %s: a symbolic link leads to %s", root, m.real).
			Hintf("replace the link with a directory, or render to the target of the link")
		return false
	}
	between, err := filepath.Rel(root, m.dir)
	if m.removed || err != nil || between == "." || !filepath.IsLocal(between) {
		return true
	}
	for folder := range strings.SplitSeq(filepath.ToSlash(between), "/") {
		problem := portableProblem(folder)
		if problem == "" && (isUsers(folder) || strings.EqualFold(folder, ".git")) {
			problem = "is a name that Terraform or git reserves"
		}
		if problem != "" {
			m.errorf("output-folder-name", "", "folder %q %s", folder, problem).
				Hintf("rename the tenant, job or environment, or change output.layout in the project file")
			return false
		}
	}
	return true
}

// isWithin reports whether a path is a directory or below it. Both are absolute
// and without symbolic links.
func isWithin(dir, path string) bool {
	relative, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(relative)
}
