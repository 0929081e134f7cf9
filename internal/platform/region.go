package platform

import (
	"regexp"
	"sync"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// partition is a separate part of AWS: an ARN of one means nothing in another.
type partition struct {
	name   string
	region *regexp.Regexp
}

// partitions are AWS's, most used first. Forms of region from botocore 1.43.11,
// data/partitions.json, read 2026-11-22.
var partitions = sync.OnceValue(func() []partition {
	return []partition{
		{"aws", awsRegion(`(us|eu|ap|sa|ca|me|af|il|mx)`)},
		{"aws-us-gov", awsRegion(`us-gov`)},
		{"aws-cn", awsRegion(`cn`)},
		{"aws-eusc", awsRegion(`eusc-de`)},
		{"aws-iso", awsRegion(`us-iso`)},
		{"aws-iso-b", awsRegion(`us-isob`)},
		{"aws-iso-e", awsRegion(`eu-isoe`)},
		{"aws-iso-f", awsRegion(`us-isof`)},
	}
})

// direction is the middle of every region's name. AWS's own pattern takes any
// word there, and so us-esat-1 too.
const direction = `(central|east|north|northeast|northwest|south|southeast|southwest|west)`

func awsRegion(area string) *regexp.Regexp {
	return regexp.MustCompile(`^` + area + `-` + direction + `-\d{1,2}$`)
}

// partitionOf returns the name of the partition that an AWS region lies in.
func partitionOf(region string) (string, bool) {
	for _, p := range partitions() {
		if p.region.MatchString(region) {
			return p.name, true
		}
	}
	return "", false
}

// gcpRegion is the form of a Google Cloud region, from the locations that
// Cloud Run's documentation lists, read 2026-11-22. Google publishes no rule.
var gcpRegion = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(africa|asia|australia|europe|me|northamerica|southamerica|us)-` + direction + `\d{1,2}$`)
})

// knownRegions are for suggestions alone: a region that opened yesterday must
// work today. AWS from botocore 1.43.11, data/endpoints.json; Google from the
// Cloud Run locations page; both read 2026-11-22.
func knownRegions(provider string) []string {
	if provider == "aws" {
		return []string{
			"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
			"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
			"ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
			"eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
			"us-west-2", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1",
		}
	}
	return []string{
		"africa-south1", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2", "asia-northeast3", "asia-south1", "asia-south2",
		"asia-southeast1", "asia-southeast2", "asia-southeast3", "australia-southeast1", "australia-southeast2", "europe-central2",
		"europe-north1", "europe-north2", "europe-southwest1", "europe-west1", "europe-west10", "europe-west12", "europe-west2",
		"europe-west3", "europe-west4", "europe-west6", "europe-west8", "europe-west9", "me-central1", "me-central2", "me-west1",
		"northamerica-northeast1", "northamerica-northeast2", "northamerica-south1", "southamerica-east1", "southamerica-west1",
		"us-central1", "us-east1", "us-east4", "us-east5", "us-south1", "us-west1", "us-west2", "us-west3", "us-west4",
	}
}

// isRegion reports whether a region has the form of the provider's.
func isRegion(provider, region string) bool {
	if provider == "gcp" {
		return gcpRegion().MatchString(region)
	}
	_, ok := partitionOf(region)
	return ok
}

// checkRegion reports a region that is none of the provider's.
func (n *normaliser) checkRegion(path, region string) {
	provider := n.platform.Provider
	if region == "" || isRegion(provider, region) {
		return
	}
	problem := n.problems.Errorf("region", path, "%q is not %s region", region, regionWords(provider).title)
	if other := map[string]string{"aws": "gcp", "gcp": "aws"}[provider]; isRegion(other, region) {
		problem.Hintf("it is one of %s's; for %s write one such as %s", other, provider, regionWords(provider).examples)
	} else if near := diag.Suggest(region, knownRegions(provider)); near != "" {
		problem.Hintf("did you mean %s?", near)
	} else {
		problem.Hintf("write one such as %s", regionWords(provider).examples)
	}
}

// regionWords are how messages speak of a provider's regions.
func regionWords(provider string) (words struct{ title, examples string }) {
	if provider == "gcp" {
		words.title, words.examples = "a Google Cloud", "us-central1 or europe-west1"
	} else {
		words.title, words.examples = "an AWS", "us-east-1 or eu-central-1"
	}
	return words
}
