package export

import "github.com/dativo-io/dativo-gen/internal/tags"

// AWS is the job's tags as every AWS service takes them.
func AWS(j Job) (map[string]string, []tags.Problem) {
	folded, problems := fold(j.Set.Flat.Tags, tags.AWS)
	return tags.Map(folded), problems
}

// GCP is the job's tags as labels of Google Cloud resources.
func GCP(j Job) (map[string]string, []tags.Problem) {
	folded, problems := fold(j.Set.Flat.Tags, tags.GCP)
	return tags.Map(folded), problems
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
func Kubernetes(j Job, prefix string) (ObjectMeta, []tags.Problem) {
	labels, problems := fold(j.Set.Flat.Tags, j.labelSink())
	annotations, more := fold(tags.Annotations(j.Set.Flat.Tags, labels, prefix), tags.KubernetesAnnotations)
	return ObjectMeta{tags.Map(labels), tags.Map(annotations)}, append(problems, more...)
}

func (j Job) labelSink() string {
	if j.LabelSink != "" {
		return j.LabelSink
	}
	return tags.Kubernetes
}

// Collisions finds what is two values in the job files and one in a sink:
// two cost centers that a bill would show as one. The jobs are those whose
// tags go there.
func Collisions(sinkName string, jobs []Job) []tags.Problem {
	sink, _ := tags.SinkNamed(sinkName)
	fleet := make([][]tags.FoldedTag, len(jobs))
	for i, j := range jobs {
		fleet[i], _ = tags.Fold(j.Set.Flat.Tags, sink)
	}
	return tags.ValueCollisions(sink, fleet...)
}
