// Package tags derives a job's tags and makes them legal wherever they go.
//
// What is known about a job is written in four places: the source that the
// data comes from, the asset (its data contract), the job, and the job's
// infrastructure block. Derive merges them into one ordered set that remembers
// where each value was written and what it shadowed. A Sink is what one place
// that takes tags accepts; Fold makes a set legal for it and reports every
// change. Nothing is guessed: only what somebody wrote becomes a tag.
package tags

import (
	"fmt"
	"strings"
)

// Level is a layer that values come from; a higher level wins.
type Level int

const (
	// Base is what every job has: its tenant, name and environment, and the
	// two tags that say what made it.
	Base Level = iota
	// Source is what a connector said of the data that it reads.
	Source
	// Asset is the data contract.
	Asset
	// Job is the job file outside its infrastructure block.
	Job
	// Infrastructure is the tags of the job's infrastructure block.
	Infrastructure
)

// Levels returns every level, lowest first.
func Levels() []Level { return []Level{Base, Source, Asset, Job, Infrastructure} }

func (l Level) String() string {
	switch l {
	case Base:
		return "base"
	case Source:
		return "source"
	case Asset:
		return "asset"
	case Job:
		return "job"
	case Infrastructure:
		return "infrastructure"
	}
	return fmt.Sprintf("level(%d)", int(l))
}

// ParseLevel is the inverse of Level.String.
func ParseLevel(name string) (Level, error) {
	names := make([]string, 0, len(Levels()))
	for _, level := range Levels() {
		if level.String() == name {
			return level, nil
		}
		names = append(names, level.String())
	}
	return Base, fmt.Errorf("unknown level %q: must be one of %s", name, strings.Join(names, ", "))
}

// Origin is where a value was written.
type Origin struct {
	// Level is set by Derive, from the field of Input that holds the value.
	Level Level
	// File is empty for what nobody wrote, such as managed_by.
	File string
	// Line and Col count from 1; 0 means unknown.
	Line, Col int
	// Path is the place in the document: infrastructure.tags.owner.
	Path string
}

// String names the origin for a message: "job.yaml:12:3", or as much of it as
// is known.
func (o Origin) String() string {
	switch {
	case o.File == "" && o.Path == "":
		return o.Level.String()
	case o.File == "":
		return o.Path
	case o.Line == 0:
		return o.File
	case o.Col == 0:
		return fmt.Sprintf("%s:%d", o.File, o.Line)
	}
	return fmt.Sprintf("%s:%d:%d", o.File, o.Line, o.Col)
}

// Value is a scalar or a list that was written somewhere. The zero Value is
// absent: the key was not written at all, which differs from an empty value.
type Value struct {
	// Values has one element for a scalar, any number for a list.
	Values []string
	List   bool
	Origin Origin
}

// Text is a scalar value; it may be empty.
func Text(text string, at Origin) Value {
	return Value{Values: []string{text}, Origin: at}
}

// Items is a list value; it may be empty.
func Items(items []string, at Origin) Value {
	return Value{Values: items, List: true, Origin: at}
}

// Present reports whether the value was written.
func (v Value) Present() bool { return v.List || len(v.Values) > 0 }

// Join is the value as one text, its items joined with separator.
func (v Value) Join(separator string) string {
	return strings.Join(v.Values, separator)
}

// FullText is the value as it reads where nothing limits it: a list is joined
// with commas, as table properties and annotations write it.
func (v Value) FullText() string { return v.Join(",") }

// blank reports whether the value has no text.
func (v Value) blank() bool {
	for _, item := range v.Values {
		if item != "" {
			return false
		}
	}
	return true
}

// at returns the value with its level set.
func (v Value) at(level Level) Value {
	v.Origin.Level = level
	return v
}

// Entry is a value under a key.
type Entry struct {
	Key string
	Value
}

// Tag is a key with the value that won.
type Tag struct {
	Key string
	Value
	// Shadowed is what else was written for the key, highest level first.
	Shadowed []Value
}
