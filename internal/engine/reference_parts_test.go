package engine

import (
	"fmt"
	"strings"
)

// objects prints where a run writes, and with which calls.
func (r *reference) objects() {
	r.printf("## Targets\n\nEvery target is Parquet on S3: type, `file_format` and engine of a target decide nothing. Objects are written to\n\n`%s`\n\n", ObjectPath)
	r.printf("File numbers begin at 000000 in every run, and the only date in a key is the day of `%s`. The bucket is\n", ingestDate)
	r.printf("`target.connection.s3.bucket`, or `minio.bucket`, as it is written, else `S3_BUCKET`. With `S3_BUCKET` set to `bucket/prefix`,\nkeys begin with the prefix (cli.py:701-723, iceberg_committer.py:716-737; ran). `storage.prefix`, `target.prefix` and\n`warehouse` decide nothing.\n\n")
	var rows [][]string
	for _, c := range ClientRules() {
		rows = append(rows, []string{c.Connection, c.Endpoint, c.Keys, c.Region, source(c.Fact)})
	}
	r.table([]string{"target.connection, merged", "Endpoint", "Keys", "Region", "Source"}, rows)
	rows = nil
	for _, c := range StorageCalls() {
		rows = append(rows, []string{code(c.Service + ":" + c.Action), string(c.Resource.Kind), string(c.When), source(c.Fact)})
	}
	r.table([]string{"Call", "On the", "When", "Source"}, rows)
	r.printf("### Object tags and metadata\n\nTags: at most %d characters of letters, digits, spaces and `_ . : / = + - @`. Metadata: ASCII, %d bytes in all. A value that\n", maxTagValue, maxMetadata)
	r.printf("breaks a limit fails the upload. The branch (`target.branch`, or the tenant with a catalog) and the partition are sent too.\n\n")
	rows = nil
	for _, f := range Fields() {
		rows = append(rows, []string{code(f.Key), code(f.Tag), code(f.Metadata)})
	}
	r.table([]string{"Asset value", "Tag", "Metadata"}, rows)
	r.printf("### Cloud Storage\n\nThe S3 protocol reaches it with an HMAC key of a service account in `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, and the\nvariables below. The account may create and delete objects: overwriting deletes. Whether Cloud Storage accepts the\nobject tags, which the engine always sends, was not tried. There is no way to write to Azure Blob Storage.\n\n")
	rows = nil
	for _, s := range Interop() {
		rows = append(rows, []string{code(s.Name), code(s.Value), s.Why})
	}
	r.table([]string{"Variable", "Value", "Reason"}, rows)
}

// findings prints what a job is warned of.
func (r *reference) findings() {
	r.printf("## Findings\n\nAn error is certain to fail or to lose rows; a warning is what another image, or data that cannot be seen, may heal.\n\n")
	var rows [][]string
	for _, f := range Rules() {
		rows = append(rows, []string{code(f.Code), f.Severity.String(), f.What, source(f.Fact)})
	}
	r.table([]string{"Code", "Severity", "Finding", "Source"}, rows)
}

func (r *reference) storage(v Version) {
	r.printf("## Catalogs\n\n")
	var rows [][]string
	for _, c := range v.Catalogs {
		at := ""
		if c.Port != 0 {
			at = fmt.Sprintf("%s:%d", c.Host, c.Port)
		}
		rows = append(rows, []string{code(c.Name), c.In, code(c.Variables...), at, code(c.Requests...), c.Fails, c.Flaw, source(c.Fact)})
	}
	r.table([]string{"Catalog", "Turned on by", "Variables", "Default address", "Requests", "A failure is", "Limit", "Source"}, rows)
	r.printf("## Variables\n\nRequired: without a value the run fails, or the default cannot be what a deployed job means. No other variable has an effect.\n\n")
	rows = nil
	for _, e := range v.Variables {
		rows = append(rows, []string{code(e.Name), code(e.Default), yes(e.Required), yes(e.Secret), e.ReadBy, source(e.Fact)})
	}
	r.table([]string{"Variable", "Default", "Required", "Secret", "Read by", "Source"}, rows)
	r.printf("### Placeholders\n\n")
	rows = nil
	for _, p := range v.Placeholders {
		forms := code(p.Forms...)
		if forms == "" {
			forms = "none"
		}
		rows = append(rows, []string{p.Where, forms, p.Unset, source(p.Fact)})
	}
	r.table([]string{"Where", "Replaced", "A variable without a value leaves", "Source"}, rows)
	r.printf("### Secret managers\n\nLoaded by `run --job-dir`, `check` and `discover`, ignored by `run --config`. What is loaded reaches no source.\n\n")
	rows = nil
	for _, m := range v.Managers {
		rows = append(rows, []string{code(m.Name), code(m.Action), code(m.Resource), code(m.Variables...), code(m.Package), m.Denied, source(m.Fact)})
	}
	r.table([]string{"Manager", "Call", "Resource", "Variables", "Package", "A refusal is", "Source"}, rows)
}

