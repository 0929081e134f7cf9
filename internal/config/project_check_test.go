package config

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestProjectCheck shows what the schema of project files does not express.
func TestProjectCheck(t *testing.T) {
	t.Parallel()
	state := func(block string) string { return "{terraform: {backend: {type: s3, " + block + "}}}" }
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"folders", "templates: [here, nowhere, file.txt]\nassets_roots: [., nowhere]\n", []string{
			`1:19: templates[1]: "nowhere" does not exist (paths are relative to the folder of the project file)`,
			`1:28: templates[2]: "file.txt" is not a directory (paths are relative to the folder of the project file)`,
			`2:19: assets_roots[1]: "nowhere" does not exist (paths are relative to the folder of the project file)`,
		}},
		{"a value of the wrong type", "templates: x\noutput: [x]\n", []string{
			"1:12: templates: expected a list, got a string (write it as a list: [x])", "2:9: output: expected a mapping, got a list",
		}},
		{"a key in the wrong place", "defaults:\n  - infrastructure: {subnets: [a], zone: b}\n", []string{
			"2:22: defaults[0].infrastructure.subnets: unknown key (did you mean defaults[0].infrastructure.network.subnets?)",
			"2:36: defaults[0].infrastructure.zone: unknown key " +
				"(known keys: provider, region, project_id, job_name, compute, schedule, network, storage, tags, identity, monitoring, terraform)",
		}},
		{"variables in place of any value", "defaults:\n  - infrastructure: {provider: '${P}', compute: {type: '${T}', timeout_seconds: " +
			"'${S}'}, network: {egress: ['${E}']}}\n", nil},
		{"a NUL character", "assets_roots: [.]\noutput: {root: \"a\\0\"}\n", []string{"2:16: output.root: contains a NUL character"}},
		{"layouts", "output: {layout: '{environment}/{tenant}/{job}'}\n", nil},
		{"a layout with an unknown placeholder", "output: {layout: '{team}/{job}'}\n", []string{`1:18: output.layout: unknown placeholder ` +
			`"{team}" (use {tenant}, {job} or {environment})`}},
		{"a layout that is absolute", "output: {layout: '/{job}'}\n", []string{notBelowRoot(`/{job}`)}},
		{"a layout that leaves the root", "output: {layout: '../{job}'}\n", []string{notBelowRoot(`../{job}`)}},
		{"a layout above the root", "output: {layout: '..'}\n", []string{notBelowRoot(`..`)}},
		{"a layout with a drive", "output: {layout: 'c:{job}'}\n", []string{notBelowRoot(`c:{job}`)}},
		{"a layout that is not clean", "output: {layout: 'a//{job}'}\n", []string{notBelowRoot(`a//{job}`)}},
		{"a layout with dots in a name", "output: {layout: '..a/{job}'}\n", nil},
		{"a layout for all jobs", "output: {layout: '{tenant}'}\n", []string{`1:18: output.layout: all jobs would share one module folder ` +
			`(add {job}, as in {tenant}/{job})`}},
		{"an output without layout", "output: {root: out}\n", nil},
		{"providers", "providers: {aws: '~> 6.14', google: 'latest'}\n", []string{`1:37: providers.google: invalid version "latest": ` +
			`write one such as 6, 6.14 or 6.14.1 (write a constraint such as "~> 6.14" or ">= 6.14, < 7.0")`}},
		{"patterns", "defaults:\n  - {match: {file: [jobs/**, 'jobs/[', ./jobs/*]}, deploy: true}\n" +
			"  - {match: {file: /jobs/*}, deploy: false}\n", []string{
			`2:30: defaults[0].match.file[1]: invalid pattern "jobs/[": unclosed or empty bracket`,
			`2:40: defaults[0].match.file[2]: invalid pattern "./jobs/*": no path matches it (paths are relative to the project file's ` +
				`folder: write jobs/*)`,
		}},
		{"one pattern", "defaults:\n  - {match: {file: jobs//*}, deploy: true}\n",
			[]string{`2:20: defaults[0].match.file: invalid pattern "jobs//*": no path matches it (paths are relative to the project file's ` +
				`folder: write jobs/*)`}},
		{"a default without effect", "defaults:\n  - {match: {tenant: acme}}\n", []string{`2:5: defaults[0]: must not be empty (add ` +
			`infrastructure or deploy)`}},
		{"environment names", "environments: {'a b': {}, _a: {}, 1a.b-c_d: {}}\n", []string{
			`1:16: environments["a b"]: invalid environment name "a b": not usable in resource names (use letters, digits, ".", "_" and "-", ` +
				`and begin with a letter or digit)`,
			`1:27: environments._a: invalid environment name "_a": not usable in resource names (use letters, digits, ".", "_" and "-", and ` +
				`begin with a letter or digit)`,
		}},
		{"a state for all jobs", "defaults:\n  - infrastructure: " + state("key: x") + "\n", []string{shared("2:59: "+
			"defaults[0].infrastructure.terraform.backend.key", "several jobs", "{tenant} and {job}")}},
		{"a state for all jobs and environments", "defaults:\n  - infrastructure: " + state("key: x") + "\nenvironments: {a: , b: }\n",
			[]string{shared("2:59: defaults[0].infrastructure.terraform.backend.key", "several jobs", "{tenant} and {job}")}},
		{"a state for a tenant", "defaults:\n  - {match: {tenant: acme}, infrastructure: " + state("key: x") + "}\n",
			[]string{shared("2:83: defaults[0].infrastructure.terraform.backend.key", "several jobs", "{job}")}},
		{"a state for two tenants", "defaults:\n  - {match: {tenant: [a, b]}, infrastructure: " + state("prefix: '{job}'") + "}\n",
			[]string{shared("2:88: defaults[0].infrastructure.terraform.backend.prefix", "several jobs", "{tenant}")}},
		{"a state for each job", "defaults:\n  - infrastructure: " + state("key: '{tenant}/{job}'") + "\n", nil},
		{"a state with an unknown placeholder", "environments: {prod: {infrastructure: " + state("key: '{tenan}/{job}'") + "}}\n",
			[]string{`1:77: environments.prod.infrastructure.terraform.backend.key: unknown placeholder "{tenan}" (did you mean {tenant}?)`}},
		{"a state that a variable is part of", "defaults:\n  - infrastructure: " + state("key: '${X}/{tenant}/{job}'") + "\n", nil},
		{"a state of two environments", "defaults:\n  - infrastructure: " + state("key: '{tenant}/{job}'") + "\nenvironments: {a: , b: {}}\n",
			[]string{shared("2:59: defaults[0].infrastructure.terraform.backend.key", "a and b", "{environment}")}},
		{"a state of three environments, one with its own", "defaults:\n  - infrastructure: " + state("key: '{tenant}/{job}'") +
			"\nenvironments: {a: , b: {infrastructure: " + state("key: '{tenant}-{job}'") + "}, c: }\n",
			[]string{shared("2:59: defaults[0].infrastructure.terraform.backend.key", "a and c", "{environment}")}},
		{"an environment with the same state", "environments:\n  a: {infrastructure: " + state("key: '{tenant}/{job}'") +
			"}\n  b: {infrastructure: " + state("key: '{tenant}/{job}'") + "}\n",
			[]string{
				shared("2:61: environments.a.infrastructure.terraform.backend.key", "a and b", "{environment}"),
				shared("3:61: environments.b.infrastructure.terraform.backend.key", "a and b", "{environment}"),
			}},
		{"an environment alone with its own state", "environments: {a: , b: {infrastructure: " + state("key: 'b/{tenant}/{job}'") + "}}\n", nil},
		{"environments with buckets of their own", "defaults:\n  - infrastructure: " + state("key: '{tenant}/{job}'") +
			"\nenvironments: {a: , b: {infrastructure: " + state("bucket: b") + "}}\n", nil},
		{"a state for each environment", "defaults:\n  - infrastructure: " + state("key: '{tenant}/{job}/{environment}'") +
			"\nenvironments: {a: , b: }\n", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, folder, map[string]string{".dativo-gen.yaml": test.text, "here/x": "", "file.txt": ""})
			name := filepath.ToSlash(filepath.Join(folder, ".dativo-gen.yaml"))
			projects := &Projects{}
			project, broken, err := projects.For(filepath.Join(folder, "job.yaml"))
			if err != nil || broken != (len(test.want) > 0) || (project == nil) != broken {
				t.Errorf("%v, %t, %v", project, broken, err)
			}
			var got []string
			for _, p := range projects.Problems().Sorted() {
				text := strings.TrimPrefix(p.String(), name+":")
				if p.Hint != "" {
					text += " (" + p.Hint + ")"
				}
				got = append(got, text)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(test.want, "\n  "))
			}
		})
	}
}

func notBelowRoot(layout string) string {
	return `1:18: output.layout: invalid layout "` + layout + `": expected a folder below the root (write it like {tenant}/{job}, ` +
		`without ".." and with single slashes)`
}

func shared(position, who, missing string) string {
	return position + ": " + who + " would share one Terraform state: missing " + missing + " (" + ownState + ")"
}
