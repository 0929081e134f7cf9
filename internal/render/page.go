package render

import (
	"strings"
	"text/template/parse"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/hcl"
	"github.com/dativo-io/dativo-gen/internal/markdown"
)

// isPage reports whether the source renders to a Markdown page.
func (s *source) isPage() bool { return strings.HasSuffix(s.output(), ".md") }

// pageChecker follows Markdown templates as checker follows HCL, and picks the
// encoder of every action that prints: a code span in prose, a quoted word in a
// fenced block of shell commands.
type pageChecker struct {
	report
	definitions map[string]*definition
	encoders    encoders
	// ends is the context after a call, by the name and the context before it.
	ends map[string]pageContext
	// active are the definitions being followed.
	active map[string]bool
}

// encoders are the functions that the actions of pages end in.
type encoders map[actionKey]string

// actionKey identifies an action: trees are copied before they are changed.
type actionKey struct {
	source *source
	offset parse.Pos
}

// checkPages checks every page that is rendered, with all it calls, and returns
// the encoders of its actions.
func checkPages(used resolution) (encoders, diag.List) {
	k := &pageChecker{
		definitions: used.definitions, encoders: encoders{},
		ends: map[string]pageContext{}, active: map[string]bool{},
	}
	for _, s := range used.pages() {
		k.output(s)
	}
	return k.encoders, k.problems
}

// output checks a source that renders to a page.
func (k *pageChecker) output(s *source) {
	end := k.list(s, s.body.Root, pageContext{})
	if problem := end.finish(); problem != "" && !end.dead {
		k.errorAt(s, len(s.text), "%s", problem)
	}
}

func (k *pageChecker) errorAt(s *source, offset int, format string, args ...any) *diag.Diagnostic {
	return k.errorf("template-context", s.pos(offset), format, args...)
}

// errorAtAction adds a problem at the action that contains a node at offset.
func (k *pageChecker) errorAtAction(s *source, offset parse.Pos, format string, args ...any) *diag.Diagnostic {
	return k.errorAt(s, strings.LastIndex(s.text[:offset], "{{"), format, args...)
}

func (k *pageChecker) list(s *source, list *parse.ListNode, c pageContext) pageContext {
	if list == nil {
		return c
	}
	for _, node := range list.Nodes {
		c = k.node(s, node, c)
	}
	return c
}

func (k *pageChecker) node(s *source, node parse.Node, c pageContext) pageContext {
	switch n := node.(type) {
	case *parse.TextNode:
		for i, b := range n.Text {
			if problem := c.step(b); problem != "" && !c.dead {
				k.errorAt(s, int(n.Pos)+i, "%s", problem)
				c.dead = true
			}
		}
	case *parse.ActionNode:
		if len(n.Pipe.Decl) == 0 && !c.dead {
			return k.print(s, n, c)
		}
	case *parse.IfNode:
		return k.branch(s, &n.BranchNode, "if", c)
	case *parse.WithNode:
		return k.branch(s, &n.BranchNode, "with", c)
	case *parse.RangeNode:
		return k.loop(s, n, c)
	case *parse.BreakNode, *parse.ContinueNode:
		k.errorAtAction(s, node.Position(), "Markdown templates cannot leave a {{range}} early")
		c.dead = true
	case *parse.TemplateNode:
		return k.call(s, n, c)
	}
	return c
}

// print picks the encoder of an action.
func (k *pageChecker) print(s *source, n *parse.ActionNode, c pageContext) pageContext {
	problem := c.value()
	encoder, key := proseFunction, actionKey{s, n.Pos}
	if c.part == inCommands {
		encoder = shellFunction
	}
	switch known := k.encoders[key]; {
	case problem != "":
		k.errorAtAction(s, n.Pos, "a value cannot be printed %s", problem).
			Hintf("print it as a word of its own: in prose, or as an argument of a command in a ```sh block")
		c.dead = true
	case known != "" && known != encoder:
		k.errorAtAction(s, n.Pos, "a value cannot be printed both in prose and in a command")
		c.dead = true
	}
	k.encoders[key] = encoder
	return c
}

func (k *pageChecker) branch(s *source, n *parse.BranchNode, name string, c pageContext) pageContext {
	joined, ok := joinPages(k.list(s, n.List, c), k.list(s, n.ElseList, c))
	if !ok {
		k.errorAtAction(s, n.Pos, "the branches of {{%s}} must end in the same context", name)
	}
	return joined
}

// loop follows a range: skipped, once, and again from where an iteration ends.
func (k *pageChecker) loop(s *source, n *parse.RangeNode, c pageContext) pageContext {
	end, ok := c, true
	for settled := false; ok && !settled; {
		before := end
		end, ok = joinPages(k.list(s, n.List, end), end)
		settled = end == before
	}
	if ok && n.ElseList != nil {
		end, ok = joinPages(end, k.list(s, n.ElseList, c))
	}
	if !ok {
		k.errorAtAction(s, n.Pos, "each iteration of {{range}} must end in the context it starts in")
	}
	return end
}

// call follows a definition from the context of its call.
func (k *pageChecker) call(s *source, n *parse.TemplateNode, c pageContext) pageContext {
	d := k.definitions[n.Name]
	if c.dead || d == nil { // resolve reports what is undefined
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
		if !end.dead && !end.sameFrame(c) {
			k.errorAt(d.source, d.start, "%q must close exactly what it opens", d.name)
			end.dead = true
		}
		k.ends[key] = end
	}
	return end
}

// encode appends to every action of a page the encoder that was picked for it.
func (e encoders) encode(src *source, tree *parse.Tree) {
	walk(tree.Root, func(node parse.Node) {
		action, ok := node.(*parse.ActionNode)
		if !ok || len(action.Pipe.Decl) > 0 {
			return
		}
		appendCall(action, tree, e[actionKey{src, action.Pos}])
	})
}

// finishPage is finish for a page.
func finishPage(text []byte) *finished {
	page := markdown.Tidy(text)
	return &finished{Finished: hcl.Finished{Data: page, Blank: markdown.Blank(page)}}
}
