package export

import "github.com/dativo-io/dativo-gen/internal/tags"

// Listing is everything that is known of a job's tags, for programs.
type Listing struct {
	Tenant      string `yaml:"tenant"`
	Job         string `yaml:"job,omitempty"`
	Environment string `yaml:"environment,omitempty"`
	// Properties are namespaced, for tables; Tags are flat, for resources.
	// Both are in the order in which they are derived.
	Properties []Line `yaml:"properties"`
	Tags       []Line `yaml:"tags"`
	// Withdrawn are keys that somebody emptied on purpose.
	Withdrawn []string `yaml:"withdrawn,omitempty"`
}

// Line is one tag.
type Line struct {
	Key  string `yaml:"key"`
	Said `yaml:",inline"`
	// Shadowed is what lower levels said, highest first.
	Shadowed []Said `yaml:"shadowed,omitempty"`
}

// Said is a value and who wrote it.
type Said struct {
	Value string `yaml:"value"`
	Level string `yaml:"level"`
	// From is file:line:column; empty for what nobody wrote.
	From string `yaml:"from,omitempty"`
}

// List returns the listing of a job.
func List(subject Subject) Listing {
	listing := Listing{
		Tenant: subject.Tenant, Job: subject.Name, Environment: subject.Environment,
		Properties: lines(subject.Set.Properties.Tags), Tags: lines(subject.Set.Flat.Tags),
	}
	for _, list := range []tags.List{subject.Set.Properties, subject.Set.Flat} {
		for _, tag := range list.Withdrawn {
			listing.Withdrawn = append(listing.Withdrawn, tag.Key)
		}
	}
	return listing
}

func lines(list []tags.Tag) []Line {
	all := make([]Line, len(list))
	for i, tag := range list {
		all[i] = Line{Key: tag.Key, Said: said(tag.Value), Shadowed: saidAll(tag.Shadowed)}
	}
	return all
}

func saidAll(values []tags.Value) []Said {
	var all []Said
	for _, value := range values {
		all = append(all, said(value))
	}
	return all
}

func said(v tags.Value) Said {
	s := Said{Value: v.FullText(), Level: v.Origin.Level.String()}
	if v.Origin.File != "" {
		s.From = v.Origin.String()
	}
	return s
}
