package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

// TestCredentials shows which texts hold a credential. The values are made up.
func TestCredentials(t *testing.T) {
	t.Parallel()
	const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
	for text, want := range map[string]string{
		"postgresql://etl:s3cr3t@db.acme.example:5432/x":                           "a URL with a password",
		"redis://:s3cr3t@cache:6379/0":                                             "a URL with a password",
		"see https://u:p@host and more":                                            "a URL with a password",
		"Server=db;User Id=etl;Password=s3cr3t;":                                   "a password in a connection string",
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0c2VjcmV0": "a password in a connection string",
		"jdbc:postgresql://db/x?user=etl&password=s3cr3t":                          "a password in a connection string",
		"host=db user=etl password='s3cr3t'":                                       "a password in a connection string",
		"dbname=x sslpassword=a pwd=b":                                             "a password in a connection string",
		"Authorization: Bearer " + jwt:                                             "an authorization header",
		"Bearer abcdefgh12345678":                                                  "an authorization header",
		"Authorization: Basic dXNlcjpwYXNz":                                        "an authorization header",
		jwt:                                                                        "a JSON Web Token",
		"https://hooks.slack.com/services/T000/B000/XXXXXXXXyyyy":                  "a webhook URL",
		"https://acme.webhook.office.com/webhookb2/0":                              "a webhook URL",
		"https://discord.com/api/webhooks/1/abc":                                   "a webhook URL",
		"https://a.blob.core.windows.net/c?sv=1&sig=abcdefghijklmnop%3D":           "a signed URL",
		"-----BEGIN RSA PRIVATE KEY-----\nMII":                                     "a private key",
		"key AKIAABCDEFGHIJKLMNOP":                                                 "an access key",
		"--password s3cr3t":                                                        "the value of an option for a secret",
		"load --db-password=s3cr3t --verbose":                                      "the value of an option for a secret",
		"sh -c 'load --api-key abc123'":                                            "the value of an option for a secret",

		"postgresql://etl@db.acme.example:5432/x": "", "https://db.acme.example:8443/path@v1": "", "http://[::1]:8080/a": "",
		"postgresql://etl:${PGPASSWORD}@db/x": "", "postgresql://etl:$PGPASSWORD@db/x": "", "postgres://etl:<password>@db/x": "",
		"postgres://etl:***@db/x":          "",
		"postgres://etl:{{ password }}@db": "", "password=%s": "", "Password=$(PGPASSWORD)": "", "s3://bucket/key": "", "user@acme.example": "",
		"--password-file /secrets/p": "", "--password --verbose": "", "--password /secrets/p": "", "--tokenizer simple": "",
		"--max-tokens 100": "", "--secret-name x/y": "",
		"load --password $PGPASSWORD": "", "tokens=100": "", "bearer": "", "the token is read from a file": "", "2026-01-01T00:00:00Z": "",
		"https://hooks.slack.com/": "", "eyJhbGci": "", "x-api-key-header": "", "password_field": "", "columns=id,token,name": "",
		"arn:aws:secretsmanager:us-east-1:123456789012:secret:a-AbCdEf": "", "-----BEGIN CERTIFICATE-----": "",
	} {
		if _, got := credential(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestCredentialsAreNotShown shows on every platform that a credential is refused
// in every place, and that no message repeats it.
func TestCredentialsAreNotShown(t *testing.T) {
	t.Parallel()
	for _, platform := range All() {
		for name, set := range map[string]func(*model.Compute){
			"environment.DATABASE_URL": func(c *model.Compute) {
				c.Environment = map[string]model.Scalar{"DATABASE_URL": "postgresql://etl:hunter2@db/x"}
			},
			"args[2]":    func(c *model.Compute) { c.Args = []string{"run", "--password", "hunter2"} },
			"args[1]":    func(c *model.Compute) { c.Args = []string{"run", "--password=hunter2"} },
			"command[1]": func(c *model.Compute) { c.Command = []string{"load", "postgresql://etl:hunter2@db/x"} },
			"entrypoint[2]": func(c *model.Compute) {
				c.Entrypoint = []string{"sh", "-c", "curl -H 'Authorization: Bearer hunter2hunter2'"}
			},
		} {
			_, problems := Normalize(jobOn(platform.Cloud.Name, platform.Compute, func(_ *model.Job, infra *model.Infrastructure) {
				set(infra.Compute)
			}))
			if name == "entrypoint[2]" && platform.ignores("infrastructure.compute.entrypoint") {
				continue
			}
			if got := errorsAt(problems, "compute."+name); len(got) == 0 {
				t.Errorf("%s: %s is not refused: %v", platform.Name, name, problems)
			}
			for _, p := range problems {
				if strings.Contains(p.Message+p.Hint, "hunter2") {
					t.Errorf("%s: shown: %s", platform.Name, p)
				}
			}
		}
	}
}
