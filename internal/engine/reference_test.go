package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sebdah/goldie/v2"
)

// TestReferenceIsCurrent prints docs/engine.md from the tables; make golden
// writes it.
func TestReferenceIsCurrent(t *testing.T) {
	t.Parallel()
	var page reference
	page.write()
	goldie.New(t, goldie.WithFixtureDir("../../docs"), goldie.WithNameSuffix(".md")).
		Assert(t, "engine", []byte(page.text.String()))
}

// reference writes the page.
type reference struct{ text strings.Builder }

func (r *reference) printf(format string, args ...any) { fmt.Fprintf(&r.text, format, args...) }

// table writes rows below their headings. A column whose cells are all empty is
// left out.
func (r *reference) table(headings []string, rows [][]string) {
	var used []int
	for i := range headings {
		for _, row := range rows {
			if row[i] != "" {
				used = append(used, i)
				break
			}
		}
	}
	line := func(cells []string) {
		for _, i := range used {
			r.printf("| %s ", strings.ReplaceAll(cells[i], "|", "\\|"))
		}
		r.printf("|\n")
	}
	line(headings)
	for range used {
		r.printf("| --- ")
	}
	r.printf("|\n")
	for _, row := range rows {
		line(row)
	}
	r.printf("\n")
}

// code sets words in code, joined by commas.
func code(words ...string) string {
	var set []string
	for _, w := range words {
		if w != "" {
			set = append(set, "`"+w+"`")
		}
	}
	return strings.Join(set, ", ")
}

// yes is a cell of a column that only marks.
func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// source is the cell of a fact.
func source(f Fact) string {
	if f.At == "" {
		return string(f.Seen)
	}
	return f.At + " (" + string(f.Seen) + ")"
}

func (r *reference) write() {
	v := Versions()[0]
	r.printf("# The engine\n\n<!-- Generated from internal/engine by make golden: edit the tables there. -->\n\n")
	r.printf("What the ingestion engine in the container reads, calls, writes and means, as recorded on %s from [its code](%s).\n", Recorded, Repository)
	r.printf("The module's rights, variables, network rules and alerts, and the warnings about a job, follow from these tables.\n\n")
	r.printf("*Source* gives file and line below `src/dativo_ingest` at `%s`, and how the fact is known: *ran* with the real engine,\n", v.Commit[:7])
	r.printf("*read* in its code, or stated by a *vendor*.\n\n")
	r.versions()
	r.findings()
	r.sources(v)
	r.objects()
	r.storage(v)
	r.runtime(v)
	r.image(v)
	for _, v := range Versions() {
		r.keys(v)
	}
}

func (r *reference) versions() {
	r.printf("## Versions\n\nA project file names the version with `engine`. `none` means another image: nothing is assumed of it.\n\n")
	var rows [][]string
	for i, v := range Versions() {
		first := ""
		if i == 0 {
			first = " (default)"
		}
		incremental := "the job's `source.incremental`"
		if v.RecipeIncremental {
			incremental = "the recipe's `incremental`, or the job's"
		}
		var commands []string
		for _, c := range v.Commands {
			commands = append(commands, c.Name)
		}
		rows = append(rows, []string{code(v.Name) + first, code(v.Commit[:7]), v.Date, incremental, yes(v.JobCatalog), yes(v.Sandbox), code(commands...), v.Title})
	}
	r.table([]string{"Version", "Commit", "Date", "Incremental runs are turned on by", "Job catalog", "Sandbox", "Commands", "Meaning"}, rows)
}

func (r *reference) sources(v Version) {
	r.printf("## Sources\n\nThe registry lists every type below; others are refused. *Reads* says what code reads the source: the engine's own\n")
	r.printf("(native), a container of the connector (docker), or none (missing).\n\n")
	var rows [][]string
	for _, s := range v.Sources {
		var dials []string
		for _, d := range s.Dials {
			at := fmt.Sprintf("%s:%d", d.Host, d.Port)
			if d.Port == 0 {
				at = ""
			}
			dials = append(dials, strings.TrimSpace(at+" "+d.Why))
		}
		refusal := s.Refusal
		if refusal != "" {
			refusal = "\"" + refusal + "\""
		}
		rows = append(rows, []string{code(s.Type), string(s.Extractor), code(s.Variables...), code(s.File), strings.Join(dials, "; "), code(s.Packages...), refusal, source(s.Fact)})
	}
	r.table([]string{"Type", "Reads", "Variables", "File", "Connects to", "Packages", "Always fails with", "Source"}, rows)
	r.printf("### Incremental runs\n\nThe strategy must be the registry's. The cursor is saved before the upload: a failed upload is not repeated by the next run.\n\n")
	rows = nil
	for _, s := range v.Sources {
		if c, _ := v.Connector(s.Type); s.Extractor == Native && s.Refusal == "" {
			rows = append(rows, []string{code(s.Type), code(c.Strategy), code(s.Requires), s.Skips, fmt.Sprint(s.Batch), s.Memory})
		}
	}
	r.table([]string{"Type", "Strategy", "Requires", "Skips", "Rows per file", "In memory at once"}, rows)
	r.printf("### Connectors with `--mode cloud`\n\nRefused: ")
	var refused []string
	for _, c := range v.Connectors {
		if !c.Cloud {
			refused = append(refused, c.Type)
		}
	}
	r.printf("%s.\n\n", code(refused...))
}
