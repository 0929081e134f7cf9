package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// write puts files into a folder.
func write(t testing.TB, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// outside is a job without its infrastructure block.
const outside = "tenant_id: acme\nsource_connector_path: s.yaml\ntarget_connector_path: t.yaml\nasset_path: a.yaml\n"

// block loads a job in a folder and returns its merged block on one line.
func block(t testing.TB, loader *Loader, folder, name, text string) string {
	t.Helper()
	file, problems, err := loader.Load(filepath.Join(folder, filepath.FromSlash(name)), []byte(text))
	if err != nil || file == nil {
		t.Fatalf("%v %v %v", err, problems, loader.Projects.Problems())
	}
	node, _ := file.Document.Find(paths.Infrastructure)
	if node == nil {
		return "none"
	}
	return oneLine(t, sorted(node))
}

func TestMatch(t *testing.T) {
	t.Parallel()
	const ecs = "provider: aws, compute: {type: ecs}"
	for _, test := range []struct {
		name, match, block string
		want               bool
	}{
		{"nothing is asked", "{}", "", true},
		{"provider", "{provider: aws}", ecs, true},
		{"another provider", "{provider: gcp}", ecs, false},
		{"one of a list", "{provider: [gcp, aws]}", ecs, true},
		{"no provider", "{provider: aws}", "", false},
		{"provider of a variable", "{provider: aws}", "provider: '${CLOUD}'", true},
		{"variable without a value", "{provider: aws}", "provider: '${NOTHING}'", false},
		{"platform", "{platform: aws_ecs}", ecs, true},
		{"another platform", "{platform: [aws_eks, gcp_gke]}", ecs, false},
		{"half of a platform", "{platform: aws_ecs}", "provider: aws", false},
		{"tenant", "{tenant: acme}", "", true},
		{"another tenant", "{tenant: [b, c]}", "", false},
		{"environment", "{environment: prod}", "", true},
		{"another environment", "{environment: staging}", "", false},
		{"file", "{file: 'jobs/*/orders.yaml'}", "", true},
		{"one of the files", "{file: [other/**, '**/orders.yaml']}", "", true},
		{"another file", "{file: 'orders.yaml'}", "", false},
		{"all must match", "{tenant: acme, provider: aws, file: '**'}", ecs, true},
		{"one does not", "{tenant: acme, provider: gcp, file: '**'}", ecs, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, folder, map[string]string{
				".dativo-gen.yaml": "defaults: [{match: " + test.match + ", infrastructure: {region: matched}}]\n",
			})
			loader := &Loader{Projects: &Projects{}, Vars: map[string]string{"CLOUD": "aws"}}
			text := outside + "environment: prod\ninfrastructure: {" + test.block + "}\n"
			got := strings.Contains(block(t, loader, folder, "jobs/acme/orders.yaml", text), "matched")
			if got != test.want {
				t.Errorf("matches: %t, want %t", got, test.want)
			}
		})
	}
}

