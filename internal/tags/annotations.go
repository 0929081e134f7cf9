package tags

import (
	"fmt"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Annotations returns the tags of a set that a sink changed or omitted, each
// with prefix before its key: sanitize them for the sink that FullText names,
// which takes their values in full. sanitized is the set in the sink. The prefix
// ends in "/": "dativo.io/".
func Annotations(set []Tag, sanitized []SinkTag, prefix string) []Tag {
	kept := make(map[string]bool, len(sanitized))
	for _, tag := range sanitized {
		if !tag.Changed() {
			kept[tag.Key] = true
		}
	}
	var annotations []Tag
	for _, tag := range set {
		if !kept[tag.Key] {
			tag.Key = prefix + tag.Key
			annotations = append(annotations, tag)
		}
	}
	return annotations
}

// ValueCollisions reports, in the sanitized sets of a fleet, values of one key
// that differ as written but are equal in the sink: two cost centers that a bill
// would show as one. Each is one Error, in the order of the sets.
func ValueCollisions(sink Sink, fleet ...[]SinkTag) diag.List {
	type pair struct{ key, value string }
	first := map[pair]Tag{}
	reported := map[[2]string]bool{}
	var problems diag.List
	for _, set := range fleet {
		for _, tag := range set {
			at := pair{tag.Key, tag.Value}
			other, met := first[at]
			if !met {
				first[at] = tag.Tag
				continue
			}
			texts := [2]string{tag.Key, tag.Tag.FullText()}
			if other.FullText() == texts[1] || reported[texts] {
				continue
			}
			reported[texts] = true
			message := fmt.Sprintf("the values %s and %s of %s both become %s in %s; the other is at %s",
				diag.Quote(other.FullText()), diag.Quote(texts[1]), diag.Quote(tag.Tag.Key), diag.Quote(tag.Value),
				sink.Title, other.Origin)
			d := about(tag.Tag, diag.Error, CodeCollision, message, "use values that differ in more than case and punctuation")
			d.Related = []diag.Related{{Pos: other.Origin.Pos, Message: "the other value"}}
			problems = append(problems, d)
		}
	}
	return problems
}
