package platform

import (
	"slices"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestECSRegistries shows how the image of a job is pulled, by its registry.
func TestECSRegistries(t *testing.T) {
	t.Parallel()
	const (
		secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:ghcr-AbCdEf"
		ecr    = "123456789012.dkr.ecr.us-east-1.amazonaws.com/ghcr/acme/dativo:1.4.2"
		ghcr   = "ghcr.io/acme/dativo:1.4.2"
	)
	credentials := []string{"error arn compute.repository_credentials"}
	for _, test := range []struct {
		name, image, secret, cache, role string
		want                             []string
		imports, creates, uses           bool
	}{
		{name: "a public image", image: ghcr},
		{name: "a private image", image: ghcr, secret: secret, uses: true},
		{name: "a private image, existing role", image: ghcr, secret: secret, role: ecsTestRole, uses: true},
		{name: "an ARN without its suffix", image: ghcr, secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:ghcr", want: credentials},
		{name: "a key of the secret", image: ghcr, secret: secret + ":username::", want: credentials},
		{name: "a name", image: ghcr, secret: "ghcr", want: credentials},
		{name: "a parameter", image: ghcr, secret: "arn:aws:ssm:us-east-1:123456789012:parameter/ghcr", want: credentials},
		{name: "another partition", image: ghcr, secret: "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:ghcr-AbCdEf",
			want: []string{"error arn-partition compute.repository_credentials"}},
		{name: "credentials for ECR", image: ecr, secret: secret, want: []string{"warning no-effect compute.repository_credentials"}},
		{name: "an import", image: ecr, cache: "import", imports: true},
		{name: "a new repository", image: ecr, cache: "create", imports: true, creates: true},
		{name: "an image that Terraform asks for", cache: "import", imports: true, want: []string{"warning assumed compute.image"}},
		{name: "an import from elsewhere", image: ghcr, cache: "import", want: []string{"error pull-through-cache compute.pull_through_cache"}},
		{name: "an import with an existing role", image: ecr, cache: "import", role: ecsTestRole,
			want: []string{"warning no-effect compute.pull_through_cache"}},
	} {
		d, problems := Normalize(ecsTestJob(func(j *model.Job) {
			compute := j.Infrastructure.Compute
			compute.Image, compute.RepositoryCredentials, compute.PullThroughCache = test.image, test.secret, test.cache
			compute.ExecutionRoleARN = test.role
		}))
		if got := ecsProblems(problems); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		c := d.Container
		if c.ImportsImage != test.imports || c.CreatesRepository != test.creates || (c.RepositoryCredentials != "") != test.uses {
			t.Errorf("%s: %v %v %q", test.name, c.ImportsImage, c.CreatesRepository, c.RepositoryCredentials)
		}
	}
}
