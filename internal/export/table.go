package export

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Table shows a job's tags to people: key, value, level and where it was
// written, table properties first.
func Table(subject Subject) string {
	head := []string{"KEY", "VALUE", "LEVEL", "FROM"}
	// One layout for both, so that the columns stand below each other.
	rows := append([][]string{head}, rowsOf(subject.Set.Properties.Tags)...)
	split := len(rows)
	rows = append(append(rows, head), rowsOf(subject.Set.Flat.Tags)...)
	laid := layout(rows)
	return "Table properties\n" + strings.Join(laid[:split], "") +
		"\nTags of resources\n" + strings.Join(laid[split:], "")
}

func rowsOf(list []tags.Tag) [][]string {
	rows := make([][]string, len(list))
	for i, tag := range list {
		rows[i] = []string{shown(tag.Key), shown(tag.FullText()), tag.Origin.Level.String(), from(tag.Origin)}
	}
	return rows
}

// from is where a value was written, for people.
func from(o tags.Origin) string {
	if o.File == "" {
		return "(built in)"
	}
	return o.String()
}

// shown is a text as a cell of a table: one that would break the table, or
// that nobody would see, is quoted.
func shown(text string) string {
	hidden := func(char rune) bool { return !unicode.IsPrint(char) }
	if text == "" || strings.ContainsFunc(text, hidden) || strings.HasPrefix(text, `"`) || strings.TrimSpace(text) != text {
		return strconv.Quote(text)
	}
	return text
}

// columns are what the table of a fleet shows of each job: what cost and
// compliance reports are made from.
func columns() []string {
	return []string{"cost_center", "project", "environment", "owner", "compliance"}
}

// FleetTable shows a row for each job. "-" stands for a tag that a job lacks.
func FleetTable(jobs []Subject) string {
	head := []string{"JOB"}
	for _, key := range columns() {
		head = append(head, strings.ToUpper(key))
	}
	rows := [][]string{append(head, "PROPERTIES", "TAGS", "FILE")}
	for _, subject := range jobs {
		row := []string{shown(subject.Key())}
		for _, key := range columns() {
			cell := "-"
			if tag, ok := find(subject.Set.Flat.Tags, key); ok {
				cell = shown(tag.FullText())
			}
			row = append(row, cell)
		}
		row = append(row, strconv.Itoa(len(subject.Set.Properties.Tags)), strconv.Itoa(len(subject.Set.Flat.Tags)), subject.File)
		rows = append(rows, row)
	}
	return strings.Join(layout(rows), "")
}

// layout pads every column to its widest cell, two spaces apart, and returns
// the lines. The last column is not padded.
func layout(rows [][]string) []string {
	var widths []int
	for _, row := range rows {
		for len(widths) < len(row) {
			widths = append(widths, 0)
		}
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	laid := make([]string, len(rows))
	for r, row := range rows {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			if i < len(row)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2))
			}
		}
		laid[r] = b.String() + "\n"
	}
	return laid
}
