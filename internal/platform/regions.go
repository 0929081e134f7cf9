package platform

import (
	"regexp"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Regions are the regions of a cloud.
type Regions struct {
	// Title completes "region" in messages: "AWS".
	Title string
	// Examples are two regions for hints.
	Examples string
	// Known are used for suggestions only: a new region works without an update.
	Known []string
	// partitions are the separate parts of the cloud, the most used one first.
	partitions func() []partition
}

// partition is a separate part of a cloud. References of one are invalid in
// another.
type partition struct {
	name string
	// region is the form of its regions.
	region *regexp.Regexp
}

// partitionOf returns the name of a region's partition.
func (r Regions) partitionOf(region string) (string, bool) {
	if r.partitions == nil { // an incomplete cloud runs no jobs: see Missing
		return "", false
	}
	for _, p := range r.partitions() {
		if p.region.MatchString(region) {
			return p.name, true
		}
	}
	return "", false
}

// valid reports whether a region has the form of one of the cloud's regions.
func (r Regions) valid(region string) bool {
	_, ok := r.partitionOf(region)
	return ok
}

// suggestion is a did-you-mean hint for a region, or "".
func (r Regions) suggestion(region string) string {
	if near := diag.Suggest(region, r.Known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// checkRegion reports a region that is not one of the cloud.
func (n *normalizer) checkRegion(at, region string) {
	cloud := n.platform.Cloud
	if region == "" || cloud.Regions.valid(region) {
		return
	}
	problem := n.problems.Errorf("region", at, "invalid %s region %q", cloud.Regions.Title, region)
	if other, ok := first(n.catalog.Clouds, func(c *Cloud) bool { return c.Regions.valid(region) }); ok {
		problem.Hintf("it is a region of provider %s; for %s use one such as %s", other.Name, cloud.Name, cloud.Regions.Examples)
	} else if problem.Hint = cloud.Regions.suggestion(region); problem.Hint == "" {
		problem.Hintf("use one such as %s", cloud.Regions.Examples)
	}
}
