package document

import (
	"bytes"
	"encoding/json"

	"gopkg.in/yaml.v3"
)

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
