package tags

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

func tag(key string, value Value) Tag { return Tag{Key: key, Value: value} }

func sanitizeFor(t *testing.T, sink string, set ...Tag) (map[string]string, diag.List) {
	t.Helper()
	rules, ok := SinkNamed(sink)
	if !ok {
		t.Fatalf("no sink %q", sink)
	}
	sanitized, problems := Sanitize(set, rules)
	return Map(sanitized), problems
}

// reports shows problems as "severity kind: message".
func reports(problems diag.List) []string {
	shown := []string{}
	for _, p := range problems {
		shown = append(shown, fmt.Sprintf("%s %s: %s", p.Severity, p.Code, p.Message))
	}
	return shown
}

func TestSanitize(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 300)
	tests := []struct {
		name, sink string
		tag        Tag
		want       string // key=value, or "" for none
		report     string
	}{
		{"a list on AWS", AWS, tag("compliance", list("GDPR", "SOC2")), "compliance=GDPR+SOC2",
			`note tag-changed: the value of "compliance", "GDPR,SOC2", becomes "GDPR+SOC2" in AWS tags: lists are joined with "+"`},
		{"a list of one is its item", AWS, tag("compliance", list("GDPR")), "compliance=GDPR", ""},
		{"a list written as text", AWS, tag("compliance", text("GDPR,SOC2")), "compliance=GDPR+SOC2",
			`note tag-changed: the value of "compliance", "GDPR,SOC2", becomes "GDPR+SOC2" in AWS tags: ',' is not allowed`},
		{"a text with a comma", AWS, tag("c", text("GDPR,SOC2")), "c=GDPR+SOC2",
			`warning tag-changed: the value of "c", "GDPR,SOC2", becomes "GDPR+SOC2" in AWS tags: ',' is not allowed`},
		{"a list in annotations", KubernetesAnnotations, tag("c", list("GDPR", "SOC2")), "c=GDPR,SOC2", ""},
		{"a list in Iceberg", Iceberg, tag("c", list("GDPR", "SOC2")), "c=GDPR,SOC2", ""},
		{"punctuation on AWS", AWS, tag("k", text("a#b(c)[d]e{f}")), "k=a_b_c__d_e_f_",
			`warning tag-changed: the value of "k", "a#b(c)[d]e{f}", becomes "a_b_c__d_e_f_" in AWS tags: ` +
				`'#', '(', ')', '[' and 3 more are not allowed`},
		{"R&D on AWS", AWS, tag("cost_center", text("R&D")), "cost_center=R_D",
			`warning tag-changed: the value of "cost_center", "R&D", becomes "R_D" in AWS tags: '&' is not allowed`},
		{"R&D on GCP", GCP, tag("cost_center", text("R&D")), "cost_center=r_d",
			`warning tag-changed: the value of "cost_center", "R&D", becomes "r_d" in GCP labels: ` +
				`uppercase letters are not allowed, '&' is not allowed`},
		{"an email on GCP", GCP, tag("owner", text("Data@Acme.example")), "owner=data_acme_example",
			`note tag-changed: the value of "owner", "Data@Acme.example", becomes "data_acme_example" in GCP labels: ` +
				`uppercase letters are not allowed, '@' and '.' are not allowed`},
		{"a line break on AWS", AWS, tag("k", text("a\nb")), "k=a_b",
			`warning tag-changed: the value of "k", "a\nb", becomes "a_b" in AWS tags: '\n' is not allowed`},
		{"a mark on AWS is text lost", AWS, tag("k", text("e\u0301a")), "k=e_a",
			"warning tag-changed: the value of \"k\", \"e\u0301a\", becomes \"e_a\" in AWS tags: U+0301 is not allowed"},
		{"a long value is cut", AWS, tag("k", text(long)), "k=" + strings.Repeat("x", 247) + "-0d4e2ca9",
			`warning tag-cut: the value of "k", "` + strings.Repeat("x", 32) + "..." + strings.Repeat("x", 32) + `", becomes "` +
				strings.Repeat("x", 32) + "..." + strings.Repeat("x", 23) + `-0d4e2ca9" in AWS tags: it is longer than 256 characters`},
		{"an empty value on AWS", AWS, tag("k", text("")), "",
			`warning tag-lost: the value of "k" is empty, which AWS tags do not allow: the tag is omitted`},
		{"an empty value on IAM", "aws-iam", tag("k", text("")), "k=", ""},
		{"an empty value on GCP", GCP, tag("k", text("")), "k=", ""},
		{"nothing of a value on AWS", AWS, tag("k", text("§")), "",
			`warning tag-lost: the value of "k", "§", has no characters that are allowed in AWS tags: the tag is omitted`},
		{"nothing of a value on GCP", GCP, tag("k", text("日本")), "",
			`warning tag-moved: the value of "k", "日本", has no characters that are allowed in GCP labels: ` +
				`it is kept only as an annotation`},
		{"nothing of a key on GCP", GCP, tag("日本", text("v")), "",
			`warning tag-lost: the key "日本" has no characters that are allowed in GCP labels: the tag is omitted`},
		{"an empty key", AWS, tag("", text("v")), "",
			`warning tag-lost: a tag with an empty key is omitted from AWS tags`},
		{"a key on GCP", GCP, tag("Cost Center", text("v")), "cost_center=v",
			`note tag-changed: the key "Cost Center" becomes "cost_center" in GCP labels: ` +
				`uppercase letters are not allowed, ' ' is not allowed`},
		{"a digit first on GCP", GCP, tag("_2fa", text("v")), "tag_2fa=v",
			`note tag-changed: the key "_2fa" becomes "tag_2fa" in GCP labels: it must start with a lowercase letter`},
		{"only a digit first on GCP", GCP, tag("2fa", text("v")), "tag_2fa=v",
			`note tag-changed: the key "2fa" becomes "tag_2fa" in GCP labels: it must start with a lowercase letter`},
		{"an e-mail address on GCP", GCP, tag("owner", text("Data@x.com")), "owner=data_x_com",
			`note tag-changed: the value of "owner", "Data@x.com", becomes "data_x_com" in GCP labels: ` +
				`uppercase letters are not allowed, '@' and '.' are not allowed`},
		{"letters lost in a key", GCP, tag("größe", text("v")), "gr__e=v",
			`warning tag-changed: the key "größe" becomes "gr__e" in GCP labels: 'ö' and 'ß' are not allowed`},
		{"ends on Kubernetes", Kubernetes, tag("k", text("-v.")), "k=v",
			`note tag-changed: the value of "k", "-v.", becomes "v" in Kubernetes labels: it must start and end with a letter or digit`},
		{"a namespace on Kubernetes", Kubernetes, tag("example.com/a b", text("v")), "example.com/a_b=v",
			`note tag-changed: the key "example.com/a b" becomes "example.com/a_b" in Kubernetes labels: ' ' is not allowed`},
		{"no valid namespace on Kubernetes", Kubernetes, tag("Example.com/a", text("v")), "Example.com_a=v",
			`note tag-changed: the key "Example.com/a" becomes "Example.com_a" in Kubernetes labels: '/' is not allowed`},
		{"a namespace on GCP", GCP, tag("example.com/a", text("v")), "example_com_a=v",
			`note tag-changed: the key "example.com/a" becomes "example_com_a" in GCP labels: '.' and '/' are not allowed`},
		{"invalid UTF-8", KubernetesAnnotations, tag("k", text("a\xffb")), "k=a\ufffdb",
			`warning tag-changed: the value of "k", "a\xffb", becomes "a�b" in Kubernetes annotations: it is not valid UTF-8`},
		{"reserved on AWS", AWS, tag("Aws:x", text("v")), "",
			`error tag-reserved: the key "Aws:x" is invalid in AWS tags: "aws:" is reserved`},
		{"reserved value on AWS", AWS, tag("x", text("AWS:v")), "",
			`error tag-reserved: the value of "x", "AWS:v", is invalid in AWS tags: "aws:" is reserved`},
		{"reserved once sanitized", GCP, tag("Goog-x", text("v")), "",
			`error tag-reserved: the key "Goog-x" is invalid in GCP labels: "goog-" is reserved`},
		{"reserved on Kubernetes", Kubernetes, tag("app.kubernetes.io/name", text("v")), "",
			`error tag-reserved: the key "app.kubernetes.io/name" is invalid in Kubernetes labels: "kubernetes.io/" is reserved`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, problems := sanitizeFor(t, test.sink, test.tag)
			want := map[string]string{}
			if key, value, ok := strings.Cut(test.want, "="); ok {
				want[key] = value
			}
			equal(t, "sanitized", got, want)
			wantReports := []string{}
			if test.report != "" {
				wantReports = append(wantReports, test.report)
			}
			equal(t, "reports", reports(problems), wantReports)
			for _, p := range problems {
				if p.Pos != test.tag.Origin.Pos || p.Path != test.tag.Origin.Path {
					t.Errorf("not at the tag: %+v", p)
				}
				if p.Severity != diag.Note && p.Hint == "" {
					t.Errorf("no hint: %s", p.Message)
				}
			}
		})
	}
}

