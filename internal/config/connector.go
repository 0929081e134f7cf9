package config

import (
	"slices"

	"github.com/dativo-io/dativo-gen/internal/document"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// readConnector reads what matters here of a connector recipe.
func readConnector(doc *document.Document) platform.Connector {
	kind := textAt(doc, "type")
	c := platform.Connector{Type: kind.Join("")}
	add := func(name string) {
		if name != "" && !slices.Contains(c.Environment, name) {
			c.Environment = append(c.Environment, name)
		}
	}
	add(textAt(doc, "credentials.from_env").Join(""))
	if template, _ := doc.Find("connection_template"); template != nil {
		for _, name := range placeholders(template) {
			add(name)
		}
	}
	return c
}

// placeholders returns the names of the ${VAR} in the values below a node, in
// order.
func placeholders(node *document.Node) []string {
	var names []string
	node.Walk("", func(node *document.Node, _ string, isKey bool) {
		for _, match := range document.Variable.FindAllStringSubmatch(node.Text, -1) {
			if !isKey {
				names = append(names, match[1])
			}
		}
	})
	return names
}
