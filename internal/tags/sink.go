package tags

import (
	"strings"
	"unicode/utf8"
)

// Sink is a target for tags, and the rules for tags there: data for [Sanitize].
type Sink struct {
	// Name is stable, for flags and tests: "aws", "gcp".
	Name string
	// Title completes "in ...": "AWS tags".
	Title string
	// Cloud says that it is what the resources of a cloud take, and what its bill
	// shows.
	Cloud bool
	// Of names the sink that this one is a part of: one service of a cloud.
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
	// AnyCase: keys that differ only in case are one key.
	AnyCase bool
	// Joiner separates the items of a list, and replaces a comma in a text.
	Joiner string
	// Reserved are the names that users may not write.
	Reserved Reserved

	// MaxTags is the largest number of tags; 0 is no limit.
	MaxTags int
	// Imported is how many keys of one resource, in alphabetical order, cost
	// reports import; 0 is all of them.
	Imported int
	// MaxBytes limits all keys and values together; 0 is no limit.
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
	// AnyCase compares without regard to case.
	AnyCase bool
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

// key returns the reserved name or prefix that the key has, or "".
func (r Reserved) key(key string) string {
	if r.AnyCase {
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

// value returns the reserved prefix that the value has, or "".
func (r Reserved) value(value string) string { return r.prefix(value, r.ValuePrefixes) }

func (r Reserved) prefix(text string, prefixes []string) string {
	if r.AnyCase {
		text = strings.ToLower(text)
	}
	for _, prefix := range prefixes {
		if strings.HasPrefix(text, prefix) {
			return prefix
		}
	}
	return ""
}
