package export

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dativo-io/dativo-gen/internal/tags"
)

// Table formats a job's tags as text: key, value, level and position, table
// properties first.
func Table(subject Subject) string {
	head := []string{"KEY", "VALUE", "LEVEL", "FROM"}
	// One layout for both parts, so that their columns align.
	rows := append([][]string{head}, rowsOf(subject.Set.Properties.Tags)...)
	split := len(rows)
	rows = append(append(rows, head), rowsOf(subject.Set.Flat.Tags)...)
	laid := layout(rows)
	return "Table properties\n" + strings.Join(laid[:split], "") +
		"\nResource tags\n" + strings.Join(laid[split:], "")
}

func rowsOf(list []tags.Tag) [][]string {
	rows := make([][]string, len(list))
	for i, tag := range list {
		rows[i] = []string{cell(tag.Key), cell(tag.FullText()), tag.Origin.Level.String(), from(tag.Origin)}
	}
	return rows
}

// builtIn replaces the position of a built-in value.
const builtIn = "(built in)"

// from is the position of a value.
func from(o tags.Origin) string {
	if o.File == "" {
		return builtIn
	}
	return o.String()
}

// cell returns a text as a cell of a table. A text that is invisible or would
// break the table is quoted.
func cell(text string) string {
	hidden := func(char rune) bool { return !unicode.IsPrint(char) }
	if text == "" || strings.ContainsFunc(text, hidden) || strings.HasPrefix(text, `"`) || strings.TrimSpace(text) != text {
		return strconv.Quote(text)
	}
	return text
}

// columns are the tags in the table of a fleet: those that cost and compliance
// reports use.
func columns() []string {
	return []string{"cost_center", "project", "environment", "owner", "compliance"}
}

// FleetTable formats a row for each job; "-" is a missing tag.
func FleetTable(subjects []Subject) string {
	head := []string{"JOB"}
	for _, key := range columns() {
		head = append(head, strings.ToUpper(key))
	}
	rows := [][]string{append(head, "PROPERTIES", "TAGS", "FILE")}
	for _, subject := range subjects {
		row := []string{cell(subject.Key())}
		for _, key := range columns() {
			value := "-"
			if tag, ok := find(subject.Set.Flat.Tags, key); ok {
				value = cell(tag.FullText())
			}
			row = append(row, value)
		}
		row = append(row, strconv.Itoa(len(subject.Set.Properties.Tags)), strconv.Itoa(len(subject.Set.Flat.Tags)), subject.File)
		rows = append(rows, row)
	}
	return strings.Join(layout(rows), "")
}

// Columns formats rows as a table with a heading; "-" is an empty cell.
func Columns(heading []string, rows [][]string) string {
	var all [][]string
	for i, row := range append([][]string{heading}, rows...) {
		cells := make([]string, len(row))
		for k, text := range row {
			switch {
			case i == 0:
				cells[k] = strings.ToUpper(text)
			case text == "":
				cells[k] = "-"
			default:
				cells[k] = cell(text)
			}
		}
		all = append(all, cells)
	}
	return strings.Join(layout(all), "")
}

// layout aligns the columns, two spaces apart, and returns the lines. The last
// column is not padded.
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
