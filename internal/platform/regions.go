package platform

import (
	"regexp"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// Regions are the regions of a cloud.
type Regions struct {
	// Title names one of them in messages, with its article: "an AWS".
	Title string
	// Examples are regions to write, for hints.
	Examples string
	// Known are for suggestions alone: a region that opened yesterday must work
	// today.
	Known []string
	// partitions are the separate parts of the cloud, most used first, each with
	// the form of its regions.
	partitions func() []partition
}

// partition is a separate part of a cloud: a reference of one means nothing in
// another.
type partition struct {
	name   string
	region *regexp.Regexp
}

// partitionOf returns the name of the partition that a region is in.
func (r Regions) partitionOf(region string) (string, bool) {
	if r.partitions == nil { // a cloud without them runs no job: see Missing
		return "", false
	}
	for _, p := range r.partitions() {
		if p.region.MatchString(region) {
			return p.name, true
		}
	}
	return "", false
}

// has reports whether a region has the form of the cloud's.
func (r Regions) has(region string) bool {
	_, ok := r.partitionOf(region)
	return ok
}

// suggestion is a did-you-mean for a region, or "".
func (r Regions) suggestion(region string) string {
	if near := diag.Suggest(region, r.Known); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

// checkRegion reports a region that is none of the cloud's.
func (n *normalizer) checkRegion(path, region string) {
	cloud := n.platform.Cloud
	if region == "" || cloud.Regions.has(region) {
		return
	}
	problem := n.problems.Errorf("region", path, "%q is not %s region", region, cloud.Regions.Title)
	if other, ok := first(n.catalog.Clouds, func(c *Cloud) bool { return c.Regions.has(region) }); ok {
		problem.Hintf("it is one of %s's; for %s write one such as %s", other.Name, cloud.Name, cloud.Regions.Examples)
	} else if problem.Hint = cloud.Regions.suggestion(region); problem.Hint == "" {
		problem.Hintf("write one such as %s", cloud.Regions.Examples)
	}
}
