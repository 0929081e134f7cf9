package export

import "github.com/dativo-io/dativo-gen/internal/tags"

// Listing is a job's tags with their provenance, for programs.
type Listing struct {
	Tenant      string `yaml:"tenant"`
	Job         string `yaml:"job,omitempty"`
	Environment string `yaml:"environment,omitempty"`
	// Properties are namespaced, for tables; Tags are flat, for resources.
	// Both are in the order of derivation.
	Properties []ListedTag `yaml:"properties"`
	Tags       []ListedTag `yaml:"tags"`
	// Removed are the keys that an empty value removes.
	Removed []string `yaml:"removed,omitempty"`
}

// ListedTag is one tag with its effective value.
type ListedTag struct {
	Key        string `yaml:"key"`
	LevelValue `yaml:",inline"`
	// Shadowed are the overridden values, highest level first.
	Shadowed []LevelValue `yaml:"shadowed,omitempty"`
}

// LevelValue is the value of one level.
type LevelValue struct {
	Value string `yaml:"value"`
	Level string `yaml:"level"`
	// From is file:line:column; empty for a built-in value.
	From string `yaml:"from,omitempty"`
}

// List returns the listing of a job.
func List(subject Subject) Listing {
	listing := Listing{
		Tenant: subject.Tenant, Job: subject.Name, Environment: subject.Environment,
		Properties: listed(subject.Set.Properties.Tags), Tags: listed(subject.Set.Flat.Tags),
	}
	for _, list := range []tags.List{subject.Set.Properties, subject.Set.Flat} {
		for _, tag := range list.Removed {
			listing.Removed = append(listing.Removed, tag.Key)
		}
	}
	return listing
}

func listed(list []tags.Tag) []ListedTag {
	all := make([]ListedTag, len(list))
	for i, tag := range list {
		all[i] = ListedTag{Key: tag.Key, LevelValue: levelValue(tag.Value)}
		for _, value := range tag.Shadowed {
			all[i].Shadowed = append(all[i].Shadowed, levelValue(value))
		}
	}
	return all
}

func levelValue(v tags.Value) LevelValue {
	value := LevelValue{Value: v.FullText(), Level: v.Origin.Level.String()}
	if v.Origin.File != "" {
		value.From = v.Origin.String()
	}
	return value
}
