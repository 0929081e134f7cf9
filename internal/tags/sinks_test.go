package tags

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// rules are the sinks' rules as in their sources, without reserved names: an
// independent oracle for Accepts and Sanitize.
var rules = map[string]struct{ key, value string }{
	"aws":           {awsPattern(1, 128), awsPattern(1, 256)},
	"aws-iam":       {awsPattern(1, 128), awsPattern(0, 256)},
	"aws-ecs":       {awsPattern(1, 128), awsPattern(0, 256)},
	"aws-logs":      {awsPattern(1, 128), awsPattern(0, 256)},
	"aws-scheduler": {awsPattern(1, 128), awsPattern(1, 256)},
	"aws-alarm":     {awsPattern(1, 128), awsPattern(1, 256)},
	"aws-events":    {awsPattern(1, 128), awsPattern(0, 256)},
	"aws-sqs":       {awsPattern(1, 128), awsPattern(0, 256)},
	"aws-ecr":       {awsPattern(1, 127), awsPattern(1, 255)},
	"gcp":           {`[a-z][a-z0-9_-]{0,62}`, `[a-z0-9_-]{0,63}`},
	"gke":           {`[a-z]([a-z0-9_-]{0,61}[a-z0-9])?`, `([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)?`},
	"kubernetes": {
		`([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`,
		`([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?`,
	},
	"kubernetes-annotations": {
		`([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*/)?` +
			`[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?`,
		`(?s:.*)`,
	},
	"dagster":     {`([A-Za-z0-9_.-]{1,63}/|dagster/kind/)?[A-Za-z0-9_.-]{1,63}`, `[A-Za-z0-9_.-]{0,63}`},
	"dagster-run": {`(?s:.+)`, `(?s:.*)`},
	"iceberg":     {`(?s:.+)`, `(?s:.*)`},
}

func awsPattern(shortest, longest int) string {
	class := `[\p{L}\p{Z}\p{N}_.:/=+\-@]`
	pattern := strings.Repeat(class, shortest)
	return pattern + class + "{0," + strconv.Itoa(longest-shortest) + "}"
}

// judge checks validity independently of the sink, without reserved names.
type judge struct {
	sink       Sink
	key, value *regexp.Regexp
}

func newJudge(tb testing.TB, sink Sink) judge {
	tb.Helper()
	rule, ok := rules[sink.Name]
	if !ok {
		tb.Fatalf("no rules to check the sink %s by", sink.Name)
	}
	return judge{sink, regexp.MustCompile(`\A(?:` + rule.key + `)\z`), regexp.MustCompile(`\A(?:` + rule.value + `)\z`)}
}

func (j judge) valid(key, value string) bool {
	return utf8.ValidString(key) && utf8.ValidString(value) &&
		j.key.MatchString(key) && j.value.MatchString(value) && j.namespaceFits(key)
}

// namespaceFits checks a subdomain's 253 characters, which RE2 cannot count.
func (j judge) namespaceFits(key string) bool {
	return !strings.HasPrefix(j.sink.Name, "kubernetes") || strings.Index(key, "/") <= 253
}

