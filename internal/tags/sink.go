package tags

import (
	"strings"
	"unicode/utf8"
)

// Sink is a target for tags, and the rules for tags there: data for [Sanitize].
type Sink struct {
	// Name is stable, for flags and tests: "aws", "gcp".
	Name string
	// Title is the sink's name in messages: "AWS tags".
	Title string
	// Cloud marks the sink for the resources of a cloud, whose tags its bill
	// shows.
	Cloud bool
	// Of names the sink that this one, a single service, is a part of.
	// A set sanitized for that sink is valid here too.
	Of string
	// Source is where the rules were read, Read the day (YYYY-MM-DD).
	Source string
	Read   string

	Key   Rule
	Value Rule
	// Namespace reports whether a key may begin with this text and a "/". The
	// Key rule then applies to the rest. Nil: keys have no namespace.
	Namespace func(string) bool
	// IgnoreCase: keys that differ only in case are one key.
	IgnoreCase bool
	// Joiner separates the items of a list, and replaces a comma in a text.
	Joiner string
	// Reserved are the names that users may not write.
	Reserved Reserved

	// MaxTags is the largest number of tags; 0 means no limit.
	MaxTags int
	// Imported is how many keys of one resource, in alphabetical order, cost
	// reports import; 0 is all of them.
	Imported int
	// MaxBytes limits all keys and values together; 0 means no limit.
	MaxBytes int

	// FullText names the sink for the full text of keys and values that were
	// changed here; may be empty.
	FullText string
}

// Reserved are the keys and values that only the sink's own system writes.
type Reserved struct {
	Keys          []string
	KeyPrefixes   []string
	ValuePrefixes []string
	// Domains reserve the namespaces of that name and its subdomains.
	Domains []string
	// Free are exceptions to KeyPrefixes.
	Free []string
	// IgnoreCase compares without regard to case.
	IgnoreCase bool
}

// SinkNamed returns the sink with a name, or false.
func SinkNamed(name string) (Sink, bool) {
	for _, sink := range Sinks() {
		if sink.Name == name {
			return sink, true
		}
	}
	return Sink{}, false
}

// CloudSinks returns the names of the sinks of the clouds.
func CloudSinks() []string {
	var names []string
	for _, sink := range Sinks() {
		if sink.Cloud {
			names = append(names, sink.Name)
		}
	}
	return names
}

// Accepts reports whether the sink takes the tag unchanged.
func (s Sink) Accepts(key, value string) bool {
	_, name := s.split(key)
	return s.Key.accepts(name) && utf8.ValidString(key) && s.Value.accepts(value) &&
		s.Reserved.key(key) == "" && s.Reserved.value(value) == ""
}

// split separates a valid namespace from the rest of a key; the namespace keeps
// its "/".
func (s Sink) split(key string) (namespace, name string) {
	if s.Namespace == nil {
		return "", key
	}
	for i := len(key) - 1; i > 0; i-- {
		if key[i] == '/' && s.Namespace(key[:i]) {
			return key[:i+1], key[i+1:]
		}
	}
	return "", key
}

// key returns the reserved key, namespace or prefix that matches, or "".
func (r Reserved) key(key string) string {
	if r.IgnoreCase {
		key = strings.ToLower(key)
	}
	for _, free := range r.Free {
		if strings.HasPrefix(key, free) {
			return ""
		}
	}
	for _, name := range r.Keys {
		if key == name {
			return name
		}
	}
	namespace, _, found := strings.Cut(key, "/")
	for _, domain := range r.Domains {
		if found && (namespace == domain || strings.HasSuffix(namespace, "."+domain)) {
			return domain + "/"
		}
	}
	return r.prefix(key, r.KeyPrefixes)
}

// value returns the reserved prefix of a value, or "".
func (r Reserved) value(value string) string { return r.prefix(value, r.ValuePrefixes) }

func (r Reserved) prefix(text string, prefixes []string) string {
	if r.IgnoreCase {
		text = strings.ToLower(text)
	}
	for _, prefix := range prefixes {
		if strings.HasPrefix(text, prefix) {
			return prefix
		}
	}
	return ""
}
