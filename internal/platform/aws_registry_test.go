package platform

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/model"
)

// ecrImages are images by whether they are in a private registry of Amazon ECR.
func ecrImages() map[string]bool {
	return map[string]bool{
		"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1": true, "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com/a:1": true,
		"123456789012.dkr-ecr.us-east-1.on.aws/team/a:1": true, "123456789012.dkr-ecr-fips.us-east-1.on.aws/a:1": true,
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a:1": true, "123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/a:1": true,
		"123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov/a:1": true, "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/a:1": true,
		"public.ecr.aws/acme/a:1": false, "12345678901.dkr-ecr.us-east-1.on.aws/a:1": false, "dkr-ecr.us-east-1.on.aws/a:1": false,
		"123456789012.dkr.ecr.us-east-1.amazonaws.com.evil.example/a:1": false, "123456789012.dkr-ecr.us-east-1.amazonaws.com/a:1": false,
	}
}

// TestECRHosts shows which images are in Amazon ECR, and that the modules take the
// account and the region of each out of its name.
func TestECRHosts(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../templates/aws_ecs/iam.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`"(\^\(\?P<account>.*)",\s+"(\(\?P<region>.*)",`).FindSubmatch(text)
	if lines == nil {
		t.Fatal("iam.tmpl has no pattern of images")
	}
	template := regexp.MustCompile(strings.ReplaceAll(string(lines[1])+string(lines[2]), `\\`, `\`))
	for image, want := range ecrImages() {
		host, rest, _ := strings.Cut(image, "/")
		if got := ecrHost().MatchString(host); got != want {
			t.Errorf("%s: %t", image, got)
		}
		if groups := template.FindStringSubmatch(image); want && (groups == nil || groups[1] != "123456789012" ||
			!awsRegions().valid(groups[2]) || groups[3]+":1" != rest) {
			t.Errorf("%s: the template finds %q", image, groups)
		}
	}
}

// TestDualStackHost shows the warning for Fargate, whose hint is the same registry.
func TestDualStackHost(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"123456789012.dkr-ecr.us-east-1.on.aws":                       "123456789012.dkr.ecr.us-east-1.amazonaws.com",
		"123456789012.dkr-ecr-fips.us-west-2.on.aws":                  "123456789012.dkr.ecr-fips.us-west-2.amazonaws.com",
		"123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		"123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu": "123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",
		"123456789012.dkr.ecr.us-east-1.amazonaws.com":                "",
		"123456789012.dkr.ecr-fips.us-east-1.amazonaws.com":           "",
	} {
		d, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job,
			infra *model.Infrastructure) {
			infra.Compute.Image = host + "/dativo:1"
		}))
		if !d.Container.ImageIsECR {
			t.Errorf("%s: the execution role may not pull", host)
		}
		got := ""
		for _, p := range problems {
			if p.Code == "dual-stack" {
				got = p.Hint
			}
		}
		if want != "" && got != "use "+want+"/dativo:1" || want == "" && got != "" {
			t.Errorf("%s: hint %q, want %q", host, got, want)
		}
	}
}

// TestForeignRegistries shows on every platform which registries it has no
// credentials for.
func TestForeignRegistries(t *testing.T) {
	t.Parallel()
	const ecr, gar = "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1", "europe-docker.pkg.dev/acme-prod/etl/a:1"
	for _, test := range []struct {
		provider, compute string
		foreign, own      []string
	}{
		{"aws", "ecs", []string{gar, "eu.gcr.io/acme/a:1", "acme.azurecr.io/a:1"}, []string{ecr, "public.ecr.aws/acme/a:1",
			"ghcr.io/acme/a:1", "a:1"}},
		{"aws", "eks", []string{gar, "gcr.io/acme/a:1"}, []string{ecr, "mirror.gcr.io/library/a:1", "gcr.io/distroless/python3:1"}},
		{"gcp", "gke", []string{ecr, "123456789012.dkr-ecr.us-east-1.on.aws/a:1", "acme.azurecr.io/a:1"}, []string{gar, "docker.io/acme/a:1"}},
		{"gcp", "cloud_run", []string{ecr, "acme.azurecr.io/a:1"}, []string{gar, "ghcr.io/acme/a:1"}},
	} {
		for i, image := range append(test.foreign, test.own...) {
			_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
				infra.Compute.Image = image
			}))
			warned := 0
			for _, p := range problems {
				if p.Code == "registry" {
					warned++
				}
			}
			want := 0
			if i < len(test.foreign) {
				want = 1
			}
			if warned != want {
				t.Errorf("%s on %s: %d warnings", image, test.compute, warned)
			}
		}
	}
}

// TestForeignRegistryWithCredentials: a job that names credentials can pull from any
// registry.
func TestForeignRegistryWithCredentials(t *testing.T) {
	t.Parallel()
	for _, set := range []func(*model.Compute){
		func(c *model.Compute) { c.ImagePullSecrets = []string{"registry"} },
		func(c *model.Compute) {
			c.Type, c.RepositoryCredentials = "ecs", "arn:aws:secretsmanager:us-east-1:123456789012:secret:registry-AbCdEf"
		},
	} {
		_, problems := Normalize(jobOn("aws", "eks", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Image = "europe-docker.pkg.dev/acme-prod/etl/a:1"
			set(infra.Compute)
		}))
		for _, p := range problems {
			if p.Code == "registry" {
				t.Error(p)
			}
		}
	}
}

// TestSecretARNs shows which ARNs of secrets and parameters a policy can name.
func TestSecretARNs(t *testing.T) {
	t.Parallel()
	const secret, parameter = "arn:aws:secretsmanager:us-east-1:123456789012:secret:", "arn:aws:ssm:us-east-1:123456789012:parameter"
	for _, test := range []struct{ reference, code, hint string }{
		{secret + "acme/stripe-AbCdEf", "", ""},
		{secret + "acme/stripe-AbCdEf:key::", "", ""},
		{secret + "acme/my-secret", "", ""}, // ends like one with a suffix
		{secret + "acme/stripe", "secret-suffix",
			"use the whole ARN: aws secretsmanager describe-secret --secret-id acme/stripe --region us-east-1 --query ARN"},
		{secret + "acme/stripe:key::", "secret-suffix",
			"use the whole ARN: aws secretsmanager describe-secret --secret-id acme/stripe --region us-east-1 --query ARN"},
		{secret + "stripe-AbCdE", "secret-suffix", ""},
		{secret + "stripe_AbCdEf", "secret-suffix", ""},
		{parameter + "/stripe/key", "", ""},
		{parameter + "//stripe/key", "parameter", "use " + parameter + "/stripe/key"},
		{parameter + "/stripe//key", "parameter", "use " + parameter + "/stripe/key"},
		{parameter + "/stripe/", "parameter", "use " + parameter + "/stripe"},
	} {
		for _, role := range []string{"", "arn:aws:iam::123456789012:role/start"} {
			_, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
				infra.Compute.ExecutionRoleARN = role
				infra.Compute.Secrets = map[string]string{"API_KEY": test.reference}
			}))
			code := ""
			for _, p := range problems {
				if p.Path == "infrastructure.compute.secrets.API_KEY" {
					code = p.Code
					if test.hint != "" && p.Hint != test.hint {
						t.Errorf("%s: hint %q", test.reference, p.Hint)
					}
					if refused := p.Severity == diag.Error; refused != (role == "" || code == "parameter") {
						t.Errorf("%s with role %q: %s", test.reference, role, p)
					}
				}
			}
			if code != test.code {
				t.Errorf("%s: code %q, want %q", test.reference, code, test.code)
			}
		}
	}
}
