package export

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Resource is the job's tags as the resources of a cloud take them: the tags or
// labels of the sink.
func Resource(subject Subject, sink string) (map[string]string, diag.List) {
	sanitized, problems := sanitize(subject.Set.Flat.Tags, sink)
	return tags.Map(sanitized), problems
}

// ObjectMeta is what a Kubernetes object carries of a job's tags.
type ObjectMeta struct {
	Labels map[string]string `yaml:"labels"`
	// Annotations hold, in full, what had to be changed to become a label.
	Annotations map[string]string `yaml:"annotations,omitempty"`
}

// Kubernetes is the job's tags as labels and annotations, by the rules of the
// job's own platform if it has labels. prefix stands before the keys of
// annotations.
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

// Collisions finds what is two values in the job files and one in a sink:
// two cost centers that a bill would show as one. The jobs are those whose
// tags go there.
func Collisions(sinkName string, jobs []Subject) diag.List {
	sink, _ := tags.SinkNamed(sinkName)
	fleet := make([][]tags.SinkTag, len(jobs))
	for i, subject := range jobs {
		fleet[i], _ = tags.Sanitize(subject.Set.Flat.Tags, sink)
	}
	return tags.ValueCollisions(sink, fleet...)
}
