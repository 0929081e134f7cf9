package config

import (
	"slices"
	"strings"

	"github.com/invopop/jsonschema"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/platform"
)

// keyHint suggests what an unknown key may have been meant to be: a similar key
// at the same place, or the same key elsewhere; "" if neither.
func (c *checker) keyHint(key string, known []string) string {
	if near := didYouMean(key, known); near != "" {
		return near
	}
	if places := c.places(c.root, key, ""); len(places) > 0 && len(places) <= 3 {
		return "did you mean " + diag.OrList(places) + "?"
	}
	if c.block.schema != nil {
		if places := c.places(c.block.schema, key, c.block.path); len(places) > 0 && len(places) <= 3 {
			return "did you mean " + diag.OrList(places) + "?"
		}
	}
	return ""
}

// places returns the paths at which a schema knows a key.
func (c *checker) places(schema *jsonschema.Schema, key, path string) []string {
	var found []string
	for _, name := range keysOf(schema) {
		at := diag.KeyPath(path, name)
		if name == key {
			found = append(found, at)
		}
		inner := property(schema, name)
		if inner.AnyOf != nil { // a mapping, or null
			inner = inner.AnyOf[0]
		}
		found = append(found, c.places(c.resolved(inner), key, at)...)
	}
	return found
}

// didYouMean suggests one of the options, or returns "".
func didYouMean(word string, options []string) string {
	if near := diag.Suggest(word, options); near != "" {
		return "did you mean " + near + "?"
	}
	var meant []string
	for _, other := range synonyms(strings.ToLower(word)) {
		if slices.Contains(options, other) {
			meant = append(meant, other)
		}
	}
	if len(meant) > 0 {
		return "did you mean " + diag.OrList(meant) + "?"
	}
	return ""
}

// synonyms returns the values and keys that are also called by a word.
func synonyms(word string) []string {
	switch word {
	case "amd64", "x64", "x86":
		return []string{"x86_64"}
	case "aarch64", "graviton":
		return []string{"arm64"}
	case "batch", "cronjob", "task":
		return []string{"job"}
	case "deployment", "daemon":
		return []string{"service"}
	case "command_line", "entry_point":
		return []string{"command", "entrypoint"}
	case "role", "iam_role", "role_arn":
		return []string{"task_role_arn"}
	case "env", "env_vars", "variables":
		return []string{"environment"}
	case "mem", "ram":
		return []string{"task_memory"}
	}
	return platform.Synonyms(word)
}
