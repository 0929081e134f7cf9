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
	open := func(port int) model.Egress { return model.Egress{CIDR: "0.0.0.0/0", Port: port, Protocol: "tcp"} }
	for _, test := range []struct {
		name      string
		connector string
		source    map[string]any
		written   []model.Egress
		want      []model.Egress
		problem   string
	}{
		{"HTTPS alone", "stripe", nil, nil, []model.Egress{https}, ""},
		{"well-known port", "postgres", nil, nil, []model.Egress{https, open(5432)}, ""},
		{"in any case", "MySQL", nil, nil, []model.Egress{https, open(3306)}, ""},
		{"the job's port wins", "postgres", map[string]any{"connection": map[string]any{"port": 6543}}, nil, []model.Egress{https, open(6543)}, ""},
		{"as text", "postgres", map[string]any{"connection": map[string]any{"port": "6543"}}, nil, []model.Egress{https, open(6543)}, ""},
		{"a variable is unknown", "postgres", map[string]any{"connection": map[string]any{"port": "${PGPORT}"}}, nil, []model.Egress{https, open(5432)}, ""},
		{"nor does nonsense", "stripe", map[string]any{"connection": []any{"port"}}, nil, []model.Egress{https}, ""},
		{"443 is not duplicated", "x", map[string]any{"connection": map[string]any{"port": 443}}, nil, []model.Egress{https}, ""},
		{"written rules are all", "postgres", nil, []model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443}},
			[]model.Egress{{CIDR: "10.0.0.0/8", Port: 53, Protocol: "udp"}, {CIDR: "::/0", Port: 443, Protocol: "tcp"}}, ""},
		{"host bits", "x", nil, []model.Egress{{CIDR: "10.0.0.1/8", Port: 1}}, nil, `invalid CIDR block "10.0.0.1/8": host bits are set | did you mean 10.0.0.0/8?`},
		{"no prefix length", "x", nil, []model.Egress{{CIDR: "10.0.0.1", Port: 1}}, nil, `invalid CIDR block "10.0.0.1" | use one such as 10.20.0.0/16`},
	} {
		in := jobOn("aws", "ecs", func(job *model.Job, infra *model.Infrastructure) {
			job.Source, infra.Network.Egress = test.source, test.written
		})
		in.Connector.Type = test.connector
		d, problems := Normalize(in)
		if got := strings.Join(errorsAt(problems, "network.egress[0].cidr"), "\n"); got != test.problem {
			t.Errorf("%s: %s", test.name, got)
		}
		if test.problem == "" && !slices.Equal(d.Network.Egress, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, d.Network.Egress, test.want)
		}
	}
}
