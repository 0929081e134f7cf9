package tags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// The codes of problems with tags in a sink.
const (
	// CodeChanged: written differently. It is a note if only case, punctuation
	// or the form of a list differ, else a warning.
	CodeChanged = "tag-changed"
	// CodeCut: too long; the end is a hash of the full text.
	CodeCut = "tag-cut"
	// CodeMoved: no part of the value is allowed here; only the sink that
	// FullText names has it.
	CodeMoved = "tag-moved"
	// CodeLost: the tag is omitted.
	CodeLost = "tag-lost"
	// CodeCollision: two tags become one.
	CodeCollision = "tag-collision"
	// CodeReserved: the key or value is reserved.
	CodeReserved = "tag-reserved"
	// CodeLimit: too many tags, or too much text in them.
	CodeLimit = "tag-limit"
)

// SinkTag is a tag in the form that a sink takes.
type SinkTag struct {
	Key, Value string
	// Tag is the original.
	Tag Tag
}

// Changed reports whether key or value differ from the tag's full text.
func (t SinkTag) Changed() bool {
	return t.Key != t.Tag.Key || t.Value != t.Tag.FullText()
}

// Joined is the tag's value before the sink's rules for values apply: the items
// of a list, separated by the sink's joiner.
func Joined(tag Tag, sink Sink) string { return tag.Join(sink.Joiner) }

// Sanitize makes a set valid for a sink. The result is always valid and keeps the
// order of the set; every change and every tag that is omitted is among
// the problems. After an Error the result must not be used: it is valid, but
// incomplete. Sanitizing the result again changes nothing.
func Sanitize(set []Tag, sink Sink) ([]SinkTag, diag.List) {
	s := sanitize(set, sink)
	var problems diag.List
	for _, f := range s.findings {
		problems = append(problems, f.problem)
	}
	return s.tags, problems
}

// Outcome is the result of sanitizing for one tag of a set.
type Outcome struct {
	Tag Tag
	// Result is nil if the sink omits the tag.
	Result *SinkTag
	// Problems are those that involve the tag, notes included.
	Problems diag.List
}

// Outcomes is Sanitize with the result and the problems of each tag, in the
// order of the set.
func Outcomes(set []Tag, sink Sink) []Outcome {
	s := sanitize(set, sink)
	outcomes := make([]Outcome, len(set))
	for i, tag := range set {
		outcomes[i].Tag = tag
	}
	for i := range s.tags {
		outcomes[s.from[i]].Result = &s.tags[i]
	}
	for _, f := range s.findings {
		for _, i := range f.tags {
			outcomes[i].Problems = append(outcomes[i].Problems, f.problem)
		}
	}
	return outcomes
}

// Map returns the tags by key.
func Map(set []SinkTag) map[string]string {
	byKey := make(map[string]string, len(set))
	for _, tag := range set {
		byKey[tag.Key] = tag.Value
	}
	return byKey
}

type sanitizer struct {
	sink Sink
	seen map[string]int // key as the sink compares it -> index in tags
	tags []SinkTag
	// from are the indexes of tags in the set.
	from     []int
	findings []finding
}

// finding is a problem and the tags that it involves, as indexes of the set.
type finding struct {
	tags    []int
	problem diag.Diagnostic
}

func sanitize(set []Tag, sink Sink) sanitizer {
	s := sanitizer{
		sink: sink, seen: make(map[string]int, len(set)),
		tags: make([]SinkTag, 0, len(set)), from: make([]int, 0, len(set)),
	}
	for i, tag := range set {
		s.add(i, tag)
	}
	s.limit()
	return s
}

func (s *sanitizer) add(index int, tag Tag) {
	report := func(d diag.Diagnostic) { s.findings = append(s.findings, finding{[]int{index}, d}) }
	key, keyEdit := s.key(tag.Key)
	if key == "" {
		report(s.lostKey(tag))
		return
	}
	joined := Joined(tag, s.sink)
	value, valueEdit := s.sink.Value.sanitize(joined, s.sink.Joiner, tag.FullText())
	if d, reserved := s.reserved(tag, key, value); reserved {
		report(d)
		return
	}
	if value == "" && (joined != "" || s.sink.Value.Min > 0) {
		report(s.lostValue(tag, joined))
		return
	}
	same := key
	if s.sink.IgnoreCase {
		same = strings.ToLower(key)
	}
	if first, taken := s.seen[same]; taken {
		report(s.collision(tag, key, s.tags[first]))
		return
	}
	s.seen[same] = len(s.tags)
	s.tags, s.from = append(s.tags, SinkTag{key, value, tag}), append(s.from, index)
	if key != tag.Key {
		report(s.changedKey(tag, key, keyEdit))
	}
	if value != tag.FullText() {
		report(s.changedValue(tag, joined, value, valueEdit))
	}
}

// key sanitizes what follows a valid namespace.
func (s *sanitizer) key(key string) (string, edit) {
	namespace, name := s.sink.split(key)
	valid, e := s.sink.Key.sanitize(name, replacement, key)
	if valid == "" {
		return "", e
	}
	return namespace + valid, e
}

// limit removes the tags beyond the sink's limits from the end, and warns about
// those that cost reports do not import.
func (s *sanitizer) limit() {
	sink, size, fit := s.sink, 0, 0
	for _, tag := range s.tags {
		size += len(tag.Key) + len(tag.Value)
		if sink.MaxTags > 0 && fit == sink.MaxTags || sink.MaxBytes > 0 && size > sink.MaxBytes {
			break
		}
		fit++
	}
	var beyond, late []int // indexes of s.tags
	for i := fit; i < len(s.tags); i++ {
		beyond = append(beyond, i)
	}
	if len(beyond) > 0 {
		message := fmt.Sprintf("%d tags exceed the limit of %d for %s; beyond the limit", len(s.tags), sink.MaxTags, sink.Title)
		if fit != sink.MaxTags {
			message = fmt.Sprintf("the tags exceed the limit of %d KiB for %s; beyond the limit", sink.MaxBytes>>10, sink.Title)
		}
		s.beyond(diag.Error, message, beyond)
		s.tags, s.from = s.tags[:fit:fit], s.from[:fit]
	}
	keys := make([]string, len(s.tags))
	for i, tag := range s.tags {
		keys[i] = tag.Key
	}
	notImported := NotImported(keys, sink)
	for i, tag := range s.tags {
		if slices.Contains(notImported, tag.Key) {
			late = append(late, i)
		}
	}
	if len(late) > 0 {
		s.beyond(diag.Warning, fmt.Sprintf("cost reports import only the first %d %s of a pod, in alphabetical order; not imported",
			sink.Imported, sink.Title), late)
	}
}

// beyond reports the tags that are beyond a limit, by their indexes.
func (s *sanitizer) beyond(severity diag.Severity, message string, indexes []int) {
	f := finding{problem: s.beyondLimit(severity, message, indexes)}
	for _, i := range indexes {
		f.tags = append(f.tags, s.from[i])
	}
	s.findings = append(s.findings, f)
}

// NotImported returns the keys that cost reports do not import, sorted: all but
// the first Imported of one resource's keys. The keys are all that the resource
// has, not only those of tags.
func NotImported(keys []string, sink Sink) []string {
	if sink.Imported == 0 || len(keys) <= sink.Imported {
		return nil
	}
	sorted := slices.Sorted(slices.Values(keys))
	return sorted[sink.Imported:]
}