// TestBlocksOfAProject shows in what order blocks are merged, and that a default
// can ask for what an earlier one gave.
func TestBlocksOfAProject(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": `
defaults:
  - match: {platform: aws_ecs}  # not known yet
    infrastructure: {project_id: too-early}
  - infrastructure: {provider: aws, region: default-1, compute: {type: ecs, image: one}}
  - match: {platform: aws_ecs}
    infrastructure: {region: default-2, compute: {image: two}, network: {subnets: [a, b]}}
  - match: {environment: staging}
    infrastructure: {storage: {bucket: for-staging}}
environments:
  staging:
    infrastructure: {region: overlay, network: null}
  prod:
  dev: {}
`})
	load := func(env, block_ string) string {
		t.Helper()
		return block(t, &Loader{Projects: &Projects{}, Environment: env}, folder, "o.yaml", outside+block_)
	}
	for _, test := range []struct{ name, env, block, want string }{
		{"defaults alone", "", "infrastructure: {}\n",
			"{compute: {image: two, type: ecs}, network: {subnets: [a, b]}, provider: aws, region: default-2}"},
		{"the job's wins", "", "infrastructure: {region: own, network: {subnets: [c]}}\n",
			"{compute: {image: two, type: ecs}, network: {subnets: [c]}, provider: aws, region: own}"},
		{"the job's decides what matches", "", "infrastructure: {provider: gcp}\n",
			"{compute: {image: one, type: ecs}, provider: gcp, region: default-1}"},
		{"a null of the job's too", "", "infrastructure: {compute: {type: null}}\n",
			"{compute: {image: one}, provider: aws, region: default-1}"},
		{"the environment overrides the job", "staging", "infrastructure: {region: own}\n",
			"{compute: {image: two, type: ecs}, provider: aws, region: overlay, storage: {bucket: for-staging}}"},
		{"an environment without values", "prod", "infrastructure: {region: own, network: null}\n",
			"{compute: {image: two, type: ecs}, provider: aws, region: own}"},
		{"an empty overlay", "dev", "infrastructure: {region: own, network: null}\n",
			"{compute: {image: two, type: ecs}, provider: aws, region: own}"},
		{"no block", "staging", "", "none"},
		{"an invalid block", "staging", "infrastructure: x\n", "x"},
		{"an empty block", "staging", "infrastructure:\n", "null"},
	} {
		if got := load(test.env, test.block); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.name, got, test.want)
		}
	}
}

// TestMatchSeesTheLatestDefault shows that of two defaults that give the same
// value the later one counts for those after them, and an environment's does not.
func TestMatchSeesTheLatestDefault(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": `
defaults:
  - infrastructure: {provider: aws}
  - infrastructure: {provider: gcp}
  - {match: {provider: gcp}, infrastructure: {region: latest}}
  - {match: {provider: aws}, infrastructure: {region: first, project_id: first}}
environments: {staging: {infrastructure: {provider: aws}}}
`})
	loader := &Loader{Projects: &Projects{}, Environment: "staging"}
	if got := block(t, loader, folder, "o.yaml", outside+"infrastructure: {}\n"); got != "{provider: aws, region: latest}" {
		t.Errorf("got %s", got)
	}
}

// TestScheduleWithoutCron shows that a project file says how schedules are, but
// gives none to a job that has none.
func TestScheduleWithoutCron(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": `
defaults: [{infrastructure: {schedule: {timezone: Europe/Berlin}}}]
environments: {staging: {infrastructure: {schedule: {enabled: false}}}}
`})
	for _, test := range []struct{ env, block, want string }{
		{"", "{}", "{}"},
		{"staging", "{}", "{}"},
		{"", "{schedule: {cron: x}}", "{schedule: {cron: x, timezone: Europe/Berlin}}"},
		{"staging", "{schedule: {cron: x}}", "{schedule: {cron: x, enabled: false, timezone: Europe/Berlin}}"},
		{"staging", "{schedule: null}", "{}"},
		{"", "{schedule: {}}", "{schedule: {timezone: Europe/Berlin}}"}, // its author forgot something
		{"", "{schedule: {enabled: true}}", "{schedule: {enabled: true, timezone: Europe/Berlin}}"},
	} {
		loader := &Loader{Projects: &Projects{}, Environment: test.env}
		if got := block(t, loader, folder, "o.yaml", outside+"infrastructure: "+test.block+"\n"); got != test.want {
			t.Errorf("%s with %q: got %s, want %s", test.block, test.env, got, test.want)
		}
	}
}

// TestAssetsRootsOfTheProject shows that they come after those of the flags.
func TestAssetsRootsOfTheProject(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{
		"repo/.git/HEAD":        "",
		"repo/.dativo-gen.yaml": "assets_roots: [../contracts]\n",
		"contracts/a.yaml":      "team: {owner: contracts}\n",
		"flag/a.yaml":           "team: {owner: flag}\n",
	})
	for _, test := range []struct {
		roots []string
		want  string
	}{{nil, "contracts"}, {[]string{filepath.Join(folder, "flag")}, "flag"}} {
		loader := &Loader{Projects: &Projects{}, AssetRoots: test.roots}
		file, _, err := loader.Load(filepath.Join(folder, "repo", "o.yaml"), []byte(outside+"infrastructure: {}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := file.Input.Tags.Asset.Owner.Join(""); got != test.want {
			t.Errorf("owner is %q, want %q", got, test.want)
		}
		if !slices.Equal(loader.AssetRoots, test.roots) {
			t.Error("the loader has changed")
		}
	}
}

// TestRemovedSchedule shows that the null that removed a schedule is listed even if
// a project file's settings for all schedules follow it.
func TestRemovedSchedule(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, folder, map[string]string{".dativo-gen.yaml": `
defaults:
  - infrastructure: {schedule: {cron: "0 1 * * *"}}
environments:
  dev: {infrastructure: {schedule: {enabled: false}}}
`})
	load := func(job string) []Setting {
		t.Helper()
		loader := &Loader{Projects: &Projects{}, Environment: "dev"}
		file, problems, err := loader.Load(filepath.Join(folder, "o.yaml"), []byte(outside+job))
		if err != nil || file == nil {
			t.Fatal(err, problems)
		}
		return file.Settings()
	}
	settings := load("infrastructure: {region: x, schedule: null}\n")
	last := settings[len(settings)-1]
	if !last.Removed || last.Path != "infrastructure.schedule" || !strings.HasSuffix(last.From, "o.yaml:5:39") || len(last.Shadowed) != 1 {
		t.Errorf("%+v", settings)
	}
	for _, s := range load("infrastructure: {region: x}\n") {
		if s.Removed {
			t.Errorf("%+v", s)
		}
	}
}

// FuzzProject shows that no project file makes a job panic, and that each has
// either problems or a project.
func FuzzProject(f *testing.F) {
	for _, seed := range []string{
		"defaults: [{infrastructure: {region: x}}]", "defaults: [{match: {file: '[', tenant: []}, infrastructure: null}]",
		"environments: {staging: {infrastructure: {compute: null}}}", "output: {layout: '{'}", "providers: {aws: '~>'}",
		"defaults: [{infrastructure: &a {compute: {}}}, {infrastructure: *a}]", "templates: [nowhere]", "environments: [staging]",
		"defaults: [{infrastructure: {terraform: {backend: {key: x, prefix: '${A}'}}}}]\nenvironments: {a: , b: }",
	} {
		f.Add(seed, "infrastructure: {compute: {image: null}, network: 1}")
	}
	folder := f.TempDir()
	path := filepath.Join(folder, ".dativo-gen.yaml")
	f.Fuzz(func(t *testing.T, project, job string) {
		if err := os.WriteFile(path, []byte(project), 0o600); err != nil {
			t.Fatal(err)
		}
		loader := &Loader{Projects: &Projects{File: path}, Environment: "staging"}
		file, problems, err := loader.Load(filepath.Join(folder, "job.yaml"), []byte(outside+job))
		if err != nil {
			t.Fatal(err)
		}
		if file == nil && !problems.HasErrors() && !loader.Projects.Problems().HasErrors() {
			t.Error("neither a job nor a problem")
		}
		if file != nil && file.Input.Job.Infrastructure != nil {
			file.Settings()
		}
	})
}