func (r *reference) runtime(v Version) {
	r.printf("## Exit statuses\n\n")
	var rows [][]string
	for _, o := range v.Outcomes {
		rows = append(rows, []string{o.What, fmt.Sprint(o.Status), o.Writes, source(o.Fact)})
	}
	r.table([]string{"Outcome", "Status", "On stderr", "Source"}, rows)
	r.printf("## Log lines\n\nLines go to stderr. JSON lines have the fields %s and no others.\n", code(LogFields()...))
	r.printf("Lines that are not JSON and tell of a failure contain %s.\n\n", code(TextFailures()...))
	rows = nil
	for _, l := range v.Lines {
		rows = append(rows, []string{l.Level, code(l.Event), code(l.Message), l.Means, yes(l.Failure), yes(l.Finished), source(l.Fact)})
	}
	r.table([]string{"Level", "Event", "Message", "Meaning", "Failure", "Data arrived", "Source"}, rows)
	r.printf("## Commands\n\n")
	rows = nil
	for _, c := range v.Commands {
		rows = append(rows, []string{code(strings.Join(append([]string{c.Name}, c.Arguments...), " ")), optionText(c), c.Effect, c.Useless, source(c.Fact)})
	}
	r.table([]string{"Command", "Options", "Effect", "Not for a container, since", "Source"}, rows)
}

// optionText lists the options of a command: those that are required first.
func optionText(c Command) string {
	var parts []string
	if len(c.OneOf) > 0 {
		parts = append(parts, "one of "+code(c.OneOf...))
	}
	for _, o := range c.Options {
		text := code(o.Name)
		switch {
		case strings.Contains(strings.Join(c.OneOf, " "), o.Name):
			continue
		case o.Required:
			text += " (required)"
		case len(o.Choices) > 0:
			text += " (" + strings.Join(o.Choices, ", ") + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

func (r *reference) image(v Version) {
	r.printf("## The image\n\nThe entry point is `%s`, the working directory `%s`. No port is opened, and there is no health check.\n\n", strings.Join(EntryPoint(), " "), WorkDir)
	var rows [][]string
	for _, p := range v.Layout {
		rows = append(rows, []string{code(p.Path), yes(p.Required), yes(p.Written), p.What, source(p.Fact)})
	}
	r.table([]string{"Path", "Required", "Written", "Meaning", "Source"}, rows)
	r.printf("### Packages\n\nListed: in the engine's `requirements.txt`, which pins none. A missing package that is imported late is exit status 2.\n\n")
	rows = nil
	for _, p := range v.Packages {
		rows = append(rows, []string{code(p.Name), p.For, yes(p.Listed), yes(p.Late), source(p.Fact)})
	}
	r.table([]string{"Package", "Imported by", "Listed", "Late", "Source"}, rows)
	r.printf("### Entry script\n\nWhat a script in front of the engine must do so that a failed run can be repeated and a stop ends it.\n\n")
	rows = nil
	for _, c := range EntryContract() {
		rows = append(rows, []string{c.Rule, c.Why, source(c.Fact)})
	}
	r.table([]string{"Rule", "Reason", "Source"}, rows)
}

// keys prints what the version accepts: a file of a kind is left out where it
// is the same as in the version before it.
func (r *reference) keys(v Version) {
	r.printf("## Keys: %s\n\n", v.Name)
	if v.Name == Main {
		r.printf("A number is never accepted for a string. Where the image has the job schema, it is checked first and refuses every key that\n")
		r.printf("it does not list; the model drops keys that it does not know.\n\n")
	} else {
		r.printf("Assets, recipes and runner.yaml are those of `%s`.\n\n", Main)
	}
	for _, d := range v.Documents {
		if v.Name != Main && d.Role != Job {
			continue
		}
		if d.Schema != nil {
			r.printf("### %s, schema\n\n", d.Role)
			r.shape(*d.Schema)
		}
		r.printf("### %s, model\n\n", d.Role)
		r.shape(d.Model)
	}
	if v.Name == Main {
		r.printf("### source and target, merged\n\nThe job's block is merged into the recipe, one level deep: a mapping below `connection` replaces the recipe's, and\n")
		r.printf("null removes it.\n\n")
		r.shape(open(key("source", mergedSource()), key("target", mergedTarget())))
	}
}

// shape prints a table of every key of a mapping, those of inner mappings with
// their path.
func (r *reference) shape(s Shape) {
	var rows [][]string
	var walk func(path string, s Shape)
	walk = func(path string, s Shape) {
		for _, k := range s.Keys {
			at := strings.TrimPrefix(path+"."+k.Name, ".")
			rows = append(rows, []string{code(at), yes(k.Required), kindText(k.Shape), yes(k.Shape.Null), k.Effect})
			walk(at, k.Shape)
			if k.Shape.Items != nil {
				walk(at+"[]", *k.Shape.Items)
			}
		}
	}
	walk("", s)
	r.table([]string{"Key", "Required", "Value", "Null", "Effect"}, rows)
}

// kindText is the type of a value, in words.
func kindText(s Shape) string {
	switch {
	case len(s.Choices) > 0:
		return code(s.Choices...)
	case s.Kind == List && s.Items.Kind != Mapping:
		return "list of " + kindText(*s.Items) + "s"
	case s.Kind == Mapping && s.Rest != nil:
		return "mapping of " + kindText(*s.Rest) + "s"
	case s.Kind == Mapping && !s.Open:
		return "mapping, no other keys"
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("%s, %v to %v", s.Kind, *s.Min, *s.Max)
	case s.Min != nil:
		return fmt.Sprintf("%s, from %v", s.Kind, *s.Min)
	case s.Kind == "":
		return string(Any)
	}
	return string(s.Kind)
}
