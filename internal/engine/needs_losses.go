package engine

import (
	"fmt"
	"slices"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// useEntryScript is how a cursor is kept only after a good run: see EntryContract.
const useEntryScript = "build the image with dativo-gen image and set compute.image_layout: dativo-gen: its entry script keeps the cursor only " +
	"after a successful run"

// ingestDate is the one partition that is the same for all rows of a run: the
// day on which it runs (parquet_writer.py:98-100).
const ingestDate = "ingest_date"

// losses reports what makes rows disappear: batches whose partitions share a
// file, runs that write the same keys, and a cursor that is saved too early.
func (n *needs) losses() {
	if truthy(n.target["custom_writer"]) {
		return
	}
	n.sharedFile()
	n.overwriting()
	if slices.ContainsFunc(n.Findings, func(f Finding) bool { return f.Code == "engine-strategy" || f.Code == "engine-state-path" }) {
		return // no run gets that far
	}
	if n.State.On && n.State.Path != "" && !n.run.KeepsState && n.extractor == Native {
		role, at := n.place("source", "incremental", "incremental")
		n.report("engine-cursor", role, at, "the cursor is saved before the upload, so neither a retry nor the next run reads the rows of "+
			"a failed upload again").
			hint(useEntryScript)
	}
	if n.State.On {
		n.skipsNothing()
	}
}

// sharedFile reports partition columns that differ within a batch. A column that
// the asset lacks is "unknown" in every row.
func (n *needs) sharedFile() {
	role, at := n.place("target", "partitioning", "partitioning_default")
	for i, column := range n.partitions() {
		if column == ingestDate || n.run.Asset != nil && !n.hasField(column) {
			continue
		}
		n.report("engine-partition", role, fmt.Sprintf("%s[%d]", at, i),
			"partition %q loses rows: partitions of one batch are written to one local file, and the last one's rows are uploaded for all", column).
			hint("partition by %s alone", ingestDate)
	}
}

// hasField reports whether the asset's schema has a field.
func (n *needs) hasField(name string) bool {
	fields, _ := n.run.Asset["schema"].([]any)
	return slices.ContainsFunc(fields, func(f any) bool { return at(f, "name") == name })
}

// overwriting reports runs that write the keys of an earlier one: file numbers
// begin at 000000 in each run, and the only date in a key is a day.
func (n *needs) overwriting() {
	daily := slices.Contains(n.partitions(), ingestDate)
	role, at := n.place("target", "partitioning", "partitioning_default")
	if n.run.PerDay == 0 || daily && n.run.PerDay <= 1 {
		if daily && n.State.On && n.run.Attempts > 1 && !n.run.KeepsState {
			n.report("engine-overwrite", role, at, "a retry overwrites the objects of the failed attempt, and reads only what is new since").
				hint(useEntryScript + "; or set retries to 0")
		}
		return
	}
	span := "each run overwrites the objects of the one before it, and those of a larger one remain"
	if daily {
		span = "runs of one day overwrite each other's objects"
	}
	f := n.report("engine-overwrite", role, at, "%s: file numbers begin at 000000 in every run", span)
	fewer := "run at most once a day, or turn on versioning of the bucket"
	if !daily {
		fewer = fmt.Sprintf("partition by %s and run at most once a day, or turn on versioning of the bucket", ingestDate)
	}
	if n.State.On {
		f.as(diag.Error)
		f.Message += ", and an incremental run reads only what is new, so earlier rows are lost"
	}
	f.hint("%s", fewer)
}

// skipsNothing reports incremental runs that read everything all the same.
func (n *needs) skipsNothing() {
	role, path := n.place("source", "incremental", "incremental")
	incremental := mapping(n.source["incremental"])
	switch n.kind {
	case "csv":
		if days, isNumber := number(incremental["lookback_days"]); isNumber && days > 0 {
			n.report("engine-skips-nothing", role, join(path, "lookback_days"),
				"lookback_days turns skipping off: every file is read in every run").hint("set it to 0, or leave it out")
		}
	case "gdrive_csv":
		files, _ := n.source["files"].([]any)
		if !slices.ContainsFunc(files, func(f any) bool { return scalarText(at(f, "modifiedTime")) != "" }) {
			n.report("engine-skips-nothing", role, path, "every file is read in every run: the engine asks for no modification time").
				hint("leave incremental out")
		}
	}
}

// logging reports log settings that hide a good run or show a secret.
func (n *needs) logging() {
	level := scalarText(at(n.job, "logging", "level"))
	if slices.Contains([]string{"WARNING", "ERROR", "CRITICAL"}, level) {
		n.report("engine-log-level", Job, "logging.level", "level %s hides the lines that tell a good run", level).hint("use INFO")
	}
	if redaction, _ := at(n.job, "logging", "redaction").(bool); redaction {
		n.report("engine-redaction", Job, "logging.redaction", "redaction removes a secret's label and shows its value, and hides paths").
			hint("set it to false")
	}
}
