package config

import (
	"path"
	"strings"
)

// matchGlob reports whether a path matches a pattern, both with slashes: "*",
// "?" and "[a-z]" as in path.Match, within one part of the path; a part "**"
// matches any number of parts, including none. An invalid pattern is an error.
func matchGlob(pattern, name string) (bool, error) {
	parts := strings.Split(pattern, "/")
	for _, part := range parts {
		if _, err := path.Match(part, ""); err != nil {
			return false, err
		}
	}
	return matchParts(parts, strings.Split(name, "/")), nil
}

// matchParts tracks which prefixes of the pattern match the parts of the name
// read so far, so that the time is bounded by the product of both lengths.
func matchParts(pattern, name []string) bool {
	matched := make([]bool, len(pattern)+1)
	matched[0] = true
	skip := func() {
		for i, part := range pattern {
			if part == "**" && matched[i] {
				matched[i+1] = true
			}
		}
	}
	skip()
	for _, part := range name {
		for i := len(pattern); i > 0; i-- {
			fits, _ := path.Match(pattern[i-1], part) // matchGlob has validated it
			matched[i] = pattern[i-1] == "**" && (matched[i] || matched[i-1]) || pattern[i-1] != "**" && fits && matched[i-1]
		}
		matched[0] = false
		skip()
	}
	return matched[len(pattern)]
}
