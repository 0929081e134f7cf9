package platform

import "testing"

func TestRegions(t *testing.T) {
	t.Parallel()
	for region, want := range map[string]string{
		"us-east-1": "aws", "eu-central-2": "aws", "ap-southeast-7": "aws", "mx-central-1": "aws", "il-central-1": "aws", "us-gov-west-1": "aws-us-gov",
		"cn-northwest-1": "aws-cn", "eusc-de-east-1": "aws-eusc", "us-iso-east-1": "aws-iso", "us-isob-east-1": "aws-iso-b",
		"eu-isoe-west-1": "aws-iso-e", "us-isof-south-1": "aws-iso-f",
		"us-esat-1": "", "us-east": "", "us-east-1a": "", "useast1": "", "US-EAST-1": "", "us-east-1 ": "", "us-east1": "", "global": "", "": "",
	} {
		if got, ok := awsRegions().partitionOf(region); got != want || ok != (want != "") {
			t.Errorf("%q is in %q, want %q", region, got, want)
		}
	}
	for region, want := range map[string]bool{
		"us-central1": true, "europe-west12": true, "northamerica-northeast1": true, "africa-south1": true, "me-west1": true,
		"europe-west": false, "eu-west-1": false, "europe-west1-b": false, "us": false, "US": false, "": false,
	} {
		if got := gcpRegions().valid(region); got != want {
			t.Errorf("%q: %t", region, got)
		}
	}
	for _, cloud := range Clouds() {
		for _, region := range cloud.Regions.Known {
			if !cloud.Regions.valid(region) {
				t.Errorf("%s is known, but has not the form", region)
			}
		}
	}
}