func TestCutKeepsValuesApart(t *testing.T) {
	t.Parallel()
	for _, sink := range Sinks() {
		if sink.Value.Max == 0 {
			continue
		}
		long := strings.Repeat("v", sink.Value.Max)
		one, _ := Sanitize([]Tag{tag("k", text(long+"1")), tag(strings.Repeat("k", 300)+"1", text("x"))}, sink)
		two, _ := Sanitize([]Tag{tag("k", text(long+"2")), tag(strings.Repeat("k", 300)+"2", text("x"))}, sink)
		if one[0].Value == two[0].Value || one[1].Key == two[1].Key {
			t.Errorf("%s: values that differ only after the cut must stay different: %v, %v", sink.Name, Map(one), Map(two))
		}
		if len(one[0].Value) != sink.Value.Max {
			t.Errorf("%s: cut to %d of %d characters", sink.Name, len(one[0].Value), sink.Value.Max)
		}
	}
}

// TestCutHashesTheFullText shows that values which the sink's characters make
// equal stay different where they are cut, and that one value has one form in
// all sinks with the same limit.
func TestCutHashesTheFullText(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("v", 100)
	cut := func(sink, value string) string {
		got, _ := sanitizeFor(t, sink, tag("k", text(value)))
		return got["k"]
	}
	dot, slash := cut(GCP, "a.b"+long), cut(GCP, "a/b"+long)
	if dot == slash || dot[:50] != slash[:50] {
		t.Errorf("%q and %q must differ only in the hash", dot, slash)
	}
	if upper := cut(GCP, "A.b"+long); upper == dot {
		t.Errorf("%q is the value of two texts", dot)
	}
	if labels := cut(Kubernetes, "a/b"+long); labels != slash {
		t.Errorf("%q on Kubernetes, %q on GCP", labels, slash)
	}
}

