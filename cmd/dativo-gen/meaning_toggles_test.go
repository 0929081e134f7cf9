package main

import (
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/template"
	"text/template/parse"

	"github.com/Masterminds/sprig/v3"

	"github.com/dativo-io/dativo-gen/internal/model"
	"github.com/dativo-io/dativo-gen/internal/platform"
	"github.com/dativo-io/dativo-gen/templates"
)

// impossible are branches that no job can reach: a statement has actions.
var impossible = map[string]bool{"shared/aws_identity.tmpl:027: {{range .Actions}} is not taken": true}

// shownElsewhere are branches that another test shows, because the recorded providers of
// the end-to-end tests cannot: TestEphemeralClusterAuth.
var shownElsewhere = map[string]bool{
	"aws_eks/providers.tf.tmpl:016: {{if .Cluster.EphemeralAuth}} is taken": true,
	"aws_eks/providers.tf.tmpl:029: {{if .Cluster.EphemeralAuth}} is taken": true,
}

// TestToggles expects the examples to switch every structural toggle of the
// templates both ways: each {{if}}, {{with}} and {{range}} is taken and not
// taken, and each condition inside an and, or or not is true once and false
// once. A branch that no example reaches is a branch that no golden file, no
// plan and no reviewer has seen.
func TestToggles(t *testing.T) {
	t.Parallel()
	probes := &probes{seen: map[string]bool{}}
	sets := map[string]*template.Template{}
	for _, p := range platform.All() {
		sets[p.Name] = probes.instrument(t, p.Name)
	}
	for _, name := range exampleNames(t) {
		d := exampleDeployment(t, name)
		for _, output := range sets[d.Platform].Templates() {
			if strings.HasSuffix(output.Name(), ".tf.tmpl") || strings.HasSuffix(output.Name(), ".md.tmpl") {
				if err := output.Execute(io.Discard, d); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
	}
	for _, place := range slices.Sorted(mapKeys(probes.seen)) {
		if !probes.seen[place] && !impossible[place] && !shownElsewhere[place] {
			t.Errorf("templates/%s: in no example", place)
		}
	}
	if len(probes.seen) < 100 {
		t.Errorf("only %d branches found: this test overlooks some", len(probes.seen))
	}
}

// exampleDeployment normalizes an example.
func exampleDeployment(t *testing.T, name string) *model.Deployment {
	t.Helper()
	return &exampleModule(t, name).deployment
}

// probes are places in templates, and whether they were reached.
type probes struct {
	mutex sync.Mutex
	seen  map[string]bool
}

// reach records a place, as a function that templates call.
func (p *probes) reach(place string) string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.seen[place] = true
	return ""
}

// expect notes that there is such a place.
func (p *probes) expect(place string) {
	p.seen[place] = p.seen[place] || false
}

// truth records whether a condition held.
func (p *probes) truth(place string, value any) string {
	holds, _ := template.IsTrue(value)
	return p.reach(fmt.Sprintf("%s is %t", place, holds))
}

// instrument parses the templates of a platform with probes in them.
func (p *probes) instrument(t *testing.T, platform string) *template.Template {
	t.Helper()
	set := template.New("").Funcs(sprig.TxtFuncMap()).Funcs(template.FuncMap{"_reach": p.reach, "_truth": p.truth})
	texts := map[string]string{}
	for _, folder := range []string{"shared", platform} {
		files, err := fs.Glob(templates.FS(), folder+"/*.tmpl")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no templates: %v", folder, err)
		}
		for _, file := range files {
			text, err := fs.ReadFile(templates.FS(), file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := set.New(file).Parse(string(text)); err != nil {
				t.Fatal(err)
			}
			texts[file] = string(text)
		}
	}
	for _, defined := range set.Templates() {
		if defined.Tree != nil {
			f := probedFile{probes: p, name: defined.ParseName, text: texts[defined.ParseName], tree: defined.Tree}
			f.list(defined.Root)
		}
	}
	return set
}

// probedFile is a template while probes are put into it.
type probedFile struct {
	*probes
	name, text string
	tree       *parse.Tree
}

// list puts probes into a list of nodes and everything below it.
func (f *probedFile) list(list *parse.ListNode) {
	if list == nil {
		return
	}
	var probed []parse.Node
	for _, node := range list.Nodes {
		switch node := node.(type) {
		case *parse.IfNode:
			probed = append(probed, f.conditions(node.Pipe)...)
			f.branch("if", &node.BranchNode)
		case *parse.WithNode:
			f.branch("with", &node.BranchNode)
		case *parse.RangeNode:
			f.branch("range", &node.BranchNode)
		}
		probed = append(probed, node)
	}
	list.Nodes = probed
}

// branch puts a probe at the head of both ways.
func (f *probedFile) branch(keyword string, branch *parse.BranchNode) {
	if branch.ElseList == nil {
		branch.ElseList = &parse.ListNode{NodeType: parse.NodeList, Pos: branch.Pos}
	}
	f.list(branch.List)
	f.list(branch.ElseList)
	place := fmt.Sprintf("%s: {{%s %s}}", f.place(branch.Pos), keyword, branch.Pipe)
	taken, other := place+" is taken", place+" is not taken"
	f.expect(taken)
	f.expect(other)
	branch.List.Nodes = append([]parse.Node{f.call("_reach", taken)}, branch.List.Nodes...)
	branch.ElseList.Nodes = append([]parse.Node{f.call("_reach", other)}, branch.ElseList.Nodes...)
}

// conditions adds probes to the operands of and, or and not in a condition.
func (f *probedFile) conditions(pipe *parse.PipeNode) []parse.Node {
	if len(pipe.Decl) > 0 || len(pipe.Cmds) != 1 {
		return nil
	}
	var probes []parse.Node
	for _, atom := range atoms(pipe)[1:] {
		place := fmt.Sprintf("%s: %s", f.place(atom.Position()), atom)
		f.expect(place + " is true")
		f.expect(place + " is false")
		probes = append(probes, f.call("_truth", place, atom))
	}
	return probes
}

// atoms takes a condition apart: the condition itself comes first.
func atoms(node parse.Node) []parse.Node {
	found := []parse.Node{node}
	pipe, ok := node.(*parse.PipeNode)
	if !ok || len(pipe.Cmds) != 1 {
		return found
	}
	name, ok := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	if ok && slices.Contains([]string{"and", "or", "not"}, name.Ident) {
		for _, argument := range pipe.Cmds[0].Args[1:] {
			found = append(found, atoms(argument)...)
		}
	}
	return found
}

// place returns the position of a node.
func (f *probedFile) place(pos parse.Pos) string {
	return fmt.Sprintf("%s:%03d", f.name, 1+strings.Count(f.text[:pos], "\n"))
}

// call is an action that calls a probe.
func (f *probedFile) call(function, place string, arguments ...parse.Node) parse.Node {
	args := append([]parse.Node{
		parse.NewIdentifier(function).SetTree(f.tree),
		&parse.StringNode{NodeType: parse.NodeString, Quoted: strconv.Quote(place), Text: place},
	}, arguments...)
	command := &parse.CommandNode{NodeType: parse.NodeCommand, Args: args}
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Cmds: []*parse.CommandNode{command}}
	return &parse.ActionNode{NodeType: parse.NodeAction, Pipe: pipe}
}
