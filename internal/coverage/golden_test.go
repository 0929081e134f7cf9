package coverage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// goldenModules reads the module of every example.
func goldenModules(t *testing.T) map[string][]hcl.Node {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "golden", "*", "*.tf"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no golden modules", err)
	}
	modules := map[string][]hcl.Node{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		nodes, problems := hcl.Tree(text)
		if len(problems) > 0 {
			t.Fatal(path, problems)
		}
		name := filepath.Base(filepath.Dir(path))
		modules[name] = append(modules[name], nodes...)
	}
	return modules
}

// TestGoldenModules checks that the tags reach every taggable resource of every
// golden module.
func TestGoldenModules(t *testing.T) {
	t.Parallel()
	modules := goldenModules(t)
	t.Run("covered", func(t *testing.T) { t.Parallel(); checkCovered(t, modules) })
	t.Run("exactly once", func(t *testing.T) { t.Parallel(); checkExactlyOnce(t, modules) })
	t.Run("never in selectors", func(t *testing.T) { t.Parallel(); checkSelectors(t, modules) })
	t.Run("tasks may be tagged", func(t *testing.T) { t.Parallel(); checkTasks(t, modules) })
}

// checkCovered checks that every type is known and every taggable resource has the
// job's tags.
func checkCovered(t *testing.T, modules map[string][]hcl.Node) {
	t.Helper()
	for name, nodes := range modules {
		report := Of(nodes)
		if report.Below(100) || report.Percent != 100 || report.Taggable == 0 {
			t.Errorf("%s: %d of %d: %+v", name, report.Covered, report.Taggable, report.Gaps())
		}
	}
}

// checkExactlyOnce checks that a resource with the provider's default tags sets no
// tags itself. If a value is set in both and differs in case, every plan has changes.
func checkExactlyOnce(t *testing.T, modules map[string][]hcl.Node) {
	t.Helper()
	for name, nodes := range modules {
		m := read(nodes)
		for _, r := range m.resources {
			table := tableOf(r.kind)
			slots, _ := table.Slots(r.kind)
			for _, slot := range slots {
				if slot.ByDefault && m.byDefault(r, table) && len(find(r.node, slot.Path)) > 0 {
					t.Errorf("%s: %s has %s twice", name, r.address, slot.Path)
				}
			}
		}
	}
}

// checkSelectors checks that no selector uses tags: tags change, and a selector is
// immutable.
func checkSelectors(t *testing.T, modules map[string][]hcl.Node) {
	t.Helper()
	selectors := 0
	for name, nodes := range modules {
		m := read(nodes)
		var look func(address string, node hcl.Node)
		look = func(address string, node hcl.Node) {
			key := strings.ToLower(strings.ReplaceAll(node.Name, "_", ""))
			if strings.HasSuffix(key, "selector") || key == "matchlabels" || key == "matchexpressions" {
				selectors++
				if m.hasTags([]hcl.Node{node}) {
					t.Errorf("%s: %s of %s uses tags", name, node.Name, address)
				}
			}
			for _, inner := range node.Nodes {
				look(address, inner)
			}
		}
		for _, r := range m.resources {
			look(r.address, r.node)
		}
	}
	if selectors == 0 {
		t.Error("no selector was checked")
	}
}

// checkTasks checks that the role that starts tasks with tags has ecs:TagResource,
// without which no task starts. An ECS service uses a service-linked role.
func checkTasks(t *testing.T, modules map[string][]hcl.Node) {
	t.Helper()
	looked := 0
	for name, nodes := range modules {
		for _, row := range Of(nodes).Resources {
			if row.Part != "tasks" || strings.HasPrefix(row.Resource, "aws_ecs_service.") {
				continue
			}
			looked++
			runs, err := os.ReadFile(filepath.Join("..", "..", "testdata", "golden", name, "runs.tf"))
			if err != nil || !strings.Contains(string(runs), `["ecs:TagResource"]`) {
				t.Errorf("%s: nothing lets %s tag its tasks", name, row.Resource)
			}
		}
	}
	if looked == 0 {
		t.Error("no module starts tasks")
	}
}
