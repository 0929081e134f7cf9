package coverage

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/hcl"
)

// tagVariables are the variables with a job's tags, on any platform.
func tagVariables() []string { return []string{"var.labels", "var.tags"} }

// resource is a resource, or a module called by this one.
type resource struct {
	kind, address string
	node          hcl.Node
}

// module is a module's files, as far as they concern tags.
type module struct {
	resources []resource
	// locals are the references of each local value.
	locals map[string][]string
	// providers are the provider configurations by name: aws, or aws.billing for
	// one with an alias.
	providers map[string]hcl.Node
}

func read(nodes []hcl.Node) *module {
	m := &module{locals: map[string][]string{}, providers: map[string]hcl.Node{}}
	for _, node := range nodes {
		switch {
		case node.Name == "resource" && len(node.Labels) == 2:
			m.resources = append(m.resources, resource{node.Labels[0], strings.Join(node.Labels, "."), node})
		case node.Name == "module" && len(node.Labels) == 1:
			m.resources = append(m.resources, resource{"module", "module." + node.Labels[0], node})
		case node.Name == "provider" && len(node.Labels) == 1:
			name := node.Labels[0]
			if alias := find(node, "alias"); len(alias) > 0 {
				name += "." + alias[0].Text
			}
			m.providers[name] = node
		case node.Name == "locals":
			for _, value := range node.Nodes {
				m.locals["local."+value.Name] = value.References
			}
		}
	}
	return m
}

// find returns the nodes at a path below a node; "" returns the node itself.
func find(node hcl.Node, path string) []hcl.Node {
	if path == "" {
		return []hcl.Node{node}
	}
	name, rest, _ := strings.Cut(path, ".")
	var found []hcl.Node
	for _, inner := range node.Nodes {
		if inner.Name == name {
			found = append(found, find(inner, rest)...)
		}
	}
	return found
}

// resolve returns the references and, through local values, theirs.
func (m *module) resolve(references []string) []string {
	all := slices.Clone(references)
	for i := 0; i < len(all); i++ { // all grows
		for _, reference := range m.locals[all[i]] {
			if !slices.Contains(all, reference) {
				all = append(all, reference)
			}
		}
	}
	return all
}

// hasTags reports whether any of the nodes refers to the job's tags.
func (m *module) hasTags(nodes []hcl.Node) bool {
	return slices.ContainsFunc(nodes, func(node hcl.Node) bool {
		return slices.ContainsFunc(m.resolve(node.References), func(reference string) bool {
			return slices.Contains(tagVariables(), reference)
		})
	})
}

// providerOf names the provider configuration of a resource.
func providerOf(r resource) string {
	for _, node := range find(r.node, "provider") {
		if len(node.References) > 0 {
			return node.References[0]
		}
	}
	name, _, _ := strings.Cut(r.kind, "_")
	return name
}

// byDefault reports whether the default tags of a resource's provider are the
// job's tags.
func (m *module) byDefault(r resource, table Table) bool {
	provider, ok := m.providers[providerOf(r)]
	return ok && table.Default != "" && m.hasTags(find(provider, table.Default))
}

// referred returns the first referenced resource of a type.
func (m *module) referred(kind string, references []string) (resource, bool) {
	for _, reference := range m.resolve(references) {
		for _, r := range m.resources {
			if r.kind == kind && r.address == reference {
				return r, true
			}
		}
	}
	return resource{}, false
}
