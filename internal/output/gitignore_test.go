package output

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func TestIgnoredByGit(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	repo, inner, plain := filepath.Join(base, "repo"), filepath.Join(base, "repo", "inner"), filepath.Join(base, "plain")
	write(t, repo, tree{".gitignore": "*.tfvars.json\n/build/\n!keep.tfvars.json\n", "tracked/x.tfvars.json": "{}"})
	write(t, inner, tree{".gitignore": "main.tf\n"})
	write(t, plain, tree{".gitignore": "*\n"})
	for _, dir := range []string{repo, inner} {
		git(t, dir, "init", "-q")
	}
	git(t, repo, "add", "-f", "tracked/x.tfvars.json")
	if err := os.Symlink(repo, filepath.Join(base, "link")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(plain, filepath.Join(repo, "outside")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		filepath.Join(repo, "job", "terraform.tfvars.json"),
		filepath.Join(repo, "build", "not", "there", "yet", "main.tf"),
		filepath.Join(inner, "main.tf"),
		filepath.Join(base, "link", "a b\n:(top)", "terraform.tfvars.json"),
	}
	paths := slices.Concat(want, []string{
		filepath.Join(repo, "job", "main.tf"),
		filepath.Join(repo, "job", "keep.tfvars.json"),
		filepath.Join(repo, "tracked", "x.tfvars.json"),
		filepath.Join(inner, "terraform.tfvars.json"),
		filepath.Join(plain, "main.tf"),
		filepath.Join(repo, "outside", "terraform.tfvars.json"),
	})
	if got, ok := IgnoredByGit(t.Context(), paths); !ok || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, ok, want)
	}
	if got, ok := IgnoredByGit(t.Context(), nil); !ok || got != nil {
		t.Errorf("no paths: %q, %v", got, ok)
	}
	clean := []string{filepath.Join(repo, "main.tf")}
	if got, ok := IgnoredByGit(t.Context(), clean); !ok || got != nil {
		t.Errorf("nothing ignored: %q, %v", got, ok)
	}
}

// The environment of a hook selects the repository that the hook runs for.
func TestIgnoredByGitInAHook(t *testing.T) {
	repo := t.TempDir()
	write(t, repo, tree{".gitignore": "*.tfvars.json\n"})
	git(t, repo, "init", "-q")
	t.Setenv("GIT_DIR", filepath.Join(t.TempDir(), "elsewhere"))
	want := []string{filepath.Join(repo, "terraform.tfvars.json")}
	if got, ok := IgnoredByGit(t.Context(), want); !ok || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, ok)
	}
}

func TestNobodyToAskAboutGit(t *testing.T) {
	plain, broken := t.TempDir(), t.TempDir()
	write(t, broken, tree{".git": "gitdir: nowhere\n"})
	if got, ok := IgnoredByGit(t.Context(), []string{filepath.Join(broken, "main.tf")}); ok || got != nil {
		t.Errorf("broken repository: %q, %v", got, ok)
	}
	t.Setenv("PATH", "")
	if got, ok := IgnoredByGit(t.Context(), []string{filepath.Join(broken, "main.tf")}); ok || got != nil {
		t.Errorf("git is not installed: %q, %v", got, ok)
	}
	if got, ok := IgnoredByGit(t.Context(), []string{filepath.Join(plain, "main.tf")}); !ok || got != nil {
		t.Errorf("no repository: %q, %v", got, ok)
	}
}
