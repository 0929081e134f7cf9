package tags

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/dativo-io/dativo-gen/internal/diag"
)

// about is a problem with one tag.
func about(tag Tag, severity diag.Severity, code, message, hint string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: severity, Code: code, Pos: tag.Origin.Pos, Path: tag.Origin.Path, Message: message, Hint: hint,
	}
}

// lostKey reports a key of which no part is allowed.
func (s *sanitizer) lostKey(tag Tag) diag.Diagnostic {
	message := fmt.Sprintf("the key %s has no characters that are allowed in %s: the tag is omitted", diag.Quote(tag.Key), s.sink.Title)
	if tag.Key == "" {
		message = fmt.Sprintf("a tag with an empty key is omitted from %s", s.sink.Title)
	}
	return about(tag, diag.Warning, CodeLost, message, takes("a key", s.sink.Key))
}

// lostValue reports a value of which no part is allowed, or that is too short.
func (s *sanitizer) lostValue(tag Tag, joined string) diag.Diagnostic {
	code, becomes := CodeLost, "the tag is omitted"
	if joined == "" {
		message := fmt.Sprintf("the value of %s is empty, which %s do not allow: %s", diag.Quote(tag.Key), s.sink.Title, becomes)
		return about(tag, diag.Warning, code, message, "set a value, or remove the tag")
	}
	if s.sink.FullText != "" {
		code, becomes = CodeMoved, "it is kept only as an annotation"
	}
	message := fmt.Sprintf("the value of %s, %s, has no characters that are allowed in %s: %s",
		diag.Quote(tag.Key), diag.Quote(joined), s.sink.Title, becomes)
	return about(tag, diag.Warning, code, message, takes("a value", s.sink.Value))
}

func (s *sanitizer) changedKey(tag Tag, key string, e edit) diag.Diagnostic {
	d := about(tag, diag.Note, changedCode(e), fmt.Sprintf("the key %s becomes %s in %s: %s",
		diag.Quote(tag.Key), diag.Quote(key), s.sink.Title, e.reasons(s.sink.Key)), "")
	if e.loses() {
		d.Severity, d.Hint = diag.Warning, takes("a key", s.sink.Key)
	}
	return d
}

func (s *sanitizer) changedValue(tag Tag, joined, value string, e edit) diag.Diagnostic {
	full := tag.FullText()
	reasons := e.reasons(s.sink.Value)
	if joined != full {
		list := fmt.Sprintf("lists are joined with %q", s.sink.Joiner)
		if reasons != "" {
			list += ", "
		}
		reasons = list + reasons
	}
	d := about(tag, diag.Note, changedCode(e), fmt.Sprintf("the value of %s, %s, becomes %s in %s: %s",
		diag.Quote(tag.Key), diag.Quote(full), diag.Quote(value), s.sink.Title, reasons), "")
	kept := s.sink.FullText != ""
	if e.loses() && !(kept && e.cut && !e.words) && !isListText(tag, e) {
		d.Severity, d.Hint = diag.Warning, takes("a value", s.sink.Value)
	}
	if kept {
		d.Hint = "an annotation keeps the full text"
	}
	return d
}

// isListText reports whether a text of which only commas are replaced is a list: the
// published format has these two keys in both forms.
func isListText(tag Tag, e edit) bool {
	return (tag.Key == "compliance" || tag.Key == "business_tags") && string(e.replaced) == "," && !e.cut
}

func changedCode(e edit) string {
	if e.cut {
		return CodeCut
	}
	return CodeChanged
}

// collision reports a tag whose key belongs to another tag.
func (s *sanitizer) collision(tag Tag, key string, first SinkTag) diag.Diagnostic {
	message := fmt.Sprintf("the keys %s and %s both become %s in %s", diag.Quote(first.Tag.Key), diag.Quote(tag.Key), diag.Quote(key),
		s.sink.Title)
	switch {
	case first.Tag.Key == tag.Key:
		message = fmt.Sprintf("duplicate key %s", diag.Quote(tag.Key))
	case first.Key != key:
		message = fmt.Sprintf("the keys %s and %s collide in %s, whose keys are case-insensitive",
			diag.Quote(first.Tag.Key), diag.Quote(tag.Key), s.sink.Title)
	}
	if at := first.Tag.Origin.String(); first.Tag.Origin.File != "" {
		message += "; the other is at " + at
	}
	d := about(tag, diag.Error, CodeCollision, message, "rename one of them")
	d.Related = []diag.Related{{Pos: first.Tag.Origin.Pos, Message: "the other key"}}
	return d
}

