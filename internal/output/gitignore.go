package output

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// IgnoredByGit returns the paths that git ignores, in the given order: the common
// .gitignore template for Terraform ignores *.tfvars.json. A file that git
// already tracks is not ignored, whatever the rules say.
//
// ok is false if paths are in a git work tree but git is not installed or fails.
// Outside a work tree, nothing is ignored and git is not run.
func IgnoredByGit(ctx context.Context, paths []string) (ignored []string, ok bool) {
	given := map[string]string{} // by the path given to git
	byTree := workTrees(paths, given)
	found := map[string]bool{}
	for _, tree := range slices.Sorted(maps.Keys(byTree)) {
		answers, err := checkIgnore(ctx, tree, byTree[tree])
		if err != nil {
			return nil, false
		}
		for _, answer := range answers {
			found[given[answer]] = true
		}
	}
	for _, path := range paths {
		if found[path] {
			ignored = append(ignored, path)
		}
	}
	return ignored, true
}

// workTrees groups paths by work tree, without those that are in none. git needs
// paths without symbolic links, so given maps each one back.
func workTrees(paths []string, given map[string]string) map[string][]string {
	resolvedDirs, trees := map[string]string{}, map[string]string{}
	byTree := map[string][]string{}
	for _, path := range paths {
		dir := filepath.Dir(path)
		if _, seen := resolvedDirs[dir]; !seen {
			resolvedDirs[dir] = realPath(dir)
		}
		tree := workTree(resolvedDirs[dir], trees)
		if tree == "" {
			continue
		}
		resolved := filepath.Join(resolvedDirs[dir], filepath.Base(path))
		given[resolved] = path
		byTree[tree] = append(byTree[tree], resolved)
	}
	return byTree
}

// workTree returns the nearest directory at or above dir that has a .git, which
// is a file in a linked work tree or a submodule, or "". known caches the
// results.
func workTree(dir string, known map[string]string) string {
	if tree, seen := known[dir]; seen {
		return tree
	}
	tree := ""
	if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
		tree = dir
	} else if parent := filepath.Dir(dir); parent != dir {
		tree = workTree(parent, known)
	}
	known[dir] = tree
	return tree
}

// checkIgnore asks git about absolute paths in a work tree.
func checkIgnore(ctx context.Context, tree string, paths []string) ([]string, error) {
	// Configuration in the work tree must not start a program.
	git := exec.CommandContext(ctx, "git", "-C", tree, "-c", "core.fsmonitor=false", "check-ignore", "--stdin", "-z")
	git.Env = withoutRepository(os.Environ())
	git.Stdin = strings.NewReader(strings.Join(paths, "\x00") + "\x00")
	out, err := git.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, nil // exit status 1: no path is ignored
	}
	if err != nil {
		return nil, err
	}
	var answers []string
	for answer := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte{0}), []byte{0}) {
		answers = append(answers, filepath.FromSlash(string(answer)))
	}
	return answers, nil
}

// withoutRepository removes the variables that git sets for hooks to select a
// repository.
func withoutRepository(environ []string) []string {
	return slices.DeleteFunc(environ, func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
			"GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"}, name)
	})
}
