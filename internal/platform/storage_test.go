package platform

import (
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/model"
)

func TestStoragePrefix(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		bucket, prefix, want string
		problem              bool
	}{
		{"acme-data", "", "", false}, {"acme-data", "raw", "raw/", false}, {"acme-data", "raw/", "raw/", false}, {"acme-data", "/raw/x",
			"raw/x/", false},
		{"acme-data", "raw/*", "", true}, {"acme-data", "${aws:username}", "", true}, {"", "raw", "", true},
		{"acme-data", `raw"x`, "", true}, {"acme-data", `raw\x`, "", true},
	} {
		d, problems := Normalize(jobOn("aws", "ecs", func(_ *model.Job, infra *model.Infrastructure) {
			infra.Storage.Bucket, infra.Storage.Prefix = test.bucket, test.prefix
		}))
		if found := errorsAt(problems, "storage.prefix"); len(found) > 0 != test.problem || !test.problem && d.Storage.Prefix != test.want {
			t.Errorf("%q in %q: got %q %q", test.prefix, test.bucket, d.Storage.Prefix, found)
		}
	}
}

func TestBuckets(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name    string
		s3, gcs bool
	}{
		{"acme-data", true, true}, {"a.b.c", true, true}, {"abc", true, true}, {"", true, true},
		{"ab", false, false}, {"Acme", false, false}, {"a_b", false, true}, {"-abc", false, false}, {"abc-", false, false},
		{"a..b", false, true}, {"a.-b", false, true}, {"192.168.1.1", false, false}, {"xn--abc", false, true}, {"abc-s3alias", false, true},
		{"goog-data", true, false}, {"s3://abc", false, false}, {"abc/def", false, false}, {strings.Repeat("a", 63), true, true},
		{strings.Repeat("a", 64), false, false},
		{strings.Repeat("a.", 100) + "a", false, true}, {strings.Repeat("a.", 110) + "aa", false, true}, {strings.Repeat("a.", 111) + "a",
			false, false}, {"aé", false, false}, {"_", false, false},
	} {
		n := &normalizer{}
		if n.s3Bucket("at", test.name); (len(n.problems) == 0) != test.s3 {
			t.Errorf("S3 %q: %v", test.name, n.problems)
		}
		n = &normalizer{}
		if n.gcsBucket("at", test.name); (len(n.problems) == 0) != test.gcs {
			t.Errorf("Cloud Storage %q: %v", test.name, n.problems)
		}
	}
}

// TestKeysOfAnotherRegion shows where a key of another region than the job's is
// refused: a log group takes keys of its own region alone, and so does a log
// bucket. The data bucket may be anywhere.
func TestKeysOfAnotherRegion(t *testing.T) {
	t.Parallel()
	arn := "arn:aws:kms:eu-west-1:123456789012:key/" + testKey
	name := func(location string) string {
		return "projects/acme-prod/locations/" + location + "/keyRings/r/cryptoKeys/k"
	}
	for _, test := range []struct{ provider, compute, logs, data, want string }{
		{"aws", "ecs", arn, "", "is in eu-west-1, but the job runs in us-east-1 | CloudWatch Logs uses only keys in its own region"},
		{"aws", "ecs", "", arn, ""},
		{"gcp", "gke", name("us-central1"), "", "is in us-central1, but the logs are stored in europe-west1"},
		{"gcp", "gke", name("europe-west1"), "", ""},
		{"gcp", "gke", "", name("us-central1"), ""},
	} {
		_, problems := Normalize(jobOn(test.provider, test.compute, func(_ *model.Job, infra *model.Infrastructure) {
			infra.Monitoring.LogKMSKeyID, infra.Monitoring.LogRetentionDays = test.logs, ptr(30)
			infra.Storage.Bucket, infra.Storage.KMSKeyID = "acme-data", test.data
		}))
		got := strings.Join(append(errorsAt(problems, "monitoring.log_kms_key_id"), errorsAt(problems, "storage.kms_key_id")...), "; ")
		if got != test.want {
			t.Errorf("%s, logs %q, data %q: got %q, want %q", test.provider, test.logs, test.data, got, test.want)
		}
	}
}

// TestPolicyAlphabet shows which texts of a job can be in an IAM policy, and that the
// derived prefix ends above the first name that cannot.
func TestPolicyAlphabet(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]rune{"raw/größe/": 0, "raw/東京/": '東', "a\u2028b": '\u2028', "tab\t": 0, "bell\a": '\a', "": 0} {
		if got := outsidePolicies(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	for _, p := range [][2]string{{"aws", "ecs"}, {"aws", "eks"}} {
		_, problems := Normalize(jobOn(p[0], p[1], func(_ *model.Job, infra *model.Infrastructure) {
			infra.Compute.Engine, infra.Storage.Bucket, infra.Storage.Prefix = "none", "acme-lake", "raw/東京/"
			infra.Monitoring.MetricsNamespace = "Dativo/東京"
		}))
		for _, at := range []string{"storage.prefix", "monitoring.metrics_namespace"} {
			if len(errorsAt(problems, at)) == 0 {
				t.Errorf("%s is accepted on %s", at, p[1])
			}
		}
	}
	_, problems := Normalize(jobOn("gcp", "gke", func(_ *model.Job, infra *model.Infrastructure) {
		infra.Compute.Engine, infra.Storage.Bucket, infra.Storage.Prefix = "none", "acme-lake", "raw/東京/"
	}))
	if got := errorsAt(problems, "storage.prefix"); len(got) > 0 {
		t.Errorf("Google Cloud has no such alphabet: %q", got)
	}
}
