package config

import (
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/schemas"
)

func TestJobPaths(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"jobs/orders.infrastructure.yaml": {"jobs/orders.yaml", "jobs/orders.yml"},
		"orders.infrastructure.yml":       {"orders.yaml", "orders.yml"},
		"orders.v2.infrastructure.YAML":   {"orders.v2.yaml", "orders.v2.yml"},
		"jobs/orders.yaml":                nil,
		"jobs/infrastructure.yaml":        nil,
		"jobs/.infrastructure.yaml":       nil,
		"jobs/orders.infrastructure":      nil,
		"jobs/orders.infrastructure.txt":  nil,
		"a.infrastructure.yaml/x.yaml":    nil,
		"":                                nil,
	} {
		if got := JobPaths(path); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

// loadWith loads validJob at jobs/orders.yaml with other files next to it, and
// returns the messages with their positions.
func loadWith(t *testing.T, job string, others files) (*JobFile, []string) {
	t.Helper()
	others["jobs/assets/customers.yaml"], others["jobs/connectors/stripe.yaml"] = "domain: a", "type: stripe"
	others["jobs/connectors/iceberg.yaml"] = "type: iceberg"
	file, problems := load(t, &Loader{Read: others.read}, job)
	var messages []string
	for _, p := range problems {
		text := p.String()
		if p.Code == "conflict" || p.Code == codeUnknownKey && p.Path == "tenant_id" {
			text += " (" + p.Hint + ")"
		}
		messages = append(messages, text)
	}
	return file, messages
}

// TestInfrastructureFile reads the block from both forms of the file.
func TestInfrastructureFile(t *testing.T) {
	t.Parallel()
	block := "provider: aws\nregion: us-east-1\ncompute: {type: ecs, cluster_name: c, args: null}\n"
	indented := "infrastructure:\n  " + strings.ReplaceAll(strings.TrimSpace(block), "\n", "\n  ") + "\n"
	const name = "jobs/orders.infrastructure.yaml"
	for _, test := range []struct{ name, file, text, position string }{
		{"the block alone", name, block, name + ":3:39"},
		{"with its schema", name, "$schema: s\n" + block, name + ":4:39"},
		{"below its key", name, indented, name + ":4:41"},
		{"below its key, with its schema", name, "$schema: s\n" + indented, name + ":5:41"},
		{"other extension", "jobs/orders.infrastructure.yml", block, "jobs/orders.infrastructure.yml:3:39"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file, messages := loadWith(t, validJob, files{test.file: test.text})
			// A null of the job's own is reported, not ignored.
			if want := test.position + ": infrastructure.compute.args: expected a list, got nothing"; !slices.Equal(messages, []string{want}) {
				t.Errorf("got %q, want %q", messages, want)
			}
			if in := file.Input.Job.Infrastructure; in == nil || in.Compute.ClusterName != "c" {
				t.Errorf("%+v", in)
			}
			if !file.IsJob() || !file.Document.HasSource(test.file) || !file.Document.Owns(test.file) {
				t.Error("the file is not part of the job")
			}
		})
	}
}

// TestInfrastructureFileProblems shows what is wrong with the file itself.
func TestInfrastructureFileProblems(t *testing.T) {
	t.Parallel()
	const name = "jobs/orders.infrastructure.yaml"
	for _, test := range []struct {
		name, job string
		files     files
		isJob     bool
		want      []string
	}{
		{"in the job too", validJob + infrastructureBlock, files{name: "\nprovider: aws\n"}, true,
			[]string{"jobs/orders.yaml:6:1: infrastructure: conflicts with the block at jobs/orders.infrastructure.yaml:2:1 " +
				"(define the block in one of the two places)"}},
		{"in the job too, as its first key", infrastructureBlock + validJob, files{name: infrastructureBlock}, true,
			[]string{"jobs/orders.yaml:1:1: infrastructure: conflicts with the block at jobs/orders.infrastructure.yaml:1:1 " +
				"(define the block in one of the two places)"}},
		{"in the job too, as null", validJob + "infrastructure:\n", files{name: infrastructureBlock}, true,
			[]string{"jobs/orders.yaml:6:1: infrastructure: conflicts with the block at jobs/orders.infrastructure.yaml:1:1 " +
				"(define the block in one of the two places)"}},
		{"two files", validJob, files{name: infrastructureBlock, "jobs/orders.infrastructure.yml": infrastructureBlock}, true,
			[]string{"jobs/orders.infrastructure.yaml:1:1: infrastructure: conflicts with the block at jobs/orders.infrastructure.yml:1:1 " +
				"(define the block in one of the two places)"}},
		{"other keys", validJob, files{name: "tenant_id: a\n" + infrastructureBlock}, true,
			[]string{"jobs/orders.infrastructure.yaml:1:1: tenant_id: unknown key (known keys: infrastructure)"}},
		{"not a block", validJob, files{name: "tenant_id: a\n"}, true, []string{
			"jobs/orders.infrastructure.yaml:1:1: infrastructure.tenant_id: unknown key",
			"jobs/orders.infrastructure.yaml:1:1: infrastructure.provider: missing",
			"jobs/orders.infrastructure.yaml:1:1: infrastructure.region: missing",
		}},
		{"empty", validJob, files{name: "# later\n"}, false, []string{"jobs/orders.infrastructure.yaml: the file is empty"}},
		{"unreadable", validJob, files{name: "unreadable"}, false, []string{"jobs/orders.infrastructure.yaml: permission denied"}},
		{"a list", validJob, files{name: "- a\n"}, false, []string{"jobs/orders.infrastructure.yaml:1:1: expected a mapping, got a list"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file, messages := loadWith(t, test.job, test.files)
			if !slices.Equal(messages, test.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(messages, "\n  "), strings.Join(test.want, "\n  "))
			}
			if (file != nil) != test.isJob {
				t.Errorf("got %v", file)
			}
		})
	}
}

