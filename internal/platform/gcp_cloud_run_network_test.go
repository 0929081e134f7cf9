package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestAccountOfAnotherProject shows whose tokens Cloud Run needs a grant for.
func TestAccountOfAnotherProject(t *testing.T) {
	t.Parallel()
	for email, want := range map[string]string{
		"": "", "dativo-etl@acme-prod.iam.gserviceaccount.com": "", "dativo-etl@acme-identity.iam.gserviceaccount.com": "acme-identity",
		"123-compute@developer.gserviceaccount.com": "", "dativo-etl@p.example.com.iam.gserviceaccount.com": "example.com:p",
	} {
		d, _ := Normalize(runTestJob(func(j *model.Job) { j.Infrastructure.Compute.ServiceAccount = email }))
		if d.Identity.AccountProject != want {
			t.Errorf("%q: %q", email, d.Identity.AccountProject)
		}
	}
}

// TestNetworkWithoutSubnetwork shows the warning for a network alone.
func TestNetworkWithoutSubnetwork(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		network string
		subnets []string
		want    string
	}{
		{"projects/acme-prod/global/networks/data", nil,
			"not set: Cloud Run uses the subnetwork with the name of the network, data, in europe-west1"},
		{"data", nil, "not set: Cloud Run uses the subnetwork with the name of the network, data, in europe-west1"},
		{"data", []string{"etl"}, ""},
		{"", []string{"etl"}, ""},
		{"", nil, ""},
	} {
		_, problems := Normalize(runTestJob(func(j *model.Job) {
			j.Infrastructure.Network.VPCID, j.Infrastructure.Network.Subnets = test.network, test.subnets
		}))
		got, _, _ := strings.Cut(strings.Join(warningsAt(problems, "network.subnets"), "\n"), " | ")
		if got != test.want {
			t.Errorf("%s %v: %q", test.network, test.subnets, got)
		}
	}
}
