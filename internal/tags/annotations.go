package tags

import "fmt"

// Annotations returns the tags of a set that a sink couldn't take as they are,
// each under prefix plus its key: Fold them for the sink that FullText names,
// which writes their values in full. folded is what Fold made of the set. The
// prefix ends in "/": "dativo.io/".
func Annotations(set []Tag, folded []FoldedTag, prefix string) []Tag {
	kept := make(map[string]bool, len(folded))
	for _, tag := range folded {
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

// ValueCollisions finds, in the folded sets of a fleet, values of one key that
// differ as they were written but not as the sink has them: two cost centers
// that a bill would show as one. Each is one Error, in the order met.
func ValueCollisions(sink Sink, fleet ...[]FoldedTag) []Problem {
	type pair struct{ key, value string }
	first := map[pair]Tag{}
	reported := map[[2]string]bool{}
	var problems []Problem
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
			problems = append(problems, Problem{
				Kind: Collision, Severity: Error, Sink: sink.Name, Key: tag.Tag.Key,
				Message: fmt.Sprintf("the values %s and %s of %s are both %s in %s; the other is at %s",
					quoted(other.FullText()), quoted(texts[1]), quoted(tag.Tag.Key), quoted(tag.Value), sink.Title, other.Origin),
				Hint:    "write them so that they differ in more than case and punctuation",
				Origins: []Origin{tag.Tag.Origin, other.Origin},
			})
		}
	}
	return problems
}
