package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// logSignal are lines of a log group of Amazon CloudWatch, as the log agent writes
// them. The alarm is evaluated from minute 0 to the minute until.
type logSignal struct {
	name  string
	lines func(m *module) []logLine
	until int
}

// logLine is a log event and its minute.
type logLine struct {
	minute int
	text   string
}

func (s *logSignal) String() string { return "lines " + s.name }

// raises counts the lines that the metric filter of an alarm matches, and evaluates
// the alarm on the count.
func (s *logSignal) raises(m *module, alert *hclsyntax.Block) (bool, error) {
	alarm, err := m.metricAlarm(alert)
	if err != nil {
		return false, err
	}
	at, _, _ := strings.Cut(alarm.metric, ".metric_transformation")
	filter := m.block(at)
	if filter == nil {
		return false, fmt.Errorf("%s is not on a metric filter of the module, but on %s", address(alert), alarm.metric)
	}
	value, err := m.evaluate(attribute(filter.Body, "pattern"))
	if err != nil {
		return false, err
	}
	values := map[int]float64{}
	for _, line := range s.lines(m) {
		matches, err := matchLine(value.AsString(), line.text)
		if err != nil {
			return false, fmt.Errorf("%s: %w", at, err)
		}
		if matches {
			values[line.minute]++
		}
	}
	states, err := alarm.states(values, s.until)
	return slices.Contains(states, true), err
}

// matchLine evaluates a filter pattern of CloudWatch Logs. From the user guide, "Filter
// pattern syntax for metric filters", read 2026-11-25: a pattern in braces selects
// properties of JSON events, any other one terms, of which all, none (-) or one (?)
// must occur. Regular expressions and patterns in brackets are not read.
func matchLine(pattern, line string) (bool, error) {
	inner, isJSON := strings.CutPrefix(strings.TrimSpace(pattern), "{")
	if !isJSON {
		return matchTerms(pattern, line)
	}
	inner, closed := strings.CutSuffix(inner, "}")
	tokens, err := patternTokens(inner)
	if err != nil || !closed {
		return false, fmt.Errorf("invalid filter pattern %s: %w", pattern, err)
	}
	var event any
	isEvent := json.Unmarshal([]byte(line), &event) == nil
	p := &patternParser{tokens: tokens, event: event}
	matches := p.any() && isEvent
	if p.err == nil && len(p.tokens) > 0 {
		p.err = fmt.Errorf("unexpected %q", p.tokens[0])
	}
	if p.err != nil {
		return false, fmt.Errorf("invalid filter pattern %s: %w", pattern, p.err)
	}
	return matches, nil
}

// patternTokens splits a pattern into brackets, operators, words and quoted texts, which
// keep their first quote.
func patternTokens(pattern string) ([]string, error) {
	var tokens []string
	for {
		pattern = strings.TrimLeft(pattern, " \t\n")
		if pattern == "" {
			return tokens, nil
		}
		length := 0
		switch operators := []string{"&&", "||", "!=", "<=", ">=", "(", ")", "=", "<", ">"}; {
		case pattern[0] == '"':
			end := strings.IndexByte(pattern[1:], '"')
			if end < 0 {
				return nil, fmt.Errorf("no end of %s", pattern)
			}
			tokens, pattern = append(tokens, pattern[:end+1]), pattern[end+2:]
			continue
		case slices.ContainsFunc(operators, func(o string) bool { length = len(o); return strings.HasPrefix(pattern, o) }):
		default:
			length = strings.IndexAny(pattern+" ", " \t\n()=<>!&|\"")
		}
		if length == 0 {
			return nil, fmt.Errorf("cannot read %s", pattern)
		}
		tokens, pattern = append(tokens, pattern[:length]), pattern[length:]
	}
}

// patternParser evaluates a pattern while it reads it.
type patternParser struct {
	tokens []string
	event  any
	err    error
}

