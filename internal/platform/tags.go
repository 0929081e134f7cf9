package platform

import (
	"path"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// AnnotationPrefix stands before the key of a tag whose label had to change.
const AnnotationPrefix = "dativo.io/"

// DeriveTags returns the tags of a job, which needs no infrastructure block,
// and warns of classifications that name no field.
func DeriveTags(in Input) (tags.Set, diag.List) {
	levels := in.Tags
	if name := strings.TrimSuffix(in.File, path.Ext(in.File)); name != "" && !levels.JobName.Present() {
		// Nobody wrote it: the file's name is where it comes from.
		levels.JobName = tags.Text(name, tags.Origin{File: levels.Tenant.Origin.File})
	}
	set := tags.Derive(levels)
	return set, unusedClassifications(set.Unused, levels.Asset.Fields)
}

// unusedClassifications warns of fields that the asset doesn't have. Without a
// schema nothing is known of them.
func unusedClassifications(unused, fields []tags.Entry) diag.List {
	var problems diag.List
	if len(fields) == 0 {
		return nil
	}
	names := make([]string, len(fields))
	for i, field := range fields {
		names[i] = field.Key
	}
	for _, entry := range unused {
		problem := problems.Warnf("unknown-field", entry.Origin.Path, "the asset has no field %q: the classification has no effect", entry.Key)
		problem.Pos = posOf(entry.Origin)
		if near := diag.Suggest(entry.Key, names); near != "" {
			problem.Hintf("did you mean %s?", near)
		}
	}
	return problems
}

// TagProblems makes problems with tags diagnostics. Notes are none: that only
// letters and signs had to change is what sinks are like.
func TagProblems(problems []tags.Problem) diag.List {
	var list diag.List
	for _, p := range problems {
		if d, ok := tagDiagnostic(p); ok {
			list = append(list, d)
		}
	}
	return list
}

// tags derives the job's tags and makes them legal for the platform's sinks.
func (n *normaliser) tags() {
	set, unused := DeriveTags(n.in)
	n.problems = append(n.problems, unused...)
	flat := set.Flat.Tags
	if n.platform.TagSink != "" {
		n.d.Tags = tags.Map(n.fold(flat, n.platform.TagSink))
	}
	if n.platform.LabelSink != "" {
		labels := n.fold(flat, n.platform.LabelSink)
		n.d.Labels = tags.Map(labels)
		n.d.Annotations = tags.Map(n.fold(tags.Annotations(flat, labels, AnnotationPrefix), tags.KubernetesAnnotations))
	}
}

// fold makes tags legal for a sink and reports what that cost.
func (n *normaliser) fold(set []tags.Tag, name string) []tags.FoldedTag {
	sink, _ := tags.SinkNamed(name)
	folded, problems := tags.Fold(set, sink)
	n.problems = append(n.problems, TagProblems(problems)...)
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
		d.Path, d.Pos = p.Origins[0].Path, posOf(p.Origins[0])
	}
	return d, true
}

func posOf(o tags.Origin) diag.Pos { return diag.Pos{File: o.File, Line: o.Line, Col: o.Col} }
