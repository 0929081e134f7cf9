package export

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Explanation is how one tag came about, and what becomes of it.
type Explanation struct {
	Key string `yaml:"key"`
	// Kind is "property" for a table property, "tag" for a resource's tag.
	Kind string `yaml:"kind"`
	// Said is what each level said: the value that counts first, then the
	// others from the highest level down.
	Said []Verdict `yaml:"said"`
	// Sinks are the places that take it, none for a withdrawn key.
	Sinks []Outcome `yaml:"sinks,omitempty"`
}

// Verdict is a value and what became of it: "wins", "shadowed", or "withdraws"
// for an emptied value that takes back what the others said.
type Verdict struct {
	Said    `yaml:",inline"`
	Verdict string `yaml:"verdict"`
}

// Outcome is what one sink makes of a tag.
type Outcome struct {
	Sink string `yaml:"sink"`
	// Key and Value are empty if the sink leaves the tag out.
	Key   string `yaml:"key,omitempty"`
	Value string `yaml:"value,omitempty"`
	// LeftOut says that the tag is not there; Why says the reason.
	LeftOut bool `yaml:"left_out,omitempty"`
	// Why has a sentence for everything that was changed.
	Why []string `yaml:"why,omitempty"`
	// Annotation is where a label's full text is kept: key=value.
	Annotation string `yaml:"annotation,omitempty"`
}

// Keys returns every key of a job, withdrawn ones too, in order.
func Keys(subject Subject) []string {
	var keys []string
	for _, list := range []tags.List{subject.Set.Properties, subject.Set.Flat} {
		for _, tag := range slices.Concat(list.Tags, list.Withdrawn) {
			keys = append(keys, tag.Key)
		}
	}
	return keys
}

// Explain explains the tags with a key: the resource's tag of that name, the
// table property of that name, and those that end in it, as finops.cost_center
// does in cost_center. An empty key stands for all. prefix is Kubernetes'.
func Explain(subject Subject, key, prefix string) []Explanation {
	explain := func(list tags.List, kind string, sinks []sinkView) []Explanation {
		var all []Explanation
		for i, tag := range list.Tags {
			if asked(tag.Key, key, kind) {
				all = append(all, Explanation{tag.Key, kind, verdicts(tag, "wins"), results(i, sinks)})
			}
		}
		for _, tag := range list.Withdrawn {
			if asked(tag.Key, key, kind) {
				all = append(all, Explanation{Key: tag.Key, Kind: kind, Said: verdicts(tag, "withdraws")})
			}
		}
		return all
	}
	properties := explain(subject.Set.Properties, "property", views(subject.Set.Properties.Tags, prefix, tags.Iceberg))
	flat := explain(subject.Set.Flat, "tag", views(subject.Set.Flat.Tags, prefix,
		append(tags.CloudSinks(), subject.labelSink(), tags.Dagster, tags.DagsterRun)...))
	return append(properties, flat...)
}

func asked(key, wanted, kind string) bool {
	return wanted == "" || key == wanted || kind == "property" && strings.HasSuffix(key, "."+wanted)
}

func verdicts(tag tags.Tag, first string) []Verdict {
	all := []Verdict{{said(tag.Value), first}}
	for _, value := range tag.Shadowed {
		all = append(all, Verdict{said(value), "shadowed"})
	}
	return all
}

// sinkView is a whole set in one sink.
type sinkView struct {
	name     string
	outcomes []tags.Outcome // one for each tag of the set
	// annotations are by their own keys, which begin with prefix.
	annotations map[string]string
	prefix      string
}

func views(set []tags.Tag, prefix string, sinks ...string) []sinkView {
	all := make([]sinkView, len(sinks))
	for i, name := range sinks {
		sink, _ := tags.SinkNamed(name)
		view := sinkView{name: name, outcomes: tags.Outcomes(set, sink), prefix: prefix}
		if name == tags.Kubernetes || name == tags.GKE {
			var labels []tags.SinkTag
			for _, outcome := range view.outcomes {
				if outcome.Result != nil {
					labels = append(labels, *outcome.Result)
				}
			}
			annotations, _ := sanitize(tags.Annotations(set, labels, prefix), sink.FullText)
			view.annotations = tags.Map(annotations)
		}
		all[i] = view
	}
	return all
}

// results are what each sink makes of the tag with an index in its set.
func results(index int, sinks []sinkView) []Outcome {
	all := make([]Outcome, len(sinks))
	for i, sink := range sinks {
		all[i] = sink.result(index)
	}
	return all
}

func (v sinkView) result(index int) Outcome {
	outcome := v.outcomes[index]
	out := Outcome{Sink: v.name, LeftOut: outcome.Result == nil}
	if !out.LeftOut {
		out.Key, out.Value = outcome.Result.Key, outcome.Result.Value
	}
	for _, problem := range outcome.Problems {
		out.Why = append(out.Why, problem.Message)
	}
	key := v.prefix + outcome.Tag.Key
	if full, ok := v.annotations[key]; ok {
		out.Annotation = key + "=" + full
	}
	return out
}

// ExplainText shows explanations to people, a paragraph each.
func ExplainText(explanations []Explanation) string {
	paragraphs := make([]string, len(explanations))
	for i, e := range explanations {
		var rows [][]string
		for _, s := range e.Said {
			place := s.From
			if place == "" {
				place = "(built in)"
			}
			rows = append(rows, []string{"  " + s.Verdict, shown(s.Value), s.Level, place})
		}
		title := e.Key + " (table property)\n"
		if e.Kind == "tag" {
			title = e.Key + " (tag of resources)\n"
		}
		paragraphs[i] = title + strings.Join(layout(rows), "") + sinksText(e.Sinks)
	}
	return strings.Join(paragraphs, "\n")
}

func sinksText(sinks []Outcome) string {
	var rows [][]string
	for _, s := range sinks {
		text := shown(s.Key) + " = " + shown(s.Value)
		if s.LeftOut {
			text = "left out"
		}
		rows = append(rows, []string{"  in " + s.Sink, text})
	}
	lines := layout(rows)
	for i, s := range sinks {
		for _, why := range s.Why {
			lines[i] += "      " + why + "\n"
		}
		if s.Annotation != "" {
			lines[i] += "      annotation " + shown(s.Annotation) + "\n"
		}
	}
	return strings.Join(lines, "")
}
