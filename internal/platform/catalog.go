package platform

import (
	"reflect"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/paths"
)

// Catalog is a set of clouds and their platforms. Shipped is the one of the
// program; tests make others.
type Catalog struct {
	Clouds    []*Cloud
	Platforms []*Platform
}

// Shipped returns all clouds and platforms in the order of listings.
func Shipped() Catalog {
	aws, gcp := awsCloud(), gcpCloud()
	return Catalog{
		Clouds:    []*Cloud{aws, gcp},
		Platforms: []*Platform{awsECS(aws), awsEKS(aws), gcpGKE(gcp), gcpCloudRun(gcp)},
	}
}

// Clouds returns every cloud.
func Clouds() []*Cloud { return Shipped().Clouds }

// All returns every platform.
func All() []*Platform { return Shipped().Platforms }

// Find returns the platform of a provider and compute type.
func Find(provider, compute string) (*Platform, bool) { return Shipped().find(provider, compute) }

func (c Catalog) find(provider, compute string) (*Platform, bool) {
	return first(c.Platforms, func(p *Platform) bool { return p.Cloud.Name == provider && p.Compute == compute })
}

// ByName returns the platform with the given template folder.
func ByName(name string) (*Platform, bool) {
	return first(All(), func(p *Platform) bool { return p.Name == name })
}

// CloudNamed returns the cloud of a value of infrastructure.provider.
func CloudNamed(provider string) (*Cloud, bool) { return Shipped().cloud(provider) }

func (c Catalog) cloud(provider string) (*Cloud, bool) {
	return first(c.Clouds, func(c *Cloud) bool { return c.Name == provider })
}

// Names returns the template folders.
func Names() []string {
	return distinct(All(), func(p *Platform) string { return p.Name })
}

// Providers returns the values of infrastructure.provider.
func Providers() []string { return Shipped().providers() }

func (c Catalog) providers() []string {
	return distinct(c.Clouds, func(c *Cloud) string { return c.Name })
}

// Computes returns the values of infrastructure.compute.type, of one provider
// or, for "", of all.
func Computes(provider string) []string { return Shipped().computes(provider) }

func (c Catalog) computes(provider string) []string {
	platforms := slices.DeleteFunc(slices.Clone(c.Platforms), func(p *Platform) bool {
		return provider != "" && p.Cloud.Name != provider
	})
	return distinct(platforms, func(p *Platform) string { return p.Compute })
}

// Synonyms returns the providers and compute types that users also call by a
// word, where a spelling check would not find them.
func Synonyms(word string) []string {
	var meant []string
	catalog := Shipped()
	for _, c := range catalog.Clouds {
		if slices.Contains(c.Synonyms, word) {
			meant = append(meant, c.Name)
		}
	}
	for _, p := range catalog.Platforms {
		if slices.Contains(p.Synonyms, word) {
			meant = append(meant, p.Compute)
		}
	}
	return meant
}

// Missing names the parts without a value of a platform and its cloud, such as
// "Cloud.Regions.Known". Jobs on an incomplete platform are refused.
func (p *Platform) Missing() []string {
	if p.Cloud == nil {
		return []string{"Cloud"}
	}
	missing := missingParts("", reflect.ValueOf(*p))
	if p.TagSink == "" && p.LabelSink == "" {
		missing = append(missing, "TagSink or LabelSink")
	}
	return append(missing, p.Cloud.missing()...)
}

func (c *Cloud) missing() []string { return missingParts("Cloud.", reflect.ValueOf(*c)) }

// missingParts returns the names of a struct's zero fields, except for those
// tagged as optional, and of those of the structs of this package in it.
func missingParts(prefix string, v reflect.Value) []string {
	var missing []string
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		switch {
		case field.Tag.Get("missing") == "ok":
		case value.Kind() == reflect.Struct && field.Type.PkgPath() == reflect.TypeFor[Cloud]().PkgPath():
			missing = append(missing, missingParts(prefix+field.Name+".", value)...)
		case value.IsZero():
			missing = append(missing, prefix+field.Name)
		}
	}
	return missing
}

// reportMissing reports the missing parts of the platform: a fault of the
// program, reported here so that no job is half rendered.
func (n *normalizer) reportMissing(missing []string) {
	for _, part := range missing {
		n.problems.Errorf("incomplete-platform", paths.Provider, "%s is not supported yet: missing %s", n.platform.Title, part)
	}
}

// first returns the first item that a condition holds for.
func first[T any](items []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(items, is); i >= 0 {
		return items[i], true
	}
	var none T
	return none, false
}

// distinct returns the names of items in order, each once.
func distinct[T any](items []T, name func(T) string) []string {
	var names []string
	for _, item := range items {
		if n := name(item); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}
