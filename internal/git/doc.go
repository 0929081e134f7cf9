// Package git reads files of revisions from the objects of a repository: nothing is
// checked out, and nothing is written.
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Repository is a git repository with a work tree.
type Repository struct {
	// root is the top folder of the work tree, absolute. roots are its names: that,
	// and the one by which the working directory is known, through symbolic links.
	root    string
	roots   []string
	objects *objects
}

// Open finds the repository of a folder. Close ends the process that reads objects.
func Open(ctx context.Context, folder string) (*Repository, error) {
	root, err := output(ctx, folder, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, errors.New("not in a git repository, or git is not installed")
	}
	inner, err := output(ctx, folder, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	known, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	for range strings.Count(inner, "/") {
		known = filepath.Dir(known)
	}
	objects, err := startObjects(ctx, root)
	if err != nil {
		return nil, err
	}
	return &Repository{root: root, roots: []string{known, filepath.FromSlash(root)}, objects: objects}, nil
}

// Close ends the process that reads objects.
func (r *Repository) Close() { r.objects.close() }

// Revision reads the list of files of a commit, by any name that git knows.
func (r *Repository) Revision(ctx context.Context, name string) (*Revision, error) {
	commit, err := output(ctx, r.root, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}")
	if err != nil {
		return nil, r.unknown(ctx, name)
	}
	listed, err := output(ctx, r.root, "ls-tree", "-r", "-z", "--full-tree", commit)
	if err != nil {
		return nil, fmt.Errorf("cannot read the files of revision %s: %w", name, err)
	}
	return newRevision(r, listed)
}

// unknown says how to get a revision that the repository does not have.
func (r *Repository) unknown(ctx context.Context, name string) error {
	shallow, err := output(ctx, r.root, "rev-parse", "--is-shallow-repository")
	if err != nil || shallow != "true" {
		return fmt.Errorf("unknown revision %q", name)
	}
	fetch := "git fetch --unshallow"
	remote, branch, hasRemote := strings.Cut(name, "/")
	switch remotes, err := output(ctx, r.root, "remote"); {
	case err != nil:
	case hasRemote && slices.Contains(strings.Fields(remotes), remote):
		fetch = fmt.Sprintf("git fetch --depth=1 %s +refs/heads/%s:refs/remotes/%s", remote, branch, name)
	case isHash(name):
		fetch = "git fetch --depth=1 origin " + name
	}
	return fmt.Errorf("unknown revision %q: the clone is shallow; get it with: %s", name, fetch)
}

// isHash reports whether a name is the full name of a commit.
func isHash(name string) bool {
	const sha1, sha256 = 40, 64
	return (len(name) == sha1 || len(name) == sha256) && strings.Trim(name, "0123456789abcdef") == ""
}

// output runs git in a folder and returns what it prints.
func output(ctx context.Context, folder string, arguments ...string) (string, error) {
	printed, err := command(ctx, folder, arguments...).Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) && len(failed.Stderr) > 0 {
		return "", errors.New(strings.TrimSpace(string(failed.Stderr)))
	}
	return strings.TrimSuffix(string(printed), "\n"), err
}

// command prepares git: no configuration in the work tree may start a program, and no
// variable that git sets for hooks may select another repository.
func command(ctx context.Context, folder string, arguments ...string) *exec.Cmd {
	git := exec.CommandContext(ctx, "git", append([]string{"-C", folder, "-c", "core.fsmonitor=false"}, arguments...)...)
	git.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains([]string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX",
			"GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"}, name)
	})
	return git
}
