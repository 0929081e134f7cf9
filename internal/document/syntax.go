package document

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// yamlLine matches the line in the YAML library's errors, which have it in their
// text only.
var yamlLine = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`line (\d+): `) })

// syntaxError returns where and why a text is not valid YAML.
func syntaxError(name string, data []byte, err error) *diag.Diagnostic {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if found := yamlLine().FindStringSubmatch(message); found != nil {
		line, _ = strconv.Atoi(found[1])
		message = strings.Replace(message, found[0], "", 1)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	line = min(max(firstBadLine(data, lines, line), 1), len(lines))
	text := lines[line-1]
	blank := text[:len(text)-len(bytes.TrimLeft(text, " \t\ufeff"))]
	hint := syntaxHint(message, string(bytes.TrimSpace(text)))
	column := 1 + utf8.RuneCount(blank)
	if before, _, ok := bytes.Cut(blank, []byte{'\t'}); ok {
		message, hint = "tab in indentation", "indent with spaces"
		column = 1 + utf8.RuneCount(before)
	}
	return &diag.Diagnostic{Code: "yaml", Pos: diag.Pos{File: name, Line: line, Col: column}, Message: "invalid YAML: " + message, Hint: hint}
}

// firstBadLine returns the line on which the text stops being valid YAML: the one
// after the longest part of the file, in whole lines, that is valid. The
// library's own line is that of the unfinished mapping, or one too few; it is
// kept where the search would take too long.
func firstBadLine(data []byte, lines [][]byte, reported int) int {
	const patience = 1 << 20 // bytes to parse at most
	parsed, end := 0, len(data)
	for i, line := range slices.Backward(lines) {
		end -= len(line)
		if parsed += end; parsed > patience {
			return reported
		}
		if isYAML(data[:end]) {
			return i + 1
		}
	}
	return reported
}

func isYAML(data []byte) bool {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var document yaml.Node
		if err := decoder.Decode(&document); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// syntaxHint suggests the usual cause of the library's message.
func syntaxHint(message, line string) string {
	switch {
	case strings.Contains(message, "unknown anchor"):
		return "define the anchor with & before using it with *"
	case strings.Contains(message, "mapping values are not allowed"):
		return `check the indentation, and quote values that contain ": "`
	case strings.Contains(message, "cannot start any token"), strings.Contains(message, "alphabetic or numeric"):
		return "quote the value"
	case strings.ContainsAny(line, `"'[{`):
		return "check for an unclosed quote or bracket, and that the indentation matches the lines above"
	case strings.Contains(message, "did not find expected"), strings.Contains(message, "could not find expected"):
		return "check that the indentation matches the lines above, and that each colon is followed by a space"
	}
	return ""
}
