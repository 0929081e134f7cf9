package export

import (
	"slices"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Provenance is how one tag was derived, and what each sink makes of it.
type Provenance struct {
	Key string `yaml:"key"`
	// Kind is "property" for a table property, "tag" for a resource tag.
	Kind string `yaml:"kind"`
	// Values are the values of all levels: the effective one first, then the
	// others from the highest level down.
	Values []Verdict `yaml:"values"`
	// Sinks are the results of the sinks; a removed key has no results.
	Sinks []Result `yaml:"sinks,omitempty"`
}

// Verdict is a value and its effect: "wins", "shadowed", or "removes" for an
// empty value that removes those of lower levels.
type Verdict struct {
	LevelValue `yaml:",inline"`
	Verdict    string `yaml:"verdict"`
}

// Result is what one sink makes of a tag.
type Result struct {
	Sink string `yaml:"sink"`
	// Key and Value are empty if the sink omits the tag.
	Key     string `yaml:"key,omitempty"`
	Value   string `yaml:"value,omitempty"`
	Omitted bool   `yaml:"omitted,omitempty"`
	// Reasons explain every change.
	Reasons []string `yaml:"reasons,omitempty"`
	// Annotation is the annotation with the label's full text: key=value.
	Annotation string `yaml:"annotation,omitempty"`
}

// Keys returns every key of a job, including removed ones, in order.
func Keys(subject Subject) []string {
	var keys []string
	for _, list := range []tags.List{subject.Set.Properties, subject.Set.Flat} {
		for _, tag := range slices.Concat(list.Tags, list.Removed) {
			keys = append(keys, tag.Key)
		}
	}
	return keys
}

// Provenances returns the provenance of the tags with a key: the resource tag
// and the table property of that name, and the table properties that end in it,
// as finops.cost_center ends in cost_center. An empty key selects all tags.
// prefix is the prefix of annotations.
func Provenances(subject Subject, key, prefix string) []Provenance {
	of := func(list tags.List, kind string, sinks []sinkView) []Provenance {
		var all []Provenance
		for i, tag := range list.Tags {
			if selected(tag.Key, key, kind) {
				all = append(all, Provenance{tag.Key, kind, verdicts(tag, "wins"), results(i, sinks)})
			}
		}
		for _, tag := range list.Removed {
			if selected(tag.Key, key, kind) {
				all = append(all, Provenance{Key: tag.Key, Kind: kind, Values: verdicts(tag, "removes")})
			}
		}
		return all
	}
	properties := of(subject.Set.Properties, "property", views(subject.Set.Properties.Tags, prefix, tags.Iceberg))
	flat := of(subject.Set.Flat, "tag", views(subject.Set.Flat.Tags, prefix,
		append(tags.CloudSinks(), subject.labelSink(), tags.Dagster, tags.DagsterRun)...))
	return append(properties, flat...)
}

func selected(key, wanted, kind string) bool {
	return wanted == "" || key == wanted || kind == "property" && strings.HasSuffix(key, "."+wanted)
}

func verdicts(tag tags.Tag, first string) []Verdict {
	all := []Verdict{{levelValue(tag.Value), first}}
	for _, value := range tag.Shadowed {
		all = append(all, Verdict{levelValue(value), "shadowed"})
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

// results are the results of the sinks for the tag with an index in its set.
func results(index int, sinks []sinkView) []Result {
	all := make([]Result, len(sinks))
	for i, sink := range sinks {
		all[i] = sink.result(index)
	}
	return all
}

func (v sinkView) result(index int) Result {
	outcome := v.outcomes[index]
	result := Result{Sink: v.name, Omitted: outcome.Result == nil}
	if !result.Omitted {
		result.Key, result.Value = outcome.Result.Key, outcome.Result.Value
	}
	for _, problem := range outcome.Problems {
		result.Reasons = append(result.Reasons, problem.Message)
	}
	key := v.prefix + outcome.Tag.Key
	if full, ok := v.annotations[key]; ok {
		result.Annotation = key + "=" + full
	}
	return result
}

// ProvenanceText formats provenances as text, a paragraph each.
func ProvenanceText(provenances []Provenance) string {
	paragraphs := make([]string, len(provenances))
	for i, p := range provenances {
		var rows [][]string
		for _, v := range p.Values {
			from := v.From
			if from == "" {
				from = builtIn
			}
			rows = append(rows, []string{"  " + v.Verdict, cell(v.Value), v.Level, from})
		}
		title := p.Key + " (table property)\n"
		if p.Kind == "tag" {
			title = p.Key + " (resource tag)\n"
		}
		paragraphs[i] = title + strings.Join(layout(rows), "") + resultsText(p.Sinks)
	}
	return strings.Join(paragraphs, "\n")
}

func resultsText(results []Result) string {
	var rows [][]string
	for _, r := range results {
		text := cell(r.Key) + " = " + cell(r.Value)
		if r.Omitted {
			text = "omitted"
		}
		rows = append(rows, []string{"  in " + r.Sink, text})
	}
	lines := layout(rows)
	for i, r := range results {
		for _, reason := range r.Reasons {
			lines[i] += "      " + reason + "\n"
		}
		if r.Annotation != "" {
			lines[i] += "      annotation " + cell(r.Annotation) + "\n"
		}
	}
	return strings.Join(lines, "")
}
