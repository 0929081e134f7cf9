package tags

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// refold turns what Fold made into a set again.
func refold(folded []FoldedTag) []Tag {
	set := make([]Tag, len(folded))
	for i, f := range folded {
		set[i] = Tag{Key: f.Key, Value: Text(f.Value, f.Tag.Origin)}
	}
	return set
}

// parts of one cloud must take what is folded for the whole of it.
func checkParts(t *testing.T, whole Sink, folded []FoldedTag) {
	t.Helper()
	for _, part := range Sinks() {
		if part.Of != whole.Name {
			continue
		}
		again, problems := Fold(refold(folded), part)
		if len(problems) > 0 || !maps.Equal(Map(again), Map(folded)) {
			t.Errorf("legal for %s, but not for %s: %v", whole.Name, part.Name, reports(problems))
		}
	}
}

// reportedKeys checks that the problems are complete, and returns what they are
// about.
func reportedKeys(t *testing.T, set []Tag, sink Sink, problems []Problem) map[string]bool {
	t.Helper()
	reported := map[string]bool{}
	for _, p := range problems {
		if p.Message == "" || p.Sink != sink.Name || len(p.Origins) == 0 {
			t.Errorf("%s: an incomplete problem: %+v", sink.Name, p)
		}
		reported[p.Key] = true
		if p.Kind == Limit {
			for _, tag := range set {
				reported[tag.Key] = true // the limit's own test names them
			}
		}
	}
	return reported
}

// checkFold holds for every set and every sink.
func checkFold(t *testing.T, set []Tag, judge judge) {
	t.Helper()
	sink := judge.sink
	folded, problems := Fold(set, sink)

	reported := reportedKeys(t, set, sink, problems)
	kept := map[string]bool{}
	keys := map[string]bool{}
	for _, f := range folded {
		if !judge.legal(f.Key, f.Value) || !sink.Accepts(f.Key, f.Value) {
			t.Errorf("%s: %q=%q is not legal; from %q=%q", sink.Name, f.Key, f.Value, f.Tag.Key, f.Tag.FullText())
		}
		same := f.Key
		if sink.AnyCase {
			same = strings.ToLower(same)
		}
		if keys[same] {
			t.Errorf("%s: the key %q is there twice", sink.Name, f.Key)
		}
		keys[same], kept[f.Tag.Key] = true, true
		if f.Changed() && !reported[f.Tag.Key] {
			t.Errorf("%s: %q=%q became %q=%q without a report", sink.Name, f.Tag.Key, f.Tag.FullText(), f.Key, f.Value)
		}
	}
	if sink.MaxTags > 0 && len(folded) > sink.MaxTags {
		t.Errorf("%s: %d tags", sink.Name, len(folded))
	}
	for _, tag := range set {
		if !kept[tag.Key] && !reported[tag.Key] {
			t.Errorf("%s: %q was dropped without a report", sink.Name, tag.Key)
		}
		accepted := judge.legal(tag.Key, tag.FullText()) && sink.Reserved.key(tag.Key) == "" && sink.Reserved.value(tag.FullText()) == ""
		if accepted != sink.Accepts(tag.Key, tag.FullText()) {
			t.Errorf("%s: Accepts(%q, %q) must be %v", sink.Name, tag.Key, tag.FullText(), accepted)
		}
	}

	again, problems := Fold(refold(folded), sink)
	problems = slices.DeleteFunc(problems, func(p Problem) bool { return p.Kind == Limit && p.Severity == Warning })
	if len(problems) > 0 || !maps.Equal(Map(again), Map(folded)) {
		t.Errorf("%s: folding twice differs: %v, %v", sink.Name, again, reports(problems))
	}
	checkParts(t, sink, folded)
}

// FuzzFold reads tags from lines "key=value"; a value with "|" is a list.
func FuzzFold(f *testing.F) {
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
	f.Fuzz(func(t *testing.T, text string) {
		var set []Tag
		for line := range strings.SplitSeq(text, "\n") {
			key, value, _ := strings.Cut(line, "=")
			if items := strings.Split(value, "|"); len(items) > 1 {
				set = append(set, tag(key, list(items...)))
			} else {
				set = append(set, tag(key, say(value)))
			}
		}
		for _, judge := range judges {
			checkFold(t, set, judge)
		}
	})
}

func TestFoldProperties(t *testing.T) {
	t.Parallel()
	for _, sink := range Sinks() {
		t.Run(sink.Name, func(t *testing.T) {
			t.Parallel()
			judge := newJudge(t, sink)
			checkFold(t, Derive(complete()).Flat.Tags, judge)
			checkFold(t, Derive(complete()).Properties.Tags, judge)
			checkFold(t, numbered(70, "v"), judge)
			checkFold(t, nil, judge)
			for char := rune(0); char < 0x3000; char++ {
				if char > 0x250 && char%61 != 0 {
					continue // all of Latin, a sample of the rest
				}
				checkFold(t, []Tag{tag("a"+string(char)+"b", say("a"+string(char)+"b")), tag(string(char), say(string(char)))}, judge)
			}
		})
	}
}
