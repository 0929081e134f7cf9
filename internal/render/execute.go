package render

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// maxOutput is the size of a rendered file, in bytes, above which its template
// is taken to loop.
const maxOutput = 8 << 20

// execute runs the template of an output.
func (s *Set) execute(src *source, data any) ([]byte, error) {
	var b limitedBuffer
	compiled := s.compiled
	if src.isPage() {
		compiled = s.compiledPages
	}
	err := compiled.ExecuteTemplate(&b, src.file(), data)
	return b.Bytes(), err
}

// limitedBuffer refuses to grow beyond maxOutput.
type limitedBuffer struct{ bytes.Buffer }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxOutput {
		return 0, errors.New("the rendered file is larger than 8 MiB")
	}
	return b.Buffer.Write(p)
}

// executionProblem turns an error of text/template into a problem. All it has is
// a text, with a column in bytes from 0:
//
//	template: FILE:LINE:COLUMN: executing "NAME" at <ACTION>: MESSAGE
func (s *Set) executionProblem(err error, output *source, data any) diag.Diagnostic {
	var r report
	pos, message := output.posOfFile(), strings.TrimPrefix(err.Error(), "template: ")
	for _, src := range s.sources {
		rest, ok := strings.CutPrefix(message, src.file()+":")
		if !ok {
			continue
		}
		if line, column, what, ok := cutPosition(rest); ok {
			pos, message = src.posOfByte(line, column), what
			break
		}
	}
	// Errors of the encoders and of fail concern the value, not the function.
	for _, function := range []string{encodeFunction, proseFunction, shellFunction, "fail"} {
		message = strings.TrimPrefix(message, "error calling "+function+": ")
	}
	d := r.errorf("template-execute", pos, "%s", lowerFirst(message))
	hintField(d, message, data)
	return *d
}

// cutPosition reads LINE:COLUMN: executing "NAME" at <ACTION>: MESSAGE.
func cutPosition(text string) (line, column int, message string, ok bool) {
	lineText, rest, _ := strings.Cut(text, ":")
	columnText, rest, ok := strings.Cut(rest, ": ")
	if !ok {
		return 0, 0, "", false
	}
	line, lineErr := strconv.Atoi(lineText)
	column, columnErr := strconv.Atoi(columnText)
	if lineErr != nil || columnErr != nil {
		return 0, 0, "", false
	}
	if _, inside, ok := strings.Cut(rest, " at <"); ok {
		if _, what, ok := strings.Cut(inside, ">: "); ok {
			rest = what
		}
	}
	return line, column, rest, true
}

// lowerFirst lowers the first letter of a sentence; names stay as they are.
func lowerFirst(s string) string {
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}