func TestCollisions(t *testing.T) {
	t.Parallel()
	upper := tag("Team", Text("a", Origin{Pos: diag.Pos{File: "job.yaml", Line: 3, Col: 5}}))
	lower := tag("team", Text("b", Origin{Pos: diag.Pos{File: "asset.yaml", Line: 9, Col: 1}}))
	tests := []struct {
		sink, want string
	}{
		{AWS, `the keys "Team" and "team" collide in AWS tags, whose keys are case-insensitive; the other is at job.yaml:3:5`},
		{"aws-iam", `the keys "Team" and "team" collide in IAM role tags, whose keys are case-insensitive; the other is at job.yaml:3:5`},
		{"aws-ecs", ""},
		{Kubernetes, ""},
		{GCP, `the keys "Team" and "team" both become "team" in GCP labels; the other is at job.yaml:3:5`},
	}
	for _, test := range tests {
		t.Run(test.sink, func(t *testing.T) {
			t.Parallel()
			_, problems := sanitizeFor(t, test.sink, upper, lower)
			problems = slices.DeleteFunc(problems, func(p diag.Diagnostic) bool { return p.Code != CodeCollision })
			if test.want == "" {
				equal(t, "problems", reports(problems), []string{})
				return
			}
			equal(t, "problems", reports(problems), []string{"error tag-collision: " + test.want})
			equal(t, "position", problems[0].Pos, lower.Origin.Pos)
			equal(t, "related", problems[0].Related, []diag.Related{{Pos: upper.Origin.Pos, Message: "the other key"}})
		})
	}
	_, problems := sanitizeFor(t, GCP, tag("a.b", text("1")), tag("a/b", text("2")), tag("a.b", text("3")))
	var got []string
	for _, p := range problems {
		if p.Severity == diag.Error {
			got = append(got, p.Message)
		}
	}
	equal(t, "three", got, []string{
		`the keys "a.b" and "a/b" both become "a_b" in GCP labels; the other is at f.yaml`,
		`duplicate key "a.b"; the other is at f.yaml`,
	})
}

func TestAnnotations(t *testing.T) {
	t.Parallel()
	sink, _ := SinkNamed(Kubernetes)
	set := []Tag{
		tag("cost_center", text("CC-1")), tag("compliance", list("GDPR", "SOC2")),
		tag("owner", text("data@x.com")), tag("Cost Center", text("x")), tag("name", text("日本")), tag("empty", text("")),
	}
	sanitized, _ := Sanitize(set, sink)
	equal(t, "labels", Map(sanitized), map[string]string{
		"cost_center": "CC-1", "compliance": "GDPR_SOC2", "owner": "data_x.com", "Cost_Center": "x", "empty": "",
	})
	annotations, problems := sanitizeFor(t, sink.FullText, Annotations(set, sanitized, "dativo.io/")...)
	equal(t, "annotations", annotations, map[string]string{
		"dativo.io/compliance": "GDPR,SOC2", "dativo.io/owner": "data@x.com", "dativo.io/Cost_Center": "x", "dativo.io/name": "日本",
	})
	equal(t, "reports", reports(problems), []string{
		`note tag-changed: the key "dativo.io/Cost Center" becomes "dativo.io/Cost_Center" in Kubernetes annotations: ' ' is not allowed`,
	})
}

func TestValueCollisions(t *testing.T) {
	t.Parallel()
	sink, _ := SinkNamed(GCP)
	var fleet [][]SinkTag
	for i, center := range []string{"CC.1", "CC_1", "CC.1", "CC_1", "CC.2"} {
		at := Origin{Pos: diag.Pos{File: fmt.Sprintf("job%d.yaml", i), Line: 1}}
		sanitized, _ := Sanitize([]Tag{tag("cost_center", Text(center, at)), tag("team", Text("a", at))}, sink)
		fleet = append(fleet, sanitized)
	}
	equal(t, "related", ValueCollisions(sink, fleet...)[0].Related,
		[]diag.Related{{Pos: diag.Pos{File: "job0.yaml", Line: 1}, Message: "the other value"}})
	equal(t, "collisions", reports(ValueCollisions(sink, fleet...)), []string{
		`error tag-collision: the values "CC.1" and "CC_1" of "cost_center" both become "cc_1" in GCP labels; the other is at job0.yaml:1`,
	})
}
