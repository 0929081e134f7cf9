package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// googleFilter is a filter of Cloud Logging or Cloud Monitoring, both of which have
// the grammar of Google APIs: it reports whether an entry, decoded from JSON,
// matches.
type googleFilter func(entry map[string]any) (bool, error)

// parseGoogleFilter reads a filter. From "Logging query language",
// cloud.google.com/logging, and the EBNF of google.aip.dev/160, read 2026-11-25: OR
// binds closer than AND, and comparisons ignore case, except for regular expressions.
func parseGoogleFilter(text string) (googleFilter, error) {
	tokens, err := filterTokens(text)
	if err != nil {
		return nil, err
	}
	p := &filterParser{tokens: tokens}
	filter, err := p.expression()
	if err == nil && len(p.tokens) > 0 {
		err = fmt.Errorf("unexpected %q", p.tokens[0])
	}
	if err != nil {
		return nil, fmt.Errorf("filter %s: %w", text, err)
	}
	return filter, nil
}

// filterTokens splits a filter: a quoted text keeps its quotes, and a path such as
// jsonPayload."@type" is one token.
func filterTokens(text string) ([]string, error) {
	token := regexp.MustCompile(`^(?:\s+|[()]|[!=]~|[!<>]=|[=<>:]|(?:[^\s()=!<>:~"]|"(?:[^"\\]|\\.)*")+)`)
	var tokens []string
	for text != "" {
		found := token.FindString(text)
		if found == "" {
			return nil, fmt.Errorf("cannot read %q", text)
		}
		text = text[len(found):]
		if found = strings.TrimSpace(found); found != "" {
			tokens = append(tokens, found)
		}
	}
	return tokens, nil
}

type filterParser struct{ tokens []string }

func (p *filterParser) next() string {
	if len(p.tokens) == 0 {
		return ""
	}
	return p.tokens[0]
}

