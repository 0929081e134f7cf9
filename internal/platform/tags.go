package platform

import (
	"path"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
	"github.com/dativo-io/dativo-gen/internal/tags"
)

// AnnotationPrefix is the prefix of annotations with the full value of a changed
// label.
const AnnotationPrefix = "dativo.io/"

// DeriveTags returns the tags of a job, with or without an infrastructure block,
// and warns of classifications of unknown fields.
func DeriveTags(in Input) (tags.Set, diag.List) {
	levels := in.Tags
	if name := strings.TrimSuffix(in.File, path.Ext(in.File)); name != "" && !levels.JobName.Present() {
		// The default is the name of the file, which is its origin.
		levels.JobName = tags.Text(name, tags.Origin{Pos: diag.Pos{File: levels.Tenant.Origin.File}})
	}
	set := tags.Derive(levels)
	return set, append(unusedClassifications(set.Unused, levels.Asset.Fields), unrendered(set.Flat.Tags)...)
}

// unrendered warns of tags that contain the placeholder of a template, which nothing
// renders: that of another tool, or one that only the engine replaces.
func unrendered(set []tags.Tag) diag.List {
	var problems diag.List
	for _, tag := range set {
		for _, text := range append([]string{tag.Key}, tag.Values...) {
			_, inside, isTemplate := strings.Cut(text, "{{")
			_, after, isVariable := strings.Cut(text, "${")
			isTemplate = isTemplate && strings.Contains(inside, "}}")
			isVariable = isVariable && strings.Contains(after, "}") && tag.Origin.Level != tags.InfrastructureLevel // there it is replaced, or meant
			if !isTemplate && !isVariable {
				continue
			}
			problem := problems.Warnf("unrendered", tag.Origin.Path, "the tag %s contains a placeholder, which is not replaced: %s",
				diag.Quote(tag.Key), diag.Quote(text))
			problem.Pos = tag.Origin.Pos
			problem.Hintf("write the value, or ${NAME} under infrastructure.tags with --var NAME=VALUE")
		}
	}
	return problems
}

// unusedClassifications warns of fields that the asset does not have. Without a
// schema its fields are unknown.
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
		problem := problems.Warnf("unknown-field", entry.Origin.Path,
			"the asset has no field %q: the classification has no effect", entry.Key)
		problem.Pos = entry.Origin.Pos
		if near := diag.Suggest(entry.Key, names); near != "" {
			problem.Hintf("did you mean %s?", near)
		}
	}
	return problems
}

// tags makes the job's tags valid for the platform's sinks.
func (n *normalizer) tags() {
	flat := n.in.TagSet.Flat.Tags
	n.tagSecrets(flat)
	if n.platform.TagSink != "" {
		n.d.Tags = tags.Map(n.sanitize(flat, n.platform.TagSink))
	}
	if n.platform.LabelSink != "" {
		labels := n.sanitize(flat, n.platform.LabelSink)
		n.d.Labels = tags.Map(labels)
		n.d.Annotations = tags.Map(n.sanitize(tags.Annotations(flat, labels, AnnotationPrefix), tags.KubernetesAnnotations))
	}
}

// tagSecrets reports credentials in tags, which a bill and every console show.
func (n *normalizer) tagSecrets(set []tags.Tag) {
	for _, tag := range set {
		for _, text := range tag.Values {
			if found, form := credential(text); found != "" {
				n.shown = append(n.shown, text)
				n.plainSecret(tag.Origin.Path, form, "remove it: tags are not confidential")
				n.problems[len(n.problems)-1].Pos = tag.Origin.Pos
			}
		}
	}
}

// sanitize makes tags valid for a sink and reports what is lost. Notes are left
// out: every sink changes case or punctuation.
func (n *normalizer) sanitize(set []tags.Tag, name string) []tags.SinkTag {
	sink, _ := tags.SinkNamed(name)
	sanitized, problems := tags.Sanitize(set, sink)
	n.problems = append(n.problems, problems.AtLeast(diag.Warning)...)
	return sanitized
}
