package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/dativo-io/dativo-gen/internal/render"
)

// page is a Markdown page as a reader of it sees it: what is the same for all
// jobs of one shape, and the values. It knows CommonMark's code spans and POSIX
// quoting from their specifications, not from the encoder.
type page struct {
	// shape has a • for every code span, and a ▪ for every word of a command.
	shape string
	// spans are the texts of code spans, words those of commands.
	spans, words []string
}

// takeApart takes a page apart.
func takeApart(text []byte) (page, error) {
	var p page
	var shape, commands strings.Builder
	inCommands := false
	for line := range strings.Lines(string(text)) {
		switch {
		// What begins a fence has no other backtick on its line (section 4.5).
		case strings.HasPrefix(line, "```") && !strings.Contains(strings.TrimLeft(line, "`"), "`"):
			if inCommands {
				words, err := p.readCommands(commands.String())
				if err != nil {
					return p, err
				}
				shape.WriteString(words)
				commands.Reset()
			}
			inCommands = !inCommands
			shape.WriteString(line)
		case inCommands:
			commands.WriteString(line)
		default:
			shape.WriteString(p.readProse(line))
		}
	}
	p.shape = shape.String()
	if inCommands {
		return p, fmt.Errorf("a block is never closed")
	}
	return p, nil
}

var ticks = regexp.MustCompile("`+")

// readProse replaces the code spans of a line: a span ends with the next run of
// as many backticks as began it.
func (p *page) readProse(line string) string {
	var shape strings.Builder
	for {
		open := ticks.FindStringIndex(line)
		if open == nil {
			return shape.String() + line
		}
		run, rest := line[open[0]:open[1]], line[open[1]:]
		shape.WriteString(line[:open[0]])
		end := -1
		for _, found := range ticks.FindAllStringIndex(rest, -1) {
			if found[1]-found[0] == len(run) {
				end = found[0]
				break
			}
		}
		if end < 0 {
			shape.WriteString(run)
			line = rest
			continue
		}
		span := rest[:end]
		if strings.HasPrefix(span, " ") && strings.HasSuffix(span, " ") && strings.TrimSpace(span) != "" {
			span = span[1 : len(span)-1]
		}
		p.spans = append(p.spans, span)
		shape.WriteString("•")
		line = rest[end+len(run):]
	}
}

// readCommands replaces the words of commands, and keeps operators, blanks and
// line ends.
func (p *page) readCommands(text string) (string, error) {
	var shape, word strings.Builder
	inWord := false
	end := func() {
		if inWord {
			p.words = append(p.words, word.String())
			shape.WriteString("▪")
			word.Reset()
			inWord = false
		}
	}
	for i := 0; i < len(text); {
		n, piece, quoted, err := shellPiece(text[i:])
		if err != nil {
			return "", err
		}
		if !quoted && strings.ContainsAny(piece, " \n|&;<>") {
			end()
			shape.WriteString(piece)
		} else {
			inWord = true
			word.WriteString(piece)
		}
		i += n
	}
	end()
	return shape.String(), nil
}

// shellPiece reads one character or one quoted text: POSIX.1-2024, section 2.2.
// Double quotes, which values are never in, are kept with what they hold.
func shellPiece(text string) (length int, piece string, quoted bool, err error) {
	switch {
	case strings.HasPrefix(text, "$'"):
		return dollarQuoted(text)
	case text[0] == '\'':
		end := strings.IndexByte(text[1:], '\'')
		if end < 0 {
			return 0, "", false, fmt.Errorf("a quote is never closed: %.60q", text)
		}
		return end + 2, text[1 : end+1], true, nil
	case text[0] == '\\' && len(text) > 1:
		return 2, strings.TrimPrefix(text[1:2], "\n"), true, nil
	case text[0] == '"':
		length, err := doubleQuoted(text)
		return length, text[:length], true, err
	}
	return 1, text[:1], false, nil
}

// dollarQuoted reads $'...', with the escapes \n, \', \\ and three octal digits.
func dollarQuoted(text string) (length int, piece string, quoted bool, err error) {
	var b strings.Builder
	for i := 2; i < len(text); i++ {
		switch {
		case text[i] == '\'':
			return i + 1, b.String(), true, nil
		case text[i] != '\\':
			b.WriteByte(text[i])
			continue
		}
		i++
		octet, numeric := strconv.ParseUint(text[i:min(i+3, len(text))], 8, 8)
		switch {
		case numeric == nil:
			b.WriteByte(byte(octet))
			i += 2
		case text[i] == 'n':
			b.WriteByte('\n')
		default:
			b.WriteByte(text[i])
		}
	}
	return 0, "", false, fmt.Errorf("a quote is never closed: %.60q", text)
}

// doubleQuoted is the length of "...", in which $(...) has quotes of its own.
func doubleQuoted(text string) (int, error) {
	depth := 0
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case strings.HasPrefix(text[i:], "$("):
			depth++
			i++
		case depth > 0 && text[i] == ')':
			depth--
		case depth > 0:
			n, _, _, err := shellPiece(text[i:])
			if err != nil {
				return 0, err
			}
			i += n - 1
		case text[i] == '"':
			return i + 1, nil
		}
	}
	return 0, fmt.Errorf("a quote is never closed: %.60q", text)
}

// samePage compares two pages but for their values.
func samePage(one, other []byte) bool {
	a, errA := takeApart(one)
	b, errB := takeApart(other)
	return errA == nil && errB == nil && a.shape == b.shape
}

// fuzzedPage prints a value everywhere that a value can be printed.
const fuzzedPage = "# Of {{.}}\n\n{{.}} and {{.}}, `b` {{.}}\n\n- {{.}}\n\n```sh\na {{.}} --b={{.}}\nc $(d {{.}}) || e\n```\n\nEnd\n"

// FuzzPage prints any text into a page: the page keeps its shape, the commands
// get the text byte for byte, and prose shows it.
func FuzzPage(f *testing.F) {
	set, problems := render.Parse("a", render.Layer{FS: fstest.MapFS{"a/PAGE.md.tmpl": {Data: []byte(fuzzedPage)}}})
	if len(problems) > 0 {
		f.Fatal(problems)
	}
	rendered := func(t testing.TB, value string) page {
		t.Helper()
		files, problems := set.Render(value, nil)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		p, err := takeApart(files[0].Data)
		if err != nil {
			t.Fatalf("%q: %v\n%s", value, err, files[0].Data)
		}
		return p
	}
	benign := rendered(f, "harmless")
	for _, text := range hostile() {
		f.Add(text)
	}
	f.Add("```\n`` ` ")
	f.Fuzz(func(t *testing.T, value string) {
		value = value[:min(len(value), 1<<12)] // takeApart is slow with many backticks
		p, valid := rendered(t, value), strings.ToValidUTF8(value, "\ufffd")
		if p.shape != benign.shape {
			t.Errorf("%q changes the page\n%s\nwant\n%s", value, p.shape, benign.shape)
		}
		if !slices.Contains(p.words, valid) || !slices.Contains(p.words, "--b="+valid) {
			t.Errorf("%q: the commands get %q", value, p.words)
		}
		shown := valid
		if valid == "" || strings.ContainsFunc(valid, func(r rune) bool { return !unicode.IsPrint(r) }) {
			shown = strconv.QuoteToGraphic(valid)
		}
		if p.spans[0] != shown {
			t.Errorf("%q is shown as %q", value, p.spans[0])
		}
	})
}
