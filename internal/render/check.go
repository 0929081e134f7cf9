package render

import (
	"strings"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// checker follows the context of HCL through templates, and refuses values
// printed anywhere but where a value can stand. Every call of a definition is
// checked in the context of that call, as html/template does.
type checker struct {
	definitions map[string]*definition
	// ends is the context behind a call, by the name and the context before it.
	ends map[string]context
	// active are the definitions being followed.
	active map[string]bool
	// loops are the contexts in which break and continue leave each open range.
	loops    [][]context
	problems diag.List
}

func newChecker(definitions map[string]*definition) *checker {
	return &checker{definitions: definitions, ends: map[string]context{}, active: map[string]bool{}}
}

// output checks a source that renders to a file.
func (k *checker) output(s *source) {
	end := k.list(s, s.body.Root, fileContext())
	if end.dead {
		return
	}
	switch top := end.top(); {
	case len(end.frames) > 1:
		k.errorf(top.source, top.opened, "what is opened here is never closed")
	case end.mode == inBlockComment:
		k.errorf(s, len(s.text), "the file ends inside a comment")
	}
}

// errorAtAction adds a problem with the action whose inside has a node at offset.
func (k *checker) errorAtAction(s *source, offset parse.Pos, format string, args ...any) *diag.Diagnostic {
	return k.errorf(s, strings.LastIndex(s.text[:offset], "{{"), format, args...)
}

// difference says for a person how two contexts differ.
func difference(one, other context) string {
	if len(one.frames) != len(other.frames) && one.inText() == other.inText() {
		return "one leaves a bracket open that the other does not"
	}
	if one.where() == other.where() {
		return "one ends in the middle of a line or sign, the other does not"
	}
	return "one ends " + one.where() + ", the other " + other.where()
}

func (k *checker) errorf(s *source, offset int, format string, args ...any) *diag.Diagnostic {
	return errorAt(&k.problems, "template-context", s.pos(offset), format, args...)
}

// list follows a sequence of nodes. Behind a problem the context is dead: the
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
		if offset, problem := c.feed(s, n.Text, int(n.Pos)); problem != "" {
			k.errorf(s, offset, "%s", problem)
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
		d.Hintf("print it where a value can stand: name = {{ ... }}")
	case c.inText():
		d.Hintf("print the whole value, name = {{ ... }}, or put a Terraform reference into the text: ${var.name}")
	case c.top().place == inHeader || c.top().place == atStatement:
		d.Hintf("names and labels are fixed words; values stand behind =")
	default:
		d.Hintf("values stand behind = ( [ , : ? and operators")
	}
	c.dead = true
	return c
}

// branch follows both ways through an if or with.
func (k *checker) branch(s *source, n *parse.BranchNode, name string, c context) context {
	yes, no := k.list(s, n.List, c), k.list(s, n.ElseList, c)
	joined, ok := join(yes, no)
	if !ok {
		k.errorAtAction(s, n.Pos, "the branches of {{%s}} have to end alike: %s", name, difference(yes, no))
		joined.dead = true
	}
	return joined
}

// loop follows a range: not at all, once, and again from where a round ends.
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
				k.errorAtAction(s, n.Pos, "each round of {{range}} has to end as it begins: %s", difference(e, start))
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
		k.errorAtAction(s, n.Pos, "the branches of {{range}} have to end alike: %s", difference(end, otherwise))
		joined.dead = true
	}
	return joined
}

// call follows a definition from the context of its call.
func (k *checker) call(s *source, n *parse.TemplateNode, c context) context {
	d := k.definitions[n.Name]
	if c.dead || d == nil { // the overlay reports what is not defined
		c.dead = true
		return c
	}
	if c.inText() || c.mode == inBlockComment {
		k.errorAtAction(s, n.Pos, "a block cannot be called %s", c.where()).
			Hintf("call it where code can stand")
		c.dead = true
		return c
	}
	if k.active[n.Name] {
		k.errorAtAction(s, n.Pos, "%q calls itself", n.Name)
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
			k.errorf(d.source, d.start, "%q has to close what it opens, and nothing else", d.name)
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

// balanced reports whether the same is open in both contexts.
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
