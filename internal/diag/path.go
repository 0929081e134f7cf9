package diag

import (
	"fmt"
	"strings"
)

// KeyPath returns the path of a mapping's entry: path.key, or path["key"] if the
// key has special characters.
func KeyPath(path, key string) string {
	plain := key != ""
	for _, r := range key {
		plain = plain && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '$')
	}
	switch {
	case !plain:
		return fmt.Sprintf("%s[%q]", path, key)
	case path == "":
		return key
	}
	return path + "." + key
}

// Within reports whether a path is equal to another one or below it.
func Within(path, outer string) bool {
	rest, ok := strings.CutPrefix(path, outer)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// ItemPath returns the path of a list item, counted from 0.
func ItemPath(path string, index int) string { return fmt.Sprintf("%s[%d]", path, index) }
