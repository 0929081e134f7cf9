package engine

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// value is a text that may be a secret's.
type value struct {
	text string
	// set: there is a value. known: text is it.
	set, known bool
	// variable is the one that it was read from.
	variable string
}

func literal(text string) value { return value{text: text, set: text != "", known: true} }

var (
	// withDefault is what the engine searches for anywhere in a value, which it
	// then replaces whole (iceberg_committer.py:109, postgres_extractor.py:101).
	withDefault = regexp.MustCompile(`\$\{([^:}]+):-([^}]+)\}`)
	// braced and expandable are the forms of os.path.expandvars.
	braced     = regexp.MustCompile(`\$\{([^}]+)\}`)
	expandable = regexp.MustCompile(`\$(\w+|\{[^}]*\})`)
)

// variable returns a variable's value, empty ones as not set.
func (n *needs) variable(names ...string) value {
	for _, name := range names {
		if text, known, _ := n.lookup(name); n.has(name) {
			return value{text, true, known, name}
		}
	}
	return value{known: true}
}

// expandStorage returns a value of target.connection.s3 or minio as the S3
// client gets it (iceberg_committer.py:106-125).
func (n *needs) expandStorage(given any) value {
	text, isText := given.(string)
	if !isText {
		return literal(scalarText(given))
	}
	if found := withDefault.FindStringSubmatch(text); found != nil {
		n.need(found[1], false)
		if v := n.variable(found[1]); v.set {
			return v
		}
		if _, _, set := n.lookup(found[1]); set {
			return value{known: true}
		}
		return literal(found[2])
	}
	if !strings.Contains(text, "${") {
		return literal(text)
	}
	expanded := n.expandPath(text)
	if rest := braced.FindStringSubmatch(expanded.text); expanded.known && rest != nil {
		return n.variable(rest[1])
	}
	return expanded
}

// expandPath is os.path.expandvars: a variable without a value stays as it is.
func (n *needs) expandPath(text string) value {
	known, from := true, ""
	expanded := expandable.ReplaceAllStringFunc(text, func(match string) string {
		name := strings.Trim(match, "${}")
		n.need(name, true)
		replacement, plain, set := n.lookup(name)
		if !set {
			return match
		}
		known, from = known && plain, name
		return replacement
	})
	return value{expanded, expanded != "" || !known, known, from}
}

// expandDatabase returns a value of source.connection as a database driver gets
// it (postgres_extractor.py:98-110).
func (n *needs) expandDatabase(given any) value {
	text, isText := given.(string)
	if !isText {
		return literal(scalarText(given))
	}
	if found := withDefault.FindStringSubmatch(text); found != nil {
		n.need(found[1], false)
		if plain, known, set := n.lookup(found[1]); set {
			return value{plain, true, known, found[1]}
		}
		return literal(found[2])
	}
	if name, whole := strings.CutPrefix(text, "${"); whole && strings.HasSuffix(name, "}") {
		name = strings.TrimSuffix(name, "}")
		n.need(name, true)
		if plain, known, set := n.lookup(name); set {
			return value{plain, true, known, name}
		}
	}
	return literal(text)
}

// PathVariables are the variables in a path of a file that the job names, which the
// engine replaces.
func PathVariables(path string) []string {
	var names []string
	for _, found := range expandable.FindAllString(path, -1) {
		names = append(names, strings.Trim(found, "${}"))
	}
	return names
}

// ExpandPath replaces variables in such a path as the engine does: those without a
// value stay.
func ExpandPath(path string, environment map[string]string) string {
	return expandable.ReplaceAllStringFunc(path, func(found string) string {
		if value, set := environment[strings.Trim(found, "${}")]; set {
			return value
		}
		return found
	})
}

// scalarText is a scalar as text; empty for null, lists and mappings.
func scalarText(given any) string {
	switch v := given.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	}
	if _, isNumber := number(given); isNumber {
		return fmt.Sprint(given)
	}
	return ""
}

// address is the host and port of a URL. The port is the scheme's where none is
// written, or standard without a scheme.
func address(text string, standard int) (host string, port int, ok bool) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || u.Hostname() == "" {
		return "", 0, false
	}
	ports := map[string]int{"http": 80, "https": 443}
	port = standard
	if known, listed := ports[strings.ToLower(u.Scheme)]; listed {
		port = known
	}
	if u.Port() != "" {
		if port, err = strconv.Atoi(u.Port()); err != nil || port < 1 || port > 65535 {
			return "", 0, false
		}
	}
	return u.Hostname(), port, true
}

// isLocal reports whether a host is the container itself.
func isLocal(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}
