package platform

import (
	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// annotationPrefix stands before the key of a tag whose label had to change.
const annotationPrefix = "dativo.io/"

// tags derives the job's tags and makes them legal for the platform's sinks.
func (n *normaliser) tags() {
	in := n.in.Tags
	if !in.JobName.Present() && n.d.Job != "" {
		in.JobName = tags.Text(n.d.Job, tags.Origin{})
	}
	flat := tags.Derive(in).Flat.Tags
	if n.platform.TagSink != "" {
		n.d.Tags = tags.Map(n.fold(flat, n.platform.TagSink))
	}
	if n.platform.LabelSink != "" {
		labels := n.fold(flat, n.platform.LabelSink)
		n.d.Labels = tags.Map(labels)
		n.d.Annotations = tags.Map(n.fold(tags.Annotations(flat, labels, annotationPrefix), tags.KubernetesAnnotations))
	}
}

// fold makes tags legal for a sink and reports what that cost. That only
// letters and signs had to change is no problem: it is what sinks are like.
func (n *normaliser) fold(set []tags.Tag, name string) []tags.FoldedTag {
	sink, _ := tags.SinkNamed(name)
	folded, problems := tags.Fold(set, sink)
	for _, p := range problems {
		if d, ok := tagDiagnostic(p); ok {
			n.problems = append(n.problems, d)
		}
	}
	return folded
}

// tagDiagnostic makes a problem with a tag a diagnostic; a note is none.
func tagDiagnostic(p tags.Problem) (diag.Diagnostic, bool) {
	d := diag.Diagnostic{Code: p.Kind.String(), Message: p.Message, Hint: p.Hint}
	switch p.Severity {
	case tags.Note:
		return d, false
	case tags.Warning:
		d.Severity = diag.Warning
	}
	if len(p.Origins) > 0 {
		origin := p.Origins[0]
		d.Path, d.Pos = origin.Path, diag.Pos{File: origin.File, Line: origin.Line, Col: origin.Col}
	}
	return d, true
}