func TestSinksAreComplete(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, sink := range Sinks() {
		newJudge(t, sink)
		if seen[sink.Name] || sink.Name == "" || sink.Title == "" || sink.Source == "" || sink.Joiner == "" {
			t.Errorf("%q: a unique name, a title, a source and a joiner are needed", sink.Name)
		}
		seen[sink.Name] = true
		if _, err := time.Parse(time.DateOnly, sink.Read); err != nil {
			t.Errorf("%s: %v", sink.Name, err)
		}
		for _, other := range []string{sink.Of, sink.FullText} {
			if _, ok := SinkNamed(other); other != "" && !ok {
				t.Errorf("%s refers to the unknown sink %q", sink.Name, other)
			}
		}
		for _, rule := range []Rule{sink.Key, sink.Value} {
			limited, ends := rule.Allowed != nil, rule.First != nil || rule.Last != nil
			if limited != (rule.Charset != "") || ends != (rule.Ends != "") {
				t.Errorf("%s: a rule and its description must go together: %+v", sink.Name, rule)
			}
			if limited && (!rule.Allowed('_') || !rule.Allowed('-')) {
				t.Errorf("%s: sanitizing needs _ and - to be allowed", sink.Name)
			}
		}
		for _, char := range sink.Joiner {
			if !allows(sink.Value.Allowed, char) {
				t.Errorf("%s: the joiner %q isn't allowed", sink.Name, sink.Joiner)
			}
		}
	}
	if len(seen) != len(rules) {
		t.Errorf("%d sinks, but rules for %d", len(seen), len(rules))
	}
	if _, ok := SinkNamed("nowhere"); ok {
		t.Error("a sink that doesn't exist was found")
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	long := strings.Repeat
	subdomain := long("a", 251) + ".b"
	tests := []struct {
		sink, key, value string
		want             bool
	}{
		{"aws", "Cost Center_.:/=+-@é日٣", "a b_.:/=+-@é日٣\u2003", true},
		{"aws", long("é", 128), long("é", 256), true},
		{"aws", long("k", 129), "v", false},
		{"aws", "k", long("v", 257), false},
		{"aws", "k", "", false},
		{"aws", "", "v", false},
		{"aws", "k", "GDPR,SOC2", false},
		{"aws", "k", "tab\t", false},
		{"aws", "k", "#", false},
		{"aws", "k", "e\u0301", false},
		{"aws", "aWs:x", "v", false},
		{"aws", "k", "AWS:x", false},
		{"aws", "aws-team", "awsome", true},
		{"aws", "k", "\xff", false},
		{"aws-iam", "k", "", true},
		{"aws-ecs", "k", "", true},
		{"aws-scheduler", "k", "", false},
		{"aws-alarm", "k", "", false},
		{"aws-ecr", long("k", 127), long("v", 255), true},
		{"aws-ecr", long("k", 128), "v", false},
		{"aws-ecr", "k", long("v", 256), false},
		{"gcp", "a" + long("_", 62), long("-", 63), true},
		{"gcp", "k", "", true},
		{"gcp", "k9_-", "9_-", true},
		{"gcp", "9k", "v", false},
		{"gcp", "_k", "v", false},
		{"gcp", "K", "v", false},
		{"gcp", "k", "V", false},
		{"gcp", "k.k", "v", false},
		{"gcp", "é", "v", false},
		{"gcp", long("k", 64), "v", false},
		{"gcp", "k", long("v", 64), false},
		{"gcp", "goog-x", "v", false},
		{"gcp", "google_ads", "goog-x", true},
		{"gke", "k_-9", "9_-v", true},
		{"gke", "k_", "v", false},
		{"gke", "k", "_v", false},
		{"gke", "k", "", true},
		{"gke", long("k", 63), long("v", 63), true},
		{"gke", long("k", 64), "v", false},
		{"gke", "k", long("v", 64), false},
		{"kubernetes", "Cost_Center.x-1", "A_b.c-1", true},
		{"kubernetes", "team.example.com/owner", "x", true},
		{"kubernetes", subdomain + "/" + long("k", 63), long("v", 63), true},
		{"kubernetes", "a" + subdomain + "/k", "v", false},
		{"kubernetes", "Team.example.com/owner", "x", false},
		{"kubernetes", "a/b/c", "x", false},
		{"kubernetes", "/b", "x", false},
		{"kubernetes", "a/", "x", false},
		{"kubernetes", "-a", "x", false},
		{"kubernetes", "a", "x-", false},
		{"kubernetes", "a", "a@b", false},
		{"kubernetes", "kubernetes.io/x", "x", false},
		{"kubernetes", "app.kubernetes.io/name", "x", false},
		{"kubernetes", "k8s.io/x", "x", false},
		{"kubernetes", "mykubernetes.io/x", "x", true},
		{"kubernetes", "kubernetes.io", "x", true},
		{"kubernetes-annotations", "Team.Example.com/Owner", "any text: ü,\n{}", true},
		{"kubernetes-annotations", "K8s.IO/x", "x", false},
		{"kubernetes-annotations", "K8s.io/x", "x", false},
		{"kubernetes-annotations", "a b", "x", false},
		{"dagster", long("p", 63) + "/" + long("k", 63), long("v", 63), true},
		{"dagster", "_.-", "_.-", true},
		{"dagster", "k", "", true},
		{"dagster", long("p", 64) + "/k", "v", false},
		{"dagster", "a/b/c", "v", false},
		{"dagster", "dagster/kind/snowflake", "", true},
		{"dagster", "dagster/priority", "3", false},
		{"dagster", "k", "a b", false},
		{"dagster-run", "Any key & more/b/c", "{\"any\": [\"json\"]}", true},
		{"dagster-run", "dagster/priority", "3", false},
		{"dagster-run", ".dagster/x", "3", false},
		{"dagster-run", "", "3", false},
		{"iceberg", "infrastructure.Any Key, é", long("v", 5000), true},
		{"iceberg", "k", "", true},
		{"iceberg", "format-version", "2", false},
		{"iceberg", "Format-Version", "2", true},
		{"iceberg", "write.format.default", "orc", false},
		{"iceberg", "gc.enabled", "true", false},
		{"iceberg", "governance.owner", "x", true},
	}
	for _, test := range tests {
		sink, ok := SinkNamed(test.sink)
		if !ok {
			t.Fatalf("no sink %s", test.sink)
		}
		if got := sink.Accepts(test.key, test.value); got != test.want {
			t.Errorf("%s accepts %q=%q: got %v", test.sink, test.key, test.value, got)
		}
		if !test.want {
			continue
		}
		sanitized, problems := Sanitize([]Tag{{Key: test.key, Value: text(test.value)}}, sink)
		if len(problems) > 0 || len(sanitized) != 1 || sanitized[0].Key != test.key || sanitized[0].Value != test.value {
			t.Errorf("%s: %q=%q is valid, but became %v, %v", test.sink, test.key, test.value, sanitized, problems)
		}
	}
}

// TestSinkLimits states the limits of every sink a second time: tags, keys that
// cost reports import, bytes.
func TestSinkLimits(t *testing.T) {
	t.Parallel()
	want := map[string][3]int{
		"aws": {50, 0, 0}, "aws-iam": {50, 0, 0}, "aws-ecs": {50, 0, 0}, "aws-logs": {50, 0, 0}, "aws-scheduler": {200, 0, 0},
		"aws-alarm": {50, 0, 0}, "aws-events": {50, 0, 0}, "aws-sqs": {50, 0, 0}, "aws-ecr": {50, 0, 0},
		"gcp": {64, 0, 0}, "gke": {64, 0, 0}, "kubernetes": {0, 50, 0}, "kubernetes-annotations": {0, 0, 262144},
		"dagster": {0, 0, 0}, "dagster-run": {0, 0, 0}, "iceberg": {0, 0, 0},
	}
	for _, sink := range Sinks() {
		if got := [3]int{sink.MaxTags, sink.Imported, sink.MaxBytes}; got != want[sink.Name] {
			t.Errorf("%s: got %v, want %v", sink.Name, got, want[sink.Name])
		}
	}
	equal(t, "clouds", CloudSinks(), []string{"aws", "gcp"})
}
