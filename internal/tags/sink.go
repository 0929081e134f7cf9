package tags

import (
	"strings"
	"unicode/utf8"
)

// Sink is one place that takes tags, and what it accepts: data for Fold.
type Sink struct {
	// Name is stable, for flags and tests: "aws", "gcp".
	Name string
	// Title completes "in ...": "AWS tags".
	Title string
	// Of names the sink that this one is a part of: one service of a cloud.
	// A set folded for that sink is legal here too.
	Of string
	// Source is where the rules were read, Read the day (YYYY-MM-DD).
	Source string
	Read   string

	Key   Rule
	Value Rule
	// Namespace reports whether a key may begin with this text and a "/". The
	// Key rule is then about what follows. Nil: a key is one text.
	Namespace func(string) bool
	// AnyCase says that keys which differ in case alone are one key.
	AnyCase bool
	// Joiner stands between the items of a list, and for a comma in a text.
	Joiner string
	// Reserved is what belongs to the sink's owner.
	Reserved Reserved

	// MaxTags is the largest number of tags; 0 is no limit.
	MaxTags int
	// Imported is how many keys, in alphabetical order, cost reports take from
	// one resource; 0 is all of them.
	Imported int
	// MaxBytes limits all keys and values together; 0 is no limit.
	MaxBytes int

	// FullText names the sink beside this one that takes the full text of what
	// had to be changed here; empty where there is none.
	FullText string
}

// Rule is what one key or one value may be.
type Rule struct {
	// Allowed is any character of the text, First and Last its ends. Nil: no
	// limit beyond Allowed; a nil Allowed takes all of UTF-8.
	Allowed, First, Last func(rune) bool
	// Says describes Allowed, and Ends First and Last, in a message.
	Says, Ends string
	// Min and Max count characters, not bytes; a Max of 0 is no limit.
	Min, Max int
	// Lower folds to lower case before anything is replaced.
	Lower bool
	// Lead is put before a letter or digit that may not come first.
	Lead string
}

// Reserved names what only the sink's owner may write.
type Reserved struct {
	Keys          []string
	KeyPrefixes   []string
	ValuePrefixes []string
	// Domains reserve the namespaces of that name and those below it.
	Domains []string
	// Free are key prefixes that are open although a KeyPrefix covers them.
	Free []string
	// AnyCase compares without regard to case.
	AnyCase bool
}

// SinkNamed finds a sink.
func SinkNamed(name string) (Sink, bool) {
	for _, sink := range Sinks() {
		if sink.Name == name {
			return sink, true
		}
	}
	return Sink{}, false
}

// Accepts reports whether the sink takes the tag exactly as it is.
func (s Sink) Accepts(key, value string) bool {
	_, name := s.split(key)
	return s.Key.accepts(name) && utf8.ValidString(key) && s.Value.accepts(value) &&
		s.Reserved.key(key) == "" && s.Reserved.value(value) == ""
}

// split parts a key at the namespace, if it has a legal one; the namespace
// keeps its "/".
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

func (r Rule) accepts(text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	count := 0
	var first, last rune
	for _, char := range text {
		if count == 0 {
			first = char
		}
		last = char
		count++
		if !allows(r.Allowed, char) {
			return false
		}
	}
	if count < r.Min || r.Max > 0 && count > r.Max {
		return false
	}
	return count == 0 || allows(r.First, first) && allows(r.Last, last)
}

func allows(class func(rune) bool, char rune) bool {
	return class == nil || class(char)
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
