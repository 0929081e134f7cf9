package export

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Resource returns the job's tags in the form that all resources of a cloud
// accept; sink is the cloud's.
func Resource(subject Subject, sink string) (map[string]string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Flat.Tags, sink)
	return tags.Map(sanitized), problems
}

// ObjectMeta is the metadata of a Kubernetes object.
type ObjectMeta struct {
	Labels map[string]string `yaml:"labels"`
	// Annotations hold the full text of the tags that labels change or omit.
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

// Kubernetes returns the job's tags as labels and annotations, by the rules of
// the job's own platform if it has labels. prefix is the prefix of annotations.
func Kubernetes(subject Subject, prefix string) (ObjectMeta, diag.List) {
	labels, problems := sanitize(subject.Set.Flat.Tags, subject.labelSink())
	annotations, more := sanitize(tags.Annotations(subject.Set.Flat.Tags, labels, prefix), tags.KubernetesAnnotations)
	return ObjectMeta{tags.Map(labels), tags.Map(annotations)}, append(problems, more...)
}

func (subject Subject) labelSink() string {
	if subject.LabelSink != "" {
		return subject.LabelSink
	}
	return tags.Kubernetes
}

// Collisions reports values that differ in the job files but are equal in a sink:
// two cost centers that a bill would show as one. The subjects are the jobs whose
// tags the sink receives.
func Collisions(sinkName string, subjects []Subject) diag.List {
	sink, _ := tags.SinkNamed(sinkName)
	fleet := make([][]tags.SinkTag, len(subjects))
	for i, subject := range subjects {
		fleet[i], _ = tags.Sanitize(subject.Set.Flat.Tags, sink)
	}
	return tags.ValueCollisions(sink, fleet...)
}