func (p *patternParser) take() string {
	if len(p.tokens) == 0 {
		p.err = fmt.Errorf("it ends too early")
		return ""
	}
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

func (p *patternParser) follows(token string) bool {
	if len(p.tokens) == 0 || p.tokens[0] != token {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}

// any reads alternatives; && binds closer than ||.
func (p *patternParser) any() bool {
	matches := p.all()
	for p.err == nil && p.follows("||") {
		other := p.all()
		matches = matches || other
	}
	return matches
}

func (p *patternParser) all() bool {
	matches := p.one()
	for p.err == nil && p.follows("&&") {
		other := p.one()
		matches = matches && other
	}
	return matches
}

func (p *patternParser) one() bool {
	if p.follows("(") {
		matches := p.any()
		if p.err == nil && !p.follows(")") {
			p.err = fmt.Errorf("no closing bracket before %q", p.tokens)
		}
		return matches
	}
	selector := p.take()
	if !strings.HasPrefix(selector, "$.") {
		p.err = fmt.Errorf("%q is not a selector", selector)
	}
	value, exists := p.event, true
	for name := range strings.SplitSeq(strings.TrimPrefix(selector, "$."), ".") {
		object, _ := value.(map[string]any)
		value, exists = object[name]
	}
	switch operator := p.take(); operator {
	case "NOT":
		if !p.follows("EXISTS") {
			p.err = fmt.Errorf("NOT without EXISTS")
		}
		return !exists
	case "=", "!=":
		text := strings.TrimPrefix(p.take(), `"`)
		return exists && matchWildcards(text, fmt.Sprint(value)) == (operator == "=")
	default:
		p.err = fmt.Errorf("unknown operator %q", operator)
	}
	return false
}

// matchWildcards compares a text with one in which * is any text.
func matchWildcards(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	text, found := strings.CutPrefix(text, parts[0])
	for _, part := range parts[1 : len(parts)-1] {
		_, after, contains := strings.Cut(text, part)
		text, found = after, found && contains
	}
	return found && strings.HasSuffix(text, parts[len(parts)-1])
}

// matchTerms expects terms in a line: it may begin with - or ?.
func matchTerms(pattern, line string) (bool, error) {
	optional, some := false, false
	tokens, err := patternTokens(pattern)
	for i := 0; i < len(tokens); i++ {
		term, sign := tokens[i], ""
		if term == "?" || term == "-" {
			sign, i = term, i+1
			term = tokens[i]
		} else if term[0] == '?' || term[0] == '-' {
			sign, term = term[:1], term[1:]
		}
		occurs := strings.Contains(line, strings.TrimPrefix(term, `"`))
		switch {
		case sign == "?":
			optional, some = true, some || occurs
		case occurs == (sign == "-"):
			return false, err
		}
	}
	return !optional || some, err
}

// TestLogPatterns holds the evaluator against the examples and rules of its source.
func TestLogPatterns(t *testing.T) {
	t.Parallel()
	const event = `{"level": "ERROR", "text": "an upload: 0 file(s)", "code": 5, "a": {"b-c": "x"}, "none": null}`
	for pattern, want := range map[string]bool{
		`{ $.level = "ERROR" }`:                                    true,
		`{ $.level = ERROR && $.code = 5 }`:                        true,
		`{ $.level != "ERROR" }`:                                   false,
		`{ $.text = "*: 0 file(s)" }`:                              true,
		`{ $.text = "*upload*" }`:                                  true,
		`{ $.text = "upload*" }`:                                   false,
		`{ $.text != "*: 0 file(s)" }`:                             false,
		`{ $.a.b-c = "x" }`:                                        true,
		`{ $.missing.deeper = "x" }`:                               false,
		`{ $.missing != "x" }`:                                     false,
		`{ $.missing NOT EXISTS }`:                                 true,
		`{ $.missing.deeper NOT EXISTS }`:                          true,
		`{ $.none NOT EXISTS }`:                                    false,
		`{ $.level = "INFO" || $.level = "ERROR" && $.code = 6 }`:  false,
		`{ ($.level = "X" || $.level = "ERROR") && ($.code = 5) }`: true,
		`ERROR`:                       true,
		`ERROR upload`:                true,
		`ERROR download`:              false,
		`ERROR -upload`:               false,
		`?"down load" ?"0 file(s)"`:   true,
		`?"Traceback (most" ?"ABORT"`: false,
	} {
		if got, err := matchLine(pattern, event); got != want || err != nil {
			t.Errorf("%s: %t, %v, want %t", pattern, got, err, want)
		}
	}
	if got, err := matchLine(`{ $.level = "ERROR" }`, "level ERROR"); got || err != nil {
		t.Errorf("a pattern in braces matches text: %v", err)
	}
	for _, pattern := range []string{
		`{ $.a = "x }`, `{ $.a = "x"`, `{ ($.a = "x" }`, `{ a = "x" }`, `{ $.a ~ "x" }`, `{ $.a = "x" $.b = "y" }`, `{ $.a NOT }`,
	} {
		if _, err := matchLine(pattern, event); err == nil {
			t.Errorf("%s is read", pattern)
		}
	}
}
