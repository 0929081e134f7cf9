package tags

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// asTags converts sanitized tags to a set.
func asTags(sanitized []SinkTag) []Tag {
	set := make([]Tag, len(sanitized))
	for i, f := range sanitized {
		set[i] = Tag{Key: f.Key, Value: Text(f.Value, f.Tag.Origin)}
	}
	return set
}

// checkParts checks that a set sanitized for a cloud is valid for each service.
func checkParts(t *testing.T, whole Sink, sanitized []SinkTag) {
	t.Helper()
	for _, part := range Sinks() {
		if part.Of != whole.Name {
			continue
		}
		again, problems := Sanitize(asTags(sanitized), part)
		if len(problems) > 0 || !maps.Equal(Map(again), Map(sanitized)) {
			t.Errorf("valid for %s, but not for %s: %v", whole.Name, part.Name, reports(problems))
		}
	}
}

// checkOutcomes checks that every tag that a sink changes or omits is reported,
// and that outcomes agree with Sanitize.
func checkOutcomes(t *testing.T, set []Tag, sink Sink, sanitized []SinkTag, problems diag.List) {
	t.Helper()
	var results []SinkTag
	reported := map[diag.Identity]bool{}
	for _, o := range Outcomes(set, sink) {
		for _, p := range o.Problems {
			if p.Message == "" || p.Code == "" {
				t.Errorf("%s: an incomplete problem: %+v", sink.Name, p)
			}
			reported[p.Identity()] = true
		}
		if o.Result != nil {
			results = append(results, *o.Result)
		}
		if (o.Result == nil || o.Result.Changed()) && len(o.Problems) == 0 {
			t.Errorf("%s: %q=%q was changed or omitted without a report", sink.Name, o.Tag.Key, o.Tag.FullText())
		}
	}
	if !reflect.DeepEqual(Map(results), Map(sanitized)) || len(results) != len(sanitized) {
		t.Errorf("%s: outcomes %v, sanitized %v", sink.Name, results, sanitized)
	}
	for _, p := range problems {
		if !reported[p.Identity()] {
			t.Errorf("%s: a problem of no tag: %s", sink.Name, p)
		}
	}
}

// checkSanitized holds for every set and every sink.
func checkSanitize(t *testing.T, set []Tag, judge judge) {
	t.Helper()
	sink := judge.sink
	sanitized, problems := Sanitize(set, sink)

	checkOutcomes(t, set, sink, sanitized, problems)
	keys := map[string]bool{}
	for _, f := range sanitized {
		if !judge.valid(f.Key, f.Value) || !sink.Accepts(f.Key, f.Value) {
			t.Errorf("%s: %q=%q is invalid; from %q=%q", sink.Name, f.Key, f.Value, f.Tag.Key, f.Tag.FullText())
		}
		same := f.Key
		if sink.IgnoreCase {
			same = strings.ToLower(same)
		}
		if keys[same] {
			t.Errorf("%s: duplicate key %q", sink.Name, f.Key)
		}
		keys[same] = true
	}
	if sink.MaxTags > 0 && len(sanitized) > sink.MaxTags {
		t.Errorf("%s: %d tags", sink.Name, len(sanitized))
	}
	for _, tag := range set {
		accepted := judge.valid(tag.Key, tag.FullText()) && sink.Reserved.key(tag.Key) == "" && sink.Reserved.value(tag.FullText()) == ""
		if accepted != sink.Accepts(tag.Key, tag.FullText()) {
			t.Errorf("%s: Accepts(%q, %q) must be %v", sink.Name, tag.Key, tag.FullText(), accepted)
		}
	}

	again, problems := Sanitize(asTags(sanitized), sink)
	problems = slices.DeleteFunc(problems, func(p diag.Diagnostic) bool { return p.Code == CodeLimit && p.Severity == diag.Warning })
	if len(problems) > 0 || !maps.Equal(Map(again), Map(sanitized)) {
		t.Errorf("%s: sanitizing twice differs: %v, %v", sink.Name, again, reports(problems))
	}
	checkParts(t, sink, sanitized)
}

// FuzzFold reads tags from lines "key=value"; a value with "|" is a list.
func FuzzSanitize(f *testing.F) {
	for _, seed := range []string{
		"compliance=GDPR|SOC2\nowner=data@x.com\nCost Center=CC 001",
		"Team=a\nteam=b\nTEAM=c", "aws:x=1\nx=aws:1\nx,y=,", "日本=日本\nk=日本\n2fa=-5\n_=__",
		"example.com/a b=x\nEXAMPLE.com/a=y\na/b/c=z\n/=1\na/=2\n/b=3", "kubernetes.io/x=1\nk8s.io/=2\ndagster/kind/x=3\n.dagster/a=b",
		"write.x=1\nuuid=2\ngoog-x=3\nGOOG-y=4", "k=\n=v\n=\nempty=|", "\xff=\xfe\nk=a\xffb\n\x00=\x00", "İ=İ\nK=ſ\nǅ=Ⅷ",
		strings.Repeat("k", 300) + "=" + strings.Repeat("v", 300), strings.Repeat("_", 70) + "x=" + strings.Repeat("é", 300),
		strings.Repeat("a.", 140) + "b/c=d\n" + strings.Repeat("p", 64) + "/k=v", "a=\u2028\u00a0\nb=\u200b",
	} {
		f.Add(seed)
	}
	var judges []judge
	for _, sink := range Sinks() {
		judges = append(judges, newJudge(f, sink))
	}
	f.Fuzz(func(t *testing.T, lines string) {
		var set []Tag
		for line := range strings.SplitSeq(lines, "\n") {
			key, value, _ := strings.Cut(line, "=")
			if items := strings.Split(value, "|"); len(items) > 1 {
				set = append(set, tag(key, list(items...)))
			} else {
				set = append(set, tag(key, text(value)))
			}
		}
		for _, judge := range judges {
			checkSanitize(t, set, judge)
		}
	})
}

func TestFoldProperties(t *testing.T) {
	t.Parallel()
	for _, sink := range Sinks() {
		t.Run(sink.Name, func(t *testing.T) {
			t.Parallel()
			judge := newJudge(t, sink)
			checkSanitize(t, Derive(complete()).Flat.Tags, judge)
			checkSanitize(t, Derive(complete()).Properties.Tags, judge)
			checkSanitize(t, numbered(70, "v"), judge)
			checkSanitize(t, nil, judge)
			for char := range rune(0x3000) {
				if char > 0x250 && char%61 != 0 {
					continue // all of Latin, a sample of the rest
				}
				checkSanitize(t, []Tag{tag("a"+string(char)+"b", text("a"+string(char)+"b")), tag(string(char), text(string(char)))}, judge)
			}
		})
	}
}
