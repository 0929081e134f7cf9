package platform

import (
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestEgress(t *testing.T) {
	t.Parallel()
	https := model.Egress{CIDR: "0.0.0.0/0", Port: 443, Protocol: "tcp"}
	for _, test := range []struct {
		name    string
		written []model.Egress
		want    []model.Egress
		problem string
	}{
		{"HTTPS alone", nil, []model.Egress{https}, ""},
		{"written rules are all", []model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443}},
			[]model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443, Protocol: "tcp"}}, ""},
		{"duplicates", []model.Egress{{CIDR: "0.0.0.0/0", Port: 443}, {CIDR: "::/0", Port: 1}, {CIDR: "0.0.0.0/0", Port: 443, Protocol: "tcp"},
			{CIDR: "0:0::/0", Port: 1}, {CIDR: "0.0.0.0/0", Port: 443, Protocol: "udp"}},
			[]model.Egress{https, {CIDR: "::/0", Port: 1, Protocol: "tcp"}, {CIDR: "0.0.0.0/0", Port: 443, Protocol: "udp"}}, ""},
		{"host bits", []model.Egress{{CIDR: "10.0.0.1/8", Port: 1}}, nil,
			`invalid CIDR block "10.0.0.1/8": host bits are set | did you mean 10.0.0.0/8?`},
		{"no prefix length", []model.Egress{{CIDR: "10.0.0.1", Port: 1}}, nil, `invalid CIDR block "10.0.0.1" | use one such as 10.20.0.0/16`},
	} {
		for _, p := range [][2]string{{"aws", "ecs"}, {"aws", "eks"}, {"gcp", "gke"}} {
			d, _ := Normalize(jobOn(p[0], p[1], func(_ *model.Job, infra *model.Infrastructure) { infra.Network.Egress = test.written }))
			if test.problem == "" && !slices.Equal(d.Network.Egress, test.want) {
				t.Errorf("%s on %s: got %v, want %v", test.name, p[1], d.Network.Egress, test.want)
			}
		}
		_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) { infra.Network.Egress = test.written }))
		if got := strings.Join(errorsAt(problems, "network.egress[0].cidr"), "\n"); got != test.problem {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}
