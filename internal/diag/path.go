package diag

import "fmt"

// KeyPath is the path of a mapping's entry: path.key, or path["key"] where the
// key has characters that would make that unreadable.
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

// ItemPath is the path of a list's item, counted from 0.
func ItemPath(path string, index int) string { return fmt.Sprintf("%s[%d]", path, index) }
