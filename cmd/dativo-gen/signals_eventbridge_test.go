package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// eventSignal is an event on the default bus of Amazon EventBridge.
type eventSignal struct{ name, event string }

func (s eventSignal) String() string { return "event " + s.name }

// raises matches the event against the pattern of a rule.
func (s eventSignal) raises(m *module, alert *hclsyntax.Block) (bool, error) {
	expression := attribute(alert.Body, "event_pattern")
	if expression == nil {
		return false, fmt.Errorf("%s has no event_pattern", address(alert))
	}
	value, err := m.evaluate(expression)
	if err != nil {
		return false, err
	}
	return matchEvent(value.AsString(), s.event)
}

// matchEvent evaluates an event pattern of Amazon EventBridge. From the user guide,
// "Comparison operators", and the README of aws/event-ruler, read 2026-11-25.
func matchEvent(pattern, event string) (bool, error) {
	var want map[string]any
	var got any
	if err := errors.Join(json.Unmarshal([]byte(pattern), &want), json.Unmarshal([]byte(event), &got)); err != nil {
		return false, err
	}
	return matchObject(want, got)
}

// matchObject expects every field of a pattern in an object; of a list, in one
// element of it.
func matchObject(want map[string]any, got any) (bool, error) {
	if list, ok := got.([]any); ok {
		for _, element := range list {
			if matches, err := matchObject(want, element); matches || err != nil {
				return matches, err
			}
		}
		return false, nil
	}
	object, _ := got.(map[string]any)
	for name, field := range want {
		matches, err := matchField(name, field, object)
		if !matches || err != nil {
			return false, err
		}
	}
	return true, nil
}

func matchField(name string, field any, object map[string]any) (bool, error) {
	switch field := field.(type) {
	case map[string]any:
		return matchObject(field, object[name])
	case []any:
		if name == "$or" {
			return matchAlternatives(field, object)
		}
		values, present := object[name]
		return matchValues(field, values, present)
	}
	return false, fmt.Errorf("invalid pattern: %s is neither an object nor a list", name)
}

func matchAlternatives(alternatives []any, object map[string]any) (bool, error) {
	for _, alternative := range alternatives {
		inner, ok := alternative.(map[string]any)
		if !ok {
			return false, errors.New("invalid pattern: $or takes objects")
		}
		if matches, err := matchObject(inner, object); matches || err != nil {
			return matches, err
		}
	}
	return false, nil
}

// matchValues compares the values of a field with those that a pattern allows: any
// value with any.
func matchValues(allowed []any, value any, present bool) (bool, error) {
	values, isList := value.([]any)
	if !isList {
		values = []any{value}
	}
	for _, one := range allowed {
		operator, ok := one.(map[string]any)
		if exists, asked := operator["exists"]; ok && asked {
			if _, branch := value.(map[string]any); present && !branch == (exists == true) {
				return true, nil
			} else if !present && exists == false {
				return true, nil
			}
			continue
		}
		for _, got := range values {
			if !present {
				break
			}
			matches, err := matchOne(one, got)
			if matches || err != nil {
				return matches, err
			}
		}
	}
	return false, nil
}

// matchOne compares one value with a literal or an operator.
func matchOne(want, got any) (bool, error) {
	operator, ok := want.(map[string]any)
	if !ok {
		return want == got, nil
	}
	text, isText := got.(string)
	for name, operand := range operator {
		operandText, _ := operand.(string)
		switch name {
		case "prefix":
			return isText && strings.HasPrefix(text, operandText), nil
		case "suffix":
			return isText && strings.HasSuffix(text, operandText), nil
		case "equals-ignore-case":
			return isText && strings.EqualFold(text, operandText), nil
		case "wildcard":
			return isText && wildcard(operandText).MatchString(text), nil
		case "numeric":
			return matchNumeric(operand, got)
		case "anything-but":
			matches, err := matchExcluded(operand, got)
			return !matches, err
		}
	}
	return false, fmt.Errorf("unknown operator %v", operator)
}

// matchExcluded compares a value with the operand of anything-but: a value, a list of
// values, or an operator.
func matchExcluded(operand, got any) (bool, error) {
	if list, ok := operand.([]any); ok {
		return slices.Contains(list, got), nil
	}
	return matchOne(operand, got)
}