// take removes the next token if it is the expected one.
func (p *filterParser) take(expected string) bool {
	if p.next() != expected {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

func (p *filterParser) pop() string {
	token := p.next()
	p.tokens = p.tokens[min(1, len(p.tokens)):]
	return token
}

// expression is a list of factors, with or without AND between them: all must match.
func (p *filterParser) expression() (googleFilter, error) {
	var all []googleFilter
	for {
		factor, err := p.factor()
		if err != nil {
			return nil, err
		}
		all = append(all, factor)
		if p.take("AND") {
			continue
		}
		if next := p.next(); next == "" || next == ")" {
			return combineFilters(all, true), nil
		}
	}
}

// factor is a list of terms with OR between them: one must match.
func (p *filterParser) factor() (googleFilter, error) {
	var terms []googleFilter
	for {
		term, err := p.term()
		if err != nil {
			return nil, err
		}
		terms = append(terms, term)
		if !p.take("OR") {
			return combineFilters(terms, false), nil
		}
	}
}

func (p *filterParser) term() (googleFilter, error) {
	if p.take("NOT") {
		inner, err := p.term()
		return func(entry map[string]any) (bool, error) {
			matches, err := inner(entry)
			return !matches, err
		}, err
	}
	if p.take("(") {
		inner, err := p.expression()
		if err == nil && !p.take(")") {
			err = fmt.Errorf("missing ) before %q", p.next())
		}
		return inner, err
	}
	return p.comparison()
}

// comparison is a path, an operator, and a value or several in parentheses.
func (p *filterParser) comparison() (googleFilter, error) {
	path, operator := p.pop(), p.pop()
	if !slices.Contains([]string{"=", "!=", ":", "=~", "!~", "<", "<=", ">", ">="}, operator) {
		return nil, fmt.Errorf("%q is not a comparison", path+" "+operator)
	}
	if p.next() == "" {
		return nil, fmt.Errorf("nothing to compare %s with", path)
	}
	if !p.take("(") {
		return compareField(pathSegments(path), operator, unquoteToken(p.pop())), nil
	}
	values, and := []googleFilter{compareField(pathSegments(path), operator, unquoteToken(p.pop()))}, false
	for !p.take(")") {
		if and = p.next() == "AND"; !and && p.next() != "OR" {
			return nil, fmt.Errorf("no AND or OR before %q", p.next())
		}
		p.pop()
		values = append(values, compareField(pathSegments(path), operator, unquoteToken(p.pop())))
	}
	return combineFilters(values, and), nil
}

// combineFilters matches if all filters do, or any.
func combineFilters(filters []googleFilter, all bool) googleFilter {
	return func(entry map[string]any) (bool, error) {
		for _, filter := range filters {
			if matches, err := filter(entry); err != nil || matches != all {
				return matches, err
			}
		}
		return all, nil
	}
}

// pathSegments are the parts of a path, without quotes.
func pathSegments(path string) []string {
	var parts []string
	for _, part := range regexp.MustCompile(`"(?:[^"\\]|\\.)*"|[^."]+`).FindAllString(path, -1) {
		parts = append(parts, unquoteToken(part))
	}
	return parts
}

// unquoteToken is the text of a token. A backslash that escapes neither a quote nor
// itself belongs to a regular expression.
func unquoteToken(token string) string {
	if len(token) < 2 || token[0] != '"' {
		return token
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(token[1 : len(token)-1])
}

// compareField matches a field of an entry. A field that is not there matches nothing.
func compareField(path []string, operator, want string) googleFilter {
	return func(entry map[string]any) (bool, error) {
		var value any = entry
		for _, part := range path {
			fields, _ := value.(map[string]any)
			next, ok := fields[part]
			if !ok {
				return false, nil
			}
			value = next
		}
		if path[0] == "severity" {
			return orderOf(operator, severityRank(fmt.Sprint(value))-severityRank(want))
		}
		switch value := value.(type) {
		case string:
			return compareText(operator, value, want)
		case int:
			number, err := strconv.Atoi(want)
			if err != nil {
				return false, err
			}
			return orderOf(operator, value-number)
		}
		return operator == ":" && want == "*", nil
	}
}

func compareText(operator, value, want string) (bool, error) {
	switch operator {
	case ":":
		return want == "*" || strings.Contains(strings.ToLower(value), strings.ToLower(want)), nil
	case "=~", "!~":
		pattern, err := regexp.Compile(want)
		return err == nil && pattern.MatchString(value) == (operator == "=~"), err
	}
	return orderOf(operator, strings.Compare(strings.ToLower(value), strings.ToLower(want)))
}

// orderOf applies an operator to the result of a comparison.
func orderOf(operator string, order int) (bool, error) {
	switch operator {
	case "=", ":":
		return order == 0, nil
	case "!=":
		return order != 0, nil
	case "<":
		return order < 0, nil
	case "<=":
		return order <= 0, nil
	case ">":
		return order > 0, nil
	case ">=":
		return order >= 0, nil
	}
	return false, fmt.Errorf("operator %s cannot compare such a value", operator)
}

// severityRank is the place of a severity. From the Logging API v2 (LogSeverity), read
// 2026-11-25.
func severityRank(severity string) int {
	return slices.Index([]string{"DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"},
		strings.ToUpper(severity))
}

// TestGoogleFilter shows what the evaluator of the tests understands.
func TestGoogleFilter(t *testing.T) {
	t.Parallel()
	entry := map[string]any{
		"severity": "ERROR", "logName": "projects/p/logs/events", "textPayload": "Container called exit(2).",
		"resource":    map[string]any{"type": "k8s_cluster", "labels": map[string]any{"location": "eu"}},
		"jsonPayload": map[string]any{"@type": "Attempt", "reason": "FailedCreate"},
		"httpRequest": map[string]any{"status": 403},
	}
	for filter, want := range map[string]bool{
		`severity>=ERROR`:                                  true,
		`severity>ERROR`:                                   false,
		`severity<=warning`:                                false,
		`severity=(ERROR OR CRITICAL)`:                     true,
		`resource.labels.location = "EU"`:                  true,
		`jsonPayload."@type"="Attempt"`:                    true,
		`jsonPayload.reason!="FailedCreate"`:               false,
		`jsonPayload.missing!="x"`:                         false,
		`NOT jsonPayload.missing="x"`:                      true,
		`jsonPayload.reason:*`:                             true,
		`jsonPayload:*`:                                    true,
		`textPayload:"CALLED EXIT"`:                        true,
		`NOT textPayload:"exit(0)"`:                        true,
		`textPayload=~"exit\([1-9]"`:                       true,
		`textPayload=~"EXIT"`:                              false,
		`textPayload!~"EXIT"`:                              true,
		`httpRequest.status>=400 httpRequest.status<500`:   true,
		`httpRequest.status>403`:                           false,
		`severity=INFO OR severity=ERROR AND logName="x"`:  false, // OR binds closer
		`(severity=ERROR AND logName="x") OR logName:logs`: true,
		`jsonPayload.reason=("A" OR "FailedCreate")`:       true,
		`jsonPayload.reason:("Failed" AND "Create")`:       true,
		`jsonPayload.reason:("Failed" AND "Delete")`:       false,
		"severity=ERROR\nresource.type=\"k8s_cluster\"":    true,
	} {
		parsed, err := parseGoogleFilter(filter)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := parsed(entry); got != want || err != nil {
			t.Errorf("%s: %t, %v, want %t", filter, got, err, want)
		}
	}
	for _, filter := range []string{``, `severity`, `severity=`, `(severity=ERROR`, `severity=ERROR)`, `"quoted`, `a=(b c)`, `"bare text"`} {
		if _, err := parseGoogleFilter(filter); err == nil {
			t.Errorf("%q is read as a filter", filter)
		}
	}
}