// reserved reports a key or value that is reserved.
func (s *sanitizer) reserved(tag Tag, key, value string) (diag.Diagnostic, bool) {
	if name := s.sink.Reserved.key(key); name != "" {
		message := fmt.Sprintf("the key %s is invalid in %s: %s is reserved", diag.Quote(tag.Key), s.sink.Title, diag.Quote(name))
		return about(tag, diag.Error, CodeReserved, message, "use another key"), true
	}
	if prefix := s.sink.Reserved.value(value); prefix != "" {
		message := fmt.Sprintf("the value of %s, %s, is invalid in %s: %s is reserved",
			diag.Quote(tag.Key), diag.Quote(value), s.sink.Title, diag.Quote(prefix))
		return about(tag, diag.Error, CodeReserved, message, "use another value"), true
	}
	return diag.Diagnostic{}, false
}

// beyondLimit reports tags that are beyond a limit, by their indexes; there is
// at least one.
func (s *sanitizer) beyondLimit(severity diag.Severity, message string, indexes []int) diag.Diagnostic {
	keys := make([]string, len(indexes))
	for i, index := range indexes {
		keys[i] = s.tags[index].Tag.Key
	}
	d := about(s.tags[indexes[0]].Tag, severity, CodeLimit, message+": "+keyList(keys), "remove unused tags")
	for _, index := range indexes[1:] {
		d.Related = append(d.Related, diag.Related{Pos: s.tags[index].Tag.Origin.Pos, Message: "also beyond the limit"})
	}
	return d
}

// takes describes a rule for a hint; subject is "a key" or "a value".
func takes(subject string, rule Rule) string {
	hint := subject + " has "
	switch {
	case rule.Charset == "":
		return subject + " is any UTF-8 text that is not empty"
	case rule.Max > 0:
		hint += fmt.Sprintf("at most %d characters: %s", rule.Max, rule.Charset)
	default:
		hint += rule.Charset
	}
	if rule.Ends != "" {
		hint += "; it must " + rule.Ends
	}
	return hint
}

// reasons explains for a message why the text was changed.
func (e edit) reasons(rule Rule) string {
	var reasons []string
	if e.invalid {
		reasons = append(reasons, "it is not valid UTF-8")
	}
	if e.lowered {
		reasons = append(reasons, "uppercase letters are not allowed")
	}
	if len(e.replaced) > 0 {
		reasons = append(reasons, notAllowed(e.replaced))
	}
	if e.trimmed || e.led {
		reasons = append(reasons, "it must "+rule.Ends)
	}
	if e.cut {
		reasons = append(reasons, fmt.Sprintf("it is longer than %d characters", rule.Max))
	}
	return strings.Join(reasons, ", ")
}

// maxNamed is the number of characters that a message lists.
const maxNamed = 4

func notAllowed(chars []rune) string {
	named := make([]string, 0, maxNamed)
	for _, char := range chars[:min(len(chars), maxNamed)] {
		if unicode.IsMark(char) {
			named = append(named, fmt.Sprintf("%U", char)) // a mark would combine with the quote
		} else {
			named = append(named, strconv.QuoteRune(char))
		}
	}
	if rest := len(chars) - len(named); rest > 0 {
		return fmt.Sprintf("%s and %d more are not allowed", strings.Join(named, ", "), rest)
	}
	if len(named) == 1 {
		return named[0] + " is not allowed"
	}
	last := len(named) - 1
	return strings.Join(named[:last], ", ") + " and " + named[last] + " are not allowed"
}

// keyList lists up to eight keys.
func keyList(keys []string) string {
	const longest = 8
	shown := make([]string, 0, longest)
	for _, key := range keys[:min(len(keys), longest)] {
		shown = append(shown, diag.Quote(key))
	}
	text := strings.Join(shown, ", ")
	if rest := len(keys) - len(shown); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}