// wildcard compiles a text in which * is any text, and \* an asterisk.
func wildcard(text string) *regexp.Regexp {
	quoted := regexp.QuoteMeta(text)
	quoted = strings.ReplaceAll(quoted, `\\\*`, "\x00")
	quoted = strings.ReplaceAll(quoted, `\*`, ".*")
	return regexp.MustCompile("(?s)^" + strings.ReplaceAll(quoted, "\x00", `\*`) + "$")
}

// matchNumeric evaluates pairs of a comparison and a number: all must hold.
func matchNumeric(operand, got any) (bool, error) {
	pairs, isList := operand.([]any)
	if !isList || len(pairs)%2 != 0 {
		return false, fmt.Errorf("invalid numeric operand %v", operand)
	}
	number, isNumber := got.(float64)
	for i := 0; isNumber && i < len(pairs); i += 2 {
		limit, _ := pairs[i+1].(float64)
		holds, known := map[any]bool{
			"=": number == limit, "<": number < limit, "<=": number <= limit, ">": number > limit, ">=": number >= limit,
		}[pairs[i]]
		if !known {
			return false, fmt.Errorf("unknown comparison %v", pairs[i])
		}
		isNumber = holds
	}
	return isNumber, nil
}

// TestMatchEvent holds the evaluator against the examples of its sources.
func TestMatchEvent(t *testing.T) {
	t.Parallel()
	const event = `{"source": "aws.ec2", "time": "2017-10-02T16:24:49Z", "resources": ["arn:a", "arn:b"],
		"detail": {"state": "running", "c-count": 5, "nothing": null, "inner": {"x": 1},
			"containers": [{"name": "job", "exitCode": 0}, {"name": "sidecar", "exitCode": 143}]}}`
	for pattern, want := range map[string]bool{
		`{"source": ["aws.ec2", "aws.fargate"]}`:                                                             true,
		`{"source": ["aws.fargate"]}`:                                                                        false,
		`{"resources": ["arn:b"]}`:                                                                           true,
		`{"time": [{"prefix": "2017-10-02"}]}`:                                                               true,
		`{"time": [{"suffix": "Z"}], "source": [{"equals-ignore-case": "AWS.EC2"}]}`:                         true,
		`{"source": [{"wildcard": "aws.*2"}]}`:                                                               true,
		`{"source": [{"wildcard": "aws\\*"}]}`:                                                               false,
		`{"detail": {"state": [{"anything-but": ["stopped", "running"]}]}}`:                                  false,
		`{"detail": {"state": [{"anything-but": {"prefix": "stop"}}]}}`:                                      true,
		`{"detail": {"absent": [{"anything-but": "stopped"}]}}`:                                              false,
		`{"detail": {"c-count": [{"numeric": [">", 0, "<=", 5]}]}}`:                                          true,
		`{"detail": {"c-count": [{"numeric": ["<", 5]}]}}`:                                                   false,
		`{"detail": {"c-count": [{"exists": true}], "absent": [{"exists": false}]}}`:                         true,
		`{"detail": {"c-count": [{"exists": false}]}}`:                                                       false,
		`{"detail": {"inner": [{"exists": true}]}}`:                                                          false,
		`{"detail": {"nothing": [null]}}`:                                                                    true,
		`{"detail": {"$or": [{"state": ["stopped"]}, {"c-count": [5]}]}}`:                                    true,
		`{"detail": {"$or": [{"state": ["stopped"]}, {"c-count": [6]}]}}`:                                    false,
		`{"detail": {"containers": {"exitCode": [{"anything-but": 0}]}}}`:                                    true,
		`{"detail": {"containers": {"name": ["job"], "exitCode": [{"anything-but": 0}]}}}`:                   false,
		`{"detail": {"containers": {"name": ["sidecar"], "exitCode": [{"numeric": [">", 100, "<", 200]}]}}}`: true,
	} {
		if got, err := matchEvent(pattern, event); got != want || err != nil {
			t.Errorf("%s: %t, %v, want %t", pattern, got, err, want)
		}
	}
	for _, pattern := range []string{`{"source": "aws.ec2"}`, `{"source": [{"like": "a"}]}`, `{"detail": {"c-count": [{"numeric": ["!", 1]}]}}`} {
		if _, err := matchEvent(pattern, event); err == nil {
			t.Errorf("%s: no error", pattern)
		}
	}
}
