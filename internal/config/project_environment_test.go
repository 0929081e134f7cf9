package config

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestStateOfEnvironments shows which names of states keep environments apart.
func TestStateOfEnvironments(t *testing.T) {
	t.Parallel()
	for key, shared := range map[string]bool{
		"{tenant}/{job}":                 false, // one environment has a bucket of its own
		"{tenant}/{job}/{environment}":   false,
		"{tenant}/{job}/${STAGE}":        false,
		"{tenant}/{job}.tfstate":         false,
		"{job}":                          true, // of two tenants
		"{tenant}":                       true, // of two jobs
		"${STAGE}":                       true,
		"{tenant}/{environment}/{stage}": true, // whatever it may be
	} {
		folder := t.TempDir()
		write(t, folder, map[string]string{".dativo-gen.yaml": fmt.Sprintf(`
defaults: [{infrastructure: {terraform: {backend: {key: %q}}}}]
environments: {a: , b: {infrastructure: {terraform: {backend: {bucket: b}}}}}
`, key)})
		projects := &Projects{}
		if _, broken, err := projects.For(filepath.Join(folder, "o.yaml")); broken != shared || err != nil {
			t.Errorf("%s: refused: %t, want %t (%v %v)", key, broken, shared, err, projects.Problems())
		}
	}
}

// TestEnvironmentBecomesTheJobs shows the position of the environment.
func TestEnvironmentBecomesTheJobs(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": "environments:\n  staging: {}\n"})
	for _, text := range []string{outside, outside + "environment: own\n", "environment: own\n" + outside} {
		loader := &Loader{Projects: &Projects{}, Environment: "staging"}
		file, problems, err := loader.Load(filepath.Join(folder, "o.yaml"), []byte(text+"infrastructure: {}\n"))
		if err != nil || file == nil {
			t.Fatal(err, problems)
		}
		at := file.Document.Pos("environment")
		if file.Input.Job.Environment != "staging" || filepath.Base(at.File) != ".dativo-gen.yaml" || at.Line != 2 || at.Col != 3 {
			t.Errorf("environment is %q from %s", file.Input.Job.Environment, at)
		}
		if tag := file.Input.Tags.Environment; tag.Join("") != "staging" || tag.Origin.File != at.File {
			t.Errorf("the tag is %v from %s", tag, tag.Origin)
		}
	}
}

// TestOwnStateOfEnvironments: a job's own key is the same in all environments.
func TestOwnStateOfEnvironments(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": "environments: {dev: , prod: }\n"})
	for env, want := range map[string]string{
		"dev": "o.yaml:5:56: infrastructure.terraform.backend.key: dev and prod would share one Terraform state: missing {environment}", "": "",
	} {
		loader := &Loader{Projects: &Projects{}, Environment: env}
		_, problems, err := loader.Load(filepath.Join(folder, "o.yaml"), []byte(outside+
			"infrastructure: {terraform: {backend: {type: gcs, key: o, prefix: '{environment}'}}}\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range problems {
			if p.Code == "shared" {
				got += strings.TrimPrefix(p.String(), filepath.ToSlash(folder)+"/")
			}
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", env, got, want)
		}
	}
}

// TestEnvironmentProblems shows what is said of one that does not exist, and of
// none although there are some.
func TestEnvironmentProblems(t *testing.T) {
	t.Parallel()
	const project = "environments: {staging: {infrastructure: {region: r}}, dev: }\n"
	const notSelected = ".dativo-gen.yaml:1:1: environments: no environment selected (use --env dev or staging; --env is repeatable)"
	for _, test := range []struct{ name, project, env, job, want string }{
		{"no project file", "", "prod", "",
			`o.yaml: environment: unknown environment "prod": ` +
				`the job has no project file (--env selects an environment that a project file defines)`},
		{"no environments", "output: {root: out}\n", "prod", "", `.dativo-gen.yaml:1:1: environments: unknown environment "prod" ()`},
		{"another one", project, "prod", "", `.dativo-gen.yaml:1:1: environments: unknown environment "prod" (use dev or staging)`},
		{"a misspelled one", project, "stagin", "", `.dativo-gen.yaml:1:1: environments: unknown environment "stagin" (did you mean staging?)`},
		{"applied", project, "staging", "environment: staging\n", ""},
		{"not selected", project, "", "environment: staging\n", notSelected},
		{"not selected, of a job without one", project, "", "", notSelected},
		{"not selected, of a job with another one", project, "", "environment: prod\n", notSelected},
		{"not selected, and there are none", "environments: {}\n", "", "environment: prod\n", ""},
	} {
		folder := t.TempDir()
		if test.project != "" {
			write(t, folder, map[string]string{".dativo-gen.yaml": test.project})
		}
		write(t, folder, map[string]string{".git/HEAD": ""})
		loader := &Loader{Projects: &Projects{}, Environment: test.env}
		_, problems, err := loader.Load(filepath.Join(folder, "o.yaml"), []byte(outside+test.job))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range problems {
			if p.Code == "environment" {
				got += strings.ReplaceAll(p.String(), filepath.ToSlash(folder)+"/", "") + " (" + p.Hint + ")"
			}
		}
		if got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}
