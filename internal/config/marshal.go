package config

import (
	"bytes"
	"encoding/json"

	"gopkg.in/yaml.v3"
)

// Raw is the infrastructure block as it was written, merged with what the
// project file has for it, with aliases and variables written out, ready for
// Marshal.
func (b *Bundle) Raw() any {
	node, _ := b.Document.find("infrastructure")
	return map[string]*yaml.Node{"infrastructure": node}
}

// Marshal prints a value as "yaml" or "json", by its yaml tags.
func Marshal(value any, format string) ([]byte, error) {
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	if format != "json" {
		return text.Bytes(), nil
	}
	var plain any
	if err := yaml.Unmarshal(text.Bytes(), &plain); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	printer := json.NewEncoder(&out)
	printer.SetEscapeHTML(false)
	printer.SetIndent("", "  ")
	err := printer.Encode(plain)
	return out.Bytes(), err
}
