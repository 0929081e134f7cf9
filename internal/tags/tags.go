// Package tags derives a job's tags and makes them valid wherever they go.
//
// Metadata about a job is written in four places: the connector of its source,
// the asset (its data contract), the job file, and the infrastructure block.
// [Derive] merges them into one ordered set that records where each value was
// written and which values it overrides. Nothing is guessed: only what was
// written becomes a tag.
//
// A [Sink] is a target for tags, with its rules: AWS tags, GCP labels,
// Kubernetes labels, table properties. [Sanitize] makes a set valid for a sink
// and reports every change.
package tags

import (
	"fmt"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Level is a layer that values come from; a higher level overrides a lower one.
type Level int

const (
	// BaseLevel is what every job has: its tenant, name and environment, and
	// the constant tags managed_by and job_type.
	BaseLevel Level = iota
	// SourceLevel is what a connector declares about the data that it reads.
	SourceLevel
	// AssetLevel is the data contract.
	AssetLevel
	// JobLevel is the job file outside its infrastructure block.
	JobLevel
	// InfrastructureLevel is the tags of the job's infrastructure block.
	InfrastructureLevel
)

// Levels returns every level, lowest first.
func Levels() []Level {
	return []Level{BaseLevel, SourceLevel, AssetLevel, JobLevel, InfrastructureLevel}
}

func (l Level) String() string {
	switch l {
	case BaseLevel:
		return "base"
	case SourceLevel:
		return "source"
	case AssetLevel:
		return "asset"
	case JobLevel:
		return "job"
	case InfrastructureLevel:
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
	return BaseLevel, fmt.Errorf("unknown level %q: must be one of %s", name, strings.Join(names, ", "))
}

// Origin is where a value was written.
type Origin struct {
	// Level is set by Derive, from the field of Input that holds the value.
	Level Level
	// Pos has no file for built-in values such as managed_by.
	diag.Pos
	// Path is the path in the document: infrastructure.tags.owner.
	Path string
}

// String names the origin for a message: "job.yaml:12:3", or as much of it as
// is known.
func (o Origin) String() string {
	switch {
	case o.File != "":
		return o.Pos.String()
	case o.Path != "":
		return o.Path
	}
	return o.Level.String()
}

// Value is a scalar or a list, with its origin. The zero Value is absent: the
// key was not written at all, which differs from an empty value.
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

// FullText is the value where no rules limit it: a list is joined with commas,
// as in table properties and annotations.
func (v Value) FullText() string { return v.Join(",") }

// blank reports whether the value is empty, or a list of empty items.
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

// Tag is a key with its effective value.
type Tag struct {
	Key string
	Value
	// Shadowed are the values that it overrides, highest level first.
	Shadowed []Value
}
