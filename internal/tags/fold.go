package tags

import (
	"fmt"
	"slices"
	"strings"
)

// FoldedTag is a tag as a sink takes it.
type FoldedTag struct {
	Key, Value string
	// Tag is what it was made from.
	Tag Tag
}

// Changed reports whether key or value differ from the tag's full text.
func (f FoldedTag) Changed() bool {
	return f.Key != f.Tag.Key || f.Value != f.Tag.FullText()
}

// Joined is the tag's value as the sink writes it before its other rules: the
// items of a list between the sink's joiners.
func Joined(tag Tag, sink Sink) string { return tag.Join(sink.Joiner) }

// Fold makes a set legal for a sink. The result keeps the order of the set and
// is legal whatever the set was; every change, and every tag that is left out,
// is among the problems. A problem with the severity Error means that the
// result must not be used: it is legal, but not what was asked for. Folding the
// result again changes nothing.
func Fold(set []Tag, sink Sink) ([]FoldedTag, []Problem) {
	f := folder{sink: sink, seen: make(map[string]int, len(set)), folded: make([]FoldedTag, 0, len(set))}
	for _, tag := range set {
		f.add(tag)
	}
	f.limit()
	return f.folded, f.problems
}

// Map returns the tags by key.
func Map(folded []FoldedTag) map[string]string {
	byKey := make(map[string]string, len(folded))
	for _, tag := range folded {
		byKey[tag.Key] = tag.Value
	}
	return byKey
}

type folder struct {
	sink     Sink
	seen     map[string]int // key as the sink compares it -> index in folded
	folded   []FoldedTag
	problems []Problem
}

func (f *folder) add(tag Tag) {
	key, keyEdit := f.key(tag.Key)
	if key == "" {
		f.lostKey(tag)
		return
	}
	joined := Joined(tag, f.sink)
	value, valueEdit := f.sink.Value.fold(joined, f.sink.Joiner, tag.FullText())
	if f.reserved(tag, key, value) {
		return
	}
	if value == "" && (joined != "" || f.sink.Value.Min > 0) {
		f.lostValue(tag, joined)
		return
	}
	if f.collides(tag, key) {
		return
	}
	f.folded = append(f.folded, FoldedTag{key, value, tag})
	f.changedKey(tag, key, keyEdit)
	f.changedValue(tag, joined, value, valueEdit)
}

// key folds what stands behind the namespace, if there is a legal one.
func (f *folder) key(key string) (string, edit) {
	namespace, name := f.sink.split(key)
	folded, e := f.sink.Key.fold(name, replacement, key)
	if folded == "" {
		return "", e
	}
	return namespace + folded, e
}

// collides reports and refuses a tag whose key is taken.
func (f *folder) collides(tag Tag, key string) bool {
	same := key
	if f.sink.AnyCase {
		same = strings.ToLower(key)
	}
	i, taken := f.seen[same]
	if !taken {
		f.seen[same] = len(f.folded)
		return false
	}
	first := f.folded[i]
	message := fmt.Sprintf("the keys %s and %s are both %s in %s", quoted(first.Tag.Key), quoted(tag.Key), quoted(key), f.sink.Title)
	switch {
	case first.Tag.Key == tag.Key:
		message = fmt.Sprintf("the key %s is there twice", quoted(tag.Key))
	case first.Key != key:
		message = fmt.Sprintf("the keys %s and %s are one key in %s, which compare keys without regard to case",
			quoted(first.Tag.Key), quoted(tag.Key), f.sink.Title)
	}
	if at := first.Tag.Origin.String(); first.Tag.Origin.File != "" {
		message += "; the other is at " + at
	}
	f.report(Problem{
		Kind: Collision, Severity: Error, Key: tag.Key, Message: message, Hint: "rename one of them",
		Origins: []Origin{tag.Origin, first.Tag.Origin},
	})
	return true
}

// reserved reports and refuses what belongs to the sink's owner.
func (f *folder) reserved(tag Tag, key, value string) bool {
	if name := f.sink.Reserved.key(key); name != "" {
		f.report(Problem{
			Kind: ReservedName, Severity: Error, Key: tag.Key, Origins: []Origin{tag.Origin},
			Message: fmt.Sprintf("the key %s is reserved in %s: %s is not for users", quoted(tag.Key), f.sink.Title, quoted(name)),
			Hint:    "choose another key",
		})
		return true
	}
	if prefix := f.sink.Reserved.value(value); prefix != "" {
		f.report(Problem{
			Kind: ReservedName, Severity: Error, Key: tag.Key, Origins: []Origin{tag.Origin},
			Message: fmt.Sprintf("the value of %s, %s, begins with %s, which is reserved in %s",
				quoted(tag.Key), quoted(value), quoted(prefix), f.sink.Title),
			Hint: "choose another value",
		})
		return true
	}
	return false
}

// limit takes what is too much off the end, and warns of what cost reports
// will not show.
func (f *folder) limit() {
	sink, size, fit := f.sink, 0, 0
	for _, tag := range f.folded {
		size += len(tag.Key) + len(tag.Value)
		if sink.MaxTags > 0 && fit == sink.MaxTags || sink.MaxBytes > 0 && size > sink.MaxBytes {
			break
		}
		fit++
	}
	if fit < len(f.folded) {
		message := fmt.Sprintf("%d tags are too many for %s, at most %d", len(f.folded), sink.Title, sink.MaxTags)
		if fit != sink.MaxTags {
			message = fmt.Sprintf("the tags are too long for %s, at most %d KiB together", sink.Title, sink.MaxBytes>>10)
		}
		f.tooMany(Error, message, f.folded[fit:])
		f.folded = f.folded[:fit:fit]
	}
	keys := make([]string, len(f.folded))
	for i, tag := range f.folded {
		keys[i] = tag.Key
	}
	if unseen := NotImported(keys, sink); len(unseen) > 0 {
		var late []FoldedTag
		for _, tag := range f.folded {
			if slices.Contains(unseen, tag.Key) {
				late = append(late, tag)
			}
		}
		f.tooMany(Warning, fmt.Sprintf("cost reports import the first %d %s of a pod in alphabetical order", sink.Imported, sink.Title), late)
	}
}

// NotImported returns the keys that cost reports leave out, sorted: all but
// the first Imported of one resource's keys. The keys are everything that the
// resource carries, not tags alone.
func NotImported(keys []string, sink Sink) []string {
	if sink.Imported == 0 || len(keys) <= sink.Imported {
		return nil
	}
	sorted := slices.Sorted(slices.Values(keys))
	return sorted[sink.Imported:]
}
