package render

import (
	"strings"
	"sync"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// checker follows the context of HCL through templates, and refuses values
// printed where HCL does not expect an expression. It checks every call of a
// definition in the context of that call, as html/template does.
type checker struct {
	report
	definitions map[string]*definition
	// ends is the context after a call, by the name and the context before it.
	ends map[string]context
	// active are the definitions being followed.
	active map[string]bool
	// loops are the contexts in which break and continue leave each open range.
	loops [][]context
}

// checkContexts checks every file in HCL that is rendered, with all it calls.
func checkContexts(used resolution) diag.List {
	outputs := used.hclFiles()
	checkers := make([]checker, len(outputs))
	var group sync.WaitGroup
	for i, s := range outputs {
		k := &checkers[i]
		*k = checker{definitions: used.definitions, ends: map[string]context{}, active: map[string]bool{}}
		group.Go(func() { k.output(s) })
	}
	group.Wait()
	var problems diag.List
	for _, k := range checkers {
		problems = append(problems, k.problems...)
	}
	return problems
}

// output checks a source that renders to a file.
func (k *checker) output(s *source) {
	end := k.list(s, s.body.Root, fileContext())
	if end.dead {
		return
	}
	switch top := end.top(); {
	case len(end.frames) > 1:
		k.errorAt(top.source, top.opened, "unclosed bracket, string or heredoc")
	case end.mode == inBlockComment:
		k.errorAt(s, len(s.text), "unclosed comment at the end of the file")
	}
}

func (k *checker) errorAt(s *source, offset int, format string, args ...any) *diag.Diagnostic {
	return k.errorf("template-context", s.pos(offset), format, args...)
}

// errorAtAction adds a problem at the action that contains a node at offset.
func (k *checker) errorAtAction(s *source, offset parse.Pos, format string, args ...any) *diag.Diagnostic {
	return k.errorAt(s, strings.LastIndex(s.text[:offset], "{{"), format, args...)
}

// difference describes in a message how two contexts differ.
func difference(one, other context) string {
	if len(one.frames) != len(other.frames) && one.inText() == other.inText() {
		return "one leaves a bracket open that the other does not"
	}
	if one.where() == other.where() {
		return "one ends in the middle of a line or operator, the other does not"
	}
	return "one ends " + one.where() + ", the other " + other.where()
}

// list follows a sequence of nodes. After a problem the context is dead: the
// rest could only repeat it.
func (k *checker) list(s *source, list *parse.ListNode, c context) context {
	if list == nil {
		return c
	}
	for _, node := range list.Nodes {
		c = k.node(s, node, c)
	}
	return c
}

func (k *checker) node(s *source, node parse.Node, c context) context {
	switch n := node.(type) {
	case *parse.TextNode:
		c = c.clone()
		if offset, problem := c.advance(s, n.Text, int(n.Pos)); problem != "" {
			k.errorAt(s, offset, "%s", problem)
			c.dead = true
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 {
			return k.print(s, n.Pos, c)
		}
	case *parse.IfNode:
		return k.branch(s, &n.BranchNode, "if", c)
	case *parse.WithNode:
		return k.branch(s, &n.BranchNode, "with", c)
	case *parse.RangeNode:
		return k.loop(s, n, c)
	case *parse.BreakNode, *parse.ContinueNode:
		last := len(k.loops) - 1
		k.loops[last] = append(k.loops[last], c)
		c.dead = true
	case *parse.TemplateNode:
		return k.call(s, n, c)
	}
	return c
}

// print checks the place of a printed value.
func (k *checker) print(s *source, offset parse.Pos, c context) context {
	if c.dead {
		return c
	}
	if c.mode == inCode && c.pending == "" && !c.inText() && c.top().place == atValue {
		c = c.clone()
		c.top().place = touching
		return c
	}
	d := k.errorAtAction(s, offset, "a value cannot be printed %s", c.where())
	switch {
	case c.mode != inCode:
		d.Hintf("print it where a value is expected: name = {{ ... }}")
	case c.inText():
		d.Hintf("print the whole value, name = {{ ... }}, or interpolate a Terraform reference: ${var.name}")
	case c.top().place == inHeader || c.top().place == atStatement:
		d.Hintf("names and labels must be literal; values follow =")
	default:
		d.Hintf("values follow = ( [ , : ? and operators")
	}
	c.dead = true
	return c
}

// branch follows both branches of an if or with.
func (k *checker) branch(s *source, n *parse.BranchNode, name string, c context) context {
	yes, no := k.list(s, n.List, c), k.list(s, n.ElseList, c)
	joined, ok := join(yes, no)
	if !ok {
		k.errorAtAction(s, n.Pos, "the branches of {{%s}} must end in the same context: %s", name, difference(yes, no))
		joined.dead = true
	}
	return joined
}

// loop follows a range: skipped, once, and again from where an iteration ends.
func (k *checker) loop(s *source, n *parse.RangeNode, c context) context {
	start, end := c, c
	for settled := false; !settled; {
		k.loops = append(k.loops, nil)
		ends := []context{k.list(s, n.List, start)}
		last := len(k.loops) - 1
		ends = append(ends, k.loops[last]...)
		k.loops = k.loops[:last]
		end = start
		for _, e := range ends {
			joined, ok := join(end, e)
			if !ok {
				k.errorAtAction(s, n.Pos, "each iteration of {{range}} must end in the context it starts in: %s", difference(e, start))
				start.dead = true
				return start
			}
			end = joined
		}
		settled = end.dead || end.key() == start.key()
		start = end
	}
	if n.ElseList == nil {
		return end
	}
	otherwise := k.list(s, n.ElseList, c)
	joined, ok := join(end, otherwise)
	if !ok {
		k.errorAtAction(s, n.Pos, "the branches of {{range}} must end in the same context: %s", difference(end, otherwise))
		joined.dead = true
	}
	return joined
}

// call follows a definition from the context of its call.
func (k *checker) call(s *source, n *parse.TemplateNode, c context) context {
	d := k.definitions[n.Name]
	if c.dead || d == nil { // resolve reports what is undefined
		c.dead = true
		return c
	}
	if c.inText() || c.mode == inBlockComment {
		k.errorAtAction(s, n.Pos, "a block cannot be called %s", c.where()).
			Hintf("call it where code is expected")
		c.dead = true
		return c
	}
	if k.active[n.Name] {
		k.errorAtAction(s, n.Pos, "template %q calls itself", n.Name)
		c.dead = true
		return c
	}
	key := n.Name + "\x00" + c.key()
	end, known := k.ends[key]
	if !known {
		k.active[n.Name] = true
		end = k.list(d.source, d.tree.Root, c)
		delete(k.active, n.Name)
		if !end.dead && !balanced(c, end) {
			k.errorAt(d.source, d.start, "%q must close exactly what it opens", d.name)
			end.dead = true
		}
		k.ends[key] = end
	}
	if end.dead {
		return end
	}
	end = end.clone()
	for i := range end.frames {
		end.frames[i].source, end.frames[i].opened = c.frames[i].source, c.frames[i].opened
	}
	return end
}

// balanced reports whether both contexts have the same frames open.
func balanced(a, b context) bool {
	if len(a.frames) != len(b.frames) || b.mode == inBlockComment {
		return false
	}
	for i := range a.frames {
		if a.frames[i].kind != b.frames[i].kind || a.frames[i].marker != b.frames[i].marker {
			return false
		}
	}
	return true
}
