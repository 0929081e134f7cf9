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
func Keys(j Job) []string {
	var keys []string
	for _, list := range []tags.List{j.Set.Properties, j.Set.Flat} {
		for _, tag := range slices.Concat(list.Tags, list.Withdrawn) {
			keys = append(keys, tag.Key)
		}
	}
	return keys
}

// Explain explains the tags with a key: the resource's tag of that name, the
// table property of that name, and those that end in it, as finops.cost_center
// does in cost_center. An empty key stands for all. prefix is Kubernetes'.
func Explain(j Job, key, prefix string) []Explanation {
	explain := func(list tags.List, kind string, sinks []sinkView) []Explanation {
		var all []Explanation
		for _, tag := range list.Tags {
			if asked(tag.Key, key, kind) {
				all = append(all, Explanation{tag.Key, kind, verdicts(tag, "wins"), outcomes(tag, sinks)})
			}
		}
		for _, tag := range list.Withdrawn {
			if asked(tag.Key, key, kind) {
				all = append(all, Explanation{Key: tag.Key, Kind: kind, Said: verdicts(tag, "withdraws")})
			}
		}
		return all
	}
	properties := explain(j.Set.Properties, "property", views(j.Set.Properties.Tags, prefix, tags.Iceberg))
	flat := explain(j.Set.Flat, "tag", views(j.Set.Flat.Tags, prefix,
		tags.AWS, tags.GCP, j.labelSink(), tags.Dagster, tags.DagsterRun))
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

// sinkView is a whole set as one sink has it.
type sinkView struct {
	name        string
	folded      []tags.FoldedTag
	problems    []tags.Problem
	annotations map[string]string // by the key of the annotation
	prefix      string
}

func views(set []tags.Tag, prefix string, sinks ...string) []sinkView {
	all := make([]sinkView, len(sinks))
	for i, name := range sinks {
		folded, problems := fold(set, name)
		all[i] = sinkView{name: name, folded: folded, problems: problems, prefix: prefix}
		if name == tags.Kubernetes || name == tags.GKE {
			annotations, _ := fold(tags.Annotations(set, folded, prefix), tags.KubernetesAnnotations)
			all[i].annotations = tags.Map(annotations)
		}
	}
	return all
}

func outcomes(tag tags.Tag, sinks []sinkView) []Outcome {
	all := make([]Outcome, len(sinks))
	for i, sink := range sinks {
		all[i] = sink.outcome(tag)
	}
	return all
}

func (v sinkView) outcome(tag tags.Tag) Outcome {
	out := Outcome{Sink: v.name, LeftOut: true}
	for _, folded := range v.folded {
		if folded.Tag.Key == tag.Key {
			out.Key, out.Value, out.LeftOut = folded.Key, folded.Value, false
		}
	}
	for _, problem := range v.problems {
		ofSet := problem.Key == "" && slices.Contains(problem.Origins, tag.Origin)
		if problem.Key == tag.Key || ofSet {
			out.Why = append(out.Why, problem.Message)
		}
	}
	if full, ok := v.annotations[v.prefix+tag.Key]; ok {
		out.Annotation = v.prefix + tag.Key + "=" + full
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