// TestInfrastructureFileIsNotAJob shows what a command says that gets one.
func TestInfrastructureFileIsNotAJob(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		files files
		want  string
	}{
		{files{"jobs/orders.yaml": validJob}, "jobs/orders.infrastructure.yaml: invalid job file: it holds the infrastructure of orders.yaml"},
		{files{"jobs/orders.yml": validJob}, "jobs/orders.infrastructure.yaml: invalid job file: it holds the infrastructure of orders.yml"},
		{files{}, "jobs/orders.infrastructure.yaml: missing job file: expected orders.yaml in the same folder"},
	} {
		loader := &Loader{Read: test.files.read}
		file, problems, err := loader.Load("jobs/orders.infrastructure.yaml", []byte(infrastructureBlock))
		if err != nil || file != nil || len(problems) != 1 || problems[0].String() != test.want || problems[0].Hint == "" {
			t.Errorf("%v, %v, %v", file, problems, err)
		}
	}
	loader := &Loader{Read: files{".infrastructure.yaml": infrastructureBlock}.read}
	if file, problems, err := loader.Load("", []byte(validJob)); err != nil || file == nil || len(problems) > 0 {
		t.Errorf("standard input: %v, %v", problems, err)
	}
}

// blockText matches the block of a job file, to the next key or the end.
var blockText = regexp.MustCompile(`(?ms)^infrastructure:.*?(?:^[^\s#]|\z)`)

// TestInfrastructureFileIsTheSame moves the block of every job here into a file
// of its own, and expects the same job with the same problems.
func TestInfrastructureFileIsTheSame(t *testing.T) {
	t.Parallel()
	moved := 0
	for _, folder := range []string{"../../testdata/invalid", "../../examples"} {
		for path, text := range jobFiles(t, folder) {
			at := blockText.FindIndex(text)
			if at == nil || strings.ContainsAny(string(text), "&*") {
				continue // anchors do not reach into another file
			}
			if at[1] < len(text) {
				at[1]-- // the first character of the next key
			}
			side := strings.TrimSuffix(filepath.ToSlash(path), ".yaml") + ".infrastructure.yaml"
			rest := string(text[:at[0]]) + string(text[at[1]:])
			one, oneProblems, err := (&Loader{Read: files{}.read}).Load(path, text)
			if err != nil || one == nil || one.Input.Job.Infrastructure == nil {
				continue
			}
			moved++
			two, twoProblems, err := (&Loader{Read: files{side: string(text[at[0]:at[1]])}.read}).Load(path, []byte(rest))
			if err != nil || two == nil {
				t.Fatalf("%s: %v, %v", path, twoProblems, err)
			}
			if !reflect.DeepEqual(one.Input.Job, two.Input.Job) {
				t.Errorf("%s: another job", path)
			}
			if got, want := described(twoProblems), described(oneProblems); !slices.Equal(got, want) {
				t.Errorf("%s: got\n  %s\nwant\n  %s", path, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
		}
	}
	if moved < 50 {
		t.Errorf("moved only %d blocks", moved)
	}
}

// described returns problems without their positions, sorted.
func described(problems diag.List) []string {
	var all []string
	for _, p := range problems {
		p.Pos = diag.Pos{}
		all = append(all, p.String()+" / "+p.Hint)
	}
	slices.Sort(all)
	return all
}

// TestInfrastructureSchemaAgrees shows that the schema of infrastructure files
// accepts the same blocks as that of job files, in both forms.
func TestInfrastructureSchemaAgrees(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, schemas.Infrastructure, InfrastructureSchemaID)
	ours := committedSchema(t)
	accepted, refused := 0, 0
	for _, folder := range []string{"../../testdata/invalid", "../../examples"} {
		for path, text := range jobFiles(t, folder) {
			doc, _ := document.Parse(path, text)
			if doc == nil || doc.Root.Get("infrastructure") == nil {
				continue
			}
			c := checker{doc: doc, root: ours}
			c.check(doc.Root.Get("infrastructure"), property(ours, "infrastructure"), "infrastructure")
			isValid := len(c.problems) == 0
			if isValid {
				accepted++
			} else {
				refused++
			}
			block := plain(t, doc.Root.Get("infrastructure"))
			for form, value := range map[string]any{"whole": block, "key": map[string]any{"infrastructure": block}} {
				if err := schema.Validate(value); (err == nil) != isValid && !(err == nil && onlySpelling(c.problems)) {
					t.Errorf("%s, %s: we say %v, the schema says %v", path, form, c.problems, err)
				}
			}
		}
	}
	if accepted < 20 || refused < 20 {
		t.Errorf("%d accepted, %d refused", accepted, refused)
	}
}
